/** How a table is written. Bytes. */
export interface Dialect {
  readonly delimiter: number;
  /** 10, or 13 in a file that ends its rows with carriage returns alone. */
  readonly lineEnd: number;
}

export const QUOTE = 34;
export const LF = 10;
export const CR = 13;

/** So many cells of a row are told apart, and so many columns a table may have. */
export const MAX_CELLS = 2 ** 17;

/** One row, read for people: for headers, for detection and for rows that something is wrong with. */
export interface Row {
  /** Where each cell stands, quotes included: start, end, start, end … */
  readonly cells: readonly number[];
  /** How many there are: of those past `MAX_CELLS` nothing else is known. */
  readonly count: number;
  /** Where its line end begins, and where the next row does. */
  readonly end: number;
  readonly next: number;
  /** Line ends within quoted cells. */
  readonly lines: number;
  /** The cell, from 0, that has text after its closing quote, or -1. */
  readonly textAfterQuote: number;
  /** Where the quote stands that is not closed, or -1. */
  readonly openQuote: number;
  /** The line of that quote, counted from the row's. */
  readonly openQuoteLine: number;
}

/**
 * Reads the row that begins at `start`, whatever is wrong with it. Nothing where it does not end in
 * `b[0, length)` and more input may follow.
 */
export function readRow(
  b: Uint8Array,
  start: number,
  options: { readonly length: number; readonly atEnd: boolean; readonly dialect: Dialect },
): Row | undefined {
  const { length, atEnd, dialect: { delimiter, lineEnd } } = options;
  const cells: number[] = [];
  let count = 0;
  let lines = 0;
  let textAfterQuote = -1;
  let i = start;
  for (;;) {
    const cell = i;
    if (b[i] === QUOTE && i < length) {
      const openQuoteLine = lines;
      for (i++;; i++) {
        if (i >= length) {
          if (!atEnd) return undefined;
          if (count++ < MAX_CELLS) cells.push(cell, length);
          return {
            cells,
            count,
            end: length,
            next: length,
            lines,
            textAfterQuote,
            openQuote: cell,
            openQuoteLine,
          };
        }
        if (b[i] === lineEnd) lines++;
        if (b[i] !== QUOTE) continue;
        if (i + 1 >= length && !atEnd) return undefined;
        if (i + 1 >= length || b[i + 1] !== QUOTE) break;
        i++;
      }
      i++;
    }
    const after = i;
    while (i < length && b[i] !== delimiter && !isLineEnd(b, i, length, lineEnd)) i++;
    if (b[cell] === QUOTE && i > after && textAfterQuote < 0) textAfterQuote = count;
    if (i >= length && !atEnd) return undefined;
    // A carriage return that stands last may be half of a line end.
    if (b[i] === CR && i + 1 >= length && !atEnd) return undefined;
    if (count++ < MAX_CELLS) cells.push(cell, i);
    if (i < length && b[i] === delimiter) {
      i++;
      continue;
    }
    const next = i >= length ? length : b[i] === CR && lineEnd === LF ? Math.min(i + 2, length) : i + 1;
    return { cells, count, end: i, next, lines, textAfterQuote, openQuote: -1, openQuoteLine: 0 };
  }
}

function isLineEnd(b: Uint8Array, i: number, length: number, lineEnd: number): boolean {
  const c = b[i];
  if (c === lineEnd) return true;
  return c === CR && (i + 1 >= length || b[i + 1] === lineEnd);
}

/** The text of a cell of a row, without its quotes. The bytes are UTF-8. */
export function cellText(b: Uint8Array, row: Row, n: number): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    b.subarray(row.cells[2 * n], row.cells[2 * n + 1]),
  );
  return text.startsWith('"')
    ? text.slice(1, text.endsWith('"') ? -1 : undefined).replaceAll('""', '"')
    : text;
}
