import { encode } from "@labelport/core/kernels";

/** What a row's JSON has before each cell, `","text":"` for one, in words of four bytes to be copied at a time. */
export class CellKeys {
  readonly words: readonly Int32Array[];
  /** In bytes: the words may hold more. */
  readonly lengths: Int32Array;
  /** Of all of them, in bytes. */
  readonly size: number;

  constructor(names: readonly string[]) {
    const texts = names.map((name, n) => encode(`${n === 0 ? '{"data":{' : '",'}${JSON.stringify(name)}:"`));
    this.lengths = Int32Array.from(texts, (text) => text.length);
    this.size = this.lengths.reduce((sum, length) => sum + length, 0);
    this.words = texts.map((text) => {
      const padded = new Uint8Array((text.length + 3) & ~3);
      padded.set(text);
      return new Int32Array(padded.buffer);
    });
  }
}
