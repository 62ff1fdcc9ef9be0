import { invalidAt } from "@labelport/core/kernels";
import type { Row } from "./row.ts";

/** Says why a row cannot be a task: what is wrong, and what would be right. */
export function rowFault(
  b: Uint8Array,
  row: Row,
  place: { readonly start: number; readonly line: number; readonly offset: number },
  columns: { readonly names: readonly string[]; readonly header: boolean },
): { readonly error: string; readonly hint: string; readonly code?: "encoding" } {
  const cells = row.count;
  const name = (n: number) => JSON.stringify(columns.names[n] ?? `column${n + 1}`);
  if (row.openQuote >= 0) {
    const error = `column ${name(cells - 1)} opens a quote in line ${
      place.line + row.openQuoteLine
    } that is not closed`;
    return { error, hint: 'close it, or double a quote that is text: ""' };
  }
  if (row.textAfterQuote >= 0) {
    const error = `column ${name(row.textAfterQuote)} has text after its closing quote`;
    return { error, hint: 'double the quotes inside a quoted cell: ""' };
  }
  const wanted = columns.names.length;
  if (cells !== wanted) {
    const what = columns.header ? "header" : "first row";
    const error = `${counted(cells, "cell")}, but the ${what} has ${counted(wanted, "column")}`;
    const isLong = cells > wanted;
    return {
      error,
      hint: isLong ? "quote a cell that holds the delimiter" : "give each column a cell, empty or not",
    };
  }
  const raw = b.subarray(place.start, row.end);
  const nul = raw.indexOf(0);
  const at = nul >= 0 ? nul : invalidAt(raw);
  const column = row.cells.findIndex((edge, k) => k % 2 === 1 && edge >= place.start + at) >> 1;
  const byte = raw[at]!.toString(16).toUpperCase().padStart(2, "0");
  const what = nul >= 0 ? "a NUL byte" : `byte 0x${byte}, which is no UTF-8`;
  const error = `column ${name(column)} holds ${what}, at offset ${place.offset + place.start + at}`;
  return {
    error,
    ...(nul < 0 && { code: "encoding" }),
    hint: nul >= 0 ? "is this file text?" : "save it as UTF-8, or name its encoding with --encoding",
  };
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
