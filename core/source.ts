import { pipeline, Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { createGunzip } from "node:zlib";
import type { DiskPlace, FileSource, FolderSource, Peek } from "./contract.ts";
import { BOM_SIZE, hasBom, joined } from "./bytes.ts";
import { encodingOf, transcodedHead, transcoder } from "./encoding.ts";
import { CHUNK } from "./kernel.ts";
import { webStreamOf } from "./node_stream.ts";
import { isGzipError, problemOfError, UsageError } from "./problem.ts";

/** A folder that has been looked at. */
export interface OpenedFolder {
  readonly source: FolderSource;
  readonly peek: Peek;
}

/** So many names of a folder are looked at. */
const NAMES = 10_000;

/** Looks at the names of a folder. */
export async function lookAtFolder(source: FolderSource): Promise<OpenedFolder> {
  const files: string[] = [];
  let whole = true;
  for await (const { name } of source.files()) {
    if (files.length === NAMES) {
      whole = false;
      break;
    }
    files.push(name);
  }
  return { source, peek: { name: source.name, head: new Uint8Array(), whole, files } };
}

type Bytes = Uint8Array<ArrayBuffer>;
type ByteStream = ReadableStream<Bytes>;

/** What a format sees before it reads. */
const HEAD = 1 << 16;

/** A source that has been looked at: decompressed where it was compressed, with its first bytes at hand. */
export interface OpenedSource {
  readonly source: FileSource;
  readonly peek: Peek;
}

/**
 * Looks at the first bytes of a source and decompresses gzip, whatever its name.
 * A source without `size` (a pipe, standard input) is read once: what has been looked at is given again.
 * Throws what the source throws, the signal's reason, and `UsageError` where gzip is damaged at its beginning.
 *
 * @example
 * ```ts
 * import { openSource } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const packed = new Blob(["a,b\n"]).stream().pipeThrough(new CompressionStream("gzip"));
 * const file = new File([await new Response(packed).blob()], "table.csv.gz");
 * const { source, peek } = await openSource(file);
 * assert.equal(source.name, "table.csv");
 * assert.equal(new TextDecoder().decode(peek.head), "a,b\n");
 * ```
 */
export async function openSource(raw: FileSource, signal?: AbortSignal): Promise<OpenedSource> {
  const how = { reopens: raw.size !== undefined, signal };
  const opened = await lookAt(raw, how);
  const { head } = opened.peek;
  if (head[0] !== 0x1f || head[1] !== 0x8b) return opened;
  try {
    return await lookAt(gunzipped(opened.source), how);
  } catch (error) {
    if (!isGzipError(error)) throw error;
    const { message, hint } = problemOfError(error, raw.name);
    throw new UsageError(`Cannot read "${raw.name}": ${message}; ${hint}`);
  }
}

function gunzipped(raw: FileSource): FileSource {
  return {
    name: raw.name.replace(/\.gz$/i, ""),
    ...(raw.url === undefined ? {} : { url: raw.url }),
    // node:zlib rather than DecompressionStream: it reads files of several members, as `cat a.gz b.gz` makes.
    // And its own pipeline rather than Duplex.toWeb, which reads on while nobody takes what it gives.
    stream() {
      const packed = Readable.fromWeb(raw.stream() as unknown as NodeReadableStream);
      // The error that ends it comes out of the stream: there is nothing to be done about it here.
      const unpacked = pipeline(packed, createGunzip({ chunkSize: CHUNK }), () => {});
      return webStreamOf(unpacked);
    },
  };
}

/** Reads the first bytes. A source that cannot be opened again becomes one that gives them once more. */
async function lookAt(
  raw: FileSource,
  { reopens, signal }: { readonly reopens: boolean; readonly signal: AbortSignal | undefined },
): Promise<OpenedSource> {
  signal?.throwIfAborted();
  if (raw.disk !== undefined) return { source: raw, peek: headOf(raw.name, raw.disk) };
  const reader = raw.stream().getReader();
  // A read that waits for a pipe ends only so.
  const stop = () => void reader.cancel().catch(() => {});
  signal?.addEventListener("abort", stop);
  const chunks: Bytes[] = [];
  let size = 0;
  let whole = false;
  try {
    while (size < HEAD && !whole) {
      const { done, value } = await reader.read();
      if (value !== undefined) {
        chunks.push(value);
        size += value.length;
      }
      whole = done;
    }
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  signal?.throwIfAborted();
  const all = joined(chunks);
  const peek: Peek = { name: raw.name, head: all.subarray(0, HEAD), whole: whole && size <= HEAD };
  if (!reopens) return { source: withStream(raw, once(raw.name, all, whole ? undefined : reader)), peek };
  await reader.cancel();
  return { source: raw, peek };
}

/** The first bytes of a file on the disk. */
function headOf(name: string, disk: DiskPlace): Peek {
  const file = disk.open();
  try {
    const bytes = new Uint8Array(HEAD + 1);
    const size = file.readAt(bytes, 0);
    return { name, head: bytes.subarray(0, Math.min(size, HEAD)), whole: size <= HEAD };
  } finally {
    file.close();
  }
}

/** A source under the same name. Not by spreading it: the members of a web `File` are its class's. */
function withStream({ name, size, url }: FileSource, stream: () => ByteStream): FileSource {
  return { name, ...(size === undefined ? {} : { size }), ...(url === undefined ? {} : { url }), stream };
}

/** A stream function for a source that can be read one time. */
function once(
  name: string,
  head: Bytes,
  rest: ReadableStreamDefaultReader<Bytes> | undefined,
): () => ByteStream {
  let used = false;
  return () => {
    if (used) throw new Error(`Cannot read "${name}" twice: it is a pipe`);
    used = true;
    let pending: Bytes | undefined = head.length > 0 ? head : undefined;
    return new ReadableStream<Bytes>({
      async pull(controller) {
        if (pending !== undefined) {
          controller.enqueue(pending);
          pending = undefined;
          return;
        }
        const { done, value } = await rest?.read() ?? { done: true, value: undefined };
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => rest?.cancel(reason),
    }, { highWaterMark: 0 });
  };
}

/**
 * The source as a text format wants it: UTF-8 without a byte order mark. UTF-16 is known by its mark; any other
 * encoding that `TextDecoder` knows is named. Throws `UsageError` for a label that it does not know.
 */
export function asText({ source, peek }: OpenedSource, encoding?: string): OpenedSource {
  const label = encodingOf(peek.head, encoding);
  if (label !== "utf-8") {
    return {
      source: { ...named(source), stream: () => source.stream().pipeThrough(transcoder(label)) },
      peek: { ...peek, head: transcodedHead(peek.head, label) },
    };
  }
  if (!hasBom(peek.head)) return { source, peek };
  const { size, slice, disk } = source;
  return {
    source: {
      ...named(source),
      ...(size !== undefined && { size: size - BOM_SIZE }),
      skipped: BOM_SIZE,
      stream: () => source.stream().pipeThrough(withoutFirst(BOM_SIZE)),
      ...(slice && {
        slice: (start, end) => slice.call(source, start + BOM_SIZE, end === undefined ? end : end + BOM_SIZE),
      }),
      disk,
    },
    peek: { ...peek, head: peek.head.subarray(BOM_SIZE) },
  };
}

/** A folder whose files are as a text format wants them, decompressed too. */
export function asTextFolder(folder: FolderSource, encoding?: string): FolderSource {
  const opened = async (file: FileSource) => asText(await openSource(file), encoding).source;
  return {
    name: folder.name,
    ...(folder.faults === undefined ? {} : { faults: folder.faults }),
    async *files() {
      for await (const file of folder.files()) yield new LateSource(file, opened);
    },
    async file(name) {
      const file = await folder.file(name);
      return file === undefined ? undefined : new LateSource(file, opened);
    },
  };
}

/** A file that is looked at when it is read, not when it is listed. */
class LateSource implements FileSource {
  readonly name: string;
  skipped = 0;
  readonly #file: FileSource;
  readonly #open: (file: FileSource) => Promise<FileSource>;

  constructor(file: FileSource, open: (file: FileSource) => Promise<FileSource>) {
    this.name = file.name;
    this.#file = file;
    this.#open = open;
  }

  get url(): string | undefined {
    return this.#file.url;
  }

  stream(): ByteStream {
    let reader: ReadableStreamDefaultReader<Bytes> | undefined;
    return new ReadableStream({
      pull: async (controller) => {
        if (reader === undefined) {
          const opened = await this.#open(this.#file);
          this.skipped = opened.skipped ?? 0;
          reader = opened.stream().getReader();
        }
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader?.cancel(reason),
    }, { highWaterMark: 0 });
  }
}

/** The source without its size, which is that of other bytes. */
function named({ name, url }: FileSource): Omit<FileSource, "stream"> {
  return { name, ...(url === undefined ? {} : { url }) };
}

function withoutFirst(count: number): TransformStream<Bytes, Bytes> {
  return new TransformStream({
    transform(chunk, controller) {
      const skipped = Math.min(count, chunk.length);
      count -= skipped;
      if (chunk.length > skipped) controller.enqueue(chunk.subarray(skipped));
    },
  });
}
