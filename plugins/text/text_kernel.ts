import {
  BatchWriter,
  CHUNK,
  encode,
  escapeByte,
  InputError,
  invalidAt,
  lineBoundary,
  type Note,
  type Part,
  type PartKernel,
  type Passed,
  type Position,
  type RecordPlace,
  renameNote,
  type Sharing,
  type SharingKernel,
  type TaskRules,
  tooLarge,
} from "@labelport/core/kernels";
import { FastLines } from "./fast_lines.ts";

/** What the kernel is told. */
export interface TextKernelOptions {
  /** The key of `data` that a line fills. */
  readonly key: string;
  readonly keepBlank: boolean;
  readonly rules: TaskRules;
  /** In bytes. */
  readonly maxRecord: number;
  /** False: without WebAssembly, as where there is none. */
  readonly wasm?: boolean;
}

const LF = 10;
const CR = 13;

/** Where more bytes than these are left, the line may be all of them: that is found out before any is written. */
const LONG = 4 * CHUNK;

/** Text to tasks, each line a string with its own characters. */
export class TextKernel implements SharingKernel, PartKernel {
  stopped = false;
  suspect = false;
  offset = 0;
  readonly #options: TextKernelOptions;
  readonly output: BatchWriter;
  readonly #prefix: Uint8Array;
  /** The same lines, faster, where there is WebAssembly. */
  readonly #fast: FastLines | undefined;
  #record = 0;
  #line = 1;
  #blank = 0;

  constructor(options: TextKernelOptions) {
    const { key, rules: { map, provenance } } = options;
    this.#options = options;
    // Provenance is written by core, which then renames, too.
    this.output = new BatchWriter(8 * CHUNK, !provenance);
    const renamed = provenance ? undefined : map.find(([old]) => old === key)?.[1];
    this.output.columns = [renamed ?? key];
    this.#prefix = encode(`{"data":{${JSON.stringify(renamed ?? key)}:"`);
    const { wasm = typeof WebAssembly === "object" } = options;
    if (wasm) this.#fast = new FastLines(this.#prefix, options);
  }

  /** Long, since it holds the loop over all lines: four bytes are looked at and copied at a time. */
  run(b: Uint8Array, length: number, atEnd: boolean): number {
    const view = new DataView(b.buffer, b.byteOffset, b.byteLength);
    const writer = this.output;
    const prefix = this.#prefix;
    const { keepBlank, maxRecord } = this.#options;
    this.stopped = false;
    for (let i = this.#fastLines(b, length); i < length;) {
      const start = i;
      if (length - i > LONG && !atEnd && !hasLineEnd(b, i, length)) return start;
      if (!writer.fits(6 * (length - i) + prefix.length + 64)) {
        this.stopped = true;
        return start;
      }
      const out = writer.bytes;
      const outView = writer.view;
      let op = writer.length;
      for (let k = 0; k < prefix.length; k++) out[op++] = prefix[k]!;
      let hasNul = false;
      for (;;) {
        const x = view.getInt32(i, true);
        outView.setInt32(op, x, true);
        // Its lowest set bit is that of the first control character, quote or back slash.
        const stop = ((x - 0x20202020) | ((x ^ 0x22222222) - 0x01010101) | ((x ^ 0x5c5c5c5c) - 0x01010101)) &
          ~x &
          0x80808080;
        if (stop === 0) {
          i += 4;
          op += 4;
          continue;
        }
        const skip = (31 - Math.clz32(stop & -stop)) >> 3;
        i += skip;
        op += skip;
        if (i >= length) break;
        const c = b[i]!;
        if (c === LF) break;
        if (c === CR && (b[i + 1] === LF || i + 1 >= length)) break;
        if (c === 0) hasNul = true;
        op = escapeByte(out, op, c);
        i++;
      }
      const isReturn = i < length && b[i] === CR;
      if (!atEnd && (i >= length || (isReturn && i + 1 >= length))) return start;
      const end = i;
      if (i < length) i += isReturn && i + 1 < length ? 2 : 1;
      const line = this.#line++;
      if (end === start && !keepBlank) {
        this.#blank++;
        continue;
      }
      this.#record++;
      const size = end - start;
      if (size > maxRecord) throw tooLarge({ record: this.#record, line }, maxRecord);
      if (hasNul || (this.suspect && invalidAt(b.subarray(start, end)) >= 0)) {
        this.#reject(b.subarray(start, end), { start, line, hasNul });
        this.stopped = true;
        return i;
      }
      outView.setInt32(op, 0x0a7d7d22, true); // "}}\n
      writer.end(op + 4, this.#record, line);
    }
    return length;
  }

  /** Reads the lines that are as they should be. Returns where the first that may not be begins. */
  #fastLines(b: Uint8Array, length: number): number {
    if (this.#fast === undefined) return 0;
    const place = { record: this.#record + 1, line: this.#line };
    const stop = this.#fast.run(b, length, this.output, place);
    const { count, lines, blank } = this.#fast.memory;
    this.#record += count;
    this.#line += lines;
    this.#blank += blank;
    return stop;
  }

  get checksUtf8(): boolean {
    return this.#fast !== undefined;
  }

  share(): Sharing | undefined {
    // With provenance core makes the tasks anew.
    if (this.#options.rules.provenance) return undefined;
    const options: TextKernelOptions = { ...this.#options, wasm: this.#fast !== undefined };
    return { options, part: () => textPart(options) };
  }

  get input(): Uint8Array<ArrayBuffer> | undefined {
    return this.#fast?.memory.input;
  }

  passed(): Passed {
    const passed = { records: this.#record, lines: this.#line - 1, blank: this.#blank };
    this.#record = this.#blank = 0;
    this.#line = 1;
    return passed;
  }

  absorb({ records, lines, blank = 0 }: Passed): void {
    this.#record += records;
    this.#line += lines;
    this.#blank += blank;
  }

  place(): Position {
    return this.next();
  }

  next(): RecordPlace {
    return { record: this.#record + 1, line: this.#line };
  }

  notes(): Note[] {
    const { key, rules: { map, provenance } } = this.#options;
    const notes = provenance
      ? []
      : map.map((rename): Note => renameNote(rename, rename[0] === key ? this.#record : 0));
    if (this.#blank > 0) notes.unshift({ note: "blank lines passed over", count: this.#blank });
    return notes;
  }

  #reject(
    raw: Uint8Array,
    { start, line, hasNul }: { readonly start: number; readonly line: number; readonly hasNul: boolean },
  ): void {
    const at = { record: this.#record, line };
    if (hasNul && this.#record === 1) {
      throw new InputError("the first line holds a NUL byte", {
        at,
        hint: "this is no text; choose another format",
      });
    }
    const bad = hasNul ? raw.indexOf(0) : invalidAt(raw);
    const offset = this.offset + start + bad;
    const what = hasNul ? "a NUL byte" : `byte 0x${raw[bad]!.toString(16).toUpperCase()}, which is no UTF-8`;
    const hint = hasNul ? "is this file text?" : "save it as UTF-8, or name its encoding with --encoding";
    this.output.problem = {
      error: `the line holds ${what}, at offset ${offset}`,
      hint,
      ...(!hasNul && { code: "encoding" }),
      at: { ...at, offset },
      raw,
    };
  }
}

/** Reads parts of a text. */
export function textPart(options: TextKernelOptions): Part {
  return { kernel: new TextKernel(options), boundary: lineBoundary };
}

function hasLineEnd(b: Uint8Array, start: number, length: number): boolean {
  const end = b.indexOf(LF, start);
  return end >= 0 && end < length;
}
