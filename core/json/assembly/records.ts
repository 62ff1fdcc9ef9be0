/**
 * Records of JSON to tasks, 16 bytes at a time. AssemblyScript: `deno task kernels` makes `records_wasm.ts` of it.
 *
 * It knows nothing of tasks. It follows steps that were learned from records which the TypeScript kernel has
 * taken: what stands between two values is compared and written as it was then, and only values are read. It
 * leaves at the first record of which it knows no way to the end; what becomes of that is TypeScript's to say.
 */
import { known, lookAhead, lookFrom, sound } from "./stops";
import { forgetShort, isShort, looksLikeUrl, nested, scalar, text, within, writeAt, writeTo, written } from "./values";

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

/*
 * Engines look at the bounds of each access: what is read together lies together in one word.
 */
/** A place after a value: its first step, what is wrong for the value (16 bits), and how deep it lies (16). */
const FIRST: usize = 0;
/** Where records begin: whether white space goes, and what they must have at their end. */
const COMPACT: usize = 12, FINAL: usize = 16, ROOT_SIZE: usize = 32;
const ROOTS: u32 = 6;

/** A step: the next one from the same place; the keys that it brings and that have a bit. */
const NEXT: usize = 0, BITS: usize = 24;
/**
 * The length of what stands there (16 bits), which of 16 bytes are past it (16), and where what is written for it
 * lies (32), if that is something else.
 */
const TEXT: usize = 8, OUT: usize = 12;
/** Where it leads (32 bits), how many other keys it brings (16), and what makes it special (16). */
const END: usize = 16, OTHERS: usize = 20, SPECIAL: usize = 22;
const KEYS: usize = 4, DROPPED: usize = 32, LINES: usize = 36;
const REQUIRED: usize = 40, KEPT: usize = 48, SET: usize = 56, COMPLETIONS: usize = 64, PREDICTIONS: usize = 68;
const OUT_LENGTH: usize = 72, GLUE: usize = 80;

/** What a value must not be (the lowest six bits, one a kind), and what is done with it. */
const URL: u32 = 64, ID: u32 = 128, SKIPPED: u32 = 256;
const BROKE: u64 = 4;

/** The steps of this record that drop keys. */
const MOST_DROPS: u32 = 256;
const DROPS = memory.data(1024);

/** The record that was read last: behind it, behind its task, its line ends, its id and its counts. */
let next: usize = 0;
let lines: u32 = 0;
let id: i64 = -1;
let seen: u64 = 0;
let dropCount: u32 = 0;
let completionCount: u32 = 0;
let predictionCount: u32 = 0;

/** The number of the record, for keys that are there twice. */
let stamp: u32 = 0;

/*
 * What is seldom needed is exported, since compilers put functions that are called once where they are called:
 * then the loop over values would not keep to the processor's registers.
 */

/** Whether the text of a step stands at `i`, where `v` stands. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
function stands(i: usize, v: v128, step: usize, sizes: u64): bool {
  const length = <usize> (sizes & 0xffff), same = <u32> i8x16.bitmask(i8x16.eq(v, v128.load(step, GLUE)));
  if ((same | (<u32> sizes >> 16)) != 0xffff) return false;
  if (length <= 16) return true;
  const last = v128.load(i + length - 16), wanted = v128.load(step + length - 16, GLUE);
  if (i8x16.bitmask(i8x16.eq(last, wanted)) != 0xffff) return false;
  return length <= 32 || isBetween(i, step, length);
}

/** Whether what stands between the first and the last 16 bytes of a step's text does so at `i`, too. */
export function isBetween(i: usize, step: usize, length: usize): bool {
  for (let k: usize = 16; k < length - 16; k += 16) {
    if (v128.any_true(v128.xor(v128.load(i + k), v128.load(step + k, GLUE)))) return false;
  }
  return true;
}

/** The step from a place whose text stands at `i`, or 0; it is the first to be tried from now on. */
export function findStep(place: usize, i: usize): usize {
  const v = v128.load(i), first = load<u32>(place, FIRST);
  let before = place, step = <usize> first;
  while (step != 0 && !stands(i, v, step, load<u64>(step, TEXT))) {
    before = step;
    step = load<u32>(step, NEXT);
  }
  if (step == 0 || before == place) return step;
  store<u32>(before, load<u32>(step, NEXT));
  store<u32>(step, first, NEXT);
  store<u32>(place, <u32> step, FIRST);
  return step;
}

/** Writes what is written for the text of a step, which stands at `i`. */
export function writeStep(step: usize, i: usize): void {
  const from = <usize> load<u32>(step, OUT), length = <usize> load<u32>(step, OUT_LENGTH);
  writeTo(i);
  for (let j: usize = 0; j < length; j += 16) v128.store(written + j, v128.load(from + j));
  writeAt(written + length, i + <usize> load<u16>(step, TEXT));
}

