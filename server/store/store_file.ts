import { StoreError } from "./database.ts";

/** The file of a store that is open: SQLite goes on with it though it has been deleted, and all would be lost. */
export class StoreFile {
  readonly #path: string;
  /** Which file it is, whatever lies at its path later. */
  readonly #inode: number | null;

  constructor(path: string) {
    this.#path = path;
    this.#inode = Deno.statSync(path).ino;
  }

  /** Throws `StoreError` where the file has been taken away or another lies in its place. */
  checkIsThere(): void {
    let inode: number | null | undefined;
    try {
      inode = Deno.statSync(this.#path).ino;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) return;
    }
    if (inode === this.#inode) return;
    const hint = "end this process, bring the file back, and begin again";
    throw new StoreError(`Cannot use the store: "${this.#path}" has been taken away; ${hint}`);
  }
}
