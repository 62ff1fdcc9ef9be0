import { countCharacters, decode, invalidAt } from "../utf8.ts";
import { LITERAL } from "./scanner.ts";

/** What is wrong at a place in JSON, for people. */
export interface JsonFault {
  readonly message: string;
  readonly hint?: string;
}

/** Why a record is no task: where in the input, what, and what would be right. */
export interface TaskFault {
  readonly at: number;
  readonly message: string;
  readonly hint: string;
  readonly code?: string;
}

/** Words and signs that other languages write, and what JSON wants for them. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/^(NaN|nan|-?Infinity|-?inf)\b/, "JSON has no such number: write null or a string"],
  [/^(None|undefined|nil|NULL|Null)\b/, "write null"],
  [/^(True|TRUE)\b/, "write true"],
  [/^(False|FALSE)\b/, "write false"],
  [/^['‘’“”]/, 'write strings in double quotes: "…"'],
  [/^(\/\/|\/\*|#)/, "JSON has no comments: take them out"],
  [/^\+/, "write the number without +"],
  [/^\./, "write the number with a digit before the point: 0.5"],
];

/** What the grammar of JSON Lines wants after a record. */
export const LINE_END = "the end of the line";

/** No fault is told from more bytes than this, its own place first. */
export const FAULT_BYTES = 16;

/** The hint for `,]` and `,}`. */
export const TRAILING_COMMA = "take away the comma before it";

/** Says what stands at `at`, where the grammar wants something else. */
export function grammarFault(b: Uint8Array, length: number, at: number, wanted: string): JsonFault {
  if (wanted.startsWith("at most")) {
    return {
      message: `nested deeper than ${wanted.slice("at most ".length)}`,
      hint: "flatten the data, or store it as a string",
    };
  }
  const found = foundAt(b, length, at);
  const message = `expected ${wanted}, found ${found}`;
  const hint = hintFor(b, length, at, wanted);
  return hint === undefined ? { message } : { message, hint };
}

/** The same for a line of JSON Lines that ends at `end`. */
export function lineFault(b: Uint8Array, end: number, at: number, wanted: string): JsonFault {
  const isCut = b[end] === 10 && (at === end || (at === end - 1 && b[at] === 13));
  const fault = grammarFault(b, isCut ? end + 1 : end, at, wanted);
  if (wanted === LINE_END) return { ...fault, hint: "JSON Lines is one object a line" };
  if (!isCut || isInString(wanted)) return fault;
  const hint = "JSON Lines is one object a line; a JSON document is read with --input-format json";
  return { ...fault, hint };
}

function hintFor(b: Uint8Array, length: number, at: number, wanted: string): string | undefined {
  if (at >= length) return "the end is missing: was the file cut off?";
  const c = b[at]!;
  if (isInString(wanted)) {
    return c === 10 || c === 13
      ? "write a line break in a string as \\n"
      : `write it as \\u00${c.toString(16).padStart(2, "0")}`;
  }
  if (b[at - 1] === 48 && c >= 48 && c <= 57) return "take the leading zero away";
  const word = wanted === LITERAL ? wordStart(b, at) : at;
  const text = decode(b.subarray(word, Math.min(at + FAULT_BYTES, length)));
  for (const [sign, hint] of FOREIGN) if (sign.test(text)) return hint;
  if (c === 93 || c === 125) {
    let before = at - 1;
    while (before > 0 && b[before]! <= 32) before--;
    if (b[before] === 44) return TRAILING_COMMA;
  }
  if (wanted === "a name in double quotes") return "write names in double quotes";
  return undefined;
}

/** Whether a string was not closed before what was found. */
function isInString(wanted: string): boolean {
  return wanted.startsWith("the closing");
}

function wordStart(b: Uint8Array, at: number): number {
  while (b[at - 1]! >= 97 && b[at - 1]! <= 122) at--;
  return at;
}

function foundAt(b: Uint8Array, length: number, at: number): string {
  if (at >= length) return "the end";
  const c = b[at]!;
  if (c === 10 || c === 13) return "a line break";
  if (c === 9) return "a tab";
  if (c < 32 || c === 127) {
    return `the control character U+00${c.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return JSON.stringify([...decode(b.subarray(at, Math.min(at + 4, length)))][0]);
}

/** The fault of a record with bytes that are no UTF-8, or nothing. `offset` is where `b[0]` stands in the file. */
export function utf8Fault(
  b: Uint8Array,
  start: number,
  end: number,
  offset: number,
): (JsonFault & { readonly at: number; readonly code: "encoding" }) | undefined {
  const bad = invalidAt(b.subarray(start, end));
  if (bad < 0) return undefined;
  const at = start + bad;
  const byte = b[at]!.toString(16).toUpperCase().padStart(2, "0");
  return {
    at,
    code: "encoding",
    message: `byte 0x${byte} at offset ${offset + at} is no UTF-8`,
    hint: "save it as UTF-8, or name its encoding with --encoding",
  };
}

/** Where a line begins: its number, its first byte in the input, and its characters before that. */
export interface LinePlace {
  readonly line: number;
  readonly lineStart: number;
  readonly before: number;
}

/** Line and column of `at`, which stands on the line of `place` or on a later one. */
export function locate(b: Uint8Array, place: LinePlace, at: number): { line: number; column: number } {
  let { line, lineStart, before } = place;
  for (let i = lineStart; i < at; i++) {
    if (b[i] !== 10) continue;
    line++;
    lineStart = i + 1;
    before = 0;
  }
  return { line, column: before + countCharacters(b, lineStart, at) + 1 };
}
