import type { BatchWriter } from "@labelport/core";
import type { CellKeys } from "./cell_keys.ts";
import { ROWS_WASM } from "./rows_wasm.ts";

/** What the module exports: its numbers are addresses and counts in its memory. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly outEnd: { readonly value: number };
  readonly count: { readonly value: number };
  readonly line: { readonly value: number };
  readonly blank: { readonly value: number };
  base(): number;
  rows(...args: readonly number[]): number;
}

/** Zeros behind the input, so that 16 bytes may be loaded wherever one stands. */
const BEHIND = 64;
/** Bytes between two parts of the memory, which nothing writes. */
const GAP = 64;
/** Input that is read at once, in bytes; of a longer record TypeScript takes care. */
const INPUT = 1 << 19;
/** Rows of a batch. */
const ROWS = 1 << 17;
const PAGE = 1 << 16;

let compiled: WebAssembly.Module | undefined;

/** Rows to tasks, in WebAssembly. What it does not take with certainty is left to the kernel that asks it. */
export class FastRows {
  /** Where tasks are written: a batch writer's buffer. */
  readonly output: Uint8Array<ArrayBuffer>;
  /** Lines and blank lines that the last `run` passed, and the rows that it read. */
  lines = 0;
  blank = 0;
  count = 0;
  readonly memory: Uint8Array<ArrayBuffer>;
  /** Where the parts of the memory begin and end. */
  readonly parts: Readonly<Record<"keys" | "lines" | "input" | "output", readonly [number, number]>>;
  readonly #exports: Exports;
  readonly #keys: CellKeys;
  readonly #delimiter: number;
  readonly #maxRecord: number;
  /** What of whose buffer lies in the memory. */
  #buffer: ArrayBufferLike | undefined;
  #from = 0;
  #to = 0;

  constructor(
    keys: CellKeys,
    { delimiter, maxRecord }: { readonly delimiter: number; readonly maxRecord: number },
  ) {
    compiled ??= new WebAssembly.Module(Uint8Array.fromBase64(ROWS_WASM));
    this.#exports = new WebAssembly.Instance(compiled, {}).exports as unknown as Exports;
    this.#keys = keys;
    this.#delimiter = delimiter;
    this.#maxRecord = maxRecord;
    let at = (this.#exports.base() + GAP) & ~15;
    const part = (size: number): readonly [number, number] => {
      const begin = at;
      at = (begin + size + GAP + 15) & ~15;
      return [begin, begin + size];
    };
    const columns = keys.lengths.length;
    this.parts = {
      keys: part(8 * columns + keys.size + 16),
      lines: part(4 * ROWS),
      input: part(INPUT + BEHIND),
      // TypeScript writes here, too, and wants room for six bytes each.
      output: part(6 * INPUT + 2 * keys.size + (1 << 16)),
    };
    const { memory } = this.#exports;
    memory.grow(Math.max(0, Math.ceil((at - memory.buffer.byteLength) / PAGE)));
    this.memory = new Uint8Array(memory.buffer as ArrayBuffer);
    this.output = this.memory.subarray(...this.parts.output);
    this.#writeKeys();
  }

  /**
   * Reads rows of `b[start, length)` behind what `writer` holds, whose buffer is `output`. Returns where it
   * stopped: at the end, or before a row that it leaves. `line`: the first row's; `record`: its number.
   */
  run(
    b: Uint8Array,
    range: { readonly start: number; readonly length: number },
    writer: BatchWriter,
    place: { readonly record: number; readonly line: number },
  ): number {
    const { start, length } = range;
    this.count = this.lines = this.blank = 0;
    if (length - start > INPUT) return start;
    const from = this.#copied(b, start, length);
    const { keys, lines, output } = this.parts;
    const end = this.#exports.rows(
      from,
      from + length - start,
      this.#delimiter,
      keys[0],
      this.#keys.lengths.length,
      this.#keys.size,
      this.#maxRecord,
      output[0] + writer.length,
      output[1],
      lines[0],
      ROWS,
    );
    this.count = this.#exports.count.value;
    this.lines = this.#exports.line.value;
    this.blank = this.#exports.blank.value;
    if (this.count > 0) {
      const own = new Uint32Array(this.memory.buffer, lines[0], this.count);
      writer.endAll(this.#exports.outEnd.value - output[0], { ...place, lines: own });
    }
    return start + end - from;
  }

  /** Where `b[start, length)` lies in the memory: copied there, unless it is the rest of what is there. */
  #copied(b: Uint8Array, start: number, length: number): number {
    const from = b.byteOffset + start;
    const to = b.byteOffset + length;
    const [input] = this.parts.input;
    // A buffer is filled anew from its beginning: what begins further on has been seen.
    if (b.buffer === this.#buffer && to === this.#to && from > this.#from) return input + from - this.#from;
    this.#buffer = b.buffer;
    this.#from = from;
    this.#to = to;
    this.memory.set(b.subarray(start, length), input);
    this.memory.fill(0, input + to - from, input + to - from + BEHIND);
    return input;
  }

  #writeKeys(): void {
    const { words, lengths } = this.#keys;
    const [begin] = this.parts.keys;
    const view = new DataView(this.memory.buffer);
    let at = begin + 8 * lengths.length;
    for (const [n, length] of lengths.entries()) {
      const key = words[n]!;
      view.setUint32(begin + 8 * n, at, true);
      view.setUint32(begin + 8 * n + 4, length, true);
      this.memory.set(new Uint8Array(key.buffer as ArrayBuffer, key.byteOffset, length), at);
      at += length;
    }
  }
}
