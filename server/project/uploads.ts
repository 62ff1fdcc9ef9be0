import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "@labelport/core";
import { reasonOf } from "@labelport/core/fs";

/** In a project's folder: media that have been sent, a folder for each import. */
const UPLOADS = "media";

/** Keeps media that are sent with one import. */
export class Uploads {
  readonly #root: string;

  constructor(projectFolder: string) {
    this.#root = join(resolve(projectFolder), UPLOADS, crypto.randomUUID());
  }

  /** Writes a file under its own name, and gives the folder that it is in. `name`: with "/", and checked. */
  async keep(name: string, stream: ReadableStream<Uint8Array>): Promise<string> {
    const path = join(this.#root, name);
    try {
      await Deno.mkdir(dirname(path), { recursive: true });
      const file = await Deno.open(path, { write: true, createNew: true });
      await stream.pipeTo(file.writable);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`Cannot keep "${name}": ${reasonOf(error)}`);
    }
    return dirname(path);
  }

  /** Takes all of it away. */
  async discard(): Promise<void> {
    await removeUploads(this.#root);
  }
}

/** Whether a folder of media belongs to uploads of the project whose store this is. */
export function uploadRootOf(storePath: string, folder: string): string | undefined {
  const all = join(dirname(resolve(storePath)), UPLOADS);
  const inside = folder.startsWith(`${all}/`) ? folder.slice(all.length + 1).split("/")[0] : undefined;
  return inside === undefined || basename(inside) !== inside || inside === ".."
    ? undefined
    : join(all, inside);
}

/** Takes a folder of uploads away, if it is there. */
export async function removeUploads(root: string): Promise<void> {
  await Deno.remove(root, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
