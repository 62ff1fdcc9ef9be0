import { joined } from "../bytes.ts";
import type { TaskRules } from "../contract.ts";
import { decode, encode } from "../utf8.ts";
import type { Need } from "../needs.ts";
import { dataCodes, needOf, Role, ROLE_NAMES, writtenName } from "./roles.ts";
import { bitOf, Check, type RecordSteps, Seen, type Slot, type Step } from "./step.ts";
import { compact, skipSpace, skipString, skipValue } from "./walk.ts";

const ONLY_NUMBER = 63 - 2;
const ONLY_OBJECT = 63 - 16;
const ONLY_ARRAY = 63 - 32;

/** A member of a record that is written. */
interface Kept {
  readonly key: number;
  readonly name: Uint8Array<ArrayBuffer>;
  readonly from: number;
  readonly to: number;
}

const PREFIX = encode('{"data":');
const MAX_VALUES = 2000;
/** Values that lie deeper are not taken apart. */
const MOST_DEPTH = 6;

/** Thrown where a record has something that only TypeScript reads. */
class Unfit extends Error {}

/** Takes records apart that have been found good and written. */
export class StepReader {
  /** Whether objects within data are taken apart, too, which is faster where their keys are always the same. */
  deep = true;
  readonly #rules: TaskRules;
  readonly #needs: readonly Need[];
  readonly #codes: ReadonlyMap<string, number>;
  #b: Uint8Array<ArrayBufferLike> = new Uint8Array(0);
  #steps: Step[] = [];
  /** What the steps make of the record. */
  #made: Uint8Array<ArrayBuffer>[] = [];
  #kept: Kept[] | undefined;
  #isBare = false;
  #isRewritten = false;
  #brokeLine = false;
  #start = 0;
  #end = 0;
  /** Where the last value ended, and what has been between it and the next. */
  #from = 0;
  #keys: string[] = [];
  #drops: string[] = [];
  #result: boolean | undefined;
  #required = 0n;
  #set = 0n;
  #completions = 0;
  #predictions = 0;

  constructor(rules: TaskRules, needs: readonly Need[]) {
    this.#rules = rules;
    this.#needs = needs;
    this.#codes = dataCodes(rules, needs);
  }

