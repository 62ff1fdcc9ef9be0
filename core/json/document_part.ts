import type { Part } from "../threads/part.ts";
import { DocumentKernel } from "./document_kernel.ts";
import type { JsonKernelOptions } from "./record_output.ts";

/** What it takes to read parts of an array. */
export interface DocumentPartOptions extends JsonKernelOptions {
  /** What stands between two records: the end of one, a comma, and the beginning of the next with its first key. */
  readonly separator: Uint8Array;
  /** Where in it the record begins. */
  readonly begin: number;
}

const QUOTE = 34;
const COMMA = 44;
const OPEN = 123;
const CLOSE = 125;

/**
 * Reads parts of an array of objects. Where a record begins is guessed: where the same stands that stood between the
 * first records. Arrays within records may look like that, too; then a part does not end where the next begins.
 */
export function documentPart(options: DocumentPartOptions): Part {
  const { separator, begin } = options;
  const boundary = (b: Uint8Array, start: number, end: number): number => {
    for (
      let i = b.indexOf(CLOSE, start);
      i >= 0 && i + separator.length <= end;
      i = b.indexOf(CLOSE, i + 1)
    ) {
      let k = 1;
      while (k < separator.length && b[i + k] === separator[k]) k++;
      if (k === separator.length) return i + begin;
    }
    return -1;
  };
  return { kernel: new DocumentKernel({ ...options, isPart: true }), boundary };
}

/** What stands between the records at `start`, where one begins; undefined where `b[0, length)` does not tell. */
export function separatorAt(
  b: Uint8Array,
  start: number,
  length: number,
): Pick<DocumentPartOptions, "separator" | "begin"> | undefined {
  const end = spaceBefore(b, start);
  const close = spaceBefore(b, end - 1);
  if (b[start] !== OPEN || b[end - 1] !== COMMA || b[close - 1] !== CLOSE) return undefined;
  let i = start + 1;
  while (i < length && b[i]! <= 32) i++;
  if (b[i] !== QUOTE) return undefined;
  do i += b[i] === 92 ? 2 : 1; while (i < length && b[i] !== QUOTE);
  if (i >= length) return undefined;
  return { separator: b.slice(close - 1, i + 1), begin: start - close + 1 };
}

/** Where the white space before `i` begins. */
function spaceBefore(b: Uint8Array, i: number): number {
  while (i > 0 && b[i - 1]! <= 32) i--;
  return i;
}
