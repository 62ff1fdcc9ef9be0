import type { BadRecord, Position } from "./contract.ts";

/** One thing wrong with the data: where, what, and what would be right. */
export interface Problem extends Position {
  readonly message: string;
  readonly hint?: string;
  /** Which kind of problem it is, for programs. */
  readonly code?: string;
}

/** Thrown where the rest of a source cannot be read; carries the place. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly hint: string | undefined;
  readonly at: Position;
  readonly code: string | undefined;

  constructor(
    message: string,
    options: { hint?: string | undefined; at?: Position; code?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.hint = options.hint;
    this.code = options.code;
    this.at = options.at ?? {};
  }
}

/** Thrown where a command or an option cannot be carried out as it was given; shown without a stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Ends a stream of which only a first part is wanted: what has been read is good, and there may be more. */
export class SampleEnd extends Error {}

/** A bad record as a problem of `file`. */
export function problemOf(bad: BadRecord, file: string): Problem {
  const { error: message, hint, code } = bad;
  return {
    file,
    ...bad.at,
    message,
    ...(hint !== undefined && { hint }),
    ...(code !== undefined && { code }),
  };
}

/** What an error that ended the reading says about the source. */
export function problemOfError(error: unknown, file: string): Problem {
  if (error instanceof InputError) {
    const { message, hint, code, at } = error;
    return { file, ...at, message, ...(hint !== undefined && { hint }), ...(code !== undefined && { code }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (isGzipError(error)) {
    return {
      file,
      message: `its gzip data is damaged: ${message}`,
      hint: "was the file cut off?",
      code: "gzip",
    };
  }
  return { file, message };
}

/** Whether decompression failed: node:zlib marks its errors so. */
export function isGzipError(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}

/**
 * A problem as one line.
 *
 * @example
 * ```ts
 * import { formatProblem } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const problem = { file: "a.csv", line: 3, message: "2 cells, but the header has 3", hint: "add a cell" };
 * assert.equal(formatProblem(problem), "a.csv:3: 2 cells, but the header has 3; add a cell");
 * ```
 */
export function formatProblem(problem: Problem): string {
  const { message, hint } = problem;
  return `${placeText(problem)}: ${message}${hint === undefined ? "" : `; ${hint}`}`;
}

/** A place for people: "reviews.csv:3:7", "photos: record 2". */
export function placeText({ file = "input", line, column, record }: Position): string {
  if (line !== undefined) return `${file}:${line}${column === undefined ? "" : `:${column}`}`;
  return record === undefined ? file : `${file}: record ${record}`;
}
