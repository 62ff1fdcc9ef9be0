/** The ids of an import's tasks in the order of its tasks, as runs: those that the store gives follow each other. */
export class TaskIds {
  #starts = new Float64Array(16);
  #counts = new Float64Array(16);
  #runs = 0;

  /** Adds `count` ids from `first`. */
  add(first: number, count = 1): void {
    const last = this.#runs - 1;
    if (last >= 0 && this.#starts[last]! + this.#counts[last]! === first) {
      this.#counts[last]! += count;
      return;
    }
    if (this.#runs === this.#starts.length) {
      this.#starts = doubled(this.#starts);
      this.#counts = doubled(this.#counts);
    }
    this.#starts[this.#runs] = first;
    this.#counts[this.#runs++] = count;
  }

  /** Whether `id` is among them. */
  has(id: number): boolean {
    for (let run = 0; run < this.#runs; run++) {
      if (id >= this.#starts[run]! && id < this.#starts[run]! + this.#counts[run]!) return true;
    }
    return false;
  }

  /** Puts `id` where `old` was. */
  replace(old: number, id: number): void {
    const ids = new TaskIds();
    for (let run = 0; run < this.#runs; run++) {
      const start = this.#starts[run]!;
      const count = this.#counts[run]!;
      if (old < start || old >= start + count) ids.add(start, count);
      else {
        if (old > start) ids.add(start, old - start);
        ids.add(id);
        if (old + 1 < start + count) ids.add(old + 1, start + count - old - 1);
      }
    }
    this.#starts = ids.#starts;
    this.#counts = ids.#counts;
    this.#runs = ids.#runs;
  }

  *[Symbol.iterator](): Generator<number> {
    for (let run = 0; run < this.#runs; run++) {
      const start = this.#starts[run]!;
      for (let n = 0; n < this.#counts[run]!; n++) yield start + n;
    }
  }
}

function doubled(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(2 * array.length);
  grown.set(array);
  return grown;
}
