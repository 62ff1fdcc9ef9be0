import { basename, dirname, join } from "node:path";
import type { RejectSink, TaskSink } from "../import_tasks.ts";
import { UsageError } from "../problem.ts";
import { rejectLine } from "../rejects.ts";
import type { SharedOutput } from "../threads/threads.ts";
import { reasonOf } from "./reason.ts";

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
    shared: () => target.shared(),
  };
}

/** A rejects file, made when there is something to put in it; what is there stays as it is when there is not. */
export function rejectsFile(path: string): RejectSink & { close(): void; abort(): void } {
  const target = new OutputFile(path);
  let isEmpty = true;
  return {
    write(problem, raw, alone) {
      isEmpty = false;
      target.write(rejectLine(problem, raw, alone));
    },
    close: () => isEmpty ? target.discard() : target.commit(),
    abort: () => target.discard(),
  };
}

class OutputFile {
  readonly #path: string;
  readonly #target: string;
  /** Where the bytes go until all are there; nothing for a device or a pipe. */
  readonly #part: string | undefined;
  #file: Deno.FsFile | undefined;
  #length = 0;

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

  /** The file where several threads may write; nothing where it is a device or a pipe. */
  shared(): SharedOutput | undefined {
    if (this.#part === undefined || this.#file === undefined) return undefined;
    return {
      path: this.#part,
      offset: this.#length,
      continueAt: (offset) => {
        if (this.#file === undefined) return;
        this.#file.truncateSync(offset);
        this.#length = this.#file.seekSync(offset, Deno.SeekMode.Start);
      },
    };
  }

  write(bytes: Uint8Array): void {
    try {
      for (let at = 0; at < bytes.length;) at += this.#file!.writeSync(at === 0 ? bytes : bytes.subarray(at));
      this.#length += bytes.length;
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
