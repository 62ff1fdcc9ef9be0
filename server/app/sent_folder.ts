import { type FileSource, type FolderSource, type OpenedFolder, SAMPLE_SIZE } from "@labelport/core";
import { HttpError } from "./errors.ts";
import { partsOf } from "./folder_names.ts";
import type { SentFile } from "./form.ts";

/** So much of a folder is held to be looked at, in bytes. */
const MOST = 64 * SAMPLE_SIZE;

/** The beginnings of a folder's files, as they have been sent to be looked at. */
export class SentFolder {
  readonly #files: FileSource[] = [];
  #size = 0;
  name = "";

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  async add({ name, stream }: SentFile): Promise<void> {
    const parts = partsOf(name);
    this.name ||= parts[0]!;
    const bytes = new Uint8Array(await new Response(stream()).arrayBuffer());
    this.#size += bytes.length;
    if (this.#size > MOST) {
      throw new HttpError(413, "Cannot look at so much of a folder: send the beginnings of fewer files");
    }
    this.#files.push({
      name: parts.slice(1).join("/"),
      size: bytes.length,
      // It has no address before it is imported; whoever shows it puts what it has there.
      url: `upload:${encodeURIComponent(name)}`,
      stream: () => new Blob([bytes]).stream() as ReadableStream<Uint8Array<ArrayBuffer>>,
    });
  }

  /** All of them, sorted by name. `whole`: whether the folder holds no others. */
  opened(whole: boolean): OpenedFolder {
    const files = this.#files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const source: FolderSource = {
      name: this.name,
      async *files() {
        yield* files;
      },
      file: (name) => Promise.resolve(files.find((file) => file.name === name)),
    };
    const names = files.map(({ name }) => name);
    return { source, peek: { name: this.name, head: new Uint8Array(), whole, files: names } };
  }
}
