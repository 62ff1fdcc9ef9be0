import {
  asText,
  detect,
  type Detection,
  lookAtFolder,
  type OpenedFolder,
  type OpenedSource,
  openSource,
  type Registry,
  UsageError,
} from "@labelport/core";
import { isFolder, type OnRead, openFile, openFolder, openStdin } from "@labelport/core/fs";

/** What a command reads. */
export type Input = OpenedSource | OpenedFolder;

/** How it is opened. */
export interface InputOptions {
  readonly signal: AbortSignal;
  /** What the URLs of a folder's files begin with. */
  readonly baseUrl?: string | undefined;
  readonly onRead?: OnRead;
}

/** Opens a file, a folder, or standard input for "-", and looks at its beginning. */
export async function openInput(path: string, { signal, baseUrl, onRead }: InputOptions): Promise<Input> {
  if (path !== "-" && await isFolder(path)) {
    return await lookAtFolder(await openFolder(path, baseUrl === undefined ? {} : { baseUrl }));
  }
  return await openSource(path === "-" ? openStdin(onRead) : await openFile(path, onRead), signal);
}

/** Finds the format of an input. Text is looked at in its encoding. */
export async function detectInput(registry: Registry, input: Input, encoding?: string): Promise<Detection> {
  return await detect(registry, peekOf(input, encoding));
}

/** What formats are shown of an input. */
export function peekOf(input: Input, encoding?: string): Input["peek"] {
  return "files" in input.source ? input.peek : asText(input as OpenedSource, encoding).peek;
}

/** Where the server will be that gives media to annotators, or nothing for where it is unless set. */
export function baseUrlOf(
  { host, port, baseUrl }: { readonly host?: string; readonly port?: string; readonly baseUrl?: string },
): string | undefined {
  if (baseUrl !== undefined) {
    if (host !== undefined || port !== undefined) {
      throw new UsageError("Cannot use --base-url with --host or --port: it holds both");
    }
    if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
      throw new UsageError(`Cannot use "${baseUrl}" as --base-url: write it as https://label.example.org`);
    }
    return baseUrl;
  }
  if (host === undefined && port === undefined) return undefined;
  const url = `http://${host?.includes(":") ? `[${host}]` : host ?? "127.0.0.1"}:${port ?? 8200}`;
  if (!URL.canParse(url) || new URL(url).pathname !== "/") {
    throw new UsageError(`Cannot use "${host ?? ""}:${port ?? 8200}" as a host and a port`);
  }
  return url;
}
