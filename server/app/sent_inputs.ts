import {
  asText,
  detect,
  type FileSource,
  type FolderSource,
  type InputFormat,
  type OpenedSource,
  openSource,
  type Registry,
  UsageError,
} from "@labelport/core";
import type { ProjectInput } from "../import_into.ts";
import { isMedium } from "../media/media_types.ts";
import { HttpError } from "./errors.ts";
import { partsOf } from "./folder_names.ts";
import type { SentFile } from "./form.ts";
import { limited } from "./limited.ts";

/** How what was sent is read. */
export interface SentOptions {
  readonly registry: Registry;
  /** The one that was asked for. */
  readonly format: InputFormat | undefined;
  /** The options of the format. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly encoding: string | undefined;
  /** Keeps a medium and gives the URL that annotators fetch it from. */
  keep(name: string, stream: ReadableStream<Uint8Array>): Promise<string>;
  /** The most that a file may be once it is decompressed, in bytes. */
  readonly decompressed: number;
}

/** The files that were sent as inputs of an import: each for itself, or all as the folder that their names form. */
export async function* sentInputs(
  files: AsyncIterable<SentFile>,
  how: SentOptions,
): AsyncGenerator<ProjectInput> {
  const { format, options } = how;
  if (format?.reads === "folder") {
    yield await folderInput(files, format, how);
    return;
  }
  for await (const file of files) {
    const input = await opened(file, how.decompressed);
    yield { input, format: format ?? await formatOf(input, how), options, record: { name: file.name } };
  }
}

/** Looks at the beginning of a file. What is wrong there is wrong with the data: 400. */
async function opened(file: SentFile, limit: number): Promise<OpenedSource> {
  try {
    const { source, peek } = await openSource(file);
    const { name } = source;
    return { source: { name, stream: () => limited(source.stream(), { limit, what: name }) }, peek };
  } catch (error) {
    if (!(error instanceof UsageError) || error instanceof HttpError) throw error;
    throw new HttpError(400, error.message, [{ code: "gzip", file: file.name, message: error.message }]);
  }
}

/** The format that fits, or 415. */
export async function formatOf(
  input: OpenedSource,
  { registry, encoding }: Pick<SentOptions, "registry" | "encoding">,
): Promise<InputFormat> {
  try {
    return (await detect(registry, asText(input, encoding).peek)).format;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new HttpError(415, error.message, [{
      code: "format",
      file: input.source.name,
      message: error.message,
    }]);
  }
}

/** The files as one folder, read in the order in which they come. */
async function folderInput(
  files: AsyncIterable<SentFile>,
  format: InputFormat,
  { options, keep }: SentOptions,
): Promise<ProjectInput> {
  const iterator = files[Symbol.asyncIterator]();
  const first = await iterator.next();
  const root = first.done ? undefined : /^\/?([^/]+)\/./.exec(first.value.name)?.[1];
  if (root === undefined) {
    throw new HttpError(
      422,
      `Cannot read this as ${format.name}: it reads a folder; send files whose names form one, such as letters/a.txt`,
    );
  }
  const names = new Set<string>();
  const insideOf = ({ name }: SentFile): string => {
    const inside = partsOf(name).join("/");
    if (names.has(inside)) {
      throw new HttpError(422, `Cannot read "${name}" twice: a folder holds one file of a name`);
    }
    names.add(inside);
    if (inside.startsWith(`${root}/`)) return inside.slice(root.length + 1);
    throw new HttpError(
      422,
      `Cannot read "${name}" as a file of the folder "${root}": its name does not begin so`,
    );
  };
  let isRead = false;
  const source: FolderSource = {
    name: root,
    async *files() {
      if (isRead) throw new Error("what was sent is read once");
      isRead = true;
      try {
        for (let next = first; !next.done; next = await iterator.next()) {
          const name = insideOf(next.value);
          const stream = () => next.value.stream();
          const file: FileSource = isMedium(name)
            ? {
              name,
              url: await keep(next.value.name.replace(/^\//, ""), stream()),
              stream: () => new Blob([]).stream(),
            }
            : { name, stream };
          yield file;
        }
      } finally {
        await iterator.return?.();
      }
    },
    file: () => Promise.resolve(undefined),
  };
  const peek = { name: root, head: new Uint8Array(), whole: false, files: [] };
  return { input: { source, peek }, format, options, record: { name: root } };
}
