import { BOM_SIZE, hasBom, joined } from "./bytes.ts";
import type { FileSource } from "./contract.ts";
import { MAX_RECORD } from "./import_tasks.ts";
import { tooLarge } from "./kernel.ts";
import { InputError } from "./problem.ts";
import { decode, invalidAt } from "./utf8.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const NEWLINE = 10;

/**
 * The lines of a UTF-8 file without their ends (`\n` or `\r\n`), as strings: for formats that are written for
 * the reader rather than for speed. A byte order mark is passed over. Throws `InputError`, with the line,
 * where the bytes are no UTF-8 and where a line is larger than `maxRecord` bytes (64 MiB unless set; a
 * format's context may be passed as it is).
 *
 * @example
 * ```ts
 * import { lines } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const file = new File(["first\r\nsecond\n\nlast"], "lines.txt");
 * assert.deepEqual(await Array.fromAsync(lines(file)), ["first", "second", "", "last"]);
 * ```
 */
export async function* lines(
  file: FileSource,
  { maxRecord = MAX_RECORD }: { readonly maxRecord?: number } = {},
): AsyncGenerator<string> {
  const place: Place = { line: 1, offset: 0, maxRecord };
  // Of the line that has not ended yet.
  let parts: Bytes[] = [];
  let size = 0;
  for await (const chunk of file.stream()) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      yield* wholeLines(joined([...parts, chunk.subarray(0, end)]), place);
      parts = [];
      size = 0;
    }
    if (end < chunk.length) parts.push(chunk.subarray(end));
    size += chunk.length - end;
    if (size > maxRecord) throw tooLarge({ line: place.line }, maxRecord);
  }
  yield* wholeLines(joined(parts), place);
}

/** Where bytes begin in their file. */
interface Place {
  line: number;
  offset: number;
  readonly maxRecord: number;
}

/** The lines of bytes that end with a line, up to the first that is wrong. `place` goes along. */
function* wholeLines(bytes: Bytes, place: Place): Generator<string> {
  const bad = invalidAt(bytes);
  const large = largeLineAt(bytes, place.maxRecord);
  const badLine = bad < 0 ? bytes.length : bytes.subarray(0, bad).lastIndexOf(NEWLINE) + 1;
  const begin = place.offset === 0 && hasBom(bytes) ? BOM_SIZE : 0;
  const pieces = decode(bytes.subarray(begin, Math.min(badLine, large))).split("\n");
  // After the last line end there is nothing.
  if (pieces.at(-1) === "") pieces.pop();
  for (const piece of pieces) {
    place.line++;
    yield piece.endsWith("\r") ? piece.slice(0, -1) : piece;
  }
  if (large < bytes.length && large <= badLine) throw tooLarge({ line: place.line }, place.maxRecord);
  if (bad >= 0) {
    const byte = bytes[bad]!.toString(16).toUpperCase().padStart(2, "0");
    const at = { line: place.line, offset: place.offset + bad };
    const hint = "save it as UTF-8, or name its encoding with --encoding";
    throw new InputError(`byte 0x${byte} at offset ${at.offset} is no UTF-8`, { at, hint });
  }
  place.offset += bytes.length;
}

/** Where the first line of more than `maxRecord` bytes begins; the end of the bytes if there is none. */
function largeLineAt(bytes: Bytes, maxRecord: number): number {
  if (bytes.length <= maxRecord) return bytes.length;
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    if (end - start > maxRecord) return start;
    start = end + 1;
  }
  return bytes.length;
}
