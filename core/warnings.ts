import type { Note, Position } from "./contract.ts";

/** Counts what is odd about tasks that are taken all the same, with the first place of each kind. */
export class Warnings {
  readonly #found = new Map<string, { count: number; readonly note: string; readonly at: Position }>();

  /** Counts one more; `note` and `at` are those of the first of its kind. */
  add(kind: string, note: string, at: Position): void {
    const before = this.#found.get(kind);
    if (before === undefined) this.#found.set(kind, { count: 1, note, at });
    else before.count++;
  }

  notes(): Note[] {
    return [...this.#found.entries()].map(([kind, { note, count, at }]) => ({
      note,
      count,
      at,
      code: kind.slice(0, kind.includes(" ") ? kind.indexOf(" ") : undefined),
    }));
  }
}
