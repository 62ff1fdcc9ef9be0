/**
 * Values of JSON after RFC 8259, copied as they are read: from `i` to `i + s`. Each returns the position after
 * the value, or 0 where it is none, or no UTF-8. Zeros follow the input, which fit nowhere.
 */
import { faults } from "../../assembly/utf8";

/** Objects and arrays within each other, as in the TypeScript kernel. */
const MAX_DEPTH: u32 = 512;
const STACK = memory.data(512);

/** What `nested` has made of `s`. */
export let shift: usize = 0;
/** Twice the line feeds that it passed, and 1 for any line break. */
export let within: u32 = 0;

// @ts-ignore: a decorator of AssemblyScript's
@inline
function isHex(c: u32): bool {
  return c - 48 < 10 || (c | 32) - 97 < 6;
}

/** A string, of which the first quote has been read. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function text(i: usize, s: usize): usize {
  const Q = i8x16.splat(34), B = i8x16.splat(92), C = i8x16.splat(31);
  while (true) {
    const v = v128.load(i);
    v128.store(i + s, v);
    // The highest bit of a byte stops, too: that of a character past ASCII.
    const stops = v128.or(v128.or(i8x16.eq(v, Q), i8x16.eq(v, B)), v128.or(v, i8x16.eq(i8x16.min_u(v, C), v)));
    const mask = i8x16.bitmask(stops);
    if (mask == 0) {
      i += 16;
      continue;
    }
    i += ctz(mask);
    const c = <u32> load<u8>(i);
    if (c == 34) return i + 1;
    if (c >= 128) return wideText(i, s);
    if (c != 92) return 0;
    i = escaped(i, s);
    if (i == 0) return 0;
  }
  return 0;
}

/** The rest of a string that holds more than ASCII: whether it is UTF-8 is found out, too. */
function wideText(i: usize, s: usize): usize {
  const Q = i8x16.splat(34), B = i8x16.splat(92), C = i8x16.splat(31);
  let bad = i8x16.splat(0), before = i8x16.splat(0);
  while (true) {
    const v = v128.load(i);
    v128.store(i + s, v);
    const stops = v128.or(v128.or(i8x16.eq(v, Q), i8x16.eq(v, B)), i8x16.eq(i8x16.min_u(v, C), v));
    bad = v128.or(bad, faults(v, before));
    const mask = i8x16.bitmask(stops);
    if (mask == 0) {
      before = v;
      i += 16;
      continue;
    }
    i += ctz(mask);
    const c = <u32> load<u8>(i);
    if (c == 34) return v128.any_true(bad) ? 0 : i + 1;
    if (c != 92) return 0;
    i = escaped(i, s);
    if (i == 0) return 0;
    before = i8x16.splat(0);
  }
  return 0;
}

/** The position after the escape at `i`. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
function escaped(i: usize, s: usize): usize {
  const e = <u32> load<u8>(i, 1);
  store<u64>(i + s, load<u64>(i));
  if (e != 117) return isEscape(e) ? i + 2 : 0;
  const isRight = isHex(load<u8>(i, 2)) && isHex(load<u8>(i, 3)) && isHex(load<u8>(i, 4)) && isHex(load<u8>(i, 5));
  return isRight ? i + 6 : 0;
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
export function scalar(begin: usize, s: usize): usize {
  let i = begin, c = <u32> load<u8>(i);
  v128.store(i + s, v128.load(i));
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
  for (let k = begin + 16; k < i; k += 16) v128.store(k + s, v128.load(k));
  return i;
}

/** The position after white space; `shift` is `s` less what has not been written. */
function space(i: usize, s: usize, compact: usize, oneLine: bool): usize {
  while (true) {
    const v = v128.load(i), c = <u32> load<u8>(i);
    if (c == 32) {
      const n = ctz(i8x16.bitmask(i8x16.ne(v, i8x16.splat(32))) | 0x10000);
      v128.store(i + s, v);
      i += n;
      s -= n * compact;
    } else if (c == 9) {
      store<u8>(i + s, 9);
      i++;
      s -= compact;
    } else if (c == 10 || c == 13) {
      if (compact == 0 || (c == 10 && oneLine)) return 0;
      within = c == 10 ? (within + 2) | 1 : within | 1;
      i++;
      s--;
    } else {
      shift = s;
      return i;
    }
  }
  return 0;
}

/** An object or array at `depth`; white space goes where `compact` is 1. */
export function nested(i: usize, s: usize, depth: u32, compact: usize, oneLine: bool): usize {
  const top = depth;
  let isObject: u32 = 0, isKey: u32 = 0;
  within = 0;
  while (true) {
    let c = <u32> load<u8>(i);
    if (c == 34) {
      store<u8>(i + s, 34);
      i = text(i + 1, s);
      if (i == 0) return 0;
      if (isKey) {
        if (load<u8>(i) <= 32) {
          i = space(i, s, compact, oneLine);
          if (i == 0) return 0;
          s = shift;
        }
        if (load<u8>(i) != 58) return 0;
        store<u16>(i + s, load<u16>(i));
        i++;
        if (load<u8>(i) == 32) {
          i++;
          s -= compact;
        }
        if (load<u8>(i) <= 32) {
          i = space(i, s, compact, oneLine);
          if (i == 0) return 0;
          s = shift;
        }
        isKey = 0;
        continue;
      }
    } else if (isKey) return 0;
    else if (c == 123 || c == 91) {
      if (depth == MAX_DEPTH) return 0;
      store<u8>(STACK + depth, <u8> isObject);
      depth++;
      isObject = c == 123 ? 1 : 0;
      store<u8>(i + s, c);
      i++;
      if (load<u8>(i) <= 32) {
        i = space(i, s, compact, oneLine);
        if (i == 0) return 0;
        s = shift;
      }
      if (load<u8>(i) != c + 2) {
        isKey = isObject;
        continue;
      }
      store<u8>(i + s, c + 2);
      i++;
      depth--;
      isObject = load<u8>(STACK + depth);
    } else {
      i = scalar(i, s);
      if (i == 0) return 0;
    }
    while (true) {
      if (depth == top) {
        shift = s;
        return i;
      }
      if (load<u8>(i) <= 32) {
        i = space(i, s, compact, oneLine);
        if (i == 0) return 0;
        s = shift;
      }
      c = load<u8>(i);
      store<u16>(i + s, load<u16>(i));
      i++;
      if (c == 44) {
        if (load<u8>(i) == 32) {
          i++;
          s -= compact;
        }
        if (load<u8>(i) <= 32) {
          i = space(i, s, compact, oneLine);
          if (i == 0) return 0;
          s = shift;
        }
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
