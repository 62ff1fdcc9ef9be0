import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { BadRecord, Position, TaskBatch, TaskSink } from "@labelport/core";
import { decode } from "@labelport/core";
import { CancelledError } from "../errors.ts";
import { transaction } from "./database.ts";
import { RowWriter } from "./row_writer.ts";
import { TaskIds } from "./task_ids.ts";

/** From here on an id that a task brings does not move the store's own: they would come to an end. */
const LARGE_ID = 2 ** 52;
/** A first batch up to this size waits: most imports are small, and then one transaction is all they need. */
const SMALL = 1 << 20;
const LINE_END = 10;

/** What a batch is of. */
interface SourceName {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What all imports of a store write with: they take turns, and nothing of it is made anew for a small one. */
export class TaskWriter {
  readonly db: DatabaseSync;
  readonly rows: RowWriter;
  readonly owner: StatementSync;
  readonly insertFile: StatementSync;

  constructor(db: DatabaseSync) {
    this.db = db;
    this.rows = new RowWriter(db);
    this.insertFile = db.prepare("insert into files (import, name) values (?, ?)");
    this.owner = db.prepare(
      "select import, state from tasks join imports on imports.id = tasks.import where tasks.id = ?",
    );
  }
}

/** What staging is told of its import. */
export interface StagingOptions {
  /** keep: a task's own id where it is free. new: the store numbers all. */
  readonly ids: "keep" | "new";
  /** Makes the import's record, inside the transaction that stages its first tasks, and gives its number. */
  readonly begin: () => number;
  /** How far the import is beside its tasks. */
  readonly progress: Progress;
}

/** How far an import is. Written by whoever imports. */
export interface Progress {
  /** Read so far. */
  bytes: number;
  /** Records refused so far. */
  bad: number;
}

/**
 * Puts the tasks of one import into the store, in short transactions and seen by nobody: whoever publishes the
 * import makes them visible with one change of its state. A task whose id is taken is refused.
 */
export class Staging implements TaskSink {
  /** The ids of the tasks, in their order. */
  readonly ids: TaskIds = new TaskIds();
  /** The import's number, once its record is there. */
  importId: number | undefined;
  readonly #db: DatabaseSync;
  readonly #options: StagingOptions;
  readonly #writer: TaskWriter;
  #waiting: { readonly batch: TaskBatch; readonly source: SourceName } | undefined;
  #source: SourceName = { name: "", isFolder: false };
  #staged = 0;
  #file = { name: "", id: 0 };

  constructor(writer: TaskWriter, options: StagingOptions) {
    this.#db = writer.db;
    this.#options = options;
    this.#writer = writer;
  }

  /** Says what the following batches are of: a file, or a folder whose files they name. */
  reading(name: string, isFolder: boolean): void {
    this.#source = { name: isFolder ? name.replace(/\/+$/, "") : name, isFolder };
  }

  /** Stages tasks, and returns those whose id is taken. */
  async write(batch: TaskBatch): Promise<readonly BadRecord[]> {
    const isFirst = this.importId === undefined && this.#waiting === undefined;
    if (isFirst && this.#idsOf(batch) === undefined && batch.bytes.length <= SMALL) {
      const origin = batch.origin?.lines &&
        { ...batch.origin, lines: batch.origin.lines.slice(0, batch.count) };
      const kept = { ...batch, bytes: batch.bytes.slice(), ...(origin && { origin }) };
      this.#waiting = { batch: kept, source: this.#source };
      return [];
    }
    return await transaction(this.#db, () => {
      this.stageWaiting();
      const refused = this.#stage(batch, this.#source);
      this.#tell();
      return refused;
    });
  }

