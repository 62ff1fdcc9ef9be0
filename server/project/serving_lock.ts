import { join } from "node:path";
import { UsageError } from "@labelport/core";
import { reasonOf } from "@labelport/core/fs";
import { WORK_FOLDER } from "./project.ts";

/** Held by the one server of a project, whose URLs its media have. */
export interface ServingLock {
  /** Tells others where this server is. */
  at(url: string): void;
  release(): void;
}

/**
 * Claims a project for this server; the system lets go of it when the process ends, however it ends. Throws
 * `UsageError` where another server has it: two of them would move each other's media.
 */
export function takeServingLock(folder: string): ServingLock {
  const path = join(folder, WORK_FOLDER, "serving");
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { read: true, write: true, create: true });
  } catch (error) {
    throw new UsageError(`Cannot serve "${folder}": ${reasonOf(error)}`);
  }
  if (!file.tryLockSync(true)) {
    file.close();
    const url = Deno.readTextFileSync(path);
    throw new UsageError(
      `Cannot serve "${folder}": another server does${url === "" ? "" : `, at ${url}`}; stop that one first`,
    );
  }
  file.truncateSync();
  return {
    at: (url) => void file.writeSync(new TextEncoder().encode(url)),
    release: () => file.close(),
  };
}
