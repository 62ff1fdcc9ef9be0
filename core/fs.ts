/**
 * The disk: files and pipes as sources, files as sinks. All that touches it is here, so that the rest of core
 * runs anywhere.
 */
import { basename, dirname, join } from "node:path";
export { BASE_URL, openFolder } from "./fs_folder.ts";
import type { FileSource } from "./contract.ts";
import type { RejectSink, TaskSink } from "./import_tasks.ts";
import { CHUNK } from "./kernel.ts";
import { UsageError } from "./problem.ts";
import { rejectLine } from "./sinks.ts";

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
    ...(info.isFile ? { size: info.size } : {}),
    stream: () => streamOfFile(path, { isFile: info.isFile, onRead }),
  };
}

/** The bytes of a file or, with `isFile` false, of a device or a named pipe. */
export function streamOfFile(
  path: string,
  { isFile, onRead }: { readonly isFile: boolean; readonly onRead?: OnRead | undefined },
): ReadableStream<Bytes> {
  // A read of a file that is at hand costs less than a task switch; one of a pipe may wait for ever.
  const open = (): Readable => {
    const file = Deno.openSync(path);
    return { read: (view) => isFile ? file.readSync(view) : file.read(view), close: () => file.close() };
  };
  return streamOf(path, open, onRead);
}

/** Standard input as a source. It is read once. */
export function openStdin(onRead?: OnRead): FileSource {
  const open = (): Readable => ({ read: (view) => Deno.stdin.read(view), close: () => {} });
  return { name: "stdin", stream: () => streamOf("stdin", open, onRead) };
}

/** Reads as the reader asks, straight into its buffer. */
function streamOf(path: string, open: () => Readable, onRead?: OnRead): ReadableStream<Bytes> {
  let source: Readable | undefined;
  return new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: CHUNK,
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

/**
 * A file that appears whole at the end, or not at all: written beside its place, then renamed. What is there
 * and is no file (a device, a pipe) is written to as it is. Throws `UsageError` where it cannot be written.
 */
export function fileSink(path: string): TaskSink {
  const target = new OutputFile(path);
  return {
    write: ({ bytes }) => target.write(bytes),
    close: () => target.commit(),
    abort: () => target.discard(),
  };
}

/** A rejects file, made when there is something to put in it. */
export function rejectsFile(path: string): RejectSink & { close(): void; abort(): void } {
  const target = new OutputFile(path);
  return {
    write: (problem, raw) => target.write(rejectLine(problem, raw)),
    close: () => target.commit(),
    abort: () => target.discard(),
  };
}

class OutputFile {
  readonly #path: string;
  readonly #target: string;
  /** Where the bytes go until all are there; nothing for a device or a pipe. */
  readonly #part: string | undefined;
  #file: Deno.FsFile | undefined;

  constructor(path: string) {
    this.#path = path;
    try {
      const info = statOrNothing(path);
      if (info?.isDirectory) throw new UsageError(`Cannot write "${path}": it is a folder`);
      // Through a link the file that it leads to is replaced, not the link.
      this.#target = info?.isFile ? Deno.realPathSync(path) : path;
      if (info !== undefined && !info.isFile) {
        this.#file = Deno.openSync(path, { write: true });
        return;
      }
      const name = `.${basename(this.#target)}.${crypto.randomUUID().slice(0, 8)}.part`;
      this.#part = join(dirname(this.#target), name);
      const mode = info?.mode == null ? {} : { mode: info.mode & 0o777 };
      this.#file = Deno.openSync(this.#part, { write: true, createNew: true, ...mode });
    } catch (error) {
      throw this.#failure(error);
    }
  }

  write(bytes: Uint8Array): void {
    try {
      for (let at = 0; at < bytes.length;) at += this.#file!.writeSync(at === 0 ? bytes : bytes.subarray(at));
    } catch (error) {
      throw this.#failure(error);
    }
  }

  commit(): void {
    try {
      this.#file!.close();
      this.#file = undefined;
      if (this.#part !== undefined) Deno.renameSync(this.#part, this.#target);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  discard(): void {
    if (this.#file === undefined) return;
    this.#file.close();
    this.#file = undefined;
    if (this.#part !== undefined) Deno.removeSync(this.#part);
  }

  #failure(error: unknown): Error {
    if (error instanceof UsageError) return error;
    return new UsageError(`Cannot write "${this.#path}": ${reasonOf(error)}`);
  }
}

function statOrNothing(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Why the system refused, for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "no such file or folder";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.NotCapable) {
    const kind = /Requires (\w+) access/.exec(error.message)?.[1] ?? "read";
    if (kind === "all") return "Deno opens devices only with --allow-all";
    return `Deno was started without that permission; add --allow-${kind}=<its folder>`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ \(os error \d+\).*$/s, "").toLowerCase();
}
