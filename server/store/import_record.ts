import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { ImportReport } from "@labelport/core";

/** What an import has read: a file, a folder, an upload. */
export interface SourceRecord {
  readonly name: string;
  /** Absolute, where it is on this machine's disk. */
  readonly path?: string;
  /** In bytes. */
  readonly size?: number;
  /** When it was changed last: milliseconds since 1970. */
  readonly modified?: number;
}

export type ImportState = "running" | "done" | "failed" | "undone";

/** An import, as the store keeps it. */
export interface ImportRecord extends Omit<ImportReport, "stored" | "complete" | "groups" | "seconds"> {
  readonly id: number;
  readonly state: ImportState;
  /** What it read, for people: the names of its sources. */
  readonly source: string;
  /** What was asked for beside that: options of the formats, renames. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Read so far, where whoever imports counts them. */
  readonly bytes: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly seconds?: number;
}

const COLUMNS = `id, state, source, formats, options, columns, tasks, completions, predictions, bad, problems,
  notes, bytes, started_at, ended_at, seconds`;

/** The imports with a number below `before`, the newest first. */
export function listImports(
  db: DatabaseSync,
  { before, limit }: { readonly before: number; readonly limit: number },
): ImportRecord[] {
  return db.prepare(`select ${COLUMNS} from imports where id < ? order by id desc limit ?`).all(before, limit)
    .map(recordOf);
}

/** One import. */
export function findImport(db: DatabaseSync, id: number): ImportRecord | undefined {
  const row = db.prepare(`select ${COLUMNS} from imports where id = ?`).get(id);
  return row === undefined ? undefined : recordOf(row);
}

/** Adds the record of an import that begins. */
export function insertImport(
  db: DatabaseSync,
  { owner, source, options, key }: {
    readonly owner: string;
    readonly source: string;
    readonly options: Readonly<Record<string, unknown>>;
    readonly key: string | undefined;
  },
): number {
  const result = db.prepare(
    `insert into imports (state, owner, source, options, started_at, idempotency_key)
       values ('running', ?, ?, ?, ?, ?)`,
  ).run(owner, source, JSON.stringify(options), new Date().toISOString(), key ?? null);
  return Number(result.lastInsertRowid);
}

/** Writes down how an import ended. */
export function endImport(
  db: DatabaseSync,
  id: number,
  { state, report, source }: {
    readonly state: "done" | "failed";
    readonly report: Omit<ImportReport, "stored" | "complete" | "groups">;
    readonly source: string;
  },
): void {
  const { formats, columns, tasks, completions, predictions, bad, problems, notes, seconds } = report;
  db.prepare(
    `update imports set state = ?, source = ?, formats = ?, columns = ?, tasks = ?, completions = ?,
       predictions = ?, bad = ?, problems = ?, notes = ?, ended_at = ?, seconds = ? where id = ?`,
  ).run(
    state,
    source,
    JSON.stringify(formats),
    JSON.stringify(columns),
    tasks,
    completions,
    predictions,
    bad,
    JSON.stringify(problems),
    JSON.stringify(notes),
    new Date().toISOString(),
    seconds,
    id,
  );
}

function recordOf(row: Record<string, SQLOutputValue>): ImportRecord {
  const json = (name: string) => JSON.parse(row[name] as string);
  return {
    id: row.id as number,
    state: row.state as ImportState,
    source: row.source as string,
    formats: json("formats"),
    options: json("options"),
    columns: json("columns"),
    tasks: row.tasks as number,
    completions: row.completions as number,
    predictions: row.predictions as number,
    bad: row.bad as number,
    problems: json("problems"),
    notes: json("notes"),
    bytes: row.bytes as number,
    startedAt: row.started_at as string,
    ...(row.ended_at !== null && { endedAt: row.ended_at as string }),
    ...(row.seconds !== null && { seconds: row.seconds as number }),
  };
}

/** What an import is called: the names of the first of its sources. */
export function namesOf(sources: readonly SourceRecord[]): string {
  const names = sources.map(({ name }) => name);
  return names.length <= 5
    ? names.join(", ")
    : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
}
