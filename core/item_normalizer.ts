import type { BadRecord, Item, Note, Position, Task, TaskBatch, TaskRules } from "./contract.ts";
import { LinesKernel } from "./json/lines_kernel.ts";
import type { JsonKernelOptions } from "./json/record_output.ts";
import { CHUNK, PADDING } from "./kernel.ts";
import { notAnItem, unplain } from "./plain.ts";
import { InputError } from "./problem.ts";

const encoder = new TextEncoder();

/** What became of the items of a format: tasks that may be stored, problems, notes. */
export type Checked =
  | (TaskBatch & { readonly normalized: NonNullable<TaskBatch["normalized"]> })
  | BadRecord
  | Note;

/**
 * Brings what a format yields onto the one road: objects are encoded, and batches of a format that is not
 * trusted are scanned, counted and normalized as a stranger's JSON Lines.
 */
export class ItemNormalizer {
  /** Made when it is needed: what built-in formats yield has been normalized. */
  #lines: LinesKernel | undefined;
  readonly #options: JsonKernelOptions;
  readonly #trusted: boolean;
  #bytes = new Uint8Array(0);
  #length = 0;
  /** Of each task that waits in `#bytes`, where it came from. */
  #places: Position[] = [];
  /** Records given to the kernel so far. */
  #given = 0;
  #record = 0;
  #batch: TaskBatch | undefined;

  constructor(
    options: {
      readonly rules: TaskRules;
      readonly maxRecord: number;
      readonly trusted: boolean;
      readonly file: string;
    },
  ) {
    const { rules, maxRecord, trusted, file } = options;
    this.#trusted = trusted;
    this.#options = {
      rules,
      maxRecord,
      sourceOf: (record) => {
        const { record: number, line } = this.#placeOf(record);
        return {
          file: this.#placeOf(record).file ?? file,
          ...(number && { record: number }),
          ...(line && { line }),
        };
      },
    };
  }

  get #kernel(): LinesKernel {
    return this.#lines ??= new LinesKernel(this.#options);
  }

  /** Takes an item, and gives what can be given so far, in order. */
  *push(item: Item): Generator<Checked> {
    if (typeof item !== "object" || item === null) throw notAnItem(item);
    if ("error" in item) {
      yield* this.flush();
      if (item.at?.record !== undefined) this.#record = item.at.record;
      yield item;
    } else if ("bytes" in item) {
      yield* this.flush();
      if (this.#trusted && item.normalized !== undefined) yield item as Checked;
      else yield* this.#checkBatch(item);
    } else if ("note" in item) yield item;
    else if ("data" in item) {
      const bad = this.#encode(item);
      if (bad !== undefined) {
        yield* this.flush();
        yield bad;
      } else if (this.#length >= CHUNK) yield* this.flush();
    } else throw notAnItem(item);
  }

  /** Gives what waits. */
  *flush(): Generator<Checked> {
    if (this.#length === 0) return;
    const length = this.#length;
    this.#length = 0;
    yield* this.#run(this.#bytes, length);
    this.#given += this.#places.length;
    this.#places = [];
  }

  /** Gives what waits, and then what is to be told at the end. */
  *end(): Generator<Checked> {
    yield* this.flush();
    if (this.#given > 0) yield* this.#kernel.notes();
  }

  /** Adds a task to those that wait, or says why it cannot be one. */
  #encode(item: Task & { readonly at?: Position }): BadRecord | undefined {
    const { at, ...task } = item;
    const place = { ...at, record: at?.record ?? this.#record + 1 };
    this.#record = place.record;
    const unfit = unplain(task);
    if (unfit !== undefined) return { ...unfit, at: place };
    const text = JSON.stringify(task);
    const needed = this.#length + 3 * text.length + 1 + PADDING;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * CHUNK, 2 * needed));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
    this.#bytes[this.#length++] = 10;
    this.#places.push(place);
    return undefined;
  }

  *#checkBatch(batch: TaskBatch): Generator<Checked> {
    const { bytes, count } = batch;
    if (!(bytes instanceof Uint8Array) || !Number.isSafeInteger(count)) throw notAnItem(batch);
    if (bytes.length > 0 && bytes.at(-1) !== 10) {
      throw new InputError("the format yielded a batch that does not end with a line end");
    }
    if (bytes.length + PADDING > this.#bytes.length) this.#bytes = new Uint8Array(bytes.length + CHUNK);
    this.#bytes.set(bytes);
    this.#batch = batch;
    const before = this.#given;
    yield* this.#run(this.#bytes, bytes.length);
    this.#given = this.#kernel.place().record! - 1;
    this.#batch = undefined;
    const found = this.#given - before;
    this.#record = (batch.origin?.record ?? this.#record + 1) + found - 1;
    if (found !== count) {
      throw new InputError(`the format yielded a batch of ${found} tasks and counted ${count}`);
    }
  }

  *#run(bytes: Uint8Array, length: number): Generator<Checked> {
    const kernel = this.#kernel;
    bytes.fill(0, length, length + PADDING);
    kernel.suspect = this.#batch !== undefined;
    let start = 0;
    do {
      start += kernel.run(bytes.subarray(start), length - start, true);
      const batch = kernel.output.take();
      if (batch !== undefined) yield this.#rebased(batch) as Checked;
      const problem = kernel.output.takeProblem();
      if (problem !== undefined) yield { ...problem, at: this.#placeOf(problem.at!.record!) };
    } while (kernel.stopped);
  }

  /** A batch of the kernel with the places that its tasks came from. */
  #rebased(batch: TaskBatch): TaskBatch {
    const { record } = batch.origin!;
    const places = Array.from({ length: batch.count }, (_, n) => this.#placeOf(record + n));
    const [{ file, line, record: first = 1 } = {}] = places;
    return {
      ...batch,
      origin: {
        ...(file !== undefined && { file }),
        record: first,
        ...(line !== undefined && { line }),
        places,
      },
    };
  }

  /** Where the kernel's record came from. */
  #placeOf(record: number): Position {
    const n = record - this.#given - 1;
    if (this.#batch === undefined) return this.#places[n]!;
    const { origin } = this.#batch;
    const own = origin?.places?.[n];
    if (own !== undefined) return { ...own, record: own.record ?? origin!.record + n };
    const file = origin?.file === undefined ? {} : { file: origin.file };
    const line = origin?.line === undefined ? {} : { line: origin.line + (origin.lines?.[n] ?? n) };
    return { ...file, record: (origin?.record ?? this.#record + 1) + n, ...line };
  }
}
