/**
 * Values of JSON after RFC 8259. Each returns the position after the value, or 0 where it is none. Zeros follow
 * the input, which fit nowhere. What is written as it stands there is not written value by value, but as a whole.
 */
import { known, stopsFrom } from "./stops";

/** Objects and arrays within each other, as in the TypeScript kernel. */
const MAX_DEPTH: u32 = 512;
const STACK = memory.data(512);

/** How far the input has been written or left out, and where the output goes on. */
let read: usize = 0;
export let written: usize = 0;
/** Whether what was no string may be one, if more were known. */
export let isShort: bool = false;

// @ts-ignore: a decorator of AssemblyScript's
@inline
export function forgetShort(): void {
  isShort = false;
}

/** Goes on writing at `to` what stands from `from` on. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function writeAt(to: usize, from: usize): void {
  written = to;
  read = from;
}

/** Twice the line feeds that it passed, and 1 for any line break. */
export let within: u32 = 0;

/** A string, whose first quote stands at `i`. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function text(i: usize): usize {
  if (i < known) {
    i++;
    while (true) {
      let stops = stopsFrom(i);
      while (stops == 0) {
        i += 57;
        stops = stopsFrom(i);
      }
      i += <usize> ctz(stops);
      if (load<u8>(i) != 92) break;
      const length = escape(i);
      if (length == 0 || i >= known) break;
      i += length;
    }
    if (load<u8>(i) == 34) return i + 1;
  }
  isShort = i >= known;
  return 0;
}

/** The length of the escape at `i`, or 0 where it is none. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
function escape(i: usize): usize {
  const e = <u32> load<u8>(i, 1);
  if (e != 117) return isEscape(e) ? 2 : 0;
  const isRight = isHex(load<u8>(i, 2)) && isHex(load<u8>(i, 3)) && isHex(load<u8>(i, 4)) && isHex(load<u8>(i, 5));
  return isRight ? 6 : 0;
}

// @ts-ignore: a decorator of AssemblyScript's
@inline
function isHex(c: u32): bool {
  return c - 48 < 10 || (c | 32) - 97 < 6;
}

/** Whether it may stand behind a back slash: one of "\/bfnrt. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
function isEscape(e: u32): bool {
  if (e == 34 || e == 92 || e == 47) return true;
  return e - 98 < 19 && ((1 << (e - 98)) & 0x51011) != 0;
}

/** The position after digits. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
function digits(i: usize): usize {
  while (true) {
    const v = i8x16.sub(v128.load(i), i8x16.splat(48));
    const mask = i8x16.bitmask(i8x16.gt_u(v, i8x16.splat(9)));
    if (mask != 0) return i + ctz(mask);
    i += 16;
  }
  return 0;
}

/** A number, true, false or null. */
export function scalar(i: usize): usize {
  let c = <u32> load<u8>(i);
  if (c != 45 && c - 48 > 9) {
    const word = load<u32>(i);
    if (word == 0x65757274 || word == 0x6c6c756e) return i + 4;
    return word == 0x736c6166 && load<u8>(i, 4) == 101 ? i + 5 : 0;
  }
  if (c == 45) c = load<u8>(++i);
  let end = digits(i);
  if (end == i || (c == 48 && end > i + 1)) return 0;
  i = end;
  c = load<u8>(i);
  if (c == 46) {
    end = digits(++i);
    if (end == i) return 0;
    i = end;
    c = load<u8>(i);
  }
  if ((c | 32) == 101) {
    c = load<u8>(++i);
    if (c == 43 || c == 45) i++;
    end = digits(i);
    if (end == i) return 0;
    i = end;
  }
  return i;
}

/** Writes what has been read before `i` and is written as it is. */
export function writeTo(i: usize): void {
  let from = read, to = written;
  written = to + (i - from);
  read = i;
  for (; from < i; from += 64, to += 64) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    v128.store(to, v128.load(from, 32), 32);
    v128.store(to, v128.load(from, 48), 48);
  }
}

// @ts-ignore: a decorator of AssemblyScript's
@inline
function space(i: usize, goes: bool, oneLine: bool): usize {
  if (load<u8>(i) > 32) return i;
  if (!goes && load<u8>(i) == 32 && load<u8>(i, 1) > 32) return i + 1;
  return longSpace(i, goes, oneLine);
}

/** The position after white space, which is left out where it `goes`. */
function longSpace(begin: usize, goes: bool, oneLine: bool): usize {
  let i = begin;
  while (true) {
    const c = <u32> load<u8>(i);
    if (c == 32) i += ctz(i8x16.bitmask(i8x16.ne(v128.load(i), i8x16.splat(32))) | 0x10000);
    else if (c == 9) i++;
    else if (c == 10 || c == 13) {
      if (!goes || (c == 10 && oneLine)) return 0;
      within = c == 10 ? (within + 2) | 1 : within | 1;
      i++;
    } else break;
  }
  if (goes) {
    writeTo(begin);
    read = i;
  }
  return i;
}

/** An object or array at `depth`; its white space is left out where it `goes`. */
export function nested(begin: usize, top: u32, goes: bool, oneLine: bool): usize {
  let i = begin, depth = top, isObject: u32 = 0, isKey: u32 = 0;
  within = 0;
  while (true) {
    let c = <u32> load<u8>(i);
    if (c == 34) {
      i = text(i);
      if (i == 0) return 0;
      if (isKey) {
        i = space(i, goes, oneLine);
        if (load<u8>(i) != 58) return 0;
        i = space(i + 1, goes, oneLine);
        if (i == 0) return 0;
        isKey = 0;
        continue;
      }
    } else if (isKey) return 0;
    else if (c == 123 || c == 91) {
      if (depth == MAX_DEPTH) return 0;
      store<u8>(STACK + depth, <u8> isObject);
      depth++;
      isObject = c == 123 ? 1 : 0;
      i = space(i + 1, goes, oneLine);
      if (load<u8>(i) != c + 2) {
        isKey = isObject;
        continue;
      }
      i++;
      depth--;
      isObject = load<u8>(STACK + depth);
    } else {
      i = scalar(i);
      if (i == 0) return 0;
    }
    while (true) {
      if (depth == top) return i;
      i = space(i, goes, oneLine);
      c = load<u8>(i);
      i++;
      if (c == 44) {
        i = space(i, goes, oneLine);
        if (i == 0) return 0;
        isKey = isObject;
        break;
      }
      if (c != (isObject ? 125 : 93)) return 0;
      depth--;
      isObject = load<u8>(STACK + depth);
    }
  }
  return 0;
}

/** Whether a string's text begins as a URL does, as value_checks.ts has it. */
export function looksLikeUrl(i: usize): bool {
  const first = <u32> load<u8>(i);
  if (first == 47 || (first == 92 && load<u8>(i, 1) == 47)) return true;
  for (let n: usize = 0; n < 24; n++) {
    const c = <u32> load<u8>(i + n);
    if (c == 58) return n > 1;
    if (!((c | 32) - 97 < 26 || c - 48 < 10 || c == 43 || c == 45 || c == 46)) return false;
  }
  return false;
}
