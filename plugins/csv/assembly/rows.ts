/**
 * Rows of a table to tasks, 16 bytes at a time. AssemblyScript: `deno task kernels` makes `rows_wasm.ts` of it.
 *
 * It takes rows that are as they should be and leaves at the first that is not: one with another number of
 * cells, a NUL byte, text after a closing quote, or no line end yet. What becomes of that is the TypeScript
 * kernel's to say, which reads the same rows in the same way.
 */
import { copy, escape } from "../../../core/assembly/escape";
import { controls, quotes, slashes, stops } from "../../../core/assembly/signs";
import { isUtf8 } from "../../../core/assembly/utf8";

/** Where it stopped in the output, and what it has passed. */
export let outEnd: usize = 0;
export let count: u32 = 0;
export let line: u32 = 0;
export let blank: u32 = 0;
/** Whether all of what it has read is UTF-8. */
export let isText: bool = true;

/** Where memory is free. */
export function base(): usize {
  return __heap_base;
}

/** The row that was read last: behind its line end, behind its task, and the line ends within it. */
let next: usize = 0;
let op: usize = 0;
let within: u32 = 0;

/** Reads a row; false where it is left. `room`: no byte is written from here on, but for the 128 kept free. */
function row(ptr: usize, end: usize, delimiter: u32, keys: usize, columns: u32, room: usize): bool {
  const Q = quotes(), B = slashes(), C = controls();
  const D = i8x16.splat(<i8> delimiter);
  let i = ptr, o = op, c: u32 = 0, column: u32 = 0, k = keys, inner: u32 = 0;
  do {
    if (column == columns) return false;
    const key = load<u32>(k), length = load<u32>(k, 4);
    k += 8;
    column++;
    o = copy(o, key, length);
    if (load<u8>(i) == 34) {
      i++;
      while (true) {
        const v = v128.load(i);
        v128.store(o, v);
        const mask = i8x16.bitmask(stops(v, Q, B, C));
        if (mask == 0) {
          i += 16;
          o += 16;
          continue;
        }
        const skip = ctz(mask);
        i += skip;
        o += skip;
        c = load<u8>(i);
        if (c == 34) {
          if (load<u8>(i, 1) != 34) {
            i++;
            break;
          }
          i++;
        } else if (c == 0) return false;
        else if (c == 10) inner++;
        if (o + (end - i) > room) return false;
        o = escape(o, c);
        i++;
      }
      c = load<u8>(i);
    } else {
      while (true) {
        const v = v128.load(i);
        v128.store(o, v);
        const mask = i8x16.bitmask(v128.or(stops(v, Q, B, C), i8x16.eq(v, D)));
        if (mask == 0) {
          i += 16;
          o += 16;
          continue;
        }
        const skip = ctz(mask);
        i += skip;
        o += skip;
        c = load<u8>(i);
        if (c == delimiter || c == 10) break;
        if (c == 13) {
          if (load<u8>(i, 1) == 10) break;
          if (i + 1 >= end) return false;
        }
        if (c == 0 || o + (end - i) > room) return false;
        o = escape(o, c);
        i++;
      }
    }
    i++;
  } while (c == delimiter);
  if (column != columns) return false;
  if (c == 13) {
    if (load<u8>(i) != 10) return false;
    i++;
  } else if (c != 10) return false;
  store<u32>(o, 0x0a7d7d22);
  next = i;
  op = o + 4;
  within = inner;
  return true;
}

/**
 * Reads rows from `[ptr, end)`, behind which 32 zeros stand, to `[out, outMost)`; returns where it stopped.
 * `keys`: for each column where its key stands and its length, `keysSize` of all of them. `lines` is given
 * each task's line less the first's, `most` of them at the most.
 */
export function rows(
  ptr: usize,
  end: usize,
  delimiter: u32,
  keys: usize,
  columns: u32,
  keysSize: usize,
  maxRecord: usize,
  out: usize,
  outMost: usize,
  lines: usize,
  most: u32,
): usize {
  const room = outMost - 128;
  let i = ptr;
  op = out;
  count = 0;
  line = 0;
  blank = 0;
  while (i < end && count < most) {
    if (columns > 1) {
      const c = load<u8>(i);
      if (c == 10 || (c == 13 && load<u8>(i, 1) == 10)) {
        i += c == 10 ? 1 : 2;
        blank++;
        line++;
        continue;
      }
    }
    if (op + keysSize + (end - i) > room) break;
    const begin = op;
    if (!row(i, end, delimiter, keys, columns, room - keysSize)) {
      op = begin;
      break;
    }
    if (next - i > maxRecord) {
      op = begin;
      break;
    }
    store<u32>(lines + 4 * count, line);
    count++;
    line += 1 + within;
    i = next;
  }
  outEnd = op;
  isText = isUtf8(ptr, i - ptr);
  return i;
}

/** 1 where the `n` bytes at `p` hold an odd number of quotes, else 0. */
export function parity(p: usize, n: usize): u32 {
  const Q = i8x16.splat(34), end = p + (n & ~63), last = p + n;
  let odd = i8x16.splat(0);
  for (; p < end; p += 64) {
    const a = v128.xor(i8x16.eq(v128.load(p), Q), i8x16.eq(v128.load(p, 16), Q));
    const b = v128.xor(i8x16.eq(v128.load(p, 32), Q), i8x16.eq(v128.load(p, 48), Q));
    odd = v128.xor(odd, v128.xor(a, b));
  }
  let count = popcnt(i8x16.bitmask(odd));
  for (; p < last; p++) if (load<u8>(p) == 34) count++;
  return count & 1;
}
