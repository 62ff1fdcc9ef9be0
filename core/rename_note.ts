import type { Note } from "./contract.ts";

/** What is to be told of a rename: how many tasks it has changed. */
export function renameNote([old, renamed]: readonly [string, string], count: number): Note {
  if (count > 0) return { note: `renamed "${old}" to "${renamed}"`, count };
  return { note: `nothing was renamed to "${renamed}": no task has "${old}"` };
}
