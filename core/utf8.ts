let native: ((bytes: Uint8Array) => boolean) | undefined;

/** Whether bytes are UTF-8, and whole. */
export function isUtf8(bytes: Uint8Array): boolean {
  // Loaded when it is needed: a thread whose kernel checks UTF-8 itself begins 15 ms earlier without it.
  native ??= process.getBuiltinModule("node:buffer").isUtf8;
  return native(bytes);
}

/**
 * Knows, of the bytes that a kernel has before it, up to where they hold something that is no UTF-8.
 * A whole chunk is checked at once, which is fast; only a chunk that fails is looked at record by record.
 */
export class Utf8Window {
  #checked = 0;
  #badEnd = 0;

  /** New bytes up to `length`. A character that is cut there is checked with the next. */
  extend(bytes: Uint8Array, length: number, atEnd: boolean): void {
    const end = atEnd ? length : wholeCharacters(bytes, length);
    if (end <= this.#checked) return;
    if (!isUtf8(bytes.subarray(this.#checked, end))) this.#badEnd = end;
    this.#checked = end;
  }

  /** Whether bytes from `start` on may be no UTF-8. */
  suspect(start: number): boolean {
    return start < this.#badEnd;
  }

  /** The first `count` bytes are gone. */
  drop(count: number): void {
    this.#checked = Math.max(0, this.#checked - count);
    this.#badEnd = Math.max(0, this.#badEnd - count);
  }
}

/** The greatest end at or before `length` that does not cut a character. */
function wholeCharacters(bytes: Uint8Array, length: number): number {
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back]!;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? length - back : length;
  }
  return length;
}

/** Where the first byte stands that is no UTF-8, or -1. */
export function invalidAt(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return -1;
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i]!;
    const size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (size > 1 && !(i + size <= bytes.length && isUtf8(bytes.subarray(i, i + size)))) return i;
    i += size;
  }
  return -1;
}

/** How many characters (code points) stand in `bytes[start, end)`, which is UTF-8. */
export function countCharacters(bytes: Uint8Array, start: number, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let following = 0;
  let i = start;
  // Four bytes at a time: 1 in each byte that goes on a character (10xxxxxx), summed up byte by byte.
  while (i + 4 <= end) {
    let sums = 0;
    for (const stop = Math.min(end - 3, i + 4 * 255); i < stop; i += 4) {
      const x = view.getInt32(i);
      sums += (x >>> 7) & (~x >>> 6) & 0x01010101;
    }
    following += (sums & 255) + ((sums >>> 8) & 255) + ((sums >>> 16) & 255) + (sums >>> 24);
  }
  for (; i < end; i++) if ((bytes[i]! & 0xc0) === 0x80) following++;
  return end - start - following;
}

const encoder = new TextEncoder();

/** A string as UTF-8. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** UTF-8 as a string; what is no UTF-8 becomes U+FFFD, so this is for messages and for checked bytes. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
