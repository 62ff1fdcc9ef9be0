import { formatProblem, type ImportReport, MAX_PROBLEMS, type Note, placeText } from "@labelport/core";
import { countText, numberText, say } from "./terminal.ts";

/** So many problems are told one by one. */
const FEW = 10;

/** How a report is summed up. */
export interface ReportWords {
  /** What has been done with the tasks: "written". */
  readonly done: string;
  /** Where they are, with a space before it: " to tasks.jsonl". */
  readonly target: string;
  /** Whether, though it failed, some have been written. */
  readonly isPartial?: boolean;
  /** The rejects file. */
  readonly rejects: string | undefined;
  /** Read. */
  readonly bytes: number;
}

/** Says on standard error what became of an import: notes, problems, and a line that sums it up. */
export function sayReport(report: ImportReport, words: ReportWords): void {
  for (const line of problemLines(report)) say(line);
  for (const note of report.notes) say(`note: ${noteText(note)}`);
  say(summary(report, words));
}

/** Problems for people, the first of each kind, in the order of the source. */
export function problemLines({ problems, groups, bad }: ImportReport): string[] {
  if (bad <= FEW) return problems.map(formatProblem);
  const lines = groups.flatMap(({ problems, count }) => [
    ...problems.map(formatProblem),
    ...(count > problems.length ? [`… ${numberText(count - problems.length)} more like this`] : []),
  ]);
  const told = groups.reduce((sum, { count }) => sum + count, 0);
  return told < bad ? [...lines, `… and ${countText(bad - told, "other problem")}`] : lines;
}

function summary(report: ImportReport, { done, target, isPartial, rejects, bytes }: ReportWords): string {
  const { tasks, bad, stored, complete, seconds } = report;
  if (!stored) {
    const what = isPartial ? "what was written before is not all" : `nothing was ${done}`;
    const more = !complete && bad >= MAX_PROBLEMS ? " or more" : "";
    return `${countText(bad, "problem")}${more}: ${what}; --on-error skip leaves bad records out`;
  }
  const speed = seconds > 0.2 && bytes >= 1e6 ? `, ${Math.round(bytes / 1e6 / seconds)} MB/s` : "";
  const all = `${countText(tasks, "task")} ${done}${target} in ${seconds.toFixed(2)} s${speed}`;
  if (bad === 0) return all;
  const skipped = `${countText(bad, "record")} skipped${rejects === undefined ? "" : `, kept in ${rejects}`}`;
  return `${all}; ${skipped}${complete ? "" : "; the rest of the input could not be read"}`;
}

/** A note with how often it is so, and where for the first time. */
export function noteText({ note, count, at }: Note): string {
  const place = at === undefined ? [] : [`first at ${placeText(at)}`];
  const times = count === undefined ? [] : [`${numberText(count)}×`];
  const more = [...times, ...place].join(", ");
  return more === "" ? note : `${note} (${more})`;
}
