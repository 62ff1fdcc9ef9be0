import { BatchWriter } from "../batch_writer.ts";
import type { Note, Position, TaskRules } from "../contract.ts";
import { CHUNK, tooLarge } from "../kernel.ts";
import { encode } from "../utf8.ts";
import { type LinePlace, locate, utf8Fault } from "./faults.ts";
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
}

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

  constructor(options: JsonKernelOptions, oneLine: boolean) {
    this.scanner = new RecordScanner(options.rules, { oneLine });
    this.#normalizer = new Normalizer(this.scanner, this.writer, options.rules);
    this.#options = options;
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

  notes(): Note[] {
    return this.#normalizer.notes();
  }
}
