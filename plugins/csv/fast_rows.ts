import { type BatchWriter, type KernelExports, KernelMemory, wasmModule } from "@labelport/core/kernels";
import type { CellKeys } from "./cell_keys.ts";
import { ROWS_WASM } from "./rows_wasm.ts";

interface Exports extends KernelExports {
  rows(...args: readonly number[]): number;
  parity(begin: number, size: number): number;
}

/** Rows to tasks, in WebAssembly. What it does not take with certainty is left to the kernel that asks it. */
export class FastRows {
  readonly memory: KernelMemory;
  readonly #exports: Exports;
  readonly #keys: CellKeys;
  readonly #delimiter: number;
  readonly #maxRecord: number;

  constructor(
    keys: CellKeys,
    { delimiter, maxRecord }: { readonly delimiter: number; readonly maxRecord: number },
  ) {
    const module = wasmModule("csv/rows", ROWS_WASM);
    this.#exports = new WebAssembly.Instance(module, {}).exports as unknown as Exports;
    this.#keys = keys;
    this.#delimiter = delimiter;
    this.#maxRecord = maxRecord;
    const own = 8 * keys.lengths.length + keys.size + 16;
    this.memory = new KernelMemory(this.#exports, { own, most: keys.size });
    this.#writeKeys();
  }

  /** Reads rows of `b[start, length)`; returns where the first begins that it leaves. */
  run(
    b: Uint8Array,
    range: { readonly start: number; readonly length: number },
    writer: BatchWriter,
    place: { readonly record: number; readonly line: number },
  ): number {
    const [keys] = this.memory.parts.own;
    const { lengths, size } = this.#keys;
    return this.memory.run(b, range, writer, {
      ...place,
      call: ({ from, to, out, outMost, places, most }) =>
        this.#exports.rows(
          ...[from, to, this.#delimiter, keys, lengths.length, size, this.#maxRecord],
          ...[out, outMost, places, most],
        ),
    });
  }

  /** 1 where `b[start, end)`, which lies in its memory, holds an odd number of quotes, else 0. */
  quoteParity(b: Uint8Array, start: number, end: number): number {
    return this.#exports.parity(b.byteOffset + start, end - start);
  }

  #writeKeys(): void {
    const { words, lengths } = this.#keys;
    const { bytes, parts } = this.memory;
    const [begin] = parts.own;
    const view = new DataView(bytes.buffer);
    let at = begin + 8 * lengths.length;
    for (const [n, length] of lengths.entries()) {
      const key = words[n]!;
      view.setUint32(begin + 8 * n, at, true);
      view.setUint32(begin + 8 * n + 4, length, true);
      bytes.set(new Uint8Array(key.buffer as ArrayBuffer, key.byteOffset, length), at);
      at += length;
    }
  }
}
