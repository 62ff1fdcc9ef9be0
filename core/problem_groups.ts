import type { Problem } from "./problem.ts";

/** So many problems of a kind are kept, and so many kinds. */
const KEPT = 3;
const KINDS = 100;

/** Problems that differ in names and numbers alone. */
export interface ProblemGroup {
  /** The first of them. */
  readonly problems: readonly Problem[];
  readonly count: number;
}

/** Brings problems that are alike together: thousands of records fail in few ways. */
export class ProblemGroups {
  readonly #groups = new Map<string, { problems: Problem[]; count: number }>();

  add(problem: Problem): void {
    const key = kindOf(problem);
    const group = this.#groups.get(key);
    if (group === undefined) {
      if (this.#groups.size < KINDS) this.#groups.set(key, { problems: [problem], count: 1 });
    } else if (++group.count <= KEPT) group.problems.push(problem);
  }

  /** In the order of their first problems. */
  all(): ProblemGroup[] {
    return [...this.#groups.values()];
  }
}

/** What problems that are alike have in common. */
function kindOf({ code, message, hint = "" }: Problem): string {
  return `${code} ${message} ${hint.slice(0, 40)}`.replace(/"(?:[^"\\]|\\.)*"/g, '"').replace(
    /-?\d+(\.\d+)?/g,
    "0",
  );
}
