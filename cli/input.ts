import {
  asText,
  detect,
  type Detection,
  type InputFormat,
  lookAtFolder,
  type OpenedFolder,
  type OpenedSource,
  openSource,
  type Registry,
  UsageError,
} from "@labelport/core";
import { isFolder, type OnRead, openFile, openFolder, openStdin } from "@labelport/core/fs";
import { say } from "./terminal.ts";

/** What a command reads. */
export type Input = OpenedSource | OpenedFolder;

/** How it is opened. */
export interface InputOptions {
  readonly signal: AbortSignal;
  /** What the URLs of a folder's files begin with. */
  readonly baseUrl?: string | undefined;
  /** Told the folder of a file whose URL is asked for. */
  readonly onUrl?: (folder: string) => void;
  readonly onRead?: OnRead;
}

/** Opens a file, a folder, or standard input for "-", and looks at its beginning. */
export async function openInput(
  path: string,
  { signal, baseUrl, onUrl, onRead }: InputOptions,
): Promise<Input> {
  if (path !== "-" && await isFolder(path)) {
    const urls = { ...(baseUrl !== undefined && { baseUrl }), ...(onUrl !== undefined && { onUrl }) };
    return await lookAtFolder(await openFolder(path, urls));
  }
  return await openSource(path === "-" ? openStdin(onRead) : await openFile(path, onRead), signal);
}

/** The path of an input; standard input has none. */
export function onDisk(path: string): string | undefined {
  return path === "-" ? undefined : path;
}

/** Finds the format of an input. Text is looked at in its encoding. */
export async function detectInput(registry: Registry, input: Input, encoding?: string): Promise<Detection> {
  return await detect(registry, peekOf(input, encoding));
}

/** What formats are shown of an input. */
export function peekOf(input: Input, encoding?: string): Input["peek"] {
  return "files" in input.source ? input.peek : asText(input as OpenedSource, encoding).peek;
}

/** The format that was asked for, or the one that fits: this is said, with the reason. */
export async function formatOf(
  registry: Registry,
  input: Input,
  flags: { readonly inputFormat?: string; readonly encoding?: string },
): Promise<InputFormat> {
  if (flags.inputFormat !== undefined) return registry.get(flags.inputFormat);
  const { format, why } = await detectInput(registry, input, flags.encoding);
  say(`${input.source.name}: read as ${format.name}: ${why}`);
  return format;
}

/** How many bytes there are to read, where that is known. */
export function sizeOf({ source }: Input): number | undefined {
  return "files" in source ? undefined : source.size;
}

/** Where the server will be that gives media to annotators, or nothing for where it is unless set. */
export function baseUrlOf(
  { host, port, baseUrl }: { readonly host?: string; readonly port?: string; readonly baseUrl?: string },
): string | undefined {
  if (baseUrl !== undefined) {
    if (host !== undefined || port !== undefined) {
      throw new UsageError("Cannot use --base-url with --host or --port: it holds both");
    }
    return checkedBaseUrl(baseUrl);
  }
  if (host === undefined && port === undefined) return undefined;
  const url = `http://${host?.includes(":") ? `[${host}]` : host ?? "127.0.0.1"}:${port ?? 8200}`;
  if (!URL.canParse(url) || new URL(url).pathname !== "/") {
    throw new UsageError(`Cannot use "${host ?? ""}:${port ?? 8200}" as a host and a port`);
  }
  return url;
}

/** What --base-url was given, if it is one. */
export function checkedBaseUrl(baseUrl: string): string;
export function checkedBaseUrl(baseUrl: string | undefined): string | undefined;
export function checkedBaseUrl(baseUrl: string | undefined): string | undefined {
  if (baseUrl === undefined) return undefined;
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw new UsageError(`Cannot use "${baseUrl}" as --base-url: write it as https://label.example.org`);
  }
  return baseUrl;
}
