import { BatchWriter } from "../batch_writer.ts";
import type { Note, Position, TaskRules } from "../contract.ts";
import { CHUNK, tooLarge } from "../kernel.ts";
import type { Passed } from "../threads/part.ts";
import { countCharacters, encode } from "../utf8.ts";
import { FastRecords, isFast } from "./fast_records.ts";
import { type LinePlace, locate, utf8Fault } from "./faults.ts";
import type { LearnedSteps } from "./step_table.ts";
import { Normalizer } from "./normalizer.ts";
import { RecordScanner } from "./record_scanner.ts";
import { pointerTo } from "./walk.ts";

/** What both JSON kernels are told. */
export interface JsonKernelOptions {
  readonly rules: TaskRules;
  /** In bytes. */
  readonly maxRecord: number;
  /** What `meta.source` is to say of a record, where provenance is wanted. */
  readonly sourceOf?: (record: number, line: number) => Position;
  /** False: without WebAssembly, as where there is none; true: with it, however little there is to read. */
  readonly wasm?: boolean;
  /** What a kernel that has read before it has learned. */
  readonly learned?: LearnedSteps | undefined;
  /** It begins with an element, within an array that has begun elsewhere. */
  readonly isPart?: boolean;
}

/** What is read with less than this before it is hardly worth making WebAssembly ready. In bytes. */
const MUCH = 1 << 15;

/** What the two JSON kernels share: from a record that has been scanned to a task or a problem. */
export class RecordOutput {
  readonly scanner: RecordScanner;
  /** The number and the line of the record begun last. */
  record = 0;
  line = 1;
  /** The tasks, and the problem, as the kernel's user takes them. */
  readonly writer = new BatchWriter(2 * CHUNK, true);
  readonly #normalizer: Normalizer;
  readonly #options: JsonKernelOptions;
  /** The same, faster, where there is WebAssembly and enough to read. */
  #fast: FastRecords | undefined;
  readonly #mayBeFast: boolean;
  readonly #oneLine: boolean;

  constructor(options: JsonKernelOptions, oneLine: boolean) {
    this.scanner = new RecordScanner(options.rules, { oneLine });
    this.#normalizer = new Normalizer(this.scanner, this.writer, options.rules);
    this.#options = options;
    this.#oneLine = oneLine;
    this.#mayBeFast = options.wasm !== false && isFast(options.rules, this.scanner.needs);
    if (this.#mayBeFast && options.wasm) this.#fast = this.#newFast();
  }

  /** Whether bytes are checked to be UTF-8 where they are read. */
  get checksUtf8(): boolean {
    return this.#fast !== undefined;
  }

  /**
   * Reads those records of `b[start, length)` that are as they should be. Returns what has been passed, if there
   * is anything. `line`: that of the first; `isElement`: an array's comma has been read.
   */
  run(
    b: Uint8Array,
    range: { readonly start: number; readonly length: number; readonly isElement: boolean },
    line: number,
  ): FastRecords | undefined {
    if (this.#fast === undefined && (!this.#mayBeFast || range.length < MUCH)) return undefined;
    const fast = this.#fast ??= this.#newFast();
    fast.run(b, range, this.writer, { record: this.record + 1, line, drop: this.#drop });
    this.record += fast.memory.count;
    return fast.stop > range.start ? fast : undefined;
  }

  #newFast(): FastRecords {
    const { rules, maxRecord, learned } = this.#options;
    return new FastRecords(rules, this.scanner.needs, { oneLine: this.#oneLine, maxRecord, learned });
  }

  /** How many characters stand in `b[start, end)`, which has just been read. */
  countCharacters(b: Uint8Array, start: number, end: number): number {
    return this.#fast?.countCharacters(b, start, end) ?? countCharacters(b, start, end);
  }

  readonly #drop = (name: string, times: number) => this.#normalizer.drop(name, times);

  /**
   * Shows the record `b[start, end)`, whose task has been written from `from` on, to what is faster. Returns
   * whether that is to read the next ones.
   */
  learn(b: Uint8Array, start: number, end: number, brokeLine: boolean, from: number): boolean {
    if (this.#fast === undefined) return false;
    const { bytes, length } = this.writer;
    return this.#fast.learn(b, { start, end, brokeLine }, bytes.subarray(from, length - 1));
  }

  /**
   * Writes the record `b[start, end)`, or says that the output is full, or the record bad.
   * `offset`: where `b[0]` stands in a file whose bytes may be no UTF-8, else -1.
   */
  write(
    b: Uint8Array,
    start: number,
    end: number,
    brokeLine: boolean,
    offset: number,
  ): "written" | "full" | "bad" {
    const { rules, sourceOf } = this.#options;
    this.checkSize(end - start);
    if (offset >= 0 && utf8Fault(b, start, end, offset) !== undefined) return "bad";
    const source = rules.provenance && sourceOf !== undefined
      ? encode(JSON.stringify(sourceOf(this.record, this.line)))
      : undefined;
    const outcome = this.#normalizer.write(b, start, end, brokeLine, this, source);
    if (outcome === "written") this.writer.end(this.writer.length, this.record, this.line);
    return outcome;
  }

  /** Keeps why the record `b[start, end)` is bad. */
  reject(b: Uint8Array, start: number, end: number, place: LinePlace, offset: number): void {
    const utf8 = offset >= 0 ? utf8Fault(b, start, end, offset) : undefined;
    const fault = utf8 ?? this.#normalizer.fault;
    const path = utf8 === undefined ? pointerTo(b, start, fault.at) : "";
    const pointer = path === "" ? {} : { pointer: path };
    this.problem(b.subarray(start, end), { ...locate(b, place, fault.at), ...pointer }, fault);
  }

  /** Keeps a problem of the record begun last. */
  problem(
    raw: Uint8Array,
    at: Position,
    fault: { readonly message: string; readonly hint?: string | undefined; readonly code?: string },
  ): void {
    const hint = fault.hint === undefined ? {} : { hint: fault.hint };
    const { message: error, code = "json" } = fault;
    this.writer.problem = { error, ...hint, code, at: { record: this.record, ...at }, raw };
  }

  /** Throws where the record begun last, of which `size` bytes have been read, is past the limit. */
  checkSize(size: number): void {
    const { maxRecord } = this.#options;
    if (size > maxRecord) throw tooLarge({ record: this.record, line: this.line }, maxRecord);
  }

  get input(): Uint8Array<ArrayBuffer> | undefined {
    return this.#fast?.memory.input;
  }

  /** What a thread needs to read parts; undefined where this one has to read alone. */
  get sharedOptions(): JsonKernelOptions | undefined {
    const { rules, maxRecord } = this.#options;
    // With provenance each task names its record, which a part does not know.
    return rules.provenance
      ? undefined
      : { rules, maxRecord, wasm: this.#mayBeFast, learned: this.#fast?.learned };
  }

  /** What has been passed, which is forgotten; undefined where it cannot be told. `lines`: ends of lines. */
  passed(lines: number): Passed | undefined {
    const told = this.#normalizer.take();
    const records = this.record;
    this.record = 0;
    return told && { ...told, records, lines };
  }

  /** Goes on behind what another has passed. `line`: in which that begins. */
  absorb(passed: Passed, line: number): void {
    this.#normalizer.absorb(passed, { record: this.record + 1, line });
    this.record += passed.records;
  }

  notes(): Note[] {
    return this.#normalizer.notes();
  }
}
