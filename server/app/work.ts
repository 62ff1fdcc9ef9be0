import { HttpError } from "./errors.ts";

/** The imports that requests are making: how many at once, which can be stopped, and when all have ended. */
export class Work {
  readonly #limit: number;
  readonly #running = new Set<Promise<unknown>>();
  readonly #stops = new Map<() => number | undefined, AbortController>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many there are. */
  get count(): number {
    return this.#running.size;
  }

  /**
   * Does one more; its signal is aborted by `stop`. `idOf` tells its number, once it has one. Throws `HttpError`
   * where there are as many as there may be.
   */
  async run<Result>(
    idOf: () => number | undefined,
    make: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    if (this.#running.size >= this.#limit) {
      throw new HttpError(503, `Cannot import now: ${this.#limit} imports are under way; come again`, [], {
        "retry-after": "1",
      });
    }
    const controller = new AbortController();
    const done = make(controller.signal);
    this.#running.add(done);
    this.#stops.set(idOf, controller);
    try {
      return await done;
    } finally {
      this.#running.delete(done);
      this.#stops.delete(idOf);
    }
  }

  /** Stops the import of this number, if it is one of these: also one that waits for its sender. */
  stop(id: number, reason: Error): void {
    for (const [idOf, controller] of this.#stops) if (idOf() === id) controller.abort(reason);
  }

  /** Resolved when all that run now have ended, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#running]);
  }
}
