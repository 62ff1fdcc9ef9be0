import { DatabaseSync } from "node:sqlite";
import { UsageError } from "@labelport/core";
import { reasonOf as systemReason } from "@labelport/core/fs";
import { migrate } from "./schema.ts";

/** Milliseconds for which a write waits for other processes' writes before it gives up. */
const PATIENCE = 60_000;

/** Milliseconds for which a read waits, in the rare moments in which one has to. */
const READ_PATIENCE = 10_000;

/** Opens the SQLite file of a store. Throws `UsageError` where it is none. */
export function openDatabase(path: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    // Foreign keys would be looked up for each of a million rows; no import is ever deleted.
    db = new DatabaseSync(path, { timeout: READ_PATIENCE, enableForeignKeyConstraints: false });
    // 8 KiB pages hold several tasks each. What is staged may be lost with the power: it is not visible yet.
    db.exec("pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = normal");
    db.exec(
      "pragma wal_autocheckpoint = 2000; pragma journal_size_limit = 67108864; pragma temp_store = memory",
    );
    migrate(db, path);
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot open "${path}": ${reasonOf(error) ?? systemReason(error)}`);
  }
}

/**
 * Does `work` in one transaction, which waits its turn without holding up this process. Transactions are short:
 * no other writer waits long for one.
 */
export async function transaction<Result>(db: DatabaseSync, work: () => Result): Promise<Result> {
  const began = performance.now();
  for (;;) {
    try {
      db.exec("pragma busy_timeout = 0; begin immediate");
      break;
    } catch (error) {
      if (!isBusy(error) || performance.now() - began > PATIENCE) throw storeError(error);
      await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 10));
    }
  }
  try {
    const result = work();
    db.exec("commit");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("rollback");
    throw storeError(error);
  } finally {
    db.exec(`pragma busy_timeout = ${READ_PATIENCE}`);
  }
}

/** Thrown where the store cannot take what it should: a full disk, a lock that nobody lets go of. */
export class StoreError extends UsageError {}

/** What SQLite says of a file or a disk, and what that means. Deno gives its words and no code. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/database (table )?is locked/, "another process holds it"],
  [/readonly database/, "it is read-only"],
  [/disk I\/O error/, "the disk cannot be read or written"],
  [/malformed/, "it is damaged"],
  [/disk is full/, "the disk is full"],
  [/unable to open/, "the file cannot be opened"],
  [/not a database/, "it is no SQLite database"],
];

function isBusy(error: unknown): boolean {
  return error instanceof Error && REASONS[0]![0].test(error.message);
}

/** A failure of the store in words: a full disk is nobody's stack trace. */
function storeError(error: unknown): unknown {
  const reason = reasonOf(error);
  return reason === undefined ? error : new StoreError(`Cannot write to the store: ${reason}`);
}

function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "ERR_SQLITE_ERROR") return undefined;
  return REASONS.find(([words]) => words.test(error.message))?.[1];
}
