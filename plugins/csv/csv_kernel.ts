import {
  BatchWriter,
  CHUNK,
  escapeByte,
  isUtf8,
  looksLikeUrl,
  type Need,
  type Note,
  type PartKernel,
  type Passed,
  type Position,
  type RecordAlone,
  type RecordPlace,
  SAMPLE,
  type Sharing,
  type SharingKernel,
  tooLarge,
  Warnings,
  warnOfUrl,
} from "@labelport/core/kernels";
import { CellKeys } from "./cell_keys.ts";
import { FastRows } from "./fast_rows.ts";
import { type DialectFound, findDialect } from "./dialect.ts";
import type { CsvKernelOptions, TableBeginning } from "./kernel_options.ts";
import {
  aloneWith,
  checkCount,
  checkNeeds,
  columnNames,
  fetchedColumns,
  noText,
  nothingThere,
  renamedColumns,
  renameNotes,
} from "./header.ts";
import { rowFault } from "./row_fault.ts";
import { CR, LF, QUOTE, readRow, type Row } from "./row.ts";
import { tablePart } from "./table_part.ts";

/** Why the fast loop left a row. */
const Left = { done: 0, more: 1, fault: 2 } as const;

/** A CSV table to tasks, each cell a string with its own characters. */
export class CsvKernel implements SharingKernel, PartKernel {
  stopped = false;
  suspect = false;
  offset = 0;
  readonly #warnings = new Warnings();
  /** What a row needs to be read without the table. */
  #alone: RecordAlone = {};
  /** What the label config says of each column whose cells a browser is to fetch. */
  #fetched: readonly (Need | undefined)[] = [];
  readonly #options: CsvKernelOptions;
  readonly output: BatchWriter;
  #dialect: DialectFound | undefined;
  #names: readonly string[] = [];
  /** What stands before each cell: the end of the last one and the key, padded to whole words. */
  #keys = new CellKeys([]);
  /** The same rows, faster, where there is WebAssembly. */
  #fast: FastRows | undefined;
  #record = 0;
  #line = 1;
  #blank = 0;

  constructor(options: CsvKernelOptions) {
    this.#options = options;
    // Provenance is written by core, which then renames, too.
    this.output = new BatchWriter(8 * CHUNK, !options.rules.provenance);
    if (options.beginning !== undefined) this.#know(options.beginning);
  }

