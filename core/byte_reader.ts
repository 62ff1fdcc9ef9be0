/**
 * Reads a stream into a buffer of the caller's: without a copy where the stream allows it (files),
 * with one where it does not (decompression, uploads).
 */
export class ByteReader {
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

  /**
   * Reads to `bytes[length, end)`, as much as one read gives: nothing only at the end of the stream.
   * The buffer may come back as another view of the same memory.
   */
  async fill(
    bytes: Uint8Array<ArrayBuffer>,
    length: number,
    end: number,
  ): Promise<{ bytes: Uint8Array<ArrayBuffer>; length: number }> {
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

  /** Closes the stream, read to its end or not. */
  async cancel(): Promise<void> {
    // A stream that has failed rejects this too; its error has been thrown by `fill`.
    await (this.#byob ?? this.#plain!).cancel().catch(() => {});
  }
}
