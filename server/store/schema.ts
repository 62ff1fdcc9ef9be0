import type { DatabaseSync } from "node:sqlite";
import { UsageError } from "@labelport/core";

/** "LPdb" in ASCII: what `file` and other programs tell the store by. */
const APPLICATION_ID = 0x4c506462;

/**
 * The steps from an empty file to the schema of today. A step that has been released is never changed: a new
 * one follows it. `user_version` counts the steps that a store has seen.
 */
const STEPS: readonly string[] = [
  `
  -- An import is seen whole or not at all: its tasks count only while its state is 'done'.
  create table imports (
    id integer primary key autoincrement,
    state text not null check (state in ('running', 'done', 'failed', 'undone')),
    -- The process that works on it, by the name of its lock file.
    owner text,
    -- 1 while rows may be left that are to be deleted.
    purge integer not null default 0,
    source text not null,
    formats text not null default '{}',
    options text not null default '{}',
    columns text not null default '[]',
    tasks integer not null default 0,
    completions integer not null default 0,
    predictions integer not null default 0,
    bad integer not null default 0,
    problems text not null default '[]',
    notes text not null default '[]',
    started_at text not null,
    ended_at text,
    seconds real,
    -- What the URLs of its media begin with, where it has made some.
    base_url text,
    idempotency_key text,
    fingerprint text,
    answer text
  );
  create index imports_at_work on imports(state) where state = 'running' or purge = 1;
  create unique index imports_key on imports(idempotency_key) where idempotency_key is not null;

  -- What an import read. Path, size and time tell a source that comes again.
  create table sources (
    import integer not null references imports(id),
    name text not null,
    path text,
    size integer,
    modified integer
  );
  create index sources_import on sources(import);
  create index sources_path on sources(path) where path is not null;

  -- Folders whose files annotators may fetch.
  create table media (
    import integer not null references imports(id),
    folder text not null
  );

  -- The files that tasks came from.
  create table files (
    id integer primary key,
    import integer not null references imports(id),
    name text not null
  );
  create index files_import on files(import);

  -- A task as JSON without its id, and where it came from.
  create table tasks (
    id integer primary key,
    import integer not null references imports(id),
    file integer,
    record integer,
    line integer,
    task text not null
  );
  create index tasks_import on tasks(import);

  -- The next free id, and what it was when the last import became visible.
  create table sequence (next integer not null, seen integer not null);
  insert into sequence values (1, 1);
  `,
  `
  -- How far a running import is, for those who follow it, and whether it is to stop.
  alter table imports add column bytes integer not null default 0;
  alter table imports add column cancelled integer not null default 0;
  `,
];

/**
 * Brings a store to the schema of today. Throws `UsageError` where the file is another program's, or a later
 * version's.
 */
export function migrate(db: DatabaseSync, path: string): void {
  if (versionOf(db) === STEPS.length && pragma(db, "application_id") === APPLICATION_ID) return;
  db.exec("begin immediate");
  try {
    // Another process may have been first.
    const version = versionOf(db);
    const isEmpty = db.prepare("select count(*) as count from sqlite_schema").get()!.count === 0;
    if (!isEmpty && pragma(db, "application_id") !== APPLICATION_ID) {
      throw new UsageError(`Cannot open "${path}": it is an SQLite database of another program`);
    }
    if (version > STEPS.length) {
      throw new UsageError(
        `Cannot open "${path}": a later version of labelport wrote it (schema ${version}, this one knows ${STEPS.length}); update labelport`,
      );
    }
    for (const step of STEPS.slice(version)) db.exec(step);
    db.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${STEPS.length}`);
    db.exec("commit");
  } catch (error) {
    db.exec("rollback");
    throw error;
  }
}

function versionOf(db: DatabaseSync): number {
  return pragma(db, "user_version");
}

function pragma(db: DatabaseSync, name: string): number {
  return db.prepare(`pragma ${name}`).get()![name] as number;
}
