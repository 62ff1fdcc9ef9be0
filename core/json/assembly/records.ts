/**
 * Records of JSON to tasks, 16 bytes at a time. AssemblyScript: `deno task kernels` makes `records_wasm.ts` of it.
 *
 * It knows nothing of tasks. It follows steps that were learned from records which the TypeScript kernel has
 * taken: what stands between two values is compared and written as it was then, and only values are read. It
 * leaves at the first record of which it knows no way to the end; what becomes of that is TypeScript's to say.
 */
import { anyRecord } from "./paths";
import { completionCount, dropCount, DROPPED, DROPS, id, lines, next, predictionCount } from "./steps";
import { known, lookAhead, lookFrom, sound } from "./stops";
import { forgetShort, isShort, written } from "./values";

/** Exported, since a function that is called once is otherwise made part of the one that calls it. */
export { follow } from "./paths";
export { value, checkedValue, writeStep } from "./steps";

/** Where it stopped in the output, and what it has passed. */
export let outEnd: usize = 0;
export let count: u32 = 0;
export let line: u32 = 0;
export let blank: u32 = 0;
/** All that it takes is UTF-8: strings are looked at, and what stands between values has been taken before. */
export let isText: bool = true;
/** Completions and predictions of the tasks. */
export let completions: u32 = 0;
export let predictions: u32 = 0;
/** Whether a document is to go on with an element: its comma has been passed. */
export let isElement: bool = false;

/** Where memory is free. */
export function base(): usize {
  return __heap_base;
}

/** Reads the record at `begin`, and looks as far ahead as it takes. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
function knownRecord(begin: usize, end: usize, out: usize, roots: usize, oneLine: bool): bool {
  while (true) {
    forgetShort();
    if (anyRecord(begin, out, roots, oneLine)) break;
    if (!isShort || known > end) return false;
    lookAhead(end);
  }
  return next <= sound;
}

/** The position after white space between records; line feeds in a document are counted. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
function gap(i: usize, oneLine: bool): usize {
  while (true) {
    const c = <u32> load<u8>(i);
    if (c > 32) return i;
    if (c == 10 && !oneLine) line++;
    else if (c != 32 && c != 13 && c != 9) return i;
    i++;
  }
  return i;
}

/** How many characters stand in `[ptr, end)`. */
export function characters(ptr: usize, end: usize): u32 {
  let i = ptr, following: u32 = 0;
  // A byte that goes on a character is less than -64.
  const most = i8x16.splat(-65);
  for (; i + 16 <= end; i += 16) following += popcnt(i8x16.bitmask(i8x16.le_s(v128.load(i), most)));
  for (; i < end; i++) if ((load<u8>(i) & 0xc0) == 0x80) following++;
  return <u32> (end - ptr) - following;
}

/**
 * Reads records from `[ptr, end)`, behind which 64 zeros stand, to `[out, outMost)`; returns where it stopped.
 * `oneLine`: JSON Lines, else the elements of a document's array; `goesOn`: its comma or bracket has been read.
 * `places` is given each task's line less the first's, `ids` each one's id or -1, `most` of them at the most.
 */
export function records(
  ptr: usize,
  end: usize,
  roots: usize,
  oneLine: bool,
  goesOn: bool,
  maxRecord: usize,
  out: usize,
  outMost: usize,
  places: usize,
  ids: usize,
  most: u32,
): usize {
  let i = ptr, o = out;
  count = line = blank = completions = predictions = 0;
  isElement = goesOn;
  lookFrom(ptr);
  while (count < most) {
    const begin = i;
    i = gap(i, oneLine);
    if (oneLine) {
      if (load<u8>(i) == 10) {
        i++;
        line++;
        blank++;
        continue;
      }
    } else if (!isElement) {
      if (load<u8>(i) != 44) break;
      isElement = true;
      i = gap(i + 1, false);
    }
    if (load<u8>(i) != 123 || o + (end - i) + 128 > outMost || !knownRecord(i, end, o, roots, oneLine)) {
      if (oneLine) i = begin;
      break;
    }
    let after = next;
    if (oneLine) {
      after = gap(next, true);
      if (load<u8>(after) != 10) {
        i = begin;
        break;
      }
    }
    if (after - i > maxRecord) {
      if (oneLine) i = begin;
      break;
    }
    store<u8>(written, 10);
    o = written + 1;
    store<u32>(places + 4 * count, line);
    if (ids != 0) store<f64>(ids + 8 * <usize> count, <f64> id);
    count++;
    completions += completionCount;
    predictions += predictionCount;
    for (let n: u32 = 0; n < dropCount; n++) {
      const step = <usize> load<u32>(DROPS + 4 * n);
      store<u32>(step, load<u32>(step, DROPPED) + 1, DROPPED);
    }
    line += lines;
    if (oneLine) {
      line++;
      after++;
    }
    isElement = false;
    i = after;
  }
  outEnd = o;
  return i;
}
