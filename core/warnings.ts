import type { Note, Position } from "./contract.ts";

/** One kind of what is odd. */
interface Found {
  count: number;
  readonly note: string;
  readonly at: Position;
}

/** The same with its kind, as plain data. */
export interface Warning extends Found {
  readonly code: string;
  readonly which: string;
}

/** Counts what is odd about tasks that are taken all the same, with the first place of each kind. */
export class Warnings {
  /** By code, and by what tells kinds of one code apart. */
  readonly #found = new Map<string, Map<string, Found>>();

  /** Counts one more of a kind that has been added, or says that it has not: then there is something to tell. */
  again(code: string, which = ""): boolean {
    const found = this.#found.get(code)?.get(which);
    if (found === undefined) return false;
    found.count++;
    return true;
  }

  /** Counts one; `note` and `at` are kept of the first of its kind. */
  add(code: string, note: string, at: Position, which = ""): void {
    if (this.again(code, which)) return;
    const kinds = this.#found.get(code) ?? new Map<string, Found>();
    this.#found.set(code, kinds.set(which, { count: 1, note, at }));
  }

  /** All that has been found, which it forgets: as plain data, for those who go on behind it. */
  take(): Warning[] {
    const all = [...this.#found].flatMap(([code, kinds]) =>
      [...kinds].map(([which, found]) => ({ code, which, ...found }))
    );
    this.#found.clear();
    return all;
  }

  /** Adds what another has found behind `place`. */
  absorb(
    warnings: readonly Warning[],
    { record, line }: { readonly record: number; readonly line: number },
  ): void {
    for (const { code, which, note, at, count } of warnings) {
      const kinds = this.#found.get(code) ?? new Map<string, Found>();
      this.#found.set(code, kinds);
      const found = kinds.get(which);
      if (found !== undefined) found.count += count;
      else {
        const place = { ...at, record: at.record! + record - 1, line: at.line! + line - 1 };
        kinds.set(which, { count, note, at: place });
      }
    }
  }

  notes(): Note[] {
    return [...this.#found].flatMap(([code, kinds]) =>
      [...kinds.values()].map((found) => ({ ...found, code }))
    );
  }
}
