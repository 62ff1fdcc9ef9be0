import { join } from "node:path";
import { removeIfThere } from "./remove.ts";

/**
 * Tells living processes from dead ones, whatever the clock says: each holds a lock on a file of its own, which
 * the system lets go of when the process ends, however it ends.
 */
export class ProcessLock {
  /** By which others know this process. */
  readonly owner: string;
  readonly #folder: string;
  readonly #file: Deno.FsFile;

  private constructor(folder: string, owner: string, file: Deno.FsFile) {
    this.#folder = folder;
    this.owner = owner;
    this.#file = file;
  }

  /** Takes a lock in `folder`, which is made where there is none. */
  static take(folder: string): ProcessLock {
    Deno.mkdirSync(folder, { recursive: true });
    for (;;) {
      const owner = crypto.randomUUID();
      const path = lockPath(folder, owner);
      const file = Deno.openSync(path, { write: true, createNew: true });
      // Whoever sweeps may have come between the two: then the file is gone, or the lock not ours.
      if (file.tryLockSync(true) && exists(path)) return new ProcessLock(folder, owner, file);
      file.close();
    }
  }

  /** Whether the process that took this lock still runs. */
  isAlive(owner: string): boolean {
    if (owner === this.owner) return true;
    const file = openOrNothing(lockPath(this.#folder, owner));
    if (file === undefined) return false;
    try {
      return !file.tryLockSync(true);
    } finally {
      file.close();
    }
  }

  /** Takes away the lock files of dead processes. */
  sweep(): void {
    for (const { name } of Deno.readDirSync(this.#folder)) {
      const owner = /^(.+)\.lock$/.exec(name)?.[1];
      if (owner === undefined || owner === this.owner) continue;
      const path = lockPath(this.#folder, owner);
      const file = openOrNothing(path);
      if (file === undefined) continue;
      if (file.tryLockSync(true)) removeIfThere(path);
      file.close();
    }
  }

  /** Lets go of it. */
  release(): void {
    removeIfThere(lockPath(this.#folder, this.owner));
    this.#file.close();
  }
}

function lockPath(folder: string, owner: string): string {
  return join(folder, `${owner}.lock`);
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function openOrNothing(path: string): Deno.FsFile | undefined {
  try {
    return Deno.openSync(path, { write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
