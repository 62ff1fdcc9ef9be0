/**
 * The steps through records, as step_table.ts has laid them out, and how they are followed: what stands between two
 * values is compared, and only values are looked at.
 */
import { looksLikeUrl, nested, scalar, text, within, writeAt, writeTo, written } from "./values";

/*
 * Engines look at the bounds of each access: what is read together lies together in one word.
 */
/** A place after a value: its first step, what is wrong for the value (16 bits), and how deep it lies (16). */
export const FIRST: usize = 0, ABOUT: usize = 4;
/** Where records begin: whether white space goes, and what they must have at their end. */
export const COMPACT: usize = 12, ROOT_SIZE: usize = 32;
const FINAL: usize = 16;
export const ROOTS: u32 = 6;

/** A step: the next one from the same place; the keys that it brings and that have a bit. */
const NEXT: usize = 0, BITS: usize = 24;
/**
 * The length of what stands there (16 bits), which of 16 bytes are past it (16), and where what is written for it
 * lies (32), if that is something else.
 */
export const TEXT: usize = 8;
const OUT: usize = 12, OUT_LENGTH: usize = 72;
/** Where it leads (32 bits), how many other keys it brings (16), and what makes it special (16). */
export const END: usize = 16, OTHERS: usize = 20, SPECIAL: usize = 22;
const KEYS: usize = 4, REQUIRED: usize = 40;
export const DROPPED: usize = 32, LINES: usize = 36, KEPT: usize = 48, SET: usize = 56;
export const COMPLETIONS: usize = 64, PREDICTIONS: usize = 68, GLUE: usize = 80;

/** What a value must not be (the lowest six bits, one a kind), and what is done with it. */
const URL: u32 = 64, ID: u32 = 128, SKIPPED: u32 = 256;
const BROKE: u64 = 4;

/** The steps of this record that drop keys. */
const MOST_DROPS: u32 = 256;
export const DROPS = memory.data(1024);

/** The record that was read last: behind it, behind its task, its line ends, its id and its counts. */
export let next: usize = 0;
export let lines: u32 = 0;
export let id: i64 = -1;
/** What has been seen of it, a bit each. */
export let seen: u64 = 0;
export let dropCount: u32 = 0;
export let completionCount: u32 = 0;
export let predictionCount: u32 = 0;

/** The number of the record, for keys that are there twice. */
export let stamp: u32 = 0;

/** The steps that the record has taken. */
export const MOST_PATH: u32 = 256;
export const PATH = memory.data(4 * MOST_PATH, 16);
export let pathLength: u32 = 0;

/** Whether a text of these sizes (as in a step) may stand at `i`: whether its first and last 16 bytes do. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function mayStand(i: usize, sizes: u64, first: usize, last: usize): bool {
  const same = <u32> i8x16.bitmask(i8x16.eq(v128.load(i), v128.load(first)));
  if ((same | (<u32> sizes >> 16)) != 0xffff) return false;
  const length = <usize> (sizes & 0xffff);
  return length <= 16 || i8x16.bitmask(i8x16.eq(v128.load(i + length - 16), v128.load(last))) == 0xffff;
}

// @ts-ignore: a decorator of AssemblyScript's
@inline
function stands(i: usize, step: usize, sizes: u64): bool {
  const length = <usize> (sizes & 0xffff), glue = step + GLUE;
  return mayStand(i, sizes, glue, glue + length - 16) && (length <= 32 || isBetween(i, step, length));
}

/** Whether what stands between the first and the last 16 bytes of a step's text does so at `i`, too. */
export function isBetween(i: usize, step: usize, length: usize): bool {
  for (let k: usize = 16; k < length - 16; k += 16) {
    if (v128.any_true(v128.xor(v128.load(i + k), v128.load(step + k, GLUE)))) return false;
  }
  return true;
}

/** The step from a place whose text stands at `i`, or 0; it is the first to be tried from now on. */
function findStep(place: usize, i: usize): usize {
  const first = load<u32>(place, FIRST);
  let before = place, step = <usize> first;
  while (step != 0 && !stands(i, step, load<u64>(step, TEXT))) {
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
function take(step: usize): bool {
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

/** Begins to read the record at `begin`. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function start(begin: usize, out: usize): void {
  stamp++;
  lines = dropCount = completionCount = predictionCount = 0;
  seen = 0;
  id = -1;
  writeAt(out, begin);
}

/** Ends the record at `end`, if what its root wants has been seen. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function finish(root: usize, end: usize): bool {
  const final = load<u64>(root, FINAL);
  if ((seen & final) != final) return false;
  writeTo(end);
  next = end;
  return true;
}

/** Adds what a path has brought. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function add(bits: u64, lineCount: u32, completions: u32, predictions: u32): void {
  seen |= bits;
  lines += lineCount;
  completionCount += completions;
  predictionCount += predictions;
}

/** Reads the record at `begin` by the steps from `root` on; false where none goes on. */
export function record(begin: usize, out: usize, root: usize, oneLine: bool): bool {
  const goes = load<u32>(root, COMPACT) != 0;
  let i = begin, place = root, keys: u64 = 0, step = <usize> load<u32>(root, FIRST);
  start(begin, out);
  pathLength = 0;
  while (true) {
    let sizes = load<u64>(step, TEXT);
    if (step == 0 || !stands(i, step, sizes)) {
      step = findStep(place, i);
      if (step == 0) return false;
      sizes = load<u64>(step, TEXT);
    }
    if (pathLength < MOST_PATH) store<u32>(PATH + 4 * pathLength, <u32> step);
    pathLength++;
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
  return finish(root, i);
}
