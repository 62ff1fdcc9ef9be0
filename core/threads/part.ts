import type { BatchWriter } from "../batch_writer.ts";
import type { Kernel } from "../kernel.ts";
import type { Warning } from "../warnings.ts";

/** Where a record is: both from 1. */
export interface RecordPlace {
  readonly record: number;
  readonly line: number;
}

/**
 * What a kernel has passed since it was made, or since it was last asked, as plain data: so that another one can go
 * on behind it as if it had read the same itself.
 */
export interface Passed {
  readonly records: number;
  /** Line ends. */
  readonly lines: number;
  readonly blank?: number;
  /** Characters of the line that goes on behind it. */
  readonly before?: number;
  /** Keys of `data` that it had not seen before, in the order of their appearance. */
  readonly columns?: readonly string[];
  /** Keys beside `data` that were dropped, with how often, in the order of their appearance. */
  readonly dropped?: readonly (readonly [key: string, count: number])[];
  /** How often each rename met its key. */
  readonly renamed?: readonly number[];
  /** Tasks without `data` that carry predictions or completions. */
  readonly bareWithAnnotations?: number;
  /** What is odd about tasks that are taken, placed as if all began with it. */
  readonly warnings?: readonly Warning[];
}

/** A kernel that reads parts of a file, each as if it began with it. */
export interface PartKernel extends Kernel {
  /** Where it wants its input: what is there need not be copied. `BEHIND` bytes more follow. */
  readonly input?: Uint8Array<ArrayBuffer> | undefined;
  /** What it has passed, which it forgets; undefined where that does not end with a record. */
  passed(): Passed | undefined;
}

/** What reads parts of a file, and finds where they begin. */
export interface Part {
  readonly kernel: PartKernel;
  /**
   * Where the first record begins at or behind `start`, or -1 where `b[start, end)` does not tell. It may guess:
   * a part counts only if it ends exactly where the next one begins. `parity` is that of all before `start`.
   */
  boundary(b: Uint8Array, start: number, end: number, parity: number): number;
  /** Where boundaries depend on all that stands before: 1 if `b[start, end)` changes it, else 0. */
  parity?(b: Uint8Array, start: number, end: number): number;
}

/** How the rest of a file can be shared by several threads. */
export interface Sharing {
  /** Plain data: of it the format's thread makes a `Part` of its own. */
  readonly options: unknown;
  /** The same for this thread. */
  part(): Part;
}

/** A kernel that can hand the rest of its file to several threads. */
export interface SharingKernel extends Kernel {
  readonly output: BatchWriter;
  /**
   * How others may read on behind it, or undefined where it reads alone. `b[start, length)` is what it has not
   * consumed yet, behind what it has.
   */
  share(b: Uint8Array, start: number, length: number): Sharing | undefined;
  /** The number of the next record, and the line in which it begins, or white space before it. */
  next(): RecordPlace;
  /** Goes on behind what another has passed. */
  absorb(passed: Passed): void;
}

/** Whether a kernel may be asked to share. */
export function isSharing(kernel: Kernel): kernel is SharingKernel {
  return "share" in kernel;
}

const LF = 10;

/** Where the line behind the first line end at or behind `start` begins, or -1: a boundary where each line is a record. */
export function lineBoundary(b: Uint8Array, start: number, end: number): number {
  const at = b.subarray(start, end).indexOf(LF);
  return at < 0 ? -1 : start + at + 1;
}
