import { ByteReader } from "../byte_reader.ts";
import type { FileSource, FolderSource } from "../contract.ts";
import { CHUNK } from "../kernel.ts";
import { faultOf } from "./faults.ts";
import { MOST_OPENINGS, MOST_STREAMS } from "./limits.ts";
import type { Asked, ListedFile, SourceInfo } from "./messages.ts";
import type { PluginProcess } from "./plugin_process.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Names that are given at once. */
const NAMES = 1000;

interface OpenStream {
  readonly reader: ByteReader;
  readonly file: FileSource;
  buffer: Bytes;
  /** Whether bytes are on their way: the plugin may ask for more when it has them. */
  isBusy: boolean;
  isFirst: boolean;
}

/** Gives a plugin what it asks for of its source, and of nothing else. */
export class SourceServer {
  readonly #source: FileSource | FolderSource;
  readonly #process: PluginProcess;
  /** Files by their number. */
  readonly #files: FileSource[] = [];
  readonly #streams = new Map<number, OpenStream>();
  readonly #listings = new Map<number, AsyncIterator<FileSource>>();
  #openings = 0;

  constructor(source: FileSource | FolderSource, process: PluginProcess) {
    this.#source = source;
    this.#process = process;
    if (!("files" in source)) this.#files.push(source);
  }

  /** What the plugin is told of its source at the beginning. */
  get info(): SourceInfo {
    const { name } = this.#source;
    if ("files" in this.#source) return { kind: "folder", name };
    const { size, url, slice } = this.#source;
    return { kind: "file", name, size, url, seeks: slice !== undefined };
  }

  /** Answers, without waiting for the answer to be taken: a plugin may give before it takes. */
  answer(asked: Asked): void {
    if (asked.t === "open") this.#open(asked);
    else if (asked.t === "pull") this.#pull(asked.stream);
    else if (asked.t === "cancel") this.#cancel(asked.stream);
    else void this.#tell(asked);
  }

  async close(): Promise<void> {
    for (const { reader } of this.#streams.values()) await reader.cancel();
    for (const listing of this.#listings.values()) await listing.return?.();
  }

  #open({ stream, file: number, start, end }: Extract<Asked, { t: "open" }>): void {
    const file = this.#files[number];
    const isPart = start !== undefined || end !== undefined;
    if (file === undefined || this.#streams.has(stream) || (isPart && file.slice === undefined)) {
      throw this.#refuse("opened what is not there");
    }
    if (this.#streams.size >= MOST_STREAMS) throw this.#refuse(`has more than ${MOST_STREAMS} streams open`);
    if (++this.#openings > MOST_OPENINGS * Math.max(1, this.#files.length)) {
      throw this.#refuse("opened its files again and again");
    }
    const from = isPart ? file.slice!(start ?? 0, end) : file;
    const reader = new ByteReader(from.stream());
    const buffer = new Uint8Array(CHUNK);
    this.#streams.set(stream, { reader, file, buffer, isBusy: false, isFirst: true });
    this.#pull(stream);
  }

  #pull(number: number): void {
    const stream = this.#streams.get(number);
    if (stream === undefined) return;
    if (stream.isBusy) throw this.#refuse("asked for bytes that are on their way");
    stream.isBusy = true;
    void this.#give(number, stream);
  }

  /** Sends the next bytes of a stream. */
  async #give(number: number, stream: OpenStream): Promise<void> {
    let length = 0;
    try {
      const filled = await this.#process.owing(stream.reader.fill(stream.buffer, 0, stream.buffer.length));
      stream.buffer = filled.bytes;
      length = filled.length;
    } catch (error) {
      await this.#process.send({ t: "chunk", stream: number, fault: faultOf(error) });
      return;
    }
    const skipped = stream.isFirst ? stream.file.skipped : undefined;
    stream.isFirst = false;
    const header = { t: "chunk", stream: number, ...(skipped !== undefined && { skipped }) } as const;
    // From now on it may ask for more: it does so when it has these, and then the buffer is free.
    const sent = this.#process.send(
      length === 0 ? { ...header, isEnd: true } : header,
      stream.buffer.subarray(0, length),
    );
    if (length === 0) this.#cancel(number);
    await sent;
    stream.isBusy = false;
  }

  #cancel(number: number): void {
    const stream = this.#streams.get(number);
    this.#streams.delete(number);
    void stream?.reader.cancel();
  }

  async #tell(asked: Extract<Asked, { t: "list" | "file" | "get" | "faults" }>): Promise<void> {
    try {
      const value = await this.#process.owing(this.#valueOf(asked));
      await this.#process.send({ t: "answer", value });
    } catch (error) {
      await this.#process.send({ t: "answer", fault: faultOf(error) });
    }
  }

  async #valueOf(asked: Extract<Asked, { t: "list" | "file" | "get" | "faults" }>): Promise<unknown> {
    if (asked.t === "get") return this.#files[asked.file]?.[asked.what === "url" ? "url" : "size"];
    const folder = this.#source;
    if (!("files" in folder)) throw new TypeError("there is no folder");
    if (asked.t === "faults") return folder.faults?.length ?? 0;
    if (asked.t === "list") return await this.#list(folder, asked.listing);
    const file = await folder.file(String(asked.name));
    return file && this.#listed(file);
  }

  async #list(folder: FolderSource, listing: number): Promise<readonly ListedFile[]> {
    if (this.#listings.size >= MOST_OPENINGS && !this.#listings.has(listing)) {
      throw this.#refuse("listed its folder again and again");
    }
    const names = this.#listings.get(listing) ?? folder.files()[Symbol.asyncIterator]();
    this.#listings.set(listing, names);
    const listed: ListedFile[] = [];
    while (listed.length < NAMES) {
      const { done, value } = await names.next();
      if (done) break;
      listed.push(this.#listed(value));
    }
    return listed;
  }

  #listed(file: FileSource): ListedFile {
    this.#files.push(file);
    return { file: this.#files.length - 1, name: file.name, seeks: file.slice !== undefined };
  }

  #refuse(what: string): Error {
    return this.#process.stop(`the plugin ${what}, and was stopped`);
  }
}
