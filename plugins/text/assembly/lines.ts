/**
 * Lines of text to tasks, 16 bytes at a time. AssemblyScript: `deno task kernels` makes `lines_wasm.ts` of it.
 *
 * It leaves at a line with a NUL byte, at one that is too long and at one whose end is not there yet: those are
 * the TypeScript kernel's, which reads the same lines in the same way.
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

/** The line that was read last: behind its end, behind its task, and its bytes. */
let next: usize = 0;
let op: usize = 0;
let size: usize = 0;

/** Reads a line; false where it is left. */
function text(ptr: usize, end: usize, prefix: usize, length: u32, room: usize): bool {
  const Q = quotes(), B = slashes(), C = controls();
  let i = ptr, o = copy(op, prefix, length), c: u32 = 0;
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
    if (c == 10) break;
    if (c == 13) {
      if (load<u8>(i, 1) == 10) break;
      if (i + 1 >= end) return false;
    }
    if (c == 0 || o + (end - i) > room) return false;
    o = escape(o, c);
    i++;
  }
  size = i - ptr;
  store<u32>(o, 0x0a7d7d22);
  next = c == 13 ? i + 2 : i + 1;
  op = o + 4;
  return true;
}

/**
 * Reads lines from `[ptr, end)`, behind which 32 zeros stand, to `[out, outMost)`; returns where it stopped.
 * `lines` is given each task's line less the first's, `most` of them at the most.
 */
export function lines(
  ptr: usize,
  end: usize,
  prefix: usize,
  prefixSize: u32,
  keepBlank: bool,
  maxRecord: usize,
  out: usize,
  outMost: usize,
  places: usize,
  most: u32,
): usize {
  const room = outMost - 128 - prefixSize;
  let i = ptr;
  op = out;
  count = 0;
  line = 0;
  blank = 0;
  while (i < end && count < most) {
    if (op + (end - i) > room) break;
    const begin = op;
    if (!text(i, end, prefix, prefixSize, room)) {
      op = begin;
      break;
    }
    if (size == 0 && !keepBlank) {
      op = begin;
      blank++;
    } else if (size > maxRecord) {
      op = begin;
      break;
    } else {
      store<u32>(places + 4 * count, line);
      count++;
    }
    line++;
    i = next;
  }
  outEnd = op;
  isText = isUtf8(ptr, i - ptr);
  return i;
}