  /**
   * The steps of the record `b[start, end)`, which has become the task in `written`; or nothing where it has
   * something that has no steps.
   */
  read(
    b: Uint8Array,
    { start, end, brokeLine }: { readonly start: number; readonly end: number; readonly brokeLine: boolean },
    written: Uint8Array,
  ): RecordSteps | undefined {
    this.#b = b;
    this.#start = this.#from = start;
    this.#end = end;
    this.#brokeLine = brokeLine;
    this.#steps = [];
    this.#made = [];
    this.#clear();
    try {
      const kept = this.#members();
      this.#isBare = kept === undefined;
      const isRewritten = kept !== undefined && this.#isRewritten;
      this.#kept = isRewritten ? kept : undefined;
      this.#record();
      // The proof that nothing has been misread.
      const made = joined(this.#made);
      if (made.length !== written.length || made.some((byte, n) => byte !== written[n])) return undefined;
      return { kind: (this.#isBare ? 0 : isRewritten ? 4 : 2) + (brokeLine ? 1 : 0), steps: this.#steps };
    } catch (error) {
      if (error instanceof Unfit) return undefined;
      throw error;
    }
  }

  /** The members that are written, where the record has data; sets whether that changes it. */
  #members(): Kept[] | undefined {
    const kept: Kept[] = [];
    let hasData = false;
    this.#isRewritten = false;
    this.#eachMember(this.#start, (name, key, value) => {
      const role = ROLE_NAMES.indexOf(name);
      if (role === Role.data) hasData = true;
      const isDropped = role <= 0 || (role === Role.id && this.#rules.idsApart === true);
      const written = isDropped ? "" : writtenName(role, this.#rules);
      if (isDropped || written !== name) this.#isRewritten = true;
      const end = skipValue(this.#b, value);
      if (!isDropped) {
        kept.push({ key, name: encode(`"${written}"`), from: skipString(this.#b, key), to: end });
      }
      return end;
    });
    return hasData ? kept : undefined;
  }

  #record(): void {
    this.#eachMember(this.#start, (name, _, value) => {
      const role = ROLE_NAMES.indexOf(name);
      if (this.#isBare) {
        // Their count is told as a note.
        if (role === Role.completions || role === Role.annotations || role === Role.predictions) {
          throw new Unfit();
        }
        return this.#dataMember(name, value, 1);
      }
      if (role > 0) return this.#roleMember(role, value);
      this.#keys.push(`top ${name}`);
      this.#drops.push(name);
      this.#set |= Seen.rewritten;
      return this.#slot(value, { path: `other ${name}`, depth: 1, checks: Check.skipped });
    });
    this.#step(this.#end, undefined);
  }

  #roleMember(role: number, value: number): number {
    const name = role === Role.annotations ? "completions" : ROLE_NAMES[role]!;
    this.#keys.push(`top ${name}`);
    if (role === Role.id) {
      const isApart = this.#rules.idsApart === true;
      if (isApart) this.#set |= Seen.rewritten;
      const checks = ONLY_NUMBER | Check.id | (isApart ? Check.skipped : 0);
      return this.#slot(value, { path: "id", depth: 1, checks });
    }
    if (role === Role.meta) return this.#value(value, { path: "meta", depth: 1, checks: ONLY_OBJECT });
    if (role === Role.data) {
      this.#set |= Seen.data;
      return this.#eachMember(value, (name, _, value) => this.#dataMember(name, value, 2));
    }
    if (writtenName(role, this.#rules) !== ROLE_NAMES[role]) this.#set |= Seen.rewritten;
    return this.#list(value, name);
  }

  #dataMember(name: string, value: number, depth: number): number {
    this.#keys.push(`data ${name}`);
    const need = needOf(this.#codes.get(name) ?? 0);
    let checks = 0;
    if (need >= 0) {
      const { kinds, isFetched } = this.#needs[need]!;
      checks = (63 & ~kinds) | (isFetched ? Check.url : 0);
      this.#set |= bitOf(need);
    }
    return this.#value(value, { path: `data ${name}`, depth, checks });
  }

  /** Completions or predictions: each object of them must have a result. */
  #list(at: number, name: string): number {
    return this.#eachItem(at, (item) => {
      if (this.#rules.config !== undefined) throw new Unfit();
      if (name === "completions") this.#completions++;
      else this.#predictions++;
      this.#result = false;
      const end = this.#eachMember(item, (key, _, value) => {
        const path = `${name} ${key}`;
        if (key === "score") return this.#slot(value, { path, depth: 3, checks: ONLY_NUMBER });
        if (key === "result") this.#result = true;
        return this.#value(value, { path, depth: 3, checks: key === "result" ? ONLY_ARRAY : 0 });
      });
      if (this.#result === undefined) this.#required |= Seen.result;
      this.#result = false;
      return end;
    });
  }

  /** A value, or the values in it: in an object, or in an array that begins with an object, or has nothing. */
  #value(at: number, slot: Slot): number {
    const b = this.#b;
    if (!this.deep || slot.depth > MOST_DEPTH) return this.#slot(at, slot);
    const depth = slot.depth + 1;
    if (b[at] === 123) {
      return this.#eachMember(
        at,
        (name, _, value) => this.#value(value, { path: `${slot.path}\0${name}`, depth, checks: 0 }),
        true,
      );
    }
    const first = b[at] === 91 ? b[skipSpace(b, at + 1)] : undefined;
    if (first !== 123 && first !== 93) return this.#slot(at, slot);
    return this.#eachItem(at, (item) => this.#value(item, { path: `${slot.path}\x01`, depth, checks: 0 }));
  }

  /** Calls `each` for the items of the array at `at`, which returns where the item ends; returns its end. */
  #eachItem(at: number, each: (item: number) => number): number {
    const b = this.#b;
    let i = skipSpace(b, at + 1);
    while (b[i] !== 93) {
      i = skipSpace(b, each(i));
      if (b[i] === 44) i = skipSpace(b, i + 1);
    }
    return i + 1;
  }

  /** Calls `each` for the members of the object at `at`, which returns where the value ends; returns its end. */
  #eachMember(
    at: number,
    each: (name: string, key: number, value: number) => number,
    mayEscape = false,
  ): number {
    const b = this.#b;
    let i = skipSpace(b, at + 1);
    while (b[i] !== 125) {
      const key = i;
      i = skipString(b, i);
      const name = decode(b.subarray(key + 1, i - 1));
      if (!mayEscape && name.includes("\\")) throw new Unfit();
      i = skipSpace(b, each(name, key, skipSpace(b, skipSpace(b, i) + 1)));
      if (b[i] === 44) i = skipSpace(b, i + 1);
    }
    return i + 1;
  }

  #slot(at: number, slot: Slot): number {
    if (this.#steps.length === MAX_VALUES) throw new Unfit();
    // Before the first member that is written no comma is due.
    const isFirst = this.#kept !== undefined && !this.#kept.some(({ key }) => key < at);
    this.#step(at, isFirst ? { ...slot, path: `first ${slot.path}` } : slot);
    this.#from = skipValue(this.#b, at);
    if ((slot.checks & Check.skipped) === 0) {
      this.#made.push(this.#compacted(new Uint8Array(this.#b.subarray(at, this.#from))));
    }
    return this.#from;
  }

  #step(to: number, slot: Slot | undefined): void {
    const text = this.#b.slice(this.#from, to);
    const lines = text.filter((byte) => byte === 10).length;
    if (text.includes(10) || text.includes(13)) this.#set |= Seen.broke;
    const out = this.#compacted(this.#written(this.#from, to));
    this.#made.push(out);
    if (this.#result === true) this.#set |= Seen.result;
    const cleared = this.#result === false ? Seen.result : 0n;
    this.#steps.push({
      text,
      out,
      lines,
      keys: this.#keys,
      drops: this.#drops,
      required: this.#required,
      cleared,
      set: this.#set,
      completions: this.#completions,
      predictions: this.#predictions,
      slot,
    });
    this.#clear();
  }

  #clear(): void {
    this.#keys = [];
    this.#drops = [];
    this.#result = undefined;
    this.#required = this.#set = 0n;
    this.#completions = this.#predictions = 0;
  }

  /** What is written for `b[from, to)`, which holds no value. */
  #written(from: number, to: number): Uint8Array<ArrayBuffer> {
    const b = this.#b;
    // Copies, since they are made compact where they lie.
    const parts: Uint8Array<ArrayBuffer>[] = [];
    if (this.#kept === undefined) {
      if (this.#isBare && from === this.#start) parts.push(PREFIX);
      parts.push(b.slice(from, to));
      if (this.#isBare && to === this.#end) parts.push(encode("}"));
    } else {
      if (from === this.#start) parts.push(encode("{"));
      for (const [n, kept] of this.#kept.entries()) {
        if (kept.key >= from && kept.key < to) parts.push(encode(n > 0 ? "," : ""), kept.name);
        parts.push(b.slice(Math.max(from, kept.from), Math.max(from, kept.from, Math.min(to, kept.to))));
      }
      if (to === this.#end) parts.push(encode("}"));
    }
    return joined(parts);
  }

  #compacted(text: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    return this.#brokeLine ? text.subarray(0, compact(text, 0, text.length)) : text;
  }
}
