import type { BatchOrigin, Item, Position, Task, TaskBatch } from "../contract.ts";
import { CHUNK, sizeText, tooLarge } from "../kernel.ts";
import { notAnItem, unplain } from "../plain.ts";
import { InputError } from "../problem.ts";
import type { Channel } from "./channel.ts";
import { MAX_BATCH, PLACE_COLUMNS, type PlaceColumn } from "./messages.ts";

/** Tasks that wait at most. */
const MOST = 1 << 14;

const encoder = new TextEncoder();

/** Sends what a format yields. Objects are encoded here, in the plugin's own process, and go in batches. */
export class Packer {
  readonly #channel: Channel;
  readonly #maxRecord: number;
  #bytes = new Uint8Array(2 * CHUNK);
  #length = 0;
  #count = 0;
  /** Of each task that waits, its place; columns that none of them has are left out. */
  readonly #places: Readonly<Record<PlaceColumn, Float64Array>>;
  #used = new Set<PlaceColumn>();
  #files: [number, string][] = [];
  #file: string | undefined;

  constructor(channel: Channel, maxRecord: number) {
    this.#channel = channel;
    this.#maxRecord = maxRecord;
    const column = () => new Float64Array(MOST);
    this.#places = { record: column(), line: column(), column: column(), offset: column() };
  }

  push(item: Item): void {
    if (typeof item !== "object" || item === null) throw notAnItem(item);
    if ("error" in item) this.#bad(item);
    else if ("bytes" in item) this.#batch(item);
    else if ("note" in item) {
      const { note, count, at, code } = item;
      this.#channel.send({ t: "note", note, count, at, code });
    } else if ("data" in item) this.#task(item);
    else throw notAnItem(item);
  }

  /** Sends what waits. */
  flush(): void {
    if (this.#count === 0) return;
    const columns = [...this.#used];
    const places = columns.map((name) => new Uint8Array(this.#places[name].buffer, 0, 8 * this.#count));
    this.#channel.send(
      { t: "tasks", count: this.#count, size: this.#length, columns, files: this.#files },
      this.#bytes.subarray(0, this.#length),
      ...places,
    );
    this.#length = 0;
    this.#count = 0;
    this.#used = new Set();
    this.#files = [];
    this.#file = undefined;
  }

  #task(item: Task & { readonly at?: Position }): void {
    const { at, ...task } = item;
    const unfit = unplain(task);
    if (unfit !== undefined) {
      this.flush();
      this.#channel.send({ t: "bad", ...unfit, at, isTask: true });
      return;
    }
    const text = JSON.stringify(task);
    this.#reserve(3 * text.length + 1);
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(this.#length));
    if (written > this.#maxRecord) throw tooLarge(at ?? {}, this.#maxRecord);
    this.#length += written;
    this.#bytes[this.#length++] = 10;
    this.#place(at);
    if (++this.#count === MOST || this.#length >= CHUNK) this.flush();
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + size));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  #place(at: Position = {}): void {
    for (const name of PLACE_COLUMNS) {
      const value = at[name];
      const column = this.#places[name];
      if (value !== undefined && !this.#used.has(name)) {
        this.#used.add(name);
        column.fill(NaN, 0, this.#count);
      }
      column[this.#count] = value ?? NaN;
    }
    if (at.file === this.#file) return;
    this.#file = at.file;
    this.#files.push([this.#count, at.file ?? ""]);
  }

  #bad(item: Extract<Item, { error: unknown }>): void {
    this.flush();
    const { error, hint, code, at, alone, raw } = item;
    const hasRaw = raw instanceof Uint8Array && raw.length <= this.#maxRecord;
    const header = { t: "bad", error, hint, code, at, alone } as const;
    if (hasRaw) this.#channel.send({ ...header, hasRaw }, raw);
    else this.#channel.send(header);
  }

  #batch({ bytes, count, origin }: TaskBatch): void {
    this.flush();
    if (!(bytes instanceof Uint8Array)) throw notAnItem({ bytes, count });
    const most = Math.max(MAX_BATCH, this.#maxRecord);
    if (bytes.length > most) {
      throw new InputError(`the format yielded a batch of ${sizeText(bytes.length)}`, {
        hint: `yield at most ${sizeText(most)} at once`,
      });
    }
    const { lines, ...place }: BatchOrigin = origin ?? { record: NaN };
    const isPlaced = origin !== undefined;
    const header = { t: "batch", count, size: bytes.length, origin: isPlaced ? place : undefined } as const;
    if (!(lines instanceof Uint32Array) || lines.length < count) {
      this.#channel.send({ ...header, lines: false }, bytes);
      return;
    }
    const numbers = new Uint8Array(lines.buffer, lines.byteOffset, 4 * count);
    this.#channel.send({ ...header, lines: true }, bytes, numbers);
  }
}
