import { formatProblem, type ImportReport, MAX_PROBLEMS } from "@labelport/core";
import { countText, numberText, say } from "./terminal.ts";

/** Says on standard error what became of an import: notes, problems, and a line that sums it up. */
export function sayReport(
  report: ImportReport,
  options: {
    readonly output: string | undefined;
    readonly rejects: string | undefined;
    readonly bytes: number;
  },
): void {
  for (const problem of report.problems) say(formatProblem(problem));
  if (report.bad > report.problems.length) {
    say(`… and ${countText(report.bad - report.problems.length, "more problem")}`);
  }
  for (const { note, count } of report.notes) {
    say(`note: ${note}${times(count)}`);
  }
  say(summary(report, options));
}

function summary(
  report: ImportReport,
  { output, rejects, bytes }: {
    readonly output: string | undefined;
    readonly rejects: string | undefined;
    readonly bytes: number;
  },
): string {
  const { tasks, bad, stored, complete, seconds } = report;
  if (!stored) {
    const what = output === undefined && tasks > 0
      ? "what was written before is not all"
      : "nothing was written";
    const more = !complete && bad >= MAX_PROBLEMS ? " or more" : "";
    return `${countText(bad, "problem")}${more}: ${what}; --on-error skip leaves bad records out`;
  }
  const place = output === undefined ? "" : ` to ${output}`;
  const speed = seconds > 0.2 && bytes > 0 ? `, ${Math.round(bytes / 1e6 / seconds)} MB/s` : "";
  const done = `${countText(tasks, "task")} written${place} in ${seconds.toFixed(2)} s${speed}`;
  if (bad === 0) return done;
  const skipped = `${countText(bad, "record")} skipped${rejects === undefined ? "" : `, kept in ${rejects}`}`;
  return `${done}; ${skipped}${complete ? "" : "; the rest of the input could not be read"}`;
}

function times(count: number | undefined): string {
  if (count === undefined) return "";
  return count === 0 ? " (never: no task has it)" : ` (${numberText(count)}×)`;
}
