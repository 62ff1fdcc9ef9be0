import { decode } from "../utf8.ts";

const BACKSLASH = 92;
/** Looking at so many keys with a hash near a key's own, on average, is more than chance. */
const CROWDED = 4;

/** An object whose keys are looked at has at most so many; a power of two. */
export const MAX_KEYS = 2 ** 17;

/**
 * The keys of one object, record after record: where they stand, which of them are known, and that none is
 * there twice. Records mostly have the keys of the one before, byte for byte and in its order: then one
 * comparison a key is all the work, since those keys have been looked at.
 */
export class KeySet {
  /** Raised with every key that is new: of two records of one shape, one has the other's first keys. */
  shape = 0;
  /** How many keys this record has so far. */
  count = 0;
  /** Whether it has more than `MAX_KEYS`, which are not looked at. */
  overflows = false;
  /** Of each key: its text without the quotes, and its value. Positions in the input. */
  starts = new Int32Array(16);
  ends = new Int32Array(16);
  values = new Int32Array(16);
  valueEnds = new Int32Array(16);
  /** What the names of interest give for each key, or 0. */
  codes = new Int32Array(16);

  readonly #codes: ReadonlyMap<string, number>;
  /** A bit for each length (in bytes) that a name of interest has. */
  readonly #lengths: number;
  /** The texts of the keys that the last different record had, end to end. */
  #texts = new Uint8Array(256);
  #textView = new DataView(this.#texts.buffer);
  #textEnds = new Int32Array(16);
  #known = 0;
  /** So many of the known keys are different from each other, proved. */
  #distinct = 0;
  #same = true;
  /** The numbers of the keys from 1, each at its hash or behind it; a power of two long. */
  #table = new Int32Array(64);

  constructor(codes: ReadonlyMap<string, number>) {
    this.#codes = codes;
    let lengths = 0;
    for (const name of codes.keys()) lengths |= bitOf(new TextEncoder().encode(name).length);
    this.#lengths = lengths;
  }

  /** Begins a record. */
  begin(): void {
    this.count = 0;
    this.overflows = false;
    this.#same = true;
    // What an unfinished record left behind has not been proved.
    if (this.#known > this.#distinct) this.#known = this.#distinct;
  }

  /** Adds the key whose text is `b[start, end)` and returns its code. */
  add(b: Uint8Array, view: DataView, start: number, end: number): number {
    const n = this.count;
    if (n === this.starts.length) {
      if (n === MAX_KEYS) {
        this.overflows = true;
        return 0;
      }
      this.#grow();
    }
    this.count = n + 1;
    this.starts[n] = start;
    this.ends[n] = end;
    if (this.#same) {
      if (n < this.#known && this.#isKnown(b, view, start, end, n)) return this.codes[n]!;
      this.#same = false;
      this.#known = n;
      if (this.#distinct > n) this.#distinct = n;
    }
    return this.#learn(b, start, end, n);
  }

  /** The number of a key that is there twice, or -1. Called once the record is whole. */
  duplicate(): number {
    if (this.#known === this.#distinct) return -1;
    const isEscaped = this.#texts.subarray(0, this.#textEnds[this.#known - 1]).includes(BACKSLASH);
    const found = isEscaped ? this.#duplicateByName() : this.#duplicateByBytes();
    if (found < 0) this.#distinct = this.#known;
    return found;
  }

  /** The name of a key, unescaped. */
  name(n: number): string {
    const from = n === 0 ? 0 : this.#textEnds[n - 1]!;
    const text = decode(this.#texts.subarray(from, this.#textEnds[n]));
    return text.includes("\\") ? JSON.parse(`"${text}"`) : text;
  }

  #isKnown(b: Uint8Array, view: DataView, start: number, end: number, n: number): boolean {
    const texts = this.#texts;
    let at = n === 0 ? 0 : this.#textEnds[n - 1]!;
    if (this.#textEnds[n]! - at !== end - start) return false;
    let i = start;
    for (; i + 4 <= end; i += 4, at += 4) {
      if (view.getInt32(i, true) !== this.#textView.getInt32(at, true)) return false;
    }
    for (; i < end; i++) if (b[i] !== texts[at++]) return false;
    return true;
  }

  #learn(b: Uint8Array, start: number, end: number, n: number): number {
    const from = n === 0 ? 0 : this.#textEnds[n - 1]!;
    const to = from + end - start;
    if (to > this.#texts.length) {
      const grown = new Uint8Array(2 * to);
      grown.set(this.#texts.subarray(0, from));
      this.#texts = grown;
      this.#textView = new DataView(grown.buffer);
    }
    let escaped = false;
    for (let i = start, at = from; i < end; i++) {
      const c = b[i]!;
      if (c === BACKSLASH) escaped = true;
      this.#texts[at++] = c;
    }
    this.#textEnds[n] = to;
    this.#known = n + 1;
    this.shape++;
    const interesting = escaped || (this.#lengths & bitOf(end - start)) !== 0;
    return this.codes[n] = interesting ? this.#codes.get(this.name(n)) ?? 0 : 0;
  }

  #duplicateByBytes(): number {
    const ends = this.#textEnds;
    const known = this.#known;
    const size = 2 << (32 - Math.clz32(known));
    if (this.#table.length < size) this.#table = new Int32Array(size);
    const table = this.#table.fill(0, 0, size);
    let left = CROWDED * known;
    for (let n = 0, start = 0; n < known; start = ends[n++]!) {
      let at = this.#hash(start, ends[n]!) & (size - 1);
      for (let m = table[at]!; m !== 0; m = table[at]!) {
        if (this.#areEqual(m - 1, n)) return n;
        // Keys that were made to have one hash: a Set has another, which nobody knows beforehand.
        if (--left === 0) return this.#duplicateByName();
        at = (at + 1) & (size - 1);
      }
      table[at] = n + 1;
    }
    return -1;
  }

  #hash(start: number, end: number): number {
    const texts = this.#texts;
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ texts[i]!, 0x01000193);
    return hash ^ (hash >>> 15);
  }

  #areEqual(m: number, n: number): boolean {
    const texts = this.#texts;
    const ends = this.#textEnds;
    let a = m === 0 ? 0 : ends[m - 1]!;
    let b = n === 0 ? 0 : ends[n - 1]!;
    if (ends[m]! - a !== ends[n]! - b) return false;
    while (a < ends[m]!) if (texts[a++] !== texts[b++]) return false;
    return true;
  }

  #duplicateByName(): number {
    const names = new Set<string>();
    for (let n = 0; n < this.#known; n++) {
      const name = this.name(n);
      if (names.has(name)) return n;
      names.add(name);
    }
    return -1;
  }

  #grow(): void {
    for (const field of ["starts", "ends", "values", "valueEnds", "codes"] as const) {
      this[field] = doubled(this[field]);
    }
    this.#textEnds = doubled(this.#textEnds);
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(2 * array.length);
  grown.set(array);
  return grown;
}

function bitOf(length: number): number {
  return 1 << Math.min(length, 31);
}
