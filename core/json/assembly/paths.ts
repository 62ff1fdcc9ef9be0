/**
 * Paths of steps that have led to the end of a record, as a tree: what has been found out about their steps (which
 * keys have been seen, what is counted) holds whenever the same steps are taken again, so that only texts and values
 * are looked at.
 */
import {
  ABOUT,
  add,
  COMPACT,
  checkedValue,
  COMPLETIONS,
  END,
  finish,
  FIRST,
  GLUE,
  isBetween,
  KEPT,
  LINES,
  mayStand,
  MOST_PATH,
  OTHERS,
  PATH,
  pathLength,
  PREDICTIONS,
  record,
  ROOT_SIZE,
  ROOTS,
  SET,
  SPECIAL,
  stamp,
  start,
  TEXT,
  value,
  writeStep,
} from "./steps";
import { isShort, text } from "./values";

/** A node: the step's text as in a step, its first and its last 16 bytes; the next node, if it is not the last. */
const NODE_TEXT: usize = 0, CHILD: usize = 8, NODE_ABOUT: usize = 12, SIBLING: usize = 16, STEP: usize = 20;
const NODE_GLUE: usize = 24, LAST: usize = 40;
/** At the end of a path: what has been seen on it. */
const SEEN: usize = 56, NODE_LINES: usize = 64, NODE_COMPLETIONS: usize = 68, NODE_PREDICTIONS: usize = 72;
const NODE_SIZE: usize = 80;
const MOST_NODES: u32 = 1024;
const MOST_SIBLINGS: u32 = 16;
const NODES = memory.data(NODE_SIZE * MOST_NODES, 16);
/** The first nodes of each root. */
const TOPS = memory.data(4 * ROOTS, 16);
let nodeCount: u32 = 0;

/** Keeps the path of the last record, unless keys of it are looked up or dropped: then its steps say more. */
function keepPath(top: usize): void {
  if (pathLength > MOST_PATH || nodeCount + pathLength > MOST_NODES) return;
  for (let n: u32 = 0; n < pathLength; n++) {
    const step = <usize> load<u32>(PATH + 4 * n);
    if (load<u16>(step, OTHERS) != 0 || load<u16>(step, SPECIAL) > 1) return;
  }
  let link = top, bits: u64 = 0, node: usize = 0;
  let lineCount: u32 = 0, completionSum: u32 = 0, predictionSum: u32 = 0;
  for (let n: u32 = 0; n < pathLength; n++) {
    const step = <usize> load<u32>(PATH + 4 * n);
    let siblings: u32 = 0;
    node = load<u32>(link);
    while (node != 0 && load<u32>(node, STEP) != step) {
      node = load<u32>(node, SIBLING);
      siblings++;
    }
    if (node == 0) {
      if (siblings >= MOST_SIBLINGS) return;
      node = NODES + NODE_SIZE * nodeCount++;
      const place = <usize> load<u32>(step, END), length = <usize> load<u16>(step, TEXT);
      store<u64>(node, load<u64>(step, TEXT), NODE_TEXT);
      store<u32>(node, place == 0 ? 0 : load<u32>(place, ABOUT), NODE_ABOUT);
      store<u32>(node, load<u32>(link), SIBLING);
      store<u32>(node, <u32> step, STEP);
      v128.store(node, v128.load(step, GLUE), NODE_GLUE);
      if (length > 16) v128.store(node, v128.load(step + length - 16, GLUE), LAST);
      store<u32>(link, <u32> node);
    }
    bits = (bits & load<u64>(step, KEPT)) | load<u64>(step, SET);
    lineCount += load<u32>(step, LINES);
    completionSum += load<u32>(step, COMPLETIONS);
    predictionSum += load<u32>(step, PREDICTIONS);
    link = node + CHILD;
  }
  store<u64>(node, bits, SEEN);
  store<u32>(node, lineCount, NODE_LINES);
  store<u32>(node, completionSum, NODE_COMPLETIONS);
  store<u32>(node, predictionSum, NODE_PREDICTIONS);
}

// @ts-ignore: a decorator of AssemblyScript's
@inline
function continues(i: usize, node: usize, sizes: u64): bool {
  if (!mayStand(i, sizes, node + NODE_GLUE, node + LAST)) return false;
  const length = <usize> (sizes & 0xffff);
  return length <= 32 || isBetween(i, <usize> load<u32>(node, STEP), length);
}

/** Reads the record at `begin` on a path that has been taken; false where none goes on. */
export function follow(begin: usize, out: usize, root: usize, top: usize, oneLine: bool): bool {
  const goes = load<u32>(root, COMPACT) != 0;
  let i = begin, node = top;
  start(begin, out);
  while (true) {
    let sizes = load<u64>(node, NODE_TEXT);
    while (!continues(i, node, sizes)) {
      node = load<u32>(node, SIBLING);
      if (node == 0) return false;
      sizes = load<u64>(node, NODE_TEXT);
    }
    if (sizes >> 32 != 0) writeStep(<usize> load<u32>(node, STEP), i);
    i += <usize> (sizes & 0xffff);
    const on = load<u64>(node, CHILD), about = <u32> (on >> 32);
    if ((<u32> on) == 0) break;
    node = <usize> <u32> on;
    if ((about & 0xffff) != 0) i = checkedValue(i, about, goes, oneLine);
    else if (load<u8>(i) == 34) i = text(i);
    else i = value(i, about >> 16, goes, oneLine);
    if (i == 0) return false;
  }
  add(
    load<u64>(node, SEEN),
    load<u32>(node, NODE_LINES),
    load<u32>(node, NODE_COMPLETIONS),
    load<u32>(node, NODE_PREDICTIONS),
  );
  return finish(root, i);
}

/** The root that led to the end last: the next record is likely one of its kind. */
let likely: usize = 0;

/** Records that no path went on for since `since`; until `resting` none is looked for. */
let misses: u32 = 0;
let since: u32 = 0;
let resting: u32 = 0;
const MOST_MISSES: u32 = 64;

/** Reads the record at `begin` by any step that is known. */
export function anyRecord(begin: usize, out: usize, roots: usize, oneLine: bool): bool {
  if (likely != 0) {
    const top = TOPS + ((likely - roots) >> 3), first = <usize> load<u32>(top);
    if (first != 0 && stamp >= resting) {
      if (follow(begin, out, likely, first, oneLine)) return true;
      if (isShort) return false;
      missPath();
    }
    if (record(begin, out, likely, oneLine)) {
      keepPath(top);
      return true;
    }
  }
  return otherRecord(begin, out, roots, oneLine);
}

/** Where every few records another path is taken, looking for one costs more than it saves. */
function missPath(): void {
  if (++misses < MOST_MISSES) return;
  if (stamp - since < 8 * MOST_MISSES) resting = stamp + 128 * MOST_MISSES;
  misses = 0;
  since = stamp;
}

/** Reads the record at `begin` by the steps from another root than the last. */
function otherRecord(begin: usize, out: usize, roots: usize, oneLine: bool): bool {
  for (let n: u32 = 0; n < ROOTS; n++) {
    const root = roots + n * ROOT_SIZE;
    if (root == likely || load<u32>(root, FIRST) == 0) continue;
    if (record(begin, out, root, oneLine)) {
      likely = root;
      keepPath(TOPS + 4 * n);
      return true;
    }
  }
  return false;
}
