import type { KernelMemory } from "../kernel_memory.ts";
import type { Need } from "../needs.ts";
import { finalOf, KIND_COUNT, type Slot, type Step } from "./step.ts";

/** Bytes that steps have, which are some thousands. */
export const TABLE_SIZE = 1 << 20;
const ROOT_SIZE = 32;
const PLACE_SIZE = 16;
const STEP_SIZE = 80;
/** What a step, its place and the gaps behind them take at the most, beside its texts; and what a key of it takes. */
const MOST_SIZE = 256;
const KEY_SIZE = 20;
const KEY_BITS = 64;
/** So many steps begin at one place; looking for more takes longer than reading the record does. */
const MOST_STEPS = 64;
/** What stands between two values is no longer than this. */
const MOST_TEXT = 2048;

/** All that a table has learned, as plain data. */
export interface LearnedSteps {
  /** What lies in the memory, from its beginning on. */
  readonly bytes: Uint8Array;
  readonly places: ReadonlyMap<string, number>;
  readonly keys: ReadonlyMap<string, number>;
  readonly steps: ReadonlyMap<string, number>;
  readonly counts: ReadonlyMap<number, number>;
  readonly drops: readonly (readonly [step: number, names: readonly string[]])[];
}

/** The steps that are known, in the memory of the kernel: assembly/records.ts says how they lie there. */
export class StepTable {
  /** Where the roots lie. */
  readonly roots: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #most: number;
  #next: number;
  /** Places by kind and path, keys by name, steps by all that they have. */
  readonly #places: Map<string, number>;
  readonly #keys: Map<string, number>;
  readonly #steps: Map<string, number>;
  readonly #counts: Map<number, number>;
  /** The steps that drop keys, and which. */
  readonly #drops: (readonly [step: number, names: readonly string[]])[];

  /** `learned`: by the table of another kernel, by the same rules. */
  constructor({ bytes, parts }: KernelMemory, needs: readonly Need[], learned?: LearnedSteps) {
    this.#places = new Map(learned?.places);
    this.#keys = new Map(learned?.keys);
    this.#steps = new Map(learned?.steps);
    this.#counts = new Map(learned?.counts);
    this.#drops = [...learned?.drops ?? []];
    [this.roots, this.#most] = parts.own;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
    for (let kind = 0; kind < KIND_COUNT; kind++) {
      const root = this.roots + kind * ROOT_SIZE;
      this.#view.setUint32(root + 12, kind & 1, true);
      this.#view.setBigUint64(root + 16, finalOf(kind, needs), true);
    }
    this.#next = this.roots + KIND_COUNT * ROOT_SIZE;
    if (learned !== undefined) {
      // All memories of this kernel are laid out alike.
      bytes.set(learned.bytes, this.roots);
      this.#next = this.roots + learned.bytes.length;
    }
  }

  get learned(): LearnedSteps {
    return {
      bytes: this.#bytes.slice(this.roots, this.#next),
      places: this.#places,
      keys: this.#keys,
      steps: this.#steps,
      counts: this.#counts,
      drops: this.#drops,
    };
  }

  /** How many values the steps lead to. */
  get size(): number {
    return this.#places.size;
  }

  /** Adds the steps through a record of this kind; false where none is new, or there is no room. */
  add(kind: number, steps: readonly Step[]): boolean {
    const size = steps.reduce(
      (sum, { text, out, keys }) => sum + text.length + out.length + MOST_SIZE + KEY_SIZE * keys.length,
      0,
    );
    if (this.#next + size > this.#most || steps.some(({ text }) => text.length > MOST_TEXT)) return false;
    let place = this.roots + kind * ROOT_SIZE;
    let isNew = false;
    for (const step of steps) {
      const target = step.slot === undefined ? 0 : this.#place(kind, step.slot);
      const name = `${place} ${target} ${step.text} ${step.keys}`;
      if (!this.#steps.has(name)) {
        const count = (this.#counts.get(place) ?? 0) + 1;
        if (count > MOST_STEPS) return isNew;
        this.#counts.set(place, count);
        this.#steps.set(name, this.#step(place, target, step));
        isNew = true;
      }
      place = target;
    }
    return isNew;
  }

  /** Calls `each` with the keys that have been dropped since the last call. */
  eachDropped(each: (name: string, count: number) => void): void {
    for (const [step, names] of this.#drops) {
      const count = this.#view.getUint32(step + 32, true);
      if (count === 0) continue;
      this.#view.setUint32(step + 32, 0, true);
      for (const name of names) each(name, count);
    }
  }

  #place(kind: number, { path, depth, checks }: Slot): number {
    const name = `${kind} ${path}`;
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.#take(PLACE_SIZE);
      this.#view.setUint16(place + 4, checks, true);
      this.#view.setUint16(place + 6, depth, true);
      this.#places.set(name, place);
    }
    return place;
  }

  #step(place: number, target: number, step: Step): number {
    const { text, out, keys, drops } = step;
    const view = this.#view;
    const at = this.#take(STEP_SIZE + text.length + 16);
    const outAt = this.#take(out.length + 16);
    const isSame = text.length === out.length && text.every((byte, n) => byte === out[n]);
    let bits = 0n;
    const others: number[] = [];
    for (const name of keys) {
      const key = this.#key(name);
      if (key < KEY_BITS) bits |= 1n << BigInt(key);
      else others.push(key);
    }
    const keysAt = this.#take(4 * others.length);
    for (const [n, key] of others.entries()) view.setUint32(keysAt + 4 * n, key, true);
    const rest = step.required | step.cleared | step.set |
      BigInt(step.lines + step.completions + step.predictions);
    view.setUint32(at, view.getUint32(place, true), true);
    view.setUint32(at + 4, keysAt, true);
    view.setUint16(at + 8, text.length, true);
    view.setUint16(at + 10, (0xffff << Math.min(16, text.length)) & 0xffff, true);
    view.setUint32(at + 12, isSame ? 0 : outAt, true);
    view.setUint32(at + 16, target, true);
    view.setUint16(at + 20, others.length, true);
    view.setUint16(at + 22, drops.length > 0 ? 2 : rest === 0n ? 0 : 1, true);
    view.setBigUint64(at + 24, bits, true);
    view.setUint32(at + 36, step.lines, true);
    view.setBigUint64(at + 40, step.required, true);
    view.setBigUint64(at + 48, ~step.cleared, true);
    view.setBigUint64(at + 56, step.set, true);
    view.setUint32(at + 64, step.completions, true);
    view.setUint32(at + 68, step.predictions, true);
    view.setUint32(at + 72, out.length, true);
    this.#bytes.set(text, at + STEP_SIZE);
    this.#bytes.set(out, outAt);
    if (drops.length > 0) this.#drops.push([at, drops]);
    view.setUint32(place, at, true);
    return at;
  }

  /** The bit of a key, or where it is kept in which record the key was last: there are more keys than bits. */
  #key(name: string): number {
    let key = this.#keys.get(name);
    if (key === undefined) {
      key = this.#keys.size < KEY_BITS ? this.#keys.size : this.#take(4);
      this.#keys.set(name, key);
    }
    return key;
  }

  #take(size: number): number {
    const at = this.#next;
    this.#next = (at + size + 15) & ~15;
    // Never: `add` has reckoned with as much.
    if (this.#next > this.#most) throw new RangeError("the table of steps is full");
    return at;
  }
}
