import { closest, distance } from "fastest-levenshtein";

/** The name that is near enough to be meant, or nothing. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const nearest = closest(name.toLowerCase(), known.map((other) => other.toLowerCase()));
  if (distance(name.toLowerCase(), nearest) > Math.max(2, Math.floor(name.length / 3))) return undefined;
  return known.find((other) => other.toLowerCase() === nearest);
}

/** What to say of a name that is none of `known`: the nearest one if it is near, then all. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return "it has none";
  const nearest = nearestName(name, known);
  return `${nearest !== undefined ? `did you mean "${nearest}"? ` : ""}There ${
    known.length === 1 ? "is" : "are"
  } ${known.join(", ")}`;
}
