import type { Note } from "../contract.ts";

/** So many are told by name; a source with more has something else wrong with it. */
const NAMED = 100;

/** Counts the keys that stand beside "data" and are no keys of a task. */
export class DroppedKeys {
  readonly #named = new Map<string, number>();
  #others = 0;

  add(name: string, times = 1): void {
    const count = this.#named.get(name);
    if (count === undefined && this.#named.size === NAMED) this.#others += times;
    else this.#named.set(name, (count ?? 0) + times);
  }

  /** All of them, which it forgets; undefined where there are more than are named. */
  take(): (readonly [name: string, count: number])[] | undefined {
    const all = this.#others === 0 ? [...this.#named] : undefined;
    this.#named.clear();
    this.#others = 0;
    return all;
  }

  notes(): Note[] {
    const notes = [...this.#named].map(([name, count]): Note => ({
      note: `dropped ${JSON.stringify(name)}, which stands beside "data" and is no key of a task`,
      count,
    }));
    if (this.#others === 0) return notes;
    return [...notes, { note: 'dropped other keys that stand beside "data"', count: this.#others }];
  }
}
