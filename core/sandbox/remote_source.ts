import type { BadRecord, FileSource, FolderSource } from "../contract.ts";
import type { Channel } from "./channel.ts";
import { errorOf } from "./faults.ts";
import type { FileInfo, ListedFile, SourceInfo } from "./messages.ts";

/** What a format reads in its process: the bytes and names come through the pipe when they are asked for. */
export function remoteSource(channel: Channel, info: SourceInfo): FileSource & FolderSource {
  const streams = new Streams(channel);
  // The format's kind was compared with the source's before the process was started.
  const source: unknown = info.kind === "folder"
    ? new RemoteFolder(info.name, channel, streams)
    : new RemoteFile(info, { file: 0, streams });
  return source as FileSource & FolderSource;
}

/** Where in the other process a file is, and how its bytes come. */
interface Place {
  readonly file: number;
  readonly streams: Streams;
}

class RemoteFile implements FileSource {
  readonly name: string;
  readonly size?: number;
  readonly url?: string;
  skipped = 0;
  readonly slice?: NonNullable<FileSource["slice"]>;
  readonly #place: Place;

  constructor(info: FileInfo, place: Place) {
    this.name = info.name;
    this.#place = place;
    if (info.size !== undefined) this.size = info.size;
    if (info.url !== undefined) this.url = info.url;
    if (info.seeks) this.slice = (start, end) => ({ stream: () => this.#stream({ start, end }) });
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#stream({});
  }

  #stream(part: { readonly start?: number; readonly end?: number | undefined }) {
    const { file, streams } = this.#place;
    return streams.open({ file, ...part }, (skipped) => this.skipped = skipped);
  }
}

/** A file of a folder: its size and its URL are looked up when they are asked for. */
class ListedRemoteFile extends RemoteFile {
  constructor({ file, name, seeks }: ListedFile, channel: Channel, streams: Streams) {
    super({ name, seeks }, { file, streams });
    for (const what of ["size", "url"] as const) {
      const get = () => channel.ask({ t: "get", file, what }) ?? undefined;
      Object.defineProperty(this, what, { get, enumerable: true });
    }
  }
}

class RemoteFolder implements FolderSource {
  readonly name: string;
  readonly #channel: Channel;
  readonly #streams: Streams;
  #listings = 0;

  constructor(name: string, channel: Channel, streams: Streams) {
    this.name = name;
    this.#channel = channel;
    this.#streams = streams;
  }

  async *files(): AsyncGenerator<FileSource> {
    const listing = ++this.#listings;
    for (;;) {
      const files = this.#channel.ask({ t: "list", listing }) as readonly ListedFile[];
      if (files.length === 0) return;
      for (const file of files) yield this.#fileOf(file);
    }
  }

  // deno-lint-ignore require-await -- what it throws is to reject
  async file(name: string): Promise<FileSource | undefined> {
    const found = this.#channel.ask({ t: "file", name }) as ListedFile | undefined;
    return found && this.#fileOf(found);
  }

  /** Core tells them; here it counts that there are some. */
  get faults(): readonly BadRecord[] {
    return Array<BadRecord>(this.#channel.ask({ t: "faults" }) as number).fill({ error: "a fault" });
  }

  #fileOf(listed: ListedFile): FileSource {
    return new ListedRemoteFile(listed, this.#channel, this.#streams);
  }
}

/** Opens streams whose bytes come through the pipe: those after the next are asked for before it is read. */
class Streams {
  readonly #channel: Channel;
  #opened = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  open(
    part: { readonly file: number; readonly start?: number; readonly end?: number | undefined },
    onSkipped: (skipped: number) => void,
  ): ReadableStream<Uint8Array<ArrayBuffer>> {
    const channel = this.#channel;
    const stream = ++this.#opened;
    let isOpen = false;
    return new ReadableStream({
      type: "bytes",
      pull(controller) {
        if (!isOpen) channel.send({ t: "open", stream, ...part });
        isOpen = true;
        const { header, bytes } = channel.chunk(stream);
        if (header.skipped !== undefined) onSkipped(header.skipped);
        if (header.fault !== undefined) throw errorOf(header.fault);
        if (header.isEnd) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        channel.send({ t: "pull", stream });
        controller.enqueue(bytes);
      },
      cancel() {
        if (isOpen) channel.send({ t: "cancel", stream });
      },
    });
  }
}
