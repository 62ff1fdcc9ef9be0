import type { DatabaseSync } from "node:sqlite";
import type { Position } from "@labelport/core";
import { transaction } from "./database.ts";

/** A task of the store. */
export interface StoredTask {
  readonly id: number;
  /** The import that it came with. */
  readonly import: number;
  /** Where that import found it. */
  readonly origin: Position;
  /** The task as JSON, its id in it, each value with its own bytes. */
  readonly json: string;
}

/** Which tasks are asked for. */
export interface TaskPage {
  /** Those with a larger id. */
  readonly after: number;
  readonly limit: number;
  /** Those of this import only. */
  readonly import?: number | undefined;
}

// The tasks decide the order; the state of their import is looked up for each.
const VISIBLE = "tasks cross join imports on imports.id = tasks.import and imports.state = 'done'";
const TASK =
  `tasks.id, tasks.import, '{"id":' || tasks.id || ',' || substr(task, instr(task, '{') + 1) as json,
  record, line, (select name from files where files.id = tasks.file) as file`;

/** A page of tasks, by their ids. */
export function pageOfTasks(db: DatabaseSync, { after, limit, import: only }: TaskPage): StoredTask[] {
  const rows = only === undefined
    ? db.prepare(`select ${TASK} from ${VISIBLE} where tasks.id > ? order by tasks.id limit ?`).all(
      after,
      limit,
    )
    : db.prepare(
      `select ${TASK} from ${VISIBLE} where tasks.import = ? and tasks.id > ? order by tasks.id limit ?`,
    ).all(only, after, limit);
  return rows.map(storedTask);
}

/** One task. */
export function findTask(db: DatabaseSync, id: number): StoredTask | undefined {
  const row = db.prepare(`select ${TASK} from ${VISIBLE} where tasks.id = ?`).get(id);
  return row === undefined ? undefined : storedTask(row);
}

/** Deletes one task. Whether there was one. */
export async function deleteTask(db: DatabaseSync, id: number): Promise<boolean> {
  const { changes } = await transaction(db, () =>
    db.prepare(
      `delete from tasks where id = ?
         and exists (select 1 from imports where imports.id = tasks.import and imports.state = 'done')`,
    ).run(id));
  return changes > 0;
}

/** How many tasks can be seen. */
export function countTasks(db: DatabaseSync): number {
  const row = db.prepare(
    `select coalesce(sum((select count(*) from tasks where import = imports.id)), 0) as count
       from imports where state = 'done'`,
  ).get()!;
  return row.count as number;
}

/** Tasks that are put together in one piece of `taskLines`. */
const TASKS_AT_ONCE = 2000;

/**
 * All tasks as JSON Lines, by their ids, a piece at a time. It reads within one transaction, which it ends: what is
 * imported or undone meanwhile changes nothing. The database is its own.
 */
export function* taskLines(db: DatabaseSync): Generator<Uint8Array<ArrayBuffer>> {
  const piece = db.prepare(
    `select max(id) as last, cast(group_concat(json, char(10)) || char(10) as blob) as lines
    from (select ${TASK} from ${VISIBLE} where tasks.id > ? order by tasks.id limit ${TASKS_AT_ONCE})`,
  );
  db.exec("begin");
  try {
    for (let after = -1;;) {
      const row = piece.get(after)!;
      if (row.last === null) return;
      yield row.lines as Uint8Array<ArrayBuffer>;
      after = row.last as number;
    }
  } finally {
    db.exec("rollback");
  }
}

function storedTask(row: Record<string, unknown>): StoredTask {
  const { id, json, file, record, line } = row;
  return {
    id: id as number,
    import: row.import as number,
    json: json as string,
    origin: {
      ...(file !== null && { file: file as string }),
      ...(record !== null && { record: record as number }),
      ...(line !== null && { line: line as number }),
    },
  };
}
