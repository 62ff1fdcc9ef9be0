import { COPYING, DUCKDB, LABELPORT, ONE_THREAD } from "./contenders.ts";
import { medianOf } from "./figures.ts";
import type { Result } from "./race.ts";

/** What is wanted of Labelport on a data set. */
interface Goal {
  /** Whose time its own is compared with: that of the first that ran. */
  readonly rivals: readonly string[];
  /** Its share of that time. */
  readonly most: number;
}

/** By data set. */
export const GOALS: Readonly<Record<string, Goal>> = {
  csv: { rivals: ["polars", DUCKDB], most: 0.6 },
  json: { rivals: ["msgspec"], most: 0.3 },
  jsonl: { rivals: [COPYING], most: 2 },
  text: { rivals: [COPYING], most: 2 },
};

/** In MB. */
const PEAK = 100;

/** Labelport tells its time in hundredths of a second: below this, rounding is more than a tenth of it. */
const SHORTEST = 0.05;

/**
 * How Labelport did beside what is wanted of it, from medians without start-up; nothing for a data set of
 * which nothing is wanted. A goal that was missed is no error: machines are noisy.
 */
export function goalText(dataset: string, results: readonly Result[]): string | undefined {
  const goal = GOALS[dataset];
  if (goal === undefined) return undefined;
  const figure = (name: string | undefined, of: "work" | "peak") =>
    medianOf(results.find((result) => result.name === name), of);
  const rival = goal.rivals.find((name) => figure(name, "work") !== undefined);
  const share = (name: string) => shareText(figure(name, "work"), figure(rival, "work"));
  const peak = (name: string) => peakText(figure(name, "peak"));
  const time = rival === undefined
    ? `no ${goal.rivals.join(" or ")} to compare with`
    : `${share(LABELPORT)} of the time of ${rival} (one thread ${share(ONE_THREAD)})`;
  return `${dataset}: ${time}, peak ${peak(LABELPORT)} (one thread ${peak(ONE_THREAD)}); ` +
    `wanted: at most ${goal.most.toFixed(2)}, under ${PEAK} MB`;
}

function shareText(work: number | undefined, ofRival: number | undefined): string {
  if (work === undefined || ofRival === undefined) return "-";
  return work < SHORTEST ? "too short to tell" : (work / ofRival).toFixed(2);
}

function peakText(peak: number | undefined): string {
  return peak === undefined ? "-" : `${Math.round(peak)} MB`;
}
