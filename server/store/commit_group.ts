import type { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers";
import { transaction } from "./database.ts";

/** A piece of work that waits for its turn, and whoever waits for it. */
interface Waiting {
  work(): unknown;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * Commits what comes at the same time together, so that many small imports wait for the disk once. Each is done or
 * undone for itself; none is answered before it is on the disk.
 */
export class CommitGroup {
  readonly #db: DatabaseSync;
  #waiting: Waiting[] = [];
  #isScheduled = false;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Does `work` in a transaction that others share. Throws what it throws. */
  run<Result>(work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (result: unknown) => void, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    // After the requests that have arrived by now.
    setImmediate(() => void this.#commit());
  }

  async #commit(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    const outcomes: (() => void)[] = [];
    try {
      this.#db.exec("pragma synchronous = full");
      await transaction(this.#db, () => {
        outcomes.length = 0;
        for (const one of group) outcomes.push(this.#attempt(one));
      });
      for (const tell of outcomes) tell();
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.#db.exec("pragma synchronous = normal");
      this.#isScheduled = false;
      this.#schedule();
    }
  }

  /** Does one piece of work; what it throws undoes its own changes and no others. Gives what to tell afterwards. */
  #attempt({ work, resolve, reject }: Waiting): () => void {
    this.#db.exec("savepoint one");
    try {
      const result = work();
      this.#db.exec("release one");
      return () => resolve(result);
    } catch (error) {
      // A full disk has ended the whole transaction: then the commit fails, for all.
      if (!this.#db.isTransaction) throw error;
      this.#db.exec("rollback to one; release one");
      return () => reject(error);
    }
  }
}
