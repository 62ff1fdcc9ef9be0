import type { BatchWriter } from "../batch_writer.ts";
import type { Note, Position } from "../contract.ts";
import { InputError } from "../problem.ts";
import type { PartKernel, Passed, RecordPlace, Sharing, SharingKernel } from "../threads/part.ts";
import { documentPart, separatorAt } from "./document_part.ts";
import { FAULT_BYTES, grammarFault, type LinePlace, locate, TRAILING_COMMA, utf8Fault } from "./faults.ts";
import { type JsonKernelOptions, RecordOutput } from "./record_output.ts";
import { BROKEN, type JsonScanner } from "./scanner.ts";
import { kindOf } from "./walk.ts";

const NEWLINE = 10;

/** What may come next in the document; from `elementOrEnd` on it may be a record. */
const State = { start: 0, commaOrEnd: 1, end: 2, elementOrEnd: 3, element: 4, object: 5 } as const;

/**
 * A JSON document, one object or one array of objects, to tasks: element by element, so that an array of any
 * size needs no more memory than its largest element.
 */
export class DocumentKernel implements SharingKernel, PartKernel {
  stopped = false;
  suspect = false;
  offset = 0;
  readonly output: BatchWriter;
  readonly #recorder: RecordOutput;
  readonly #json: JsonScanner;
  #state: number;

  constructor(options: JsonKernelOptions) {
    this.#state = options.isPart ? State.element : State.start;
    this.#recorder = new RecordOutput(options, false);
    this.output = this.#recorder.writer;
    this.#json = this.#recorder.scanner.json;
  }

  run(bytes: Uint8Array, length: number, atEnd: boolean): number {
    const json = this.#json;
    const done = this.#records(bytes, length, atEnd);
    // Of a line that goes on into the next input, the characters that have been are counted.
    if (json.lineStart < done) {
      json.before += this.#recorder.countCharacters(bytes, json.lineStart, done);
      json.lineStart = 0;
    } else json.lineStart -= done;
    return done;
  }

  get checksUtf8(): boolean {
    return this.#recorder.checksUtf8;
  }

