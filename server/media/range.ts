/** A part of a file, in bytes: `length` of them from `start` on. */
export interface Slice {
  readonly start: number;
  readonly length: number;
}

/** What tells one state of a file from another. */
export interface Validators {
  /** A strong entity tag with its quotes. */
  readonly etag: string;
  /** Milliseconds since 1970; absent where the file system keeps no such time. */
  readonly modified: number | undefined;
}

/**
 * The one range that a `Range` header asks for of a file of `size` bytes, by RFC 9110, section 14. Nothing
 * where the whole file is the answer: no header, several ranges, another unit or bad syntax.
 */
export function rangeOf(header: string | null, size: number): Slice | "unsatisfiable" | undefined {
  const [, first, last] = header?.match(/^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i) ?? [];
  if (first === undefined || last === undefined || first + last === "") return undefined;
  if (first === "") return suffixOf(Number(last), size);
  const start = Number(first);
  const end = last === "" ? Infinity : Number(last);
  if (end < start) return undefined;
  if (start >= size) return "unsatisfiable";
  return { start, length: Math.min(end, size - 1) - start + 1 };
}

function suffixOf(count: number, size: number): Slice | "unsatisfiable" | undefined {
  if (count === 0) return "unsatisfiable";
  // The last bytes of nothing are satisfiable, but no Content-Range can say so: the whole file does.
  if (size === 0) return undefined;
  const length = Math.min(count, size);
  return { start: size - length, length };
}

/** Whether the client holds this state already (RFC 9110, section 13.2.2): `If-None-Match` goes first. */
export function isUnchanged(headers: Headers, { etag, modified }: Validators): boolean {
  const tags = headers.get("If-None-Match");
  if (tags !== null) {
    // The comparison is weak, so a tag that a proxy made weak still counts.
    return tags.trim() === "*" || [...tags.matchAll(/"[^"]*"/g)].some(([tag]) => tag === etag);
  }
  const since = timeOf(headers.get("If-Modified-Since"));
  return since !== undefined && modified !== undefined && wholeSeconds(modified) <= since;
}

/** Whether `Range` counts: there is no `If-Range`, or it names this very state. A weak tag never does. */
export function rangeCounts(headers: Headers, { etag, modified }: Validators): boolean {
  const value = headers.get("If-Range")?.trim();
  if (value === undefined || value === etag) return true;
  return modified !== undefined && timeOf(value) === wholeSeconds(modified);
}

/** An HTTP date in milliseconds. The two obsolete forms are taken for no date: that costs a full answer. */
function timeOf(date: string | null): number | undefined {
  if (date === null || !/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(date)) {
    return undefined;
  }
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : time;
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
