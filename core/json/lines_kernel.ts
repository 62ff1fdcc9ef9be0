import type { BatchWriter } from "../batch_writer.ts";
import type { Note, Position } from "../contract.ts";
import type { PartKernel, Passed, RecordPlace, Sharing, SharingKernel } from "../threads/part.ts";
import { LINE_END, lineFault, type LinePlace, locate, utf8Fault } from "./faults.ts";
import { type JsonKernelOptions, RecordOutput } from "./record_output.ts";
import { linesPart } from "./lines_part.ts";
import { BROKEN } from "./scanner.ts";

const NEWLINE = 10;

/** JSON Lines, one object a line, to tasks. A bad line ends at its line end; the next may be good. */
export class LinesKernel implements SharingKernel, PartKernel {
  stopped = false;
  suspect = false;
  offset = 0;
  readonly output: BatchWriter;
  readonly #recorder: RecordOutput;
  #line = 1;
  /** The white space that the line began with and that is no longer in the input. */
  #before = 0;
  #blank = 0;

  constructor(options: JsonKernelOptions) {
    this.#recorder = new RecordOutput(options, true);
    this.output = this.#recorder.writer;
  }

  /** Long, since it holds the loop over all records. */
  run(b: Uint8Array, length: number, atEnd: boolean): number {
    const output = this.#recorder;
    const { json } = output.scanner;
    const view = new DataView(b.buffer, b.byteOffset, b.byteLength);
    const offset = this.suspect ? this.offset : -1;
    let done = 0;
    let isFast = true;
    this.stopped = false;
    for (;;) {
      if (isFast) {
        done = this.#fastRecords(b, done, length);
        isFast = false;
      }
      const start = json.space(b, done);
      if (start >= length) {
        if (!atEnd) return this.#waitFrom(start, done);
        if (start > done || this.#before > 0) this.#blank++;
        return length;
      }
      if (b[start] === NEWLINE) {
        this.#blank++;
        this.#line++;
        this.#before = 0;
        done = start + 1;
        continue;
      }
      output.line = this.#line;
      json.brokeLine = false;
      let end = output.scanner.scan(b, view, start);
      const brokeLine = json.brokeLine;
      let next = end;
      if (end !== BROKEN) {
        next = json.space(b, end);
        if (b[next] !== NEWLINE && !(next >= length && atEnd)) end = json.broken(next, LINE_END);
      }
      if (end === BROKEN) {
        next = b.subarray(0, length).indexOf(NEWLINE, json.fault);
        if (next < 0) {
          if (!atEnd) return this.#waitFrom(start, done);
          next = length;
        }
        output.record++;
        output.checkSize(next - start);
        this.#reject(b, start, next, done);
        this.stopped = true;
      } else {
        output.record++;
        output.checkSize(next - start);
        const from = this.output.length;
        const outcome = output.write(b, start, end, brokeLine, offset);
        if (outcome === "full") {
          output.record--;
          this.stopped = true;
          return done;
        }
        if (outcome === "bad") {
          output.reject(b, start, end, this.#place(done), offset);
          this.stopped = true;
        } else isFast = output.learn(b, start, end, brokeLine, from);
      }
      this.#line++;
      this.#before = 0;
      done = Math.min(next + 1, length);
      if (this.stopped) return done;
    }
  }

  get checksUtf8(): boolean {
    return this.#recorder.checksUtf8;
  }

  get input(): Uint8Array<ArrayBuffer> | undefined {
    return this.#recorder.input;
  }

  place(): Position {
    return this.next();
  }

  next(): RecordPlace {
    return { record: this.#recorder.record + 1, line: this.#line };
  }

  share(): Sharing | undefined {
    const options = this.#recorder.sharedOptions;
    // White space that a line begins with is counted here.
    if (options === undefined || this.#before > 0) return undefined;
    return { options, part: () => linesPart(options) };
  }

  passed(): Passed | undefined {
    const passed = this.#recorder.passed(this.#line - 1);
    const blank = this.#blank;
    const isWhole = this.#before === 0;
    this.#line = 1;
    this.#blank = this.#before = 0;
    return isWhole && passed ? { ...passed, blank } : undefined;
  }

  absorb(passed: Passed): void {
    this.#recorder.absorb(passed, this.#line);
    this.#line += passed.lines;
    this.#blank += passed.blank ?? 0;
  }

  notes(): Note[] {
    const notes = this.#recorder.notes();
    return this.#blank === 0 ? notes : [{ note: "blank lines passed over", count: this.#blank }, ...notes];
  }

  /** Reads the lines that are as they should be. Returns where the first that may not be begins. */
  #fastRecords(b: Uint8Array, start: number, length: number): number {
    const fast = this.#recorder.run(b, { start, length, isElement: true }, this.#line);
    if (fast === undefined) return start;
    const { stop, memory } = fast;
    this.#line += memory.lines;
    this.#blank += memory.blank;
    this.#before = 0;
    return stop;
  }

  /** Gives back the line's white space up to `start`; the rest comes again, with more behind it. */
  #waitFrom(start: number, done: number): number {
    this.#before += start - done;
    return start;
  }

  #place(lineStart: number): LinePlace {
    return { line: this.#line, lineStart, before: this.#before };
  }

  /** Keeps why the line `b[start, end)`, which begins at `lineStart`, is no JSON. */
  #reject(b: Uint8Array, start: number, end: number, lineStart: number): void {
    const { fault, wanted } = this.#recorder.scanner.json;
    const utf8 = this.suspect ? utf8Fault(b, start, end, this.offset) : undefined;
    const found = utf8 ?? { ...lineFault(b, end, fault, wanted), at: fault };
    const at = locate(b, this.#place(lineStart), found.at);
    const raw = b.subarray(start, b[end - 1] === 13 ? end - 1 : end);
    this.#recorder.problem(raw, at, found);
  }
}
