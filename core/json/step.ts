import type { Need } from "../needs.ts";

/** What is known of a record so far, a bit each; behind them one for each need. */
export const Seen = { data: 1n, result: 2n, broke: 4n, rewritten: 8n } as const;
const NEED_BIT = 4n;
/** So many needs have a bit. */
export const MAX_NEEDS = 48;

/** What a value must not be: a bit for each kind, as `kindBit` has them; and what is done with it. */
export const Check = { url: 64, id: 128, skipped: 256 } as const;

/** How a record is written: each kind has steps of its own. */
export const KIND_COUNT = 6;

/** A value: where it lies in a task, how deep, and what it must be. */
export interface Slot {
  readonly path: string;
  readonly depth: number;
  readonly checks: number;
}

/** What stands between two values, and what is made of it. */
export interface Step {
  readonly text: Uint8Array;
  readonly out: Uint8Array;
  readonly lines: number;
  /** Keys that may be there once in a record. */
  readonly keys: readonly string[];
  readonly drops: readonly string[];
  /** What must have been seen; what then has no longer been; what has been. */
  readonly required: bigint;
  readonly cleared: bigint;
  readonly set: bigint;
  readonly completions: number;
  readonly predictions: number;
  /** The value that follows; none at the end of the record. */
  readonly slot: Slot | undefined;
}

/** A record as the steps that lead through it. */
export interface RecordSteps {
  readonly kind: number;
  readonly steps: readonly Step[];
}

/** What a kind of records must have at its end. */
export function finalOf(kind: number, needs: readonly Need[]): bigint {
  let bits = needs.reduce((all, _, n) => all | bitOf(n), 0n);
  if ((kind & 1) !== 0) bits |= Seen.broke;
  if (kind >= 2) bits |= Seen.data;
  if (kind >= 4) bits |= Seen.rewritten;
  return bits;
}

/** What says that a need has been met. */
export function bitOf(need: number): bigint {
  return 1n << (NEED_BIT + BigInt(need));
}
