import type { BatchWriter } from "./batch_writer.ts";

/** Zeros behind the input, so that 16 bytes may be loaded wherever one stands. */
export const BEHIND = 64;
/** Bytes between two parts of the memory, which nothing writes. */
const GAP = 64;
const PAGE = 1 << 16;

/** Input that a kernel in WebAssembly reads at once, in bytes; of a longer record TypeScript takes care. */
export const WASM_INPUT = 1 << 20;
/** Records of a batch. */
const RECORDS = 1 << 17;

/** What every kernel's module exports beside its function: addresses and counts in its memory. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly outEnd: { readonly value: number };
  readonly count: { readonly value: number };
  readonly line: { readonly value: number };
  readonly blank: { readonly value: number };
  readonly isText: { readonly value: number };
  base(): number;
}

/** What a kernel is called with, beside what is its own. */
export interface KernelCall {
  /** Where the input begins and ends, in the module's memory. */
  readonly from: number;
  readonly to: number;
  /** Where the output goes on, and where it ends. */
  readonly out: number;
  readonly outMost: number;
  /** Where each record's line goes, and for how many there is room. */
  readonly places: number;
  readonly most: number;
  /** Where each record's id goes, or 0 where none is asked for. */
  readonly ids: number;
}

/** The memory of a kernel in WebAssembly: its own part, the input, the output, and the records' lines. */
export class KernelMemory {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the parts begin and end. */
  readonly parts: Readonly<Record<"own" | "lines" | "ids" | "input" | "output", readonly [number, number]>>;
  /** Where input may be put, so that it need not be copied; zeros belong behind it. */
  readonly input: Uint8Array<ArrayBuffer>;
  /** Where tasks are written: a batch writer's buffer. */
  readonly output: Uint8Array<ArrayBuffer>;
  /** Records, lines and blank lines that the last `run` passed. */
  count = 0;
  lines = 0;
  blank = 0;
  readonly #exports: KernelExports;
  /** What of whose buffer lies in the memory. */
  #buffer: ArrayBufferLike | undefined;
  #from = 0;
  #to = 0;
  /** Whether it holds something that is no UTF-8: then it is left to be looked at record by record. */
  #isSuspect = false;

  readonly #hasIds: boolean;

  /**
   * `own`: bytes that the kernel needs for itself; `most`: what stands before the values of a record; `ids`:
   * whether records have ids that are given beside them.
   */
  constructor(
    exports: KernelExports,
    { own, most, ids = false }: { readonly own: number; readonly most: number; readonly ids?: boolean },
  ) {
    this.#exports = exports;
    this.#hasIds = ids;
    let at = (exports.base() + GAP) & ~15;
    const part = (size: number): readonly [number, number] => {
      const begin = at;
      at = (begin + size + GAP + 15) & ~15;
      return [begin, begin + size];
    };
    this.parts = {
      own: part(own),
      lines: part(4 * RECORDS),
      ids: part(ids ? 8 * RECORDS : 0),
      input: part(WASM_INPUT + BEHIND),
      // TypeScript writes here, too, and wants room for six bytes each.
      output: part(6 * WASM_INPUT + 2 * most + (1 << 16)),
    };
    const { memory } = exports;
    memory.grow(Math.max(0, Math.ceil((at - memory.buffer.byteLength) / PAGE)));
    this.bytes = new Uint8Array(memory.buffer as ArrayBuffer);
    this.input = this.bytes.subarray(...this.parts.input);
    this.output = this.bytes.subarray(...this.parts.output);
  }

  /**
   * Lets the kernel read records of `b[start, length)`, behind what `writer` holds. Returns where it stopped: at
   * the end, or before a record that it leaves. `place`: the number and the line of the first.
   */
  run(
    b: Uint8Array,
    range: { readonly start: number; readonly length: number },
    writer: BatchWriter,
    options: {
      readonly record: number;
      readonly line: number;
      readonly call: (call: KernelCall) => number;
    },
  ): number {
    const { start, length } = range;
    const { record, line, call } = options;
    this.count = this.lines = this.blank = 0;
    // A record that was larger has been written elsewhere; what is there has to be taken first.
    const isElsewhere = writer.bytes !== this.output;
    if (length - start > WASM_INPUT || (isElsewhere && writer.count > 0)) {
      this.forget();
      return start;
    }
    if (isElsewhere) writer.adopt(this.output);
    const from = this.#copied(b, start, length);
    if (this.#isSuspect) return start;
    const { lines, ids, output: [output, outMost] } = this.parts;
    const stop = call({
      from,
      to: from + length - start,
      out: output + writer.length,
      outMost,
      places: lines[0],
      most: RECORDS,
      ids: this.#hasIds ? ids[0] : 0,
    });
    if (this.#exports.isText.value === 0) {
      this.#isSuspect = true;
      return start;
    }
    this.count = this.#exports.count.value;
    this.lines = this.#exports.line.value;
    this.blank = this.#exports.blank.value;
    if (this.count > 0) {
      const own = new Uint32Array(this.bytes.buffer, lines[0], this.count);
      if (this.#hasIds) writer.idAll(new Float64Array(this.bytes.buffer, ids[0], this.count));
      writer.endAll(this.#exports.outEnd.value - output, { record, line, lines: own });
    }
    return start + stop - from;
  }

  /** Called where an input is not run from its beginning: what lies in the memory is of another. */
  forget(): void {
    this.#buffer = undefined;
    this.count = this.lines = this.blank = 0;
  }

  /** Where `b[start, end)` lies in the memory, if it does. */
  find(b: Uint8Array, start: number, end: number): number | undefined {
    const from = b.byteOffset + start;
    if (b.buffer !== this.#buffer || from < this.#from || b.byteOffset + end > this.#to) return undefined;
    return this.parts.input[0] + from - this.#from;
  }

  /** Where `b[start, length)` lies in the memory: copied there, unless it is the rest of what is there. */
  #copied(b: Uint8Array, start: number, length: number): number {
    const from = b.byteOffset + start;
    const to = b.byteOffset + length;
    const [input] = this.parts.input;
    if (b.buffer === this.bytes.buffer) {
      this.#isSuspect &&= to === this.#to && from > this.#from;
      this.#from = from;
      this.#to = to;
      return from;
    }
    // A buffer is filled anew from its beginning: what begins further on has been seen.
    if (b.buffer === this.#buffer && to === this.#to && from > this.#from) return input + from - this.#from;
    this.#buffer = b.buffer;
    this.#from = from;
    this.#to = to;
    this.#isSuspect = false;
    this.bytes.set(b.subarray(start, length), input);
    this.bytes.fill(0, input + to - from, input + to - from + BEHIND);
    return input;
  }
}
