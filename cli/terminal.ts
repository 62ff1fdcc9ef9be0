import { type TaskSink, UsageError } from "@labelport/core";
import { reasonOf } from "@labelport/core/fs";

const encoder = new TextEncoder();

/** Writes a line to standard error. Where nobody reads it, it is lost. */
export function say(line: string): void {
  writeAll(Deno.stderr, `${line}\n`);
}

/** Writes a line to standard output. */
export function print(line: string): void {
  writeAll(Deno.stdout, `${line}\n`);
}

function writeAll(target: { writeSync(bytes: Uint8Array): number }, text: string): void {
  const bytes = encoder.encode(text);
  try {
    for (let at = 0; at < bytes.length;) at += target.writeSync(bytes.subarray(at));
  } catch (error) {
    const failure = outputFailure(error);
    // What cannot be said on standard error cannot be complained of either.
    if (target === Deno.stdout && failure instanceof UsageError) throw failure;
  }
}

/** A reader that has gone is no failure of ours; a full disk is one line. */
function outputFailure(error: unknown): unknown {
  if (error instanceof Deno.errors.BrokenPipe) return error;
  return new UsageError(`Cannot write to standard output: ${reasonOf(error)}`);
}

/** Standard output as a sink. What was written stays written; a reader that has gone is a `BrokenPipe`. */
export function stdoutSink(): TaskSink {
  return {
    async write({ bytes }) {
      try {
        // Not the synchronous write: a slow reader must not keep Ctrl-C from being heard.
        for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
      } catch (error) {
        throw outputFailure(error);
      }
    },
    close() {},
    abort() {},
  };
}

/** A number for people: 1 204 567. */
export function numberText(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** A count with its noun: "1 task", "2 tasks". */
export function countText(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Rows of cells, side by side. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const last = rows[0]!.length - 1;
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, n) => n === last ? cell : cell.padEnd(widths[n]!)).join("  ").trimEnd()
  )
    .join("\n");
}
