import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Absent, Contender } from "./contenders.ts";
import type { Expected, Input } from "./generate.ts";

const HERE = import.meta.dirname!;
const CLI = `${HERE}/../../cli/main.ts`;
const DENO = [Deno.execPath(), "run", "--quiet"];

/** Ways to bring a table's rows, as tasks, into a database that keeps them. Each makes its own, in `output`. */
export function storeContenders(input: Input): readonly (Contender | Absent)[] {
  const init = (output: string) => [
    ...[...DENO, "--allow-read", "--allow-write", CLI, "init", output],
    ...["-i", input.path, "--progress", "never"],
  ];
  const script =
    (name: string) => (output: string) => [...DENO, "-A", `${HERE}/contenders/${name}`, input.path, output];
  const sqlite = (folder: string) => faultInSqlite(`${folder}/labelport.db`, input);
  return [
    { name: "labelport init", input, check: "hash", command: init, verify: sqlite },
    { name: "labelport start, a POST", input, check: "hash", command: script("post.ts"), verify: sqlite },
    {
      name: "duckdb, two threads, its own table",
      input,
      check: "hash",
      command: script("duckdb_table.ts"),
      verify: (path) => faultInDuckdb(path, input),
    },
    python(input),
  ];
}

function python(input: Input): Contender | Absent {
  const name = "python's sqlite3, csv and json";
  try {
    new Deno.Command("python3", { args: ["-c", "import sqlite3"], stderr: "null" }).outputSync();
  } catch {
    return { name, absent: "there is no python3" };
  }
  const command = (output: string) => ["python3", `${HERE}/contenders/sqlite_tasks.py`, input.path, output];
  return { name, input, check: "hash", command, verify: (path) => faultInSqlite(path, input) };
}

function faultInSqlite(path: string, expected: Expected): string | undefined {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const digest = new TaskDigest();
    for (const { task } of db.prepare("select task from tasks order by id").iterate()) {
      digest.add(task as string);
    }
    return digest.fault(expected);
  } finally {
    db.close();
  }
}

async function faultInDuckdb(path: string, expected: Expected): Promise<string | undefined> {
  const connection = await (await DuckDBInstance.create(path)).connect();
  const digest = new TaskDigest();
  const result = await connection.stream("select task from tasks order by id");
  for (
    let chunk = await result.fetchChunk();
    chunk !== null && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    for (const task of chunk.getColumnValues(0)) digest.add(task as string);
  }
  connection.disconnectSync();
  return digest.fault(expected);
}

/** The tasks of a database, counted and hashed as JSON Lines. */
class TaskDigest {
  readonly #hash = createHash("sha256");
  #tasks = 0;

  add(task: string): void {
    this.#hash.update(task).update("\n");
    this.#tasks++;
  }

  fault({ tasks, sha256 }: Expected): string | undefined {
    if (this.#tasks !== tasks) return `${this.#tasks} tasks, not ${tasks}`;
    return this.#hash.digest("hex") === sha256 ? undefined : "the tasks are not those expected";
  }
}
