import { closest, distance } from "fastest-levenshtein";

/** What to say of a name that is none of `known`: the nearest one if it is near, then all. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return "it has none";
  const nearest = closest(name, known);
  const isNear =
    distance(name.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, Math.floor(name.length / 3));
  return `${isNear ? `did you mean "${nearest}"? ` : ""}There ${known.length === 1 ? "is" : "are"} ${
    known.join(", ")
  }`;
}
