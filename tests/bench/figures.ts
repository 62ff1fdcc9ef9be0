import type { Result, Run } from "./race.ts";

/** The middle of the values there are. */
export function median(values: readonly (number | undefined)[]): number | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : sorted.length === 0
    ? undefined
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median of one figure of a contender; nothing where it did not run, was wrong or does not tell it. */
export function medianOf(result: Result | undefined, figure: keyof Run): number | undefined {
  return result !== undefined && "runs" in result ? median(result.runs.map((run) => run[figure])) : undefined;
}