  run(bytes: Uint8Array, length: number, atEnd: boolean): number {
    this.stopped = false;
    let start = 0;
    if (this.#dialect === undefined) {
      if (length < SAMPLE && !atEnd) return 0;
      start = this.#begin(bytes, length, atEnd);
      if (start < 0) return 0;
    }
    if (this.#fast !== undefined) start = this.#fastRows(this.#fast, bytes, start, length);
    return this.#rows(bytes, start, length, atEnd);
  }

  /** Reads the rows that are as they should be. Returns where the first that may not be begins. */
  #fastRows(fast: FastRows, b: Uint8Array, start: number, length: number): number {
    const place = { record: this.#record + 1, line: this.#line };
    const stop = fast.run(b, { start, length }, this.output, place);
    this.#record += fast.memory.count;
    this.#line += fast.memory.lines;
    this.#blank += fast.memory.blank;
    return stop;
  }

  get checksUtf8(): boolean {
    return this.#fast !== undefined;
  }

  place(): Position {
    return this.next();
  }

  next(): RecordPlace {
    return { record: this.#record + 1, line: this.#line };
  }

  notes(): Note[] {
    const { rules } = this.#options;
    // With provenance core renames, and tells it.
    const notes = rules.provenance ? [] : renameNotes(this.#names, rules, this.#record);
    notes.push(...this.#warnings.notes());
    if (this.#blank > 0) notes.unshift({ note: "blank lines passed over", count: this.#blank });
    if (this.#record === 0) notes.push({ note: "the table has a header and no rows" });
    return notes;
  }

  /** Finds the dialect and the columns. The position of the first row, or -1 where the header goes on. */
  #begin(b: Uint8Array, length: number, atEnd: boolean): number {
    const { fileName, delimiter, header, rules } = this.#options;
    const sample = b.subarray(0, Math.min(length, SAMPLE));
    const dialect = findDialect(sample, { whole: atEnd && length <= SAMPLE, fileName, delimiter });
    let start = 0;
    while (start < length && (b[start] === LF || b[start] === CR)) {
      const size = b[start] === CR && b[start + 1] === LF ? 2 : 1;
      start += size;
      this.#line++;
      this.#blank++;
    }
    if (start >= length && atEnd) throw nothingThere();
    const row = readRow(b, start, { length, atEnd, dialect });
    if (row === undefined) {
      if (sample.includes(0)) throw noText();
      this.#line = 1;
      this.#blank = 0;
      return -1;
    }
    checkCount(row, this.#line);
    const names = header
      ? columnNames(b, row, this.#line)
      : Array.from({ length: row.count }, (_, n) => `column${n + 1}`);
    this.#alone = aloneWith(names, dialect, header ? b.subarray(start, row.end) : undefined);
    const renamed = renamedColumns(names, rules, this.#line);
    checkNeeds(renamed, rules, this.#line);
    this.#know({ dialect, names, renamed });
    if (!header) return start;
    this.#line += 1 + row.lines;
    return row.next;
  }

  /** Makes ready what all rows need. */
  #know({ dialect, names, renamed }: TableBeginning): void {
    const { rules } = this.#options;
    this.#names = names;
    this.#keys = new CellKeys(rules.provenance ? names : renamed);
    // With provenance core looks at the values, too.
    if (!rules.provenance) this.#fetched = fetchedColumns(renamed, rules);
    this.#dialect = dialect;
    this.output.columns = renamed;
    this.#fast = this.#fastFor(dialect);
  }

  share(): Sharing | undefined {
    const dialect = this.#dialect;
    // With provenance core makes the tasks anew; lone carriage returns are too rare to be worth it.
    if (dialect === undefined || dialect.lineEnd !== LF || this.#options.rules.provenance) return undefined;
    const beginning = { dialect, names: this.#names, renamed: this.output.columns };
    const options: CsvKernelOptions = { ...this.#options, beginning, wasm: this.#fast !== undefined };
    return { options, part: () => tablePart(options) };
  }

  get input(): Uint8Array<ArrayBuffer> | undefined {
    return this.#fast?.memory.input;
  }

  /** 1 where `b[start, end)` holds an odd number of quotes, else 0. */
  quoteParity(b: Uint8Array, start: number, end: number): number {
    if (b.buffer === this.input?.buffer) return this.#fast!.quoteParity(b, start, end);
    let parity = 0;
    for (let i = b.indexOf(QUOTE, start); i >= 0 && i < end; i = b.indexOf(QUOTE, i + 1)) parity ^= 1;
    return parity;
  }

  passed(): Passed {
    const passed = {
      records: this.#record,
      lines: this.#line - 1,
      blank: this.#blank,
      warnings: this.#warnings.take(),
    };
    this.#record = this.#blank = 0;
    this.#line = 1;
    return passed;
  }

  absorb({ records, lines, blank = 0, warnings = [] }: Passed): void {
    this.#warnings.absorb(warnings, this.next());
    this.#record += records;
    this.#line += lines;
    this.#blank += blank;
  }

  /** What is faster, where it reads this table: cells that a browser is to fetch are looked at one by one. */
  #fastFor({ delimiter, lineEnd }: DialectFound): FastRows | undefined {
    const { wasm = typeof WebAssembly === "object", maxRecord } = this.#options;
    if (!wasm || lineEnd !== LF || this.#fetched.some((need) => need !== undefined)) return undefined;
    return new FastRows(this.#keys, { delimiter, maxRecord });
  }

  /**
   * The loop over all rows: a function of this length, since its state lives in locals and four bytes are
   * looked at and copied at a time. `stop` has its lowest set bit at the first byte that needs a look.
   */
  #rows(b: Uint8Array, start: number, length: number, atEnd: boolean): number {
    const { delimiter, lineEnd } = this.#dialect!;
    const view = new DataView(b.buffer, b.byteOffset, b.byteLength);
    const writer = this.output;
    const { words: keys, lengths: keyLengths, size: keysSize } = this.#keys;
    const columns = keys.length;
    const fetched = this.#fetched;
    const delimiters = delimiter * 0x01010101;
    const maxRecord = this.#options.maxRecord;
    for (let i = start; i < length;) {
      const rowStart = i;
      if (columns > 1 && (b[i] === LF || b[i] === CR)) {
        const size = b[i] === lineEnd ? 1 : b[i + 1] === LF ? 2 : 0;
        if (size === 0 && i + 1 >= length && !atEnd) return rowStart;
        if (size > 0) {
          this.#blank++;
          this.#line++;
          i += size;
          continue;
        }
      }
      // Every input byte may become six (\u001f), and each cell brings its key.
      if (!writer.fits(6 * (length - i) + keysSize + 64)) {
        this.stopped = true;
        return rowStart;
      }
      const out = writer.bytes;
      const outView = writer.view;
      let op = writer.length;
      let lines = 0;
      let column = 0;
      let oddColumn = -1;
      let left: number = Left.done;
      cells: for (;;) {
        if (column === columns) {
          left = Left.fault;
          break;
        }
        const key = keys[column]!;
        for (let k = 0, words = key.length; k < words; k++) outView.setInt32(op + 4 * k, key[k]!, true);
        if (fetched[column] !== undefined && !looksLikeUrl(b, b[i] === QUOTE ? i + 1 : i)) oddColumn = column;
        op += keyLengths[column++]!;
        if (b[i] === QUOTE) {
          i++;
          for (;;) {
            const x = view.getInt32(i, true);
            outView.setInt32(op, x, true);
            const stop =
              ((x - 0x20202020) | ((x ^ 0x22222222) - 0x01010101) | ((x ^ 0x5c5c5c5c) - 0x01010101)) & ~x &
              0x80808080;
            if (stop === 0) {
              i += 4;
              op += 4;
              continue;
            }
            const skip = (31 - Math.clz32(stop & -stop)) >> 3;
            i += skip;
            op += skip;
            const c = b[i]!;
            if (i >= length) {
              left = atEnd ? Left.fault : Left.more;
              break cells;
            }
            if (c === QUOTE) {
              if (i + 1 >= length && !atEnd) {
                left = Left.more;
                break cells;
              }
              if (b[++i] !== QUOTE) break;
            } else if (c === 0) {
              left = Left.fault;
              break cells;
            } else if (c === lineEnd) lines++;
            op = escapeByte(out, op, c);
            i++;
          }
        } else {
          for (;;) {
            const x = view.getInt32(i, true);
            outView.setInt32(op, x, true);
            const stop =
              ((x - 0x20202020) | ((x ^ 0x22222222) - 0x01010101) | ((x ^ 0x5c5c5c5c) - 0x01010101) |
                ((x ^ delimiters) - 0x01010101)) & ~x & 0x80808080;
            if (stop === 0) {
              i += 4;
              op += 4;
              continue;
            }
            const skip = (31 - Math.clz32(stop & -stop)) >> 3;
            i += skip;
            op += skip;
            const c = b[i]!;
            if (c === delimiter || c === lineEnd) break;
            if (i >= length) {
              if (!atEnd) left = Left.more;
              break;
            }
            if (c === CR && (b[i + 1] === lineEnd || i + 1 >= length)) {
              if (i + 1 >= length && !atEnd) left = Left.more;
              break;
            }
            if (c === 0) {
              left = Left.fault;
              break cells;
            }
            op = escapeByte(out, op, c);
            i++;
          }
        }
        if (left !== Left.done) break;
        if (b[i] !== delimiter || i >= length) break;
        i++;
      }
      const c = b[i];
      let next = i + 1;
      if (left === Left.done) {
        if (i >= length) {
          next = length;
          if (!atEnd) left = Left.more;
          else if (column !== columns) left = Left.fault;
        } else if (column !== columns) left = Left.fault;
        else if (c !== lineEnd) {
          // After a closing quote anything may stand: only a line end is right.
          if (c === CR && i + 1 >= length) left = atEnd ? Left.done : Left.more;
          else if (c === CR && b[i + 1] === lineEnd) next = i + 2;
          else left = Left.fault;
        }
      }
      if (left === Left.more) return rowStart;
      if (left === Left.done && this.suspect && !isUtf8(b.subarray(rowStart, i))) left = Left.fault;
      if (left === Left.fault) {
        const row = readRow(b, rowStart, { length, atEnd, dialect: this.#dialect! });
        if (row === undefined) return rowStart;
        this.#reject(b, rowStart, row);
        this.stopped = true;
        return row.next;
      }
      if (i - rowStart > maxRecord) throw tooLarge(this.place(), maxRecord);
      outView.setInt32(op, 0x0a7d7d22, true); // "}}\n
      writer.end(op + 4, ++this.#record, this.#line);
      if (oddColumn >= 0) warnOfUrl(this.#warnings, this.#fetched[oddColumn]!, this.#record, this.#line);
      this.#line += 1 + lines;
      i = next;
    }
    return length;
  }

  /** Keeps why a row cannot be a task. */
  #reject(b: Uint8Array, start: number, row: Row): void {
    const { maxRecord } = this.#options;
    if (row.end - start > maxRecord) throw tooLarge(this.place(), maxRecord);
    this.#record++;
    const raw = b.subarray(start, row.end);
    const at: Position = { record: this.#record, line: this.#line };
    this.#line += 1 + row.lines;
    const place = { start, line: at.line!, offset: this.offset };
    const fault = rowFault(b, row, place, { names: this.#names, header: this.#options.header });
    this.output.problem = { code: "csv", ...fault, at, raw, alone: this.#alone };
  }
}
