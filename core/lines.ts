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
  // Of the line that has not ended yet.
  let parts: Bytes[] = [];
  let size = 0;
  const place = { line: 1, offset: 0 };
  for await (const chunk of file.stream()) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    size += end === 0 ? chunk.length : chunk.indexOf(NEWLINE);
    if (size > maxRecord) throw tooLarge({ line: place.line }, maxRecord);
    if (end > 0) {
      yield* split(await joined([...parts, chunk.subarray(0, end)]), place);
      parts = [];
      size = chunk.length - end;
    }
    if (end < chunk.length) parts.push(chunk.subarray(end));
  }
  yield* split(await joined(parts), place);
}

/** The lines of bytes that end with a line; `place` is where they begin, and goes along. */
function* split(bytes: Bytes, place: { line: number; offset: number }): Generator<string> {
  const bad = invalidAt(bytes);
  const end = bad < 0 ? bytes.length : bytes.lastIndexOf(NEWLINE, bad) + 1;
  const isFirst = place.offset === 0;
  const pieces = decode(bytes.subarray(0, end)).split("\n");
  // After the last line end there is nothing.
  if (pieces.at(-1) === "") pieces.pop();
  for (let i = 0; i < pieces.length; i++) {
    const line = pieces[i]!;
    place.line++;
    const from = isFirst && i === 0 && line.startsWith("\uFEFF") ? 1 : 0;
    yield line.slice(from, line.endsWith("\r") ? -1 : undefined);
  }
  if (bad >= 0) {
    const byte = bytes[bad]!.toString(16).toUpperCase().padStart(2, "0");
    const offset = place.offset + bad;
    throw new InputError(`byte 0x${byte} at offset ${offset} is no UTF-8`, {
      at: { line: place.line, offset },
      hint: "save the file as UTF-8",
    });
  }
  place.offset += bytes.length;
}

async function joined(parts: readonly Bytes[]): Promise<Bytes> {
  return parts.length === 1 ? parts[0]! : new Uint8Array(await new Blob([...parts]).arrayBuffer());
}
