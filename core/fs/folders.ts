import { join, resolve } from "node:path";
import type { BadRecord, FileSource, FolderSource } from "../contract.ts";
import { openFile, streamOfFile } from "./files.ts";
import { isOwnFile } from "./own_files.ts";
import { reasonOf } from "./reason.ts";
import { InputError, UsageError } from "../problem.ts";

/** What a media URL begins with unless it is set. */
export const BASE_URL = "http://127.0.0.1:8200";

/**
 * Opens a folder: all files at any depth, sorted by name; dot names and the project's own files are passed
 * over. `baseUrl`: where the server will be that gives the files to annotators; `onUrl` is told the absolute path
 * of the folder when a URL is asked for. Throws `UsageError` where
 * there is no folder to read.
 */
export async function openFolder(
  path: string,
  options: { readonly baseUrl?: string; readonly onUrl?: (folder: string) => void } = {},
): Promise<FolderSource> {
  const refuse = (reason: string) => new UsageError(`Cannot read "${path}": ${reason}`);
  const info = await Deno.stat(path).catch((error) => {
    throw refuse(reasonOf(error));
  });
  if (!info.isDirectory) throw refuse("it is no folder");
  const { onUrl } = options;
  const walk = new Walk(options.baseUrl ?? BASE_URL, () => onUrl?.(resolve(path)));
  return {
    name: path,
    faults: walk.faults,
    async *files() {
      walk.faults.length = 0;
      yield* walk.files(resolve(path), "", []);
    },
    async file(name) {
      // Names come from records of strangers: none may lead out of the folder.
      const target = resolve(path, name);
      const inside = await Promise.all([path, target].map((path) => Deno.realPath(path))).catch(() =>
        undefined
      );
      if (inside === undefined || !inside[1]!.startsWith(`${inside[0]}/`)) return undefined;
      return { ...await openFile(target), name };
    },
  };
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly isLink: boolean;
}

class Walk {
  /** The real path of the folder that was opened. */
  #root: string | undefined;
  readonly faults: BadRecord[] = [];
  readonly #baseUrl: string;
  readonly #onUrl: () => void;

  constructor(baseUrl: string, onUrl: () => void) {
    this.#onUrl = onUrl;
    this.#baseUrl = baseUrl.replace(/\/+$/, "");
  }

  /** The files below `folder`, which is `inside` the one that was opened. `above`: the folders on the way. */
  *files(folder: string, inside: string, above: readonly string[]): Generator<FileSource> {
    const real = realPathOrNothing(folder);
    if (real !== undefined && above.includes(real)) {
      this.#fault(inside, "the link leads back to a folder that it is in", "take it away");
      return;
    }
    const inner = real === undefined ? above : [...above, real];
    this.#root ??= real;
    const query = `?d=${encodeURIComponent(folder)}`;
    for (const { name, isFolder, isLink } of this.#list(folder, inside)) {
      if (isFolder) yield* this.files(join(folder, name), `${inside}${name}/`, inner);
      else {
        const url = () => {
          if (isLink ? !this.#holds(realPathOrNothing(join(folder, name))) : !this.#holds(real)) {
            throw leadsOut();
          }
          this.#onUrl();
          return this.#urlOf(name, query);
        };
        yield new DiskFile(join(folder, name), inside + name, url);
      }
    }
  }

  /** Whether what is at this real path lies in the folder that was opened: no server gives away anything else. */
  #holds(real: string | undefined): boolean {
    return real !== undefined &&
      (real === this.#root || real.startsWith(`${this.#root!.replace(/\/$/, "")}/`));
  }

  /** What is in a folder, sorted so that the files of all folders come out by name. */
  #list(folder: string, inside: string): readonly Entry[] {
    const entries: (Entry & { readonly order: string })[] = [];
    try {
      for (const { name, isDirectory, isSymlink } of Deno.readDirSync(folder)) {
        if (name.startsWith(".") || isOwnFile(name)) continue;
        let isFolder = isDirectory;
        if (isSymlink || name.includes("\uFFFD")) {
          const info = statOrNothing(join(folder, name));
          if (info === undefined) {
            if (isSymlink) this.#fault(inside + name, "the link leads nowhere", "take it away");
            else this.#fault(inside + name, "the name is no UTF-8", "rename the file");
            continue;
          }
          isFolder = info.isDirectory;
        }
        entries.push({ name, isFolder, isLink: isSymlink, order: isFolder ? `${name}/` : name });
      }
    } catch (error) {
      this.#fault(inside === "" ? folder : inside, `the folder cannot be listed: ${reasonOf(error)}`);
    }
    return entries.sort((a, b) => (a.order < b.order ? -1 : 1));
  }

  #urlOf(name: string, query: string): string {
    return `${this.#baseUrl}/static/${encodeURIComponent(name)}${query}`;
  }

  #fault(file: string, error: string, hint?: string): void {
    this.faults.push({ error, at: { file }, ...(hint === undefined ? {} : { hint }) });
  }
}

/** A file of a folder: opened, and looked at, only when it is asked for. */
class DiskFile implements FileSource {
  readonly name: string;
  readonly #path: string;
  readonly #url: () => string;

  constructor(path: string, name: string, url: () => string) {
    this.#path = path;
    this.name = name;
    this.#url = url;
  }

  get url(): string {
    return this.#url();
  }

  get size(): number {
    try {
      return Deno.statSync(this.#path).size;
    } catch (error) {
      throw new UsageError(`Cannot read "${this.name}": ${reasonOf(error)}`);
    }
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return streamOfFile(this.#path, { isFile: true });
  }
}

function leadsOut(): InputError {
  return new InputError("a link leads out of the folder to it, and nothing outside is given to annotators", {
    hint: "copy the file into the folder, or read the folder that it lies in",
  });
}

function statOrNothing(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}

function realPathOrNothing(path: string): string | undefined {
  try {
    return Deno.realPathSync(path);
  } catch {
    return undefined;
  }
}
