import type { Note } from "../contract.ts";
import { type Kernel, PADDING, SAMPLE } from "../kernel.ts";
import { decode, isUtf8 } from "../utf8.ts";

/** All that a kernel made of an input. */
export interface KernelOutcome {
  text: string;
  /** Of each task: its record and its line. */
  readonly places: (readonly [record: number, line: number])[];
  readonly problems: unknown[];
  notes: readonly Note[];
  completions: number;
  predictions: number;
  /** The keys of data. */
  columns: readonly string[];
  /** Of each task whose id is given beside it. */
  readonly ids: (readonly [record: number, id: number])[];
  /** What it threw. */
  failure?: unknown;
}

/** Runs a kernel as `transcode` does, on pieces of these sizes, over and over: to compare it with its twin. */
export function kernelOutcome(
  kernel: Kernel,
  input: Uint8Array,
  { sizes, maxRecord }: { readonly sizes: readonly number[]; readonly maxRecord: number },
): KernelOutcome {
  const found: KernelOutcome = {
    text: "",
    places: [],
    problems: [],
    notes: [],
    completions: 0,
    predictions: 0,
    columns: [],
    ids: [],
  };
  const buffer = new Uint8Array(input.length + PADDING);
  let length = 0;
  let read = 0;
  let dirty = 0;
  try {
    for (let n = 0, atEnd = false; !atEnd; n++) {
      const size = Math.min(sizes[n % sizes.length]!, input.length - read);
      buffer.set(input.subarray(read, read + size), length);
      length += size;
      read += size;
      atEnd = read === input.length;
      // Past its input a kernel sees zeros. Only what was written is cleared: most of it never was.
      buffer.fill(0, length, dirty);
      dirty = length;
      const start = runAll(kernel, buffer, { length, atEnd, found });
      buffer.copyWithin(0, start, length);
      length -= start;
      if (length > Math.max(maxRecord, SAMPLE)) throw new Error("a record past the limit");
    }
    found.notes = kernel.notes();
  } catch (error) {
    const { message, at, hint, code } = error as Error & Record<string, unknown>;
    found.failure = { message, at, hint, code };
  }
  return found;
}

/** Runs it until it wants more. Returns the bytes consumed. */
function runAll(
  kernel: Kernel,
  buffer: Uint8Array,
  { length, atEnd, found }: {
    readonly length: number;
    readonly atEnd: boolean;
    readonly found: KernelOutcome;
  },
): number {
  let start = 0;
  do {
    kernel.suspect = kernel.checksUtf8 || !isUtf8(buffer.subarray(start, length));
    try {
      const used = kernel.run(buffer.subarray(start), length - start, atEnd);
      start += used;
      kernel.offset += used;
    } finally {
      take(kernel, found);
    }
  } while (kernel.stopped);
  return start;
}

function take(kernel: Kernel, found: KernelOutcome): void {
  const batch = kernel.output.take();
  if (batch !== undefined) {
    found.text += decode(batch.bytes.slice());
    const { record, line, lines } = batch.origin!;
    const { completions = 0, predictions = 0, columns = [], ids } = batch.normalized ?? {};
    found.completions += completions;
    found.predictions += predictions;
    found.columns = columns;
    for (let k = 0; k < batch.count; k++) if (ids?.[k]! >= 0) found.ids.push([record + k, ids![k]!]);
    for (let k = 0; k < batch.count; k++) found.places.push([record + k, line! + lines![k]!]);
  }
  const problem = kernel.output.takeProblem();
  if (problem !== undefined) found.problems.push({ ...problem, raw: problem.raw && [...problem.raw] });
}