  place(): Position {
    return { record: this.#recorder.record + 1, line: this.#recorder.line };
  }

  get input(): Uint8Array<ArrayBuffer> | undefined {
    return this.#recorder.input;
  }

  next(): RecordPlace {
    return { record: this.#recorder.record + 1, line: this.#json.line };
  }

  share(b: Uint8Array, start: number, length: number): Sharing | undefined {
    if (this.#state !== State.element) return undefined;
    const own = this.#recorder.sharedOptions;
    const between = separatorAt(b, start, length);
    if (own === undefined || between === undefined) return undefined;
    const options = { ...own, ...between };
    return { options, part: () => documentPart(options) };
  }

  passed(): Passed | undefined {
    const json = this.#json;
    const passed = this.#recorder.passed(json.line - 1);
    const { before } = json;
    const isWhole = this.#state === State.element && json.lineStart === 0;
    json.line = 1;
    json.lineStart = json.before = 0;
    this.#state = State.element;
    return isWhole && passed ? { ...passed, before } : undefined;
  }

  absorb(passed: Passed): void {
    const json = this.#json;
    this.#recorder.absorb(passed, json.line);
    json.before = (passed.lines > 0 ? 0 : json.before) + passed.before!;
    json.line += passed.lines;
    this.#recorder.line = json.line;
  }

  notes(): Note[] {
    return this.#recorder.notes();
  }

  /** Long, since it holds the loop over all records: state in locals, no call but those that do the work. */
  #records(b: Uint8Array, length: number, atEnd: boolean): number {
    const json = this.#json;
    const output = this.#recorder;
    const view = new DataView(b.buffer, b.byteOffset, b.byteLength);
    let done = 0;
    let isFast = true;
    this.stopped = false;
    for (;;) {
      if (isFast && this.#state !== State.start) {
        done = this.#fastRecords(b, done, length);
        isFast = false;
      }
      const start = json.space(b, done);
      if (start >= length) {
        if (atEnd) this.#checkEnd(b, length);
        return length;
      }
      const next = afterSign(this.#state, b[start]!);
      if (next >= 0) {
        this.#state = next;
        done = start + 1;
        continue;
      }
      if (this.#state === State.start && b[start] === 123) this.#state = State.object;
      if (this.#state < State.elementOrEnd) {
        if (start + FAULT_BYTES > length && !atEnd) return start;
        throw this.#misplaced(b, length, start);
      }

      const { line, lineStart, before } = json;
      json.brokeLine = false;
      const end = output.scanner.scan(b, view, start);
      const isMore = !atEnd && (end === BROKEN ? json.fault + FAULT_BYTES > length : end === length);
      output.record++;
      output.line = line;
      if (end === BROKEN && !isMore) throw this.#broken(b, length, start, { line, lineStart, before });
      const offset = this.suspect ? this.offset : -1;
      const from = this.output.length;
      const outcome = isMore ? "full" : output.write(b, start, end, json.brokeLine, offset);
      if (outcome === "full") {
        // This record is scanned again, with more input or with an empty output.
        output.record--;
        json.line = line;
        json.lineStart = lineStart;
        json.before = before;
        this.stopped = !isMore;
        return start;
      }
      done = end;
      this.#state = this.#state === State.object ? State.end : State.commaOrEnd;
      if (outcome === "bad") {
        output.reject(b, start, end, { line, lineStart, before }, offset);
        this.stopped = true;
        return done;
      }
      isFast = output.learn(b, start, end, json.brokeLine, from);
    }
  }

  /** Reads the records that are as they should be. Returns where what may not be begins. */
  #fastRecords(b: Uint8Array, start: number, length: number): number {
    if (this.#state === State.end || this.#state === State.object) return start;
    const json = this.#json;
    const isElement = this.#state !== State.commaOrEnd;
    const fast = this.#recorder.run(b, { start, length, isElement }, json.line);
    if (fast === undefined) return start;
    const { stop, memory } = fast;
    if (memory.count > 0 || !isElement) this.#state = fast.isElement ? State.element : State.commaOrEnd;
    if (memory.lines > 0) {
      json.line += memory.lines;
      json.lineStart = b.lastIndexOf(NEWLINE, stop - 1) + 1;
      json.before = 0;
    }
    return stop;
  }

  /** The error for what stands between the records at `i`, which is not what must stand there. */
  #misplaced(b: Uint8Array, length: number, i: number): InputError {
    const at = locate(b, this.#json, i);
    if (this.#state === State.start) {
      const isValue = b[i] === 34 || b[i] === 45 || (b[i]! >= 48 && b[i]! <= 57);
      const what = isValue ? `the document is ${kindOf(b[i]!)}` : "this is no JSON object or array";
      return new InputError(what, { at, code: "json", hint: WHAT_TO_WRITE });
    }
    const isEnd = this.#state === State.end;
    const fault = this.#utf8Fault(b, i, i, length) ??
      grammarFault(b, length, i, isEnd ? "the end of the document" : '"," or "]"');
    if (!isEnd) {
      return new InputError(fault.message, {
        at: { record: this.#recorder.record, ...at },
        code: "json",
        hint: fault.hint,
      });
    }
    const hint = b[i] === 123 ? "one object a line is JSON Lines: --input-format jsonl" : "take it away";
    return new InputError(fault.message, { at, hint, code: "json" });
  }

  /** The error for the record at `start`, in which the grammar is broken. */
  #broken(b: Uint8Array, length: number, start: number, place: LinePlace): InputError {
    const { fault, wanted } = this.#json;
    this.#recorder.checkSize(fault - start);
    const found = this.#utf8Fault(b, start, fault, length) ??
      { ...grammarFault(b, length, fault, wanted), at: fault };
    const at = { record: this.#recorder.record, ...locate(b, place, found.at) };
    const isTrailing = this.#state === State.element && fault === start && b[fault] === 93;
    const code = "code" in found ? found.code : "json";
    return new InputError(found.message, { at, code, hint: isTrailing ? TRAILING_COMMA : found.hint });
  }

  /** Whether bytes up to the character at `fault` are no UTF-8: then that is what is wrong. */
  #utf8Fault(b: Uint8Array, start: number, fault: number, length: number): ReturnType<typeof utf8Fault> {
    if (!this.suspect || fault >= length) return undefined;
    const size = b[fault]! < 0xc0 ? 1 : b[fault]! >= 0xf0 ? 4 : b[fault]! >= 0xe0 ? 3 : 2;
    return utf8Fault(b, start, Math.min(fault + size, length), this.offset);
  }

  #checkEnd(b: Uint8Array, length: number): void {
    if (this.#state === State.end) return;
    const at = locate(b, this.#json, length);
    if (this.#state === State.start) {
      throw new InputError("there is nothing in it", { at, code: "json", hint: WHAT_TO_WRITE });
    }
    const wanted = this.#state === State.element ? "a value" : '"]"';
    throw new InputError(`expected ${wanted}, found the end`, {
      at,
      code: "json",
      hint: "the end is missing: was the file cut off?",
    });
  }
}

const WHAT_TO_WRITE = "write one task object, or an array of them";

/** The state after a sign between the records, or -1 where the byte is none that may stand there. */
function afterSign(state: number, byte: number): number {
  if (byte === 44 && state === State.commaOrEnd) return State.element;
  if (byte === 93 && (state === State.commaOrEnd || state === State.elementOrEnd)) return State.end;
  if (byte === 91 && state === State.start) return State.elementOrEnd;
  return -1;
}
