/** Runs of ids that follow each other. */
class Runs {
  starts = new Float64Array(16);
  counts = new Float64Array(16);
  /** 1 for ids that the store gave. */
  given = new Uint8Array(16);
  length = 0;

  add(first: number, count: number, given: 0 | 1): void {
    const last = this.length - 1;
    if (last >= 0 && this.given[last] === given && this.starts[last]! + this.counts[last]! === first) {
      this.counts[last]! += count;
      return;
    }
    if (this.length === this.starts.length) this.#grow();
    this.starts[this.length] = first;
    this.counts[this.length] = count;
    this.given[this.length++] = given;
  }

  #grow(): void {
    const { starts, counts, given } = this;
    this.starts = new Float64Array(2 * starts.length);
    this.counts = new Float64Array(2 * starts.length);
    this.given = new Uint8Array(2 * starts.length);
    this.starts.set(starts);
    this.counts.set(counts);
    this.given.set(given);
  }
}

/**
 * The ids of an import's tasks, in the order of its tasks. Ids mostly follow each other, so that this is small;
 * those that the store gave rise, and may be moved for a task that brings the same.
 */
export class TaskIds {
  readonly #all = new Runs();
  readonly #given = new Runs();
  /** From the id that a task was given first to the one that it has now, and back. */
  readonly #moved = new Map<number, number>();
  readonly #first = new Map<number, number>();

  /** Adds the id that a task brings. */
  keep(id: number): void {
    this.#all.add(id, 1, 0);
  }

  /** Adds an id that the store gives, larger than any that it has given. */
  give(id: number): void {
    this.#all.add(id, 1, 1);
    this.#given.add(id, 1, 1);
  }

  /** Whether a task has this id now because the store gave it. */
  isGiven(id: number): boolean {
    if (this.#first.has(id)) return true;
    const { starts, counts, length } = this.#given;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! + counts[middle]! <= id) low = middle + 1;
      else high = middle;
    }
    return low < length && starts[low]! <= id && !this.#moved.has(id);
  }

  /** Gives the task that was given `id` another one. */
  move(id: number, free: number): void {
    const first = this.#first.get(id) ?? id;
    this.#first.delete(id);
    this.#moved.set(first, free);
    this.#first.set(free, first);
  }

  *[Symbol.iterator](): Generator<number> {
    const { starts, counts, given, length } = this.#all;
    for (let run = 0; run < length; run++) {
      for (let n = 0; n < counts[run]!; n++) {
        const id = starts[run]! + n;
        yield given[run] === 1 ? this.#moved.get(id) ?? id : id;
      }
    }
  }
}
