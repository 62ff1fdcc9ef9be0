import { skipSpace, skipValue, stringAt } from "./walk.ts";

const QUOTE = 34;

/**
 * Whether the text at `i` begins as a URL does: with a scheme, or with a slash. A path without one is taken by a
 * browser for a page of Label Studio's own.
 */
export function looksLikeUrl(b: Uint8Array, i: number): boolean {
  if (b[i] === 47 || (b[i] === 92 && b[i + 1] === 47)) return true;
  for (let n = 0; n < 24; n++) {
    const c = b[i + n]!;
    if (c === 58) return n > 1;
    const isLetter = (c | 32) >= 97 && (c | 32) <= 122;
    const isOther = (c >= 48 && c <= 57) || c === 43 || c === 45 || c === 46;
    if (!isLetter && !isOther) return false;
  }
  return false;
}

/** Whether the string whose text begins at `i` holds base64, line ends left out. */
export function isBase64(b: Uint8Array, i: number): boolean {
  let count = 0;
  let padding = 0;
  for (let c = b[i]!; c !== QUOTE; c = b[++i]!) {
    if (c === 92) {
      // Escaped are a slash or white space.
      const escaped = b[++i]!;
      if (escaped === 47) count++;
      else if (escaped !== 110 && escaped !== 114 && escaped !== 116) return false;
      continue;
    }
    const isDigit = (c | 32) >= 97 && (c | 32) <= 122 || c >= 48 && c <= 57 || c === 43 || c === 47;
    if (c === 61) padding++;
    else if (padding > 0 || !(isDigit || c === 32)) return false;
    if (c !== 32) count++;
  }
  return padding <= 2 && (padding === 0 ? count % 4 !== 1 : count % 4 === 0);
}

/** The parts of a key behind its first: `b` and `0` of `a.b[0]`. A part of `{{…}}` stands for any. */
export function innerParts(key: string): string[] {
  return [...key.matchAll(/\.([^.[\]]+)|\[([^\]]*)\]/g)].map(([, name, index]) => name ?? index!);
}

/** Where the value lies that `path` leads to from the value at `i`, or -1. */
export function valueAt(b: Uint8Array, i: number, path: readonly (string | number)[]): number {
  for (const part of path) {
    i = skipSpace(b, i);
    const isObject = b[i] === 123;
    if (!isObject && b[i] !== 91) return -1;
    const wanted = String(part).startsWith("{{") ? "0" : String(part);
    i = isObject ? memberAt(b, i, wanted) : elementAt(b, i, wanted);
    if (i < 0) return -1;
  }
  return i;
}

function memberAt(b: Uint8Array, i: number, name: string): number {
  i = skipSpace(b, i + 1);
  while (b[i] !== 125) {
    const found = stringAt(b, i) === name;
    const value = skipSpace(b, skipSpace(b, skipValue(b, i)) + 1);
    if (found) return value;
    i = skipSpace(b, skipValue(b, value));
    if (b[i] === 44) i = skipSpace(b, i + 1);
  }
  return -1;
}

function elementAt(b: Uint8Array, i: number, index: string): number {
  i = skipSpace(b, i + 1);
  for (let n = 0; b[i] !== 93; n++) {
    if (String(n) === index) return i;
    i = skipSpace(b, skipValue(b, i));
    if (b[i] === 44) i = skipSpace(b, i + 1);
  }
  return -1;
}