  /** Stages what waits, inside the caller's transaction, and sees to it that the import has its record. */
  stageWaiting(): number {
    this.importId ??= this.#options.begin();
    if (this.#waiting !== undefined) this.#stage(this.#waiting.batch, this.#waiting.source);
    this.#waiting = undefined;
    return this.importId;
  }

  /** Nothing yet: the tasks wait to be published. */
  close(): void {}

  /** What waits is forgotten. Whoever made the import's record takes what is staged away. */
  abort(): void {
    this.#waiting = undefined;
  }

  #stage(batch: TaskBatch, source: SourceName): BadRecord[] {
    const { bytes, count, origin } = batch;
    const own = this.#idsOf(batch);
    const refused: BadRecord[] = [];
    this.#writer.rows.clear();
    const twice = own !== undefined && hasTwice(own, count) ? new Set<number>() : undefined;
    let next = Number(this.#db.prepare("select next from sequence").get()!.next);
    for (let n = 0, start = 0; n < count; n++) {
      const end = bytes.indexOf(LINE_END, start);
      const place = origin?.places?.[n];
      const record = place?.record ?? (origin === undefined ? 0 : origin.record + n);
      const line = place === undefined
        ? (origin?.line === undefined ? 0 : origin.line + (origin.lines?.[n] ?? n))
        : place.line ?? 0;
      const file = this.#fileId(place?.file ?? origin?.file, source);
      let id = own === undefined ? -1 : own[n]!;
      if (id >= 0) {
        if (this.ids.isGiven(id)) {
          // The store gave it to a task that has none of its own: that one moves on.
          this.#writer.rows.flush(batch, this.importId!);
          this.#move(id, next++);
        }
        const why = twice?.has(id) ? "another task of this import" : this.#takenBy(id);
        twice?.add(id);
        if (why !== undefined) {
          refused.push(taken(id, why, {
            at: placeOf(record, line, place?.file ?? origin?.file),
            text: bytes.subarray(start, end),
          }));
          start = end + 1;
          continue;
        }
        if (id >= next && id < LARGE_ID) next = id + 1;
        this.ids.keep(id);
      } else {
        id = next++;
        this.ids.give(id);
      }
      this.#writer.rows.add(id, file, record, line, start, end);
      if (this.#writer.rows.isFull) this.#writer.rows.flush(batch, this.importId!);
      start = end + 1;
    }
    this.#writer.rows.flush(batch, this.importId!);
    this.#staged += count - refused.length;
    this.#db.prepare("update sequence set next = ?").run(next);
    return refused;
  }

  /** Writes down how far the import is. Throws `CancelledError` where somebody wants no more of it. */
  #tell(): void {
    const { bytes, bad } = this.#options.progress;
    const row = this.#db.prepare(
      "update imports set tasks = ?, bytes = ?, bad = ? where id = ? returning cancelled",
    ).get(this.#staged, bytes, bad, this.importId!);
    if (row?.cancelled === 1) throw new CancelledError(`Import ${this.importId} was cancelled`);
  }

  #idsOf({ normalized }: TaskBatch): Float64Array | undefined {
    return this.#options.ids === "keep" ? normalized?.ids : undefined;
  }

  /** Who has this id, if anybody has. */
  #takenBy(id: number): string | undefined {
    const row = this.#writer.owner.get(id);
    if (row === undefined) return undefined;
    if (row.import === this.importId) return "another task of this import";
    return `import ${row.import}${row.state === "running" ? ", which is still running" : ""}`;
  }

  /** Gives the task with a number of the store's another one. */
  #move(id: number, free: number): void {
    this.#db.prepare("update tasks set id = ? where id = ?").run(free, id);
    this.ids.move(id, free);
  }

  /** The number of a file; files come one after the other. */
  #fileId(inside: string | undefined, source: SourceName): number {
    const name = inside === undefined ? source.name : source.isFolder ? `${source.name}/${inside}` : inside;
    if (name === this.#file.name) return this.#file.id;
    const result = this.#writer.insertFile.run(this.importId!, name);
    this.#file = { name, id: Number(result.lastInsertRowid) };
    return this.#file.id;
  }
}

function hasTwice(ids: Float64Array, count: number): boolean {
  const sorted = ids.slice(0, count).sort();
  for (let n = 1; n < count; n++) if (sorted[n]! >= 0 && sorted[n] === sorted[n - 1]) return true;
  return false;
}

function taken(
  id: number,
  by: string,
  { at, text }: { readonly at: Position; readonly text: Uint8Array },
): BadRecord {
  return {
    error: `the id ${id} is taken by ${by}`,
    code: "id-taken",
    hint: 'leave "id" out, or number all tasks anew with --ids new',
    at: { ...at, pointer: "/id" },
    raw: new TextEncoder().encode(`{"id":${id},${decode(text).slice(1)}`),
  };
}

function placeOf(record: number, line: number, file: string | undefined): Position {
  return {
    ...(file !== undefined && { file }),
    ...(record > 0 && { record }),
    ...(line > 0 && { line }),
  };
}
