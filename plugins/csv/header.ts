import {
  decode,
  InputError,
  isUtf8,
  kindBit,
  kindFault,
  missingFault,
  type Need,
  needsOf,
  type Note,
  type RecordAlone,
  renameNote,
  type TaskRules,
} from "@labelport/core/kernels";
import { DELIMITERS, type DialectFound } from "./dialect.ts";
import { cellText, MAX_CELLS, QUOTE, type Row } from "./row.ts";

/** The names of the columns. Throws `InputError` where they cannot be the keys of a task. */
export function columnNames(b: Uint8Array, row: Row, line: number): string[] {
  const at = { line };
  if (row.openQuote >= 0) {
    throw new InputError("a quote in the header is not closed", {
      at,
      code: "csv",
      hint: 'close it, or double it: ""',
    });
  }
  const bytes = b.subarray(row.cells[0], row.end);
  if (bytes.includes(0)) {
    throw new InputError("the header holds NUL bytes: this is no text", { at, code: "csv" });
  }
  if (!isUtf8(bytes)) {
    throw new InputError("the header is no UTF-8", {
      at,
      code: "encoding",
      hint: "save it as UTF-8, or name its encoding with --encoding",
    });
  }
  const names = Array.from({ length: row.count }, (_, n) => cellText(b, row, n));
  if (row.textAfterQuote >= 0) {
    const message = `column ${row.textAfterQuote + 1} of the header has text after its closing quote`;
    throw new InputError(message, { at, code: "csv", hint: 'double the quotes inside a quoted name: ""' });
  }
  checkNames(names, at);
  return names;
}

function checkNames(names: readonly string[], at: { readonly line: number }): void {
  const hint = "name each column once, or read without a header: --no-header";
  const empty = names.flatMap((name, n) => name === "" ? [n + 1] : []);
  if (empty.length > 0) {
    const which = empty.length === 1 ? `column ${empty[0]} has` : `columns ${list(empty)} have`;
    throw new InputError(`${which} no name`, { at, hint, code: "csv" });
  }
  const places = new Map<string, number[]>();
  for (const [n, name] of names.entries()) places.set(name, [...places.get(name) ?? [], n + 1]);
  const doubled = [...places].filter(([, numbers]) => numbers.length > 1);
  if (doubled.length > 0) {
    const which = doubled.slice(0, 5).map(([name, numbers]) =>
      `${JSON.stringify(name)} (columns ${list(numbers)})`
    );
    throw new InputError(`the header has one name for several columns: ${which.join("; ")}`, {
      at,
      hint,
      code: "csv",
    });
  }
}

/** The names as the tasks have them. Throws `InputError` where two become one. */
export function renamedColumns(names: readonly string[], { map }: TaskRules, line: number): string[] {
  const renames = new Map(map);
  const renamed = names.map((name) => renames.get(name) ?? name);
  if (new Set(renamed).size < renamed.length) {
    const twice = renamed.find((name, n) => renamed.indexOf(name) !== n);
    throw new InputError(`${JSON.stringify(twice)} is there twice once --map has renamed`, {
      at: { line },
      code: "csv",
      hint: "choose a free name, or rename the other column too",
    });
  }
  return renamed;
}

/** What is to be told of renames: how many tasks each has changed. */
export function renameNotes(names: readonly string[], { map }: TaskRules, tasks: number): Note[] {
  return map.map((rename) => renameNote(rename, names.includes(rename[0]) ? tasks : 0));
}

/** Refuses a table whose columns do not bring what the label config needs. Cells are strings. */
export function checkNeeds(names: readonly string[], { needs = [] }: TaskRules, line: number): void {
  for (const need of needsOf(needs)) {
    const isString = kindBit(QUOTE);
    const isThere = need.names.some((name) => names.includes(name));
    if (isThere && (need.kinds & isString) !== 0) continue;
    const { message, hint } = isThere
      ? kindFault(need, "a string", isString)
      : missingFault(need, names, "there is no column");
    throw new InputError(message, { at: { line }, hint, code: "label-config" });
  }
}

/** The error for a table without a header. */
export function nothingThere(): InputError {
  return new InputError("there is nothing in it", {
    at: { line: 1 },
    code: "csv",
    hint: "a table begins with its column names",
  });
}

/** The error for a header that no text editor wrote. */
export function noText(): InputError {
  return new InputError("the header holds NUL bytes: this is no text", { at: { line: 1 }, code: "csv" });
}

/** What a row needs to be read without its table: the header, and how cells are separated. */
export function aloneWith(names: readonly string[], dialect: DialectFound, header?: Uint8Array): RecordAlone {
  const text = header === undefined ? names.join(DELIMITERS[dialect.name]) : decode(header);
  return { before: `${text}\n`, options: { delimiter: dialect.name, header: true } };
}

/** Refuses a table of more columns than a task has keys. */
export function checkCount({ count }: Row, line: number): void {
  if (count <= MAX_CELLS) return;
  throw new InputError(`the table has ${count} columns, and at most ${MAX_CELLS} are read`, {
    at: { line },
    code: "csv",
    hint: "leave columns out, or look for a missing line end",
  });
}

/** What the label config says of each column whose cells a browser is to fetch. */
export function fetchedColumns(names: readonly string[], { needs = [] }: TaskRules): (Need | undefined)[] {
  const fetched = needsOf(needs).filter(({ isFetched }) => isFetched);
  return names.map((name) => fetched.find((need) => need.names.includes(name)));
}

function list(numbers: readonly number[]): string {
  const shown = numbers.length > 10 ? [...numbers.slice(0, 10), "…"] : numbers;
  return shown.length === 2 ? `${shown[0]} and ${shown[1]}` : shown.join(", ");
}
