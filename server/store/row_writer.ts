import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { TaskBatch } from "@labelport/core";

/** Rows that one statement writes at most. */
const ROWS = 8192;
/** Digits of each number of a row: id, file, record, line, offset and length. */
const WIDTHS = [16, 10, 10, 10, 10, 10] as const;
const STARTS = WIDTHS.map((_, n) => WIDTHS.slice(0, n).reduce((sum, width) => sum + width, 0));
const MAX_INT = 2 ** 31 - 1;
const WIDTH = WIDTHS.reduce((sum, width) => sum + width, 0);

/**
 * Writes tasks as rows: the batch's bytes go to SQLite as they are, and so do all numbers, in a table of digits
 * from which SQL cuts them. No object, string or call a row: measured, that is as fast as SQLite inserts.
 */
export class RowWriter {
  readonly #insert: StatementSync;
  readonly #digits = new Uint8Array(ROWS * WIDTH);
  #rows = 0;

  constructor(db: DatabaseSync) {
    db.exec(`create temp table if not exists numbers(n integer primary key);
      insert or ignore into numbers
        with recursive k(n) as (select 0 union all select n + 1 from k where n < ${
      ROWS - 1
    }) select n from k`);
    const text = (n: number) => `cast(substr(?2, n * ${WIDTH} + ${STARTS[n]! + 1}, ${WIDTHS[n]}) as text)`;
    const number = (n: number) => `cast(${text(n)} as integer)`;
    this.#insert = db.prepare(`insert into tasks (id, import, file, record, line, task)
      select ${number(0)}, ?3, nullif(${number(1)}, 0), nullif(${number(2)}, 0), nullif(${number(3)}, 0),
        cast(substr(?1, ${number(4)}, ${number(5)}) as text)
      from temp.numbers where n < ?4`);
  }

  /**
   * Adds the task `bytes[start, end)` of the batch that `flush` is given; 0 where the file, the record or the
   * line is not known. (Six arguments: no object a row.)
   */
  add(id: number, file: number, record: number, line: number, start: number, end: number): void {
    let at = this.#rows++ * WIDTH;
    at = this.#put(at, 16, id);
    at = this.#put(at, 10, file);
    at = this.#put(at, 10, record);
    at = this.#put(at, 10, line);
    at = this.#put(at, 10, start + 1);
    this.#put(at, 10, end - start);
  }

  /** Whether `flush` has to be called before the next row. */
  get isFull(): boolean {
    return this.#rows === ROWS;
  }

  /** Writes the rows that were added. */
  flush(batch: TaskBatch, importId: number): void {
    const rows = this.#rows;
    // Also where the insert fails: they are no other batch's.
    this.#rows = 0;
    if (rows > 0) this.#insert.run(batch.bytes, this.#digits, importId, rows);
  }

  /** Forgets rows of a batch that came to nothing. */
  clear(): void {
    this.#rows = 0;
  }

  #put(at: number, width: number, value: number): number {
    const digits = this.#digits;
    let i = at + width - 1;
    for (; value > MAX_INT; i--) {
      const tens = Math.floor(value / 10);
      digits[i] = 48 + (value - tens * 10);
      value = tens;
    }
    // Whole numbers of the processor, as most are.
    for (let rest = value | 0; rest > 0; i--) {
      const tens = (rest / 10) | 0;
      digits[i] = 48 + (rest - tens * 10);
      rest = tens;
    }
    while (i >= at) digits[i--] = 48;
    return at + width;
  }
}
