import type { DatabaseSync } from "node:sqlite";
import { dirname, join } from "node:path";
import { type ImportReport, UsageError } from "@labelport/core";
import { reasonOf } from "@labelport/core/fs";
import { ConflictError, MissingError } from "../errors.ts";
import { CommitGroup } from "./commit_group.ts";
import { openDatabase, transaction } from "./database.ts";
import {
  endImport,
  findImport,
  type ImportRecord,
  insertImport,
  listImports,
  namesOf,
  type SourceRecord,
} from "./import_record.ts";
import { removeUploadsOf, sweepUploads } from "./media_folders.ts";
import { ProcessLock } from "./process_lock.ts";
import { StoreFile } from "./store_file.ts";
import type { BeginOptions, KeptAnswer, RunningImport } from "./running_import.ts";
import { Staging, TaskWriter } from "./staging.ts";

/** Rows that are deleted in one transaction, so that no other writer waits long. */
const DELETED_AT_ONCE = 5000;

/**
 * The tasks of a project and the imports that they came from, in an SQLite file. Imports are seen whole or not
 * at all, by any number of processes.
 */
export class Store {
  readonly db: DatabaseSync;
  readonly path: string;
  readonly #lock: ProcessLock;
  readonly #commits: CommitGroup;
  readonly #writer: TaskWriter;
  readonly file: StoreFile;

  private constructor(path: string, db: DatabaseSync, lock: ProcessLock) {
    this.path = path;
    this.db = db;
    this.#lock = lock;
    this.#commits = new CommitGroup(db);
    this.#writer = new TaskWriter(db);
    this.file = new StoreFile(path);
  }

  /** Opens the store at `path`, or makes an empty one. `locks`: a folder for the locks of processes. */
  static open(path: string, locks: string = join(dirname(path), ".labelport")): Store {
    const db = openDatabase(path);
    try {
      return new Store(path, db, ProcessLock.take(locks));
    } catch (error) {
      db.close();
      throw new UsageError(`Cannot open "${path}": ${reasonOf(error)}`);
    }
  }

  /** By which others know this process. */
  get owner(): string {
    return this.#lock.owner;
  }

  /** Closes it. What this process has staged and not published, the next one takes away. */
  close(): void {
    this.db.close();
    this.#lock.release();
  }

  /** Puts all that the log holds into the file itself, which is then the whole store. */
  flush(): void {
    this.db.exec("pragma wal_checkpoint(truncate)");
  }

