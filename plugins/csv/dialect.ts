import { CR, type Dialect, LF, readRow } from "./row.ts";

/** What separates cells, by the words that stand for it. */
export const DELIMITERS = { comma: ",", tab: "\t", semicolon: ";", pipe: "|" } as const;
export type DelimiterName = keyof typeof DELIMITERS;

/** So many rows are looked at. */
const ROWS = 100;

/** A dialect, and what speaks for it. */
export interface DialectFound extends Dialect {
  readonly name: DelimiterName;
  /** Cells of the first row. */
  readonly columns: number;
  /** Rows looked at, blank ones not counted. */
  readonly rows: number;
  /** Those of them that have as many cells as the first. */
  readonly even: number;
}

/** A delimiter as `--delimiter` may name it, or nothing. */
export function delimiterName(text: string): DelimiterName | undefined {
  for (const [name, sign] of Object.entries(DELIMITERS)) {
    if (text === name || text === sign || (text === "\\t" && sign === "\t")) return name as DelimiterName;
  }
  return undefined;
}

/**
 * Finds out how a table is written from its beginning: the delimiter is the one that gives most rows as many
 * cells as the header has, at least two; the file's name breaks a tie, then the comma comes first.
 */
export function findDialect(
  head: Uint8Array,
  options: {
    readonly whole: boolean;
    readonly fileName: string;
    readonly delimiter?: DelimiterName | undefined;
  },
): DialectFound {
  const lineEnd = head.includes(LF) || !head.includes(CR) ? LF : CR;
  const names = options.delimiter === undefined
    ? Object.keys(DELIMITERS) as DelimiterName[]
    : [options.delimiter];
  const found = names.map((name) => judge(head, { name, lineEnd, whole: options.whole }));
  const byName = /\.tsv$/i.test(options.fileName) ? "tab" : "comma";
  const score = ({ columns, rows, even, name }: DialectFound) =>
    (columns > 1 ? 2 + 8 * even / rows : 0) + (name === byName ? 1 / 16 : 0);
  return found.toSorted((a, b) => score(b) - score(a) || b.columns - a.columns)[0]!;
}

function judge(
  head: Uint8Array,
  { name, lineEnd, whole }: {
    readonly name: DelimiterName;
    readonly lineEnd: number;
    readonly whole: boolean;
  },
): DialectFound {
  const dialect = { delimiter: DELIMITERS[name].charCodeAt(0), lineEnd };
  let columns = 1;
  let rows = 0;
  let even = 0;
  for (let at = 0; at < head.length && rows < ROWS;) {
    const row = readRow(head, at, { length: head.length, atEnd: whole, dialect }) ??
      // A first row longer than the head still tells how it is written.
      (rows === 0 ? readRow(head, at, { length: head.length, atEnd: true, dialect }) : undefined);
    if (row === undefined) break;
    const isBlank = row.end === at;
    at = row.next;
    if (isBlank) continue;
    if (rows++ === 0) columns = row.count;
    if (row.count === columns) even++;
  }
  return { ...dialect, name, columns, rows: Math.max(rows, 1), even: rows === 0 ? 1 : even };
}

/** What was found, for people: "3 columns separated by semicolons in the first 2 rows". */
export function dialectText({ name, columns, rows, even }: DialectFound): string {
  if (columns === 1) return `one column in the first ${rows === 1 ? "row" : `${rows} rows`}`;
  const signs = { comma: "commas", tab: "tabs", semicolon: "semicolons", pipe: "pipes" }[name];
  const where = even === rows
    ? `the first ${rows === 1 ? "row" : `${rows} rows`}`
    : `${even} of the first ${rows} rows`;
  return `${columns} columns separated by ${signs} in ${where}`;
}
