import type { DiskReader, FileSource } from "../contract.ts";
import { UsageError } from "../problem.ts";
import { openPartFile } from "./part_file.ts";
import { reasonOf } from "./reason.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What is read from, as far as bytes go. */
interface Readable {
  read(view: Bytes): number | null | Promise<number | null>;
  close(): void;
}

/** Called with the number of bytes that have just been read. */
export type OnRead = (count: number) => void;

/** Whether there is a folder at this path. */
export async function isFolder(path: string): Promise<boolean> {
  return (await Deno.stat(path).catch(() => undefined))?.isDirectory ?? false;
}

/** Reads a small text, such as a label config. Throws `UsageError` where there is none to read. */
export async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(path));
  } catch (error) {
    const reason = error instanceof TypeError ? "it is no UTF-8" : reasonOf(error);
    throw new UsageError(`Cannot read "${path}": ${reason}`);
  }
}

/** Opens a file, device or named pipe for reading. Throws `UsageError` where there is none to read. */
export async function openFile(path: string, onRead?: OnRead): Promise<FileSource> {
  const info = await Deno.stat(path).catch((error) => {
    throw new UsageError(`Cannot read "${path}": ${reasonOf(error)}`);
  });
  if (info.isDirectory) throw new UsageError(`Cannot read "${path}": it is a folder`);
  return {
    name: path,
    stream: () => streamOfFile(path, { isFile: info.isFile, onRead }),
    ...(info.isFile && {
      size: info.size,
      slice: (start, end) => ({ stream: () => streamOfFile(path, { isFile: true, onRead, start, end }) }),
      disk: { path, ...(onRead && { onRead }), open: () => diskReader(path, onRead) },
    }),
  };
}

/** Opens a file that is there, to be read at any place. */
function diskReader(path: string, onRead: OnRead | undefined): DiskReader {
  const told = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw new UsageError(`Cannot read "${path}": ${reasonOf(error)}`);
    }
  };
  const file = told(() => openPartFile(path, "read"));
  return {
    readAt(bytes, offset) {
      const count = told(() => file.readAt(bytes, offset));
      onRead?.(count);
      return count;
    },
    close: () => file.close(),
  };
}

/** The bytes of a file, or a part of them, or, with `isFile` false, those of a device or a named pipe. */
export function streamOfFile(
  path: string,
  { isFile, onRead, start = 0, end = Infinity }: {
    readonly isFile: boolean;
    readonly onRead?: OnRead | undefined;
    readonly start?: number;
    readonly end?: number | undefined;
  },
): ReadableStream<Bytes> {
  // A read of a file that is at hand costs less than a task switch; one of a pipe may wait for ever.
  const open = (): Readable => {
    const file = Deno.openSync(path);
    if (!isFile) return { read: (view) => file.read(view), close: () => file.close() };
    if (start > 0) file.seekSync(start, Deno.SeekMode.Start);
    let left = end - start;
    const read = (view: Bytes) => {
      if (left <= 0) return null;
      const count = file.readSync(view.length > left ? view.subarray(0, left) : view);
      left -= count ?? 0;
      return count;
    };
    return { read, close: () => file.close() };
  };
  return streamOf(path, open, onRead);
}

/** Standard input as a source. It is read once. */
export function openStdin(onRead?: OnRead): FileSource {
  const open = (): Readable => ({ read: (view) => Deno.stdin.read(view), close: () => {} });
  return { name: "stdin", stream: () => streamOf("stdin", open, onRead) };
}

/** What a pipe gives at a time; a reader with a buffer of its own is given as much as fits. */
const PIPE = 1 << 16;

/** Reads as the reader asks, straight into its buffer. */
function streamOf(path: string, open: () => Readable, onRead?: OnRead): ReadableStream<Bytes> {
  let source: Readable | undefined;
  return new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: PIPE,
    async pull(controller) {
      const request = controller.byobRequest!;
      let count: number | null;
      try {
        source ??= open();
        const result = source.read(request.view as Bytes);
        count = result instanceof Promise ? await result : result;
      } catch (error) {
        throw new UsageError(`Cannot read "${path}": ${reasonOf(error)}`);
      }
      if (count === null) {
        source.close();
        controller.close();
        request.respond(0);
      } else {
        onRead?.(count);
        request.respond(count);
      }
    },
    cancel() {
      source?.close();
    },
  });
}
