import { decode } from "../utf8.ts";

/** So many columns are told by name; a source with more has values for keys. */
export const MAX_COLUMNS = 1000;
/** A power of two, well above `MAX_COLUMNS`. */
const SLOTS = 4096;
/** So many texts, of which several may be one name, are known. */
const MOST_TEXTS = SLOTS / 2;

/** The different keys that a source's data has, found without a string for those that are known. */
export class ColumnSet {
  /** In the order of their appearance; replaced when it grows. */
  names: readonly string[] = [];
  /** The texts of the keys, end to end, each as it was written. */
  #texts = new Uint8Array(1024);
  #ends: number[] = [];
  /** The numbers of the keys from 1, each at its hash or behind it. */
  readonly #table = new Int32Array(SLOTS);

  #told = 0;

  /** Those that have not been taken before. */
  take(): readonly string[] {
    const names = this.#told === 0 ? this.names : this.names.slice(this.#told);
    this.#told = this.names.length;
    return names;
  }

  /** Adds a key by its name. */
  addName(name: string): void {
    if (this.names.length < MAX_COLUMNS && !this.names.includes(name)) this.names = [...this.names, name];
  }

  /** Adds the key whose text, without quotes, is `b[start, end)`; it is written as `renamed`, if that is given. */
  add(b: Uint8Array, start: number, end: number, renamed?: string): void {
    if (this.names.length === MAX_COLUMNS || this.#ends.length === MOST_TEXTS) return;
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ b[i]!, 0x01000193);
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (let n = this.#table[slot]!; n !== 0; n = this.#table[slot]!) {
      if (this.#is(n - 1, b, start, end)) return;
      slot = (slot + 1) & (SLOTS - 1);
    }
    this.#keep(b.subarray(start, end));
    this.#table[slot] = this.#ends.length;
    const text = decode(b.subarray(start, end));
    const name = renamed ?? (text.includes("\\") ? JSON.parse(`"${text}"`) as string : text);
    this.addName(name);
  }

  #is(n: number, b: Uint8Array, start: number, end: number): boolean {
    let at = n === 0 ? 0 : this.#ends[n - 1]!;
    if (this.#ends[n]! - at !== end - start) return false;
    for (let i = start; i < end; i++) if (this.#texts[at++] !== b[i]) return false;
    return true;
  }

  #keep(text: Uint8Array): void {
    const from = this.#ends.at(-1) ?? 0;
    const to = from + text.length;
    if (to > this.#texts.length) {
      const grown = new Uint8Array(2 * to);
      grown.set(this.#texts.subarray(0, from));
      this.#texts = grown;
    }
    this.#texts.set(text, from);
    this.#ends.push(to);
  }
}
