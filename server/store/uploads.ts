import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "@labelport/core";
import { reasonOf } from "@labelport/core/fs";

/** In a project's folder: media that have been sent, a folder for each import. */
const UPLOADS = "media";

/** Keeps media that are sent with one import. */
export class Uploads {
  readonly #root: string;

  /** `owner`: the process that takes them, so that others know whether it is alive. */
  constructor(projectFolder: string, owner: string) {
    this.#root = join(resolve(projectFolder), UPLOADS, `${owner}_${crypto.randomUUID()}`);
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

/** The uploads in a project's folder, each with the process that took it; whatever else lies there is the user's. */
export function* uploadsBeside(
  storePath: string,
): Generator<{ readonly root: string; readonly owner: string }> {
  const all = join(dirname(resolve(storePath)), UPLOADS);
  let entries: Iterable<Deno.DirEntry>;
  try {
    entries = [...Deno.readDirSync(all)];
  } catch {
    return;
  }
  for (const { name, isDirectory } of entries) {
    const owner = /^([0-9a-f-]{36})_[0-9a-f-]{36}$/.exec(name)?.[1];
    if (isDirectory && owner !== undefined) yield { root: join(all, name), owner };
  }
}

/** Takes a folder of uploads away, if it is there. */
export async function removeUploads(root: string): Promise<void> {
  await Deno.remove(root, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
