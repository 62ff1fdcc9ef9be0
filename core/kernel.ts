import type { BadRecord, Note, Position, TaskBatch } from "./contract.ts";
import { InputError } from "./problem.ts";

/** Zero bytes that follow the input of every `run`, so that a kernel may look ahead without a check. */
export const PADDING = 16;

/** A kernel that must see more than a record before it begins may ask for so many bytes. */
export const SAMPLE = 1 << 16;

/** Bytes read at a time, and the usual size of a batch. */
export const CHUNK = 1 << 18;

/**
 * Turns bytes into tasks as bytes, at full speed and without knowing where the bytes come from.
 * It keeps no input between calls: what it has not consumed is given again, with more behind it.
 */
export interface Kernel {
  /**
   * Reads whole records from `bytes[0, length)`; `PADDING` zeros follow. Returns the bytes consumed.
   * Returns early, with `stopped` set, when its output is full or a record is bad.
   * Throws `InputError` where the rest cannot be read. With `atEnd` it consumes all.
   */
  run(bytes: Uint8Array, length: number, atEnd: boolean): number;
  /** Why the last `run` returned: true for "take what there is and call again", false for "more input". */
  stopped: boolean;
  /** Set by the caller: these bytes hold something that is no UTF-8, so each record has to be checked. */
  suspect: boolean;
  /** It finds out itself, and faster: `suspect` is always set. */
  readonly checksUtf8?: boolean;
  /** Set by the caller: where `bytes[0]` stands in the file. */
  offset: number;
  /** The tasks and the problem of the last `run`. */
  readonly output: KernelOutput;
  /** Where the record that was begun last stands. */
  place(): Position;
  /** What is to be told at the end. */
  notes(): Note[];
}

/** What is taken from a kernel after each `run`: first the tasks, then the problem that stopped it. */
export interface KernelOutput {
  take(): TaskBatch | undefined;
  takeProblem(): BadRecord | undefined;
}

/** The error for a record past the limit: kernels throw it for one that they have whole, `transcode` for the rest. */
export function tooLarge(at: Position, maxRecord: number): InputError {
  return new InputError(`a record of more than ${sizeText(maxRecord)} begins here`, {
    at,
    code: "too-large",
    hint: "look for a missing line end, quote or bracket, or raise --max-record",
  });
}

/** A number of bytes for people: "64 MiB". */
export function sizeText(bytes: number): string {
  for (const [unit, size] of [["GiB", 2 ** 30], ["MiB", 2 ** 20], ["KiB", 2 ** 10]] as const) {
    if (bytes >= size) return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
  }
  return `${bytes} bytes`;
}
