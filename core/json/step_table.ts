import type { KernelMemory } from "../kernel_memory.ts";
import type { Need } from "../needs.ts";
import { finalOf, KIND_COUNT, type Slot, type Step } from "./record_steps.ts";

/** Bytes that steps have, which are some thousands. */
export const TABLE_SIZE = 1 << 20;
const ROOT_SIZE = 32;
const PLACE_SIZE = 16;
const STEP_SIZE = 96;
/** So many steps begin at one place; looking for more takes longer than reading the record does. */
const MOST_STEPS = 64;
/** What stands between two values is no longer than this. */
const MOST_TEXT = 2048;

/** The steps that are known, in the memory of the kernel: assembly/records.ts says how they lie there. */
export class StepTable {
  /** Where the roots lie. */
  readonly roots: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #most: number;
  #next: number;
  /** Places by kind and path, keys by name, steps by all that they have. */
  readonly #places = new Map<string, number>();
  readonly #keys = new Map<string, number>();
  readonly #steps = new Map<string, number>();
  readonly #counts = new Map<number, number>();
  /** The steps that drop keys, and which. */
  readonly #drops: (readonly [step: number, names: readonly string[]])[] = [];

  constructor({ bytes, parts }: KernelMemory, needs: readonly Need[]) {
    [this.roots, this.#most] = parts.own;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
    for (let kind = 0; kind < KIND_COUNT; kind++) {
      const root = this.roots + kind * ROOT_SIZE;
      this.#view.setUint32(root + 12, kind & 1, true);
      this.#view.setBigUint64(root + 16, finalOf(kind, needs), true);
    }
    this.#next = this.roots + KIND_COUNT * ROOT_SIZE;
  }

  /** How many values the steps lead to. */
  get size(): number {
    return this.#places.size;
  }

  /** Adds the steps through a record of this kind; false where none is new, or there is no room. */
  add(kind: number, steps: readonly Step[]): boolean {
    const size = steps.reduce((sum, { text, out }) => sum + text.length + out.length + 256, 0);
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
      const count = this.#view.getUint32(step + 28, true);
      if (count === 0) continue;
      this.#view.setUint32(step + 28, 0, true);
      for (const name of names) each(name, count);
    }
  }

  #place(kind: number, { path, depth, checks }: Slot): number {
    const name = `${kind} ${path}`;
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.#take(PLACE_SIZE);
      this.#view.setUint32(place + 4, checks, true);
      this.#view.setUint32(place + 8, depth, true);
      this.#places.set(name, place);
    }
    return place;
  }

  #step(place: number, target: number, step: Step): number {
    const { text, out, keys, drops } = step;
    const view = this.#view;
    const at = this.#take(STEP_SIZE + text.length + 16);
    const outAt = this.#take(out.length + 16);
    const keysAt = this.#take(4 * keys.length);
    const special = step.required | step.cleared | step.set |
      BigInt(step.lines + step.completions + step.predictions);
    const words = [
      view.getUint32(place, true),
      target,
      text.length,
      outAt,
      out.length,
      step.lines,
      drops.length > 0 ? 2 : special === 0n ? 0 : 1,
      0,
      keysAt,
      keys.length,
    ];
    for (const [n, word] of words.entries()) view.setUint32(at + 4 * n, word, true);
    view.setBigUint64(at + 40, step.required, true);
    view.setBigUint64(at + 48, ~step.cleared, true);
    view.setBigUint64(at + 56, step.set, true);
    view.setUint32(at + 64, step.completions, true);
    view.setUint32(at + 68, step.predictions, true);
    this.#bytes.fill(255, at + 80, at + 80 + Math.min(16, text.length));
    this.#bytes.set(text, at + STEP_SIZE);
    this.#bytes.set(out, outAt);
    for (const [n, key] of keys.entries()) view.setUint32(keysAt + 4 * n, this.#key(key), true);
    if (drops.length > 0) this.#drops.push([at, drops]);
    view.setUint32(place, at, true);
    return at;
  }

  /** Where it is kept in which record a key was last. */
  #key(name: string): number {
    let key = this.#keys.get(name);
    if (key === undefined) this.#keys.set(name, key = this.#take(4));
    return key;
  }

  #take(size: number): number {
    const at = this.#next;
    this.#next = (at + size + 15) & ~15;
    return at;
  }
}
