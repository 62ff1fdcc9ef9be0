import type { DiskReader, FileSource } from "./contract.ts";
import { InputError } from "./problem.ts";

/** Bytes that are read into a buffer of the caller's. */
export interface ByteInput {
  /**
   * Reads to `bytes[length, end)`, as much as one read gives: nothing only at the end. The buffer may come back as
   * another view of the same memory.
   */
  fill(bytes: Bytes, length: number, end: number): Filled | Promise<Filled>;
  /** Closes what is read, read to its end or not. */
  cancel(): void | Promise<void>;
}

type Bytes = Uint8Array<ArrayBuffer>;

interface Filled {
  readonly bytes: Bytes;
  readonly length: number;
}

/** Reads a file from `from` on: straight from the disk where it lies there. */
export function byteInputOf(file: FileSource, from = 0): ByteInput {
  const { disk, size = 0, skipped = 0 } = file;
  if (disk !== undefined) return new DiskBytes(disk.open(), { offset: from + skipped, size: size + skipped });
  return new ByteReader((from === 0 ? file : file.slice!(from)).stream());
}

/** Without a stream between: that takes time, and memory for all its machinery. */
class DiskBytes implements ByteInput {
  readonly #file: DiskReader;
  #offset: number;
  readonly #size: number;
  #isOpen = true;

  constructor(
    file: DiskReader,
    { offset, size }: { readonly offset: number; readonly size: number },
  ) {
    this.#file = file;
    this.#offset = offset;
    this.#size = size;
  }

  fill(bytes: Bytes, length: number, end: number): Filled {
    const count = this.#file.readAt(bytes.subarray(length, end), this.#offset);
    if (count === 0 && this.#offset < this.#size) {
      throw new InputError("the file has become shorter while it was read", {
        hint: "read it again once nobody writes to it",
      });
    }
    this.#offset += count;
    return { bytes, length: length + count };
  }

  cancel(): void {
    if (this.#isOpen) this.#file.close();
    this.#isOpen = false;
  }
}

/**
 * Reads a stream: without a copy where it allows that (files), with one where it does not (decompression, uploads).
 */
export class ByteReader implements ByteInput {
  readonly #byob: ReadableStreamBYOBReader | undefined;
  readonly #plain: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined;
  #rest: Uint8Array | undefined;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    try {
      this.#byob = stream.getReader({ mode: "byob" });
    } catch {
      this.#plain = stream.getReader();
    }
  }

  async fill(bytes: Bytes, length: number, end: number): Promise<Filled> {
    if (this.#byob !== undefined) {
      const size = bytes.length;
      const { value } = await this.#byob.read(bytes.subarray(length, end));
      if (value === undefined) throw new DOMException("The read was aborted", "AbortError");
      return { bytes: new Uint8Array(value.buffer, 0, size), length: length + value.length };
    }
    while (this.#rest === undefined || this.#rest.length === 0) {
      const { done, value } = await this.#plain!.read();
      if (done) return { bytes, length };
      this.#rest = value;
    }
    const part = this.#rest.subarray(0, end - length);
    bytes.set(part, length);
    this.#rest = this.#rest.subarray(part.length);
    return { bytes, length: length + part.length };
  }

  async cancel(): Promise<void> {
    // A stream that has failed rejects this too; its error has been thrown by `fill`.
    await (this.#byob ?? this.#plain!).cancel().catch(() => {});
  }
}
