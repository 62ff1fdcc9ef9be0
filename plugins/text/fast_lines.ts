import { type BatchWriter, type KernelExports, KernelMemory, wasmModule } from "@labelport/core/kernels";
import { LINES_WASM } from "./lines_wasm.ts";

interface Exports extends KernelExports {
  lines(...args: readonly number[]): number;
}

/** Lines to tasks, in WebAssembly. What it does not take with certainty is left to the kernel that asks it. */
export class FastLines {
  readonly memory: KernelMemory;
  readonly #exports: Exports;
  readonly #prefix: Uint8Array;
  readonly #keepBlank: boolean;
  readonly #maxRecord: number;

  /** `prefix`: what stands before a line in its task. */
  constructor(
    prefix: Uint8Array,
    { keepBlank, maxRecord }: { readonly keepBlank: boolean; readonly maxRecord: number },
  ) {
    const module = wasmModule("text/lines", LINES_WASM);
    this.#exports = new WebAssembly.Instance(module, {}).exports as unknown as Exports;
    this.#prefix = prefix;
    this.#keepBlank = keepBlank;
    this.#maxRecord = maxRecord;
    this.memory = new KernelMemory(this.#exports, { own: prefix.length + 16, most: prefix.length });
    this.memory.bytes.set(prefix, this.memory.parts.own[0]);
  }

  /** Reads lines of `b[0, length)`; returns where the first begins that it leaves. */
  run(
    b: Uint8Array,
    length: number,
    writer: BatchWriter,
    place: { readonly record: number; readonly line: number },
  ): number {
    const [prefix] = this.memory.parts.own;
    return this.memory.run(b, { start: 0, length }, writer, {
      ...place,
      call: ({ from, to, out, outMost, places, most }) =>
        this.#exports.lines(
          ...[from, to, prefix, this.#prefix.length, Number(this.#keepBlank), this.#maxRecord],
          ...[out, outMost, places, most],
        ),
    });
  }
}
