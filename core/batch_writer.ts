import type { BadRecord, BatchOrigin, Normalized, TaskBatch } from "./contract.ts";
import type { KernelOutput } from "./kernel.ts";

/**
 * The output of a kernel: one buffer, used again for every batch, and the place of each task in it.
 * Kernels write to `bytes` at `length` themselves; `begin` guarantees the room.
 */
export class BatchWriter implements KernelOutput {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView<ArrayBuffer>;
  /** Bytes written. */
  length = 0;
  /** Tasks written. */
  count = 0;
  /** Why the kernel stopped at a record, if it was bad. */
  problem: BadRecord | undefined;
  completions = 0;
  predictions = 0;
  /** The keys of `data` so far. */
  columns: readonly string[] = [];
  #ids: Float64Array | undefined;
  #lines = new Uint32Array(1024);
  #record = 0;
  #line = 0;
  readonly #normalized: boolean;

  constructor(capacity: number, normalized: boolean) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
    this.#normalized = normalized;
  }

  /** Whether `size` more bytes fit. An empty buffer grows to fit them; a filled one must be taken first. */
  fits(size: number): boolean {
    if (this.length + size <= this.bytes.length) return true;
    if (this.count > 0) return false;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + size));
    grown.set(this.bytes.subarray(0, this.length));
    this.adopt(grown);
    return true;
  }

  /** Writes to this buffer from now on; what has been written must be there, too. */
  adopt(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Notes the id of the task that `end` is about to count, or of the one `ahead` of it. */
  id(id: number, ahead = 0): void {
    const n = this.count + ahead;
    if (this.#ids === undefined || n >= this.#ids.length) {
      const grown = new Float64Array(Math.max(1024, 2 * n)).fill(-1);
      if (this.#ids !== undefined) grown.set(this.#ids);
      this.#ids = grown;
    }
    this.#ids[n] = id;
  }

  /** Notes the ids of the tasks that `endAll` is about to count; -1 is none. */
  idAll(ids: Float64Array): void {
    for (let k = 0; k < ids.length; k++) if (ids[k]! >= 0) this.id(ids[k]!, k);
  }

  /** Counts a task that has been written up to `length`. */
  end(length: number, record: number, line: number): void {
    const n = this.count++;
    if (n === 0) {
      this.#record = record;
      this.#line = line;
    } else if (n === this.#lines.length) {
      const grown = new Uint32Array(n * 2);
      grown.set(this.#lines);
      this.#lines = grown;
    }
    this.#lines[n] = line - this.#line;
    this.length = length;
  }

  /** Counts tasks that have been written up to `length`; `lines` has each one's line less `line`, the first's. */
  endAll(
    length: number,
    { record, line, lines }: {
      readonly record: number;
      readonly line: number;
      readonly lines: Uint32Array;
    },
  ): void {
    const n = this.count;
    if (n === 0) {
      this.#record = record;
      this.#line = line;
    }
    const wanted = n + lines.length;
    if (wanted > this.#lines.length) {
      const grown = new Uint32Array(2 * wanted);
      grown.set(this.#lines.subarray(0, n));
      this.#lines = grown;
    }
    this.#lines.set(lines, n);
    const shift = line - this.#line;
    if (shift !== 0) { for (let k = n; k < wanted; k++) this.#lines[k]! += shift; }
    this.count = wanted;
    this.length = length;
  }

  /** The problem since the last call, or nothing. */
  takeProblem(): BadRecord | undefined {
    const problem = this.problem;
    this.problem = undefined;
    return problem;
  }

  /** The tasks since the last call, or nothing. The buffer is written again after the next `run`. */
  take(): TaskBatch | undefined {
    if (this.count === 0) return undefined;
    const origin: BatchOrigin = {
      record: this.#record,
      line: this.#line,
      lines: this.#lines.subarray(0, this.count),
    };
    const { completions, predictions, columns } = this;
    const ids = this.#ids === undefined ? {} : { ids: padded(this.#ids, this.count) };
    const normalized: Normalized = { completions, predictions, columns, ...ids };
    const batch: TaskBatch = {
      bytes: this.bytes.subarray(0, this.length),
      count: this.count,
      origin,
      ...(this.#normalized ? { normalized } : {}),
    };
    this.length =
      this.count =
      this.completions =
      this.predictions =
        0;
    this.#ids = undefined;
    return batch;
  }
}

/** As many ids as there are tasks: those behind the last one that has an id have none. */
function padded(ids: Float64Array, count: number): Float64Array {
  if (ids.length >= count) return ids;
  const all = new Float64Array(count).fill(-1);
  all.set(ids);
  return all;
}