/** Notes down what a special step brings; false where it may not be here. */
export function take(step: usize): bool {
  if (!areNew(step, load<u16>(step, OTHERS))) return false;
  const required = load<u64>(step, REQUIRED);
  if ((seen & required) != required) return false;
  seen = (seen & load<u64>(step, KEPT)) | load<u64>(step, SET);
  lines += load<u32>(step, LINES);
  completionCount += load<u32>(step, COMPLETIONS);
  predictionCount += load<u32>(step, PREDICTIONS);
  if (load<u16>(step, SPECIAL) > 1) {
    if (dropCount == MOST_DROPS) return false;
    store<u32>(DROPS + 4 * dropCount++, <u32> step);
  }
  return true;
}

/** Whether the keys of a step that have no bit are new in this record. */
function areNew(step: usize, n: u32): bool {
  const keys = <usize> load<u32>(step, KEYS);
  for (let k: u32 = 0; k < n; k++) {
    const key = <usize> load<u32>(keys + 4 * k);
    if (load<u32>(key) == stamp) return false;
    store<u32>(key, stamp);
  }
  return true;
}

/** Whether the value `[at, end)` is what it must be. */
function isRight(checks: u32, at: usize, end: usize): bool {
  const c = <u32> load<u8>(at);
  let kind: u32 = 2;
  if (c == 34) kind = 1;
  else if (c == 116 || c == 102) kind = 4;
  else if (c == 110) kind = 8;
  else if (c == 123) kind = 16;
  else if (c == 91) kind = 32;
  if ((checks & kind) != 0) return false;
  if ((checks & URL) != 0 && c == 34 && !looksLikeUrl(at + 1)) return false;
  if ((checks & ID) != 0) {
    if (end - at > 16) return false;
    let n: i64 = 0;
    for (let i = at; i < end; i++) {
      const digit = <u32> load<u8>(i) - 48;
      if (digit > 9) return false;
      n = n * 10 + digit;
    }
    if (n > 9007199254740991) return false;
    id = n;
  }
  return true;
}

/** The position after a value that is no string, or 0. */
export function value(i: usize, depth: u32, goes: bool, oneLine: bool): usize {
  const c = <u32> load<u8>(i);
  if (c != 123 && c != 91) return scalar(i);
  const end = nested(i, depth, goes, oneLine);
  lines += within >> 1;
  if (within != 0) seen |= BROKE;
  return end;
}

/** The position after a value that must be something, or is not written; or 0. */
export function checkedValue(at: usize, about: u32, goes: bool, oneLine: bool): usize {
  if ((about & SKIPPED) != 0) writeTo(at);
  const kept = written, end = load<u8>(at) == 34 ? text(at) : value(at, about >> 16, goes, oneLine);
  if (end == 0 || !isRight(about & 0xffff, at, end)) return 0;
  if ((about & SKIPPED) != 0) writeAt(kept, end);
  return end;
}

/** Reads the record at `begin` by the steps from `root` on; false where none goes on. */
function record(begin: usize, out: usize, root: usize, oneLine: bool): bool {
  const goes = load<u32>(root, COMPACT) != 0;
  let i = begin, place = root, keys: u64 = 0, step = <usize> load<u32>(root, FIRST);
  stamp++;
  lines = dropCount = completionCount = predictionCount = 0;
  seen = 0;
  id = -1;
  writeAt(out, begin);
  while (true) {
    let sizes = load<u64>(step, TEXT);
    if (step == 0 || !stands(i, v128.load(i), step, sizes)) {
      step = findStep(place, i);
      if (step == 0) return false;
      sizes = load<u64>(step, TEXT);
    }
    if (sizes >> 32 != 0) writeStep(step, i);
    i += <usize> (sizes & 0xffff);
    const bits = load<u64>(step, BITS), end = load<u64>(step, END);
    if ((keys & bits) != 0) return false;
    keys |= bits;
    if (end >> 32 != 0 && !take(step)) return false;
    place = <usize> (end & 0xffffffff);
    if (place == 0) break;
    const there = load<u64>(place), about = <u32> (there >> 32);
    step = <usize> (there & 0xffffffff);
    if ((about & 0xffff) != 0) i = checkedValue(i, about, goes, oneLine);
    else if (load<u8>(i) == 34) i = text(i);
    else i = value(i, about >> 16, goes, oneLine);
    if (i == 0) return false;
  }
  const final = load<u64>(root, FINAL);
  if ((seen & final) != final) return false;
  writeTo(i);
  next = i;
  return true;
}

/** The root that led to the end last: the next record is likely one of its kind. */
let likely: usize = 0;

/** Reads the record at `begin` by any step that is known. */
function anyRecord(begin: usize, out: usize, roots: usize, oneLine: bool): bool {
  if (likely != 0 && record(begin, out, likely, oneLine)) return true;
  for (let n: u32 = 0; n < ROOTS; n++) {
    const root = roots + n * ROOT_SIZE;
    if (root == likely || load<u32>(root, FIRST) == 0) continue;
    if (record(begin, out, root, oneLine)) {
      likely = root;
      return true;
    }
  }
  return false;
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