  /** Begins an import; its record is made with its first tasks. */
  begin(options: BeginOptions): RunningImport {
    const sources: SourceRecord[] = [];
    const { ids, again, baseUrl, idempotencyKey } = options;
    const progress = { bytes: 0, bad: 0 };
    const staging = new Staging(this.#writer, {
      ids,
      progress,
      begin: () => this.#insert(sources, options.options, idempotencyKey),
    });
    return { staging, progress, sources, media: new Set(), baseUrl, again };
  }

  /** Makes the record at once, so that a second request with the same key finds it. */
  async reserve({ staging }: RunningImport): Promise<void> {
    await transaction(this.db, () => void staging.stageWaiting());
  }

  /**
   * Makes an import's tasks visible, all at once and for good: they are on the disk when this returns. `answer`
   * makes what a request with a key is answered, from the import's number. Throws `ConflictError` where the same
   * source has been imported meanwhile.
   */
  async publish(
    running: RunningImport,
    report: ImportReport,
    answer?: (importId: number) => KeptAnswer | undefined,
  ): Promise<number> {
    const { staging, sources, media, baseUrl, again } = running;
    this.file.checkIsThere();
    return await this.#commits.run(() => {
      if (!again) { for (const source of sources) this.refuseKnown(source); }
      const id = staging.stageWaiting();
      endImport(this.db, id, { state: "done", report, source: namesOf(sources) });
      const insertSource = this.db.prepare("insert into sources values (?, ?, ?, ?, ?)");
      for (const { name, path, size, modified } of sources) {
        insertSource.run(id, name, path ?? null, size ?? null, modified ?? null);
      }
      const insertMedia = this.db.prepare("insert into media values (?, ?)");
      for (const folder of media) insertMedia.run(id, folder);
      const kept = answer?.(id);
      this.db.prepare(
        "update imports set owner = null, base_url = ?, fingerprint = ?, answer = ? where id = ?",
      )
        .run(media.size > 0 ? baseUrl : null, kept?.fingerprint ?? null, kept?.answer ?? null, id);
      this.db.exec("update sequence set seen = next");
      return id;
    });
  }

  /** Takes away what an import has staged. `report`: why it failed, which is kept. */
  async discard(running: RunningImport, report?: ImportReport, why = "it was stopped"): Promise<void> {
    const { staging, sources } = running;
    staging.abort();
    if (staging.importId === undefined && report === undefined) return;
    const id = await transaction(this.db, () => {
      const id = staging.stageWaiting();
      const nothing = {
        formats: {},
        columns: [],
        tasks: 0,
        completions: 0,
        predictions: 0,
        bad: 0,
        seconds: 0,
      };
      const stopped = { ...nothing, problems: [{ message: why }], notes: [] };
      const failed = { ...report ?? stopped, tasks: 0, completions: 0, predictions: 0 };
      endImport(this.db, id, { state: "failed", report: failed, source: namesOf(sources) });
      this.db.prepare("update imports set purge = 1, idempotency_key = null where id = ?").run(id);
      return id;
    });
    await this.#purge(id);
  }

  /** Refuses a source that has been imported as it is now. */
  refuseKnown({ name, path, size, modified }: SourceRecord): void {
    if (path === undefined) return;
    const row = this.db.prepare(
      `select imports.id, imports.started_at from sources join imports on imports.id = sources.import
         where path = ? and size is ? and modified is ? and state = 'done' limit 1`,
    ).get(path, size ?? null, modified ?? null);
    if (row === undefined) return;
    const when = String(row.started_at).replace("T", " ").replace(/\..*$/, " UTC");
    throw new ConflictError(
      `Cannot import "${name}" again: it is import ${row.id} of ${when}, and has not changed since; --again imports it all the same`,
    );
  }

  /**
   * Lets a running import, whichever process makes it, stop at its next batch. Throws `MissingError` where there is
   * none of this number, `ConflictError` where it does not run.
   */
  async cancel(id: number): Promise<ImportRecord> {
    return await transaction(this.db, () => {
      const record = this.import(id);
      if (record.state !== "running") {
        throw new ConflictError(`Cannot cancel import ${id}: it is ${record.state}, and not running`);
      }
      this.db.prepare("update imports set cancelled = 1 where id = ?").run(id);
      return record;
    });
  }

  /** The answer to an earlier request with this key, or nothing. Throws `ConflictError` while that one runs. */
  answerFor(key: string): KeptAnswer | undefined {
    const row = this.db.prepare(
      "select id, state, fingerprint, answer from imports where idempotency_key = ?",
    )
      .get(key);
    if (row === undefined) return undefined;
    if (row.state === "running") {
      throw new ConflictError(
        `Cannot import: a request with this Idempotency-Key is under way (import ${row.id})`,
      );
    }
    return { fingerprint: row.fingerprint as string, answer: row.answer as string };
  }

  /** Imports with a number below `before`, the newest first. */
  imports(page: { readonly before?: number; readonly limit?: number } = {}): ImportRecord[] {
    return listImports(this.db, { before: page.before ?? Number.MAX_SAFE_INTEGER, limit: page.limit ?? -1 });
  }

  /** One import. Throws `MissingError` where there is none of this number. */
  import(id: number): ImportRecord {
    const record = findImport(this.db, id);
    if (record === undefined) {
      throw new MissingError(`Cannot find import ${id}: there is none of this number`);
    }
    return record;
  }

  /**
   * Takes an import back: its tasks are gone for all readers at once. Their rows are deleted after that; `rows`
   * waits for it. Throws `MissingError` where there is none, `ConflictError` where it has no tasks to take back.
   */
  async undo(id: number): Promise<{ readonly record: ImportRecord; readonly rows: Promise<void> }> {
    const record = await transaction(this.db, () => {
      const record = this.import(id);
      if (record.state !== "done") {
        throw new ConflictError(`Cannot undo import ${id}: ${NOT_DONE[record.state]}`);
      }
      this.db.prepare("update imports set state = 'undone', purge = 1, owner = ? where id = ?")
        .run(this.#lock.owner, id);
      return { ...record, state: "undone" as const };
    });
    return { record, rows: this.#purge(id) };
  }

  /** Takes away what dead processes have left; what living ones are at work on stays. */
  async recover(): Promise<void> {
    const left = this.db.prepare("select id, state, owner from imports where state = 'running' or purge = 1")
      .all();
    for (const { id, state, owner } of left) {
      if (owner === this.#lock.owner || (owner !== null && this.#lock.isAlive(owner as string))) continue;
      if (state === "running") {
        await transaction(this.db, () => {
          const problems = JSON.stringify([{ message: "the process that made it ended before it was done" }]);
          this.db.prepare(
            `update imports set state = 'failed', purge = 1, tasks = 0, bad = 0, problems = ?, ended_at = ?, idempotency_key = null
               where id = ? and state = 'running'`,
          ).run(problems, new Date().toISOString(), id!);
        });
      }
      await this.#purge(id as number);
    }
    await sweepUploads(this.db, this.path, (owner) => this.#lock.isAlive(owner));
    this.#lock.sweep();
  }

  #insert(sources: SourceRecord[], options: BeginOptions["options"], key: string | undefined): number {
    if (key !== undefined) this.answerFor(key);
    return insertImport(this.db, { owner: this.#lock.owner, source: namesOf(sources), options, key });
  }

  /** Deletes the rows of an import that is not to be seen any more. */
  async #purge(id: number): Promise<void> {
    const remove = this.db.prepare(
      "delete from tasks where id in (select id from tasks where import = ? limit ?)",
    );
    for (;;) {
      const { changes } = await transaction(this.db, () => remove.run(id, DELETED_AT_ONCE));
      if (changes < DELETED_AT_ONCE) break;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    await removeUploadsOf(this.db, id, this.path);
    await transaction(this.db, () => {
      this.db.prepare("delete from files where import = ?").run(id);
      this.db.prepare("update imports set purge = 0, owner = null where id = ?").run(id);
      // Ids that nobody has ever seen are given again.
      this.db.exec(`update sequence set next = max(seen, coalesce((
        select max(id) + 1 from tasks where id < 4503599627370496), 1))`);
    });
  }
}

const NOT_DONE = {
  running: "it is still running",
  failed: "it failed, and nothing of it is there",
  undone: "it has been undone",
} as const;
