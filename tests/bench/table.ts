import { cpus } from "node:os";
import { median, medianOf } from "./figures.ts";
import { type Python, pythonText } from "./python.ts";
import type { Result } from "./race.ts";

/** The machine and the versions, without which no figure means anything. */
export function header(
  { rows, runs }: { readonly rows: number; readonly runs: number },
  python: Python,
): string {
  const model = cpus()[0]?.model ?? "unknown processor";
  const memory = Math.round(Deno.systemMemoryInfo().total / 2 ** 30);
  const modules = Object.keys(python.versions).length > 0 ? `, ${pythonText(python)}` : "";
  return [
    `${model}, ${navigator.hardwareConcurrency} cores, ${memory} GiB; ${Deno.build.os}; Deno ${Deno.version.deno}${modules}`,
    `${rows} rows; median of ${runs} interleaved runs; a process each, start-up included; "work" is without it`,
    "MB is 10^6 bytes of input; a figure counts only if its result passed the check",
  ].join("\n");
}

const COLUMNS = ["seconds", "(min-max)", "MB/s", "work s", "work MB/s", "peak MB", "check"];

/** Results side by side. */
export function table(title: string, results: readonly Result[]): string {
  const lines = [[title, ...COLUMNS], ...results.map(cells)];
  const figures = lines.filter((line) => line.length > 2);
  const widths = lines[0]!.map((_, column) =>
    Math.max(...(column === 0 ? lines : figures).map((line) => line[column]!.length))
  );
  const isText = (column: number) => column === 0 || column === COLUMNS.length;
  return lines.map((line) => {
    if (line.length === 2) return `${line[0]!.padEnd(widths[0]!)}  ${line[1]}`;
    return line.map((cell, i) => isText(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)).join("  ")
      .trimEnd();
  }).join("\n");
}

function cells(result: Result): string[] {
  const { name } = result;
  if ("absent" in result) return [name, `skipped: ${result.absent}`];
  if ("wrong" in result) return [name, `WRONG: ${result.wrong}`];
  const { runs, bytes, check } = result;
  const seconds = runs.map((run) => run.seconds);
  const work = medianOf(result, "work");
  const peak = medianOf(result, "peak");
  const range = `(${fixed(Math.min(...seconds))}-${fixed(Math.max(...seconds))})`;
  const middle = median(seconds)!;
  return [
    name,
    fixed(middle),
    range,
    speed(bytes, middle),
    work === undefined ? "-" : fixed(work),
    speed(bytes, work),
    peak === undefined ? "-" : String(Math.round(peak)),
    check,
  ];
}

function fixed(seconds: number): string {
  return seconds.toFixed(2);
}

/** "-" for what is over before it can be timed, and for inputs too small to say anything. */
function speed(bytes: number, seconds: number | undefined): string {
  return seconds === undefined || seconds === 0 || bytes < 1e6
    ? "-"
    : String(Math.round(bytes / 1e6 / seconds));
}
