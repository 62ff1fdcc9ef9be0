import { AnnotationChecker } from "./annotations.ts";
import type { TaskFault } from "./faults.ts";
import { type KeySet, MAX_KEYS } from "./key_set.ts";
import type { RecordScanner } from "./record_scanner.ts";
import { kindBit, kindFault, missingFault, type Need, tagText } from "../needs.ts";
import { needOf, Role, ROLE_NAMES, roleOf } from "./roles.ts";
import { innerParts, isBase64, looksLikeUrl, valueAt } from "./value_checks.ts";
import { kindOf } from "./walk.ts";

/** Checks a record that has been scanned: is it a task, and are its reserved keys what they must be? */
export class TaskChecker {
  fault: TaskFault | undefined;
  /** The number of each role's member in the record, or -1. */
  readonly members = new Int32Array(ROLE_NAMES.length);
  completions = 0;
  predictions = 0;
  /** The task's id, or -1. */
  id = -1;
  /** A need whose value looks like no URL, though a browser is to fetch it; or -1. */
  oddUrl = -1;
  readonly #scanner: RecordScanner;
  readonly #lists = new AnnotationChecker();

  /** The number of the record that met each need last: no need to clear it between records. */
  readonly #metIn: Float64Array;
  #records = 0;

  constructor(scanner: RecordScanner) {
    this.#scanner = scanner;
    this.#metIn = new Float64Array(scanner.needs.length);
  }

  /** Whether the record at `b[start]` is a task; if not, `fault` says why. */
  check(b: Uint8Array, start: number): boolean {
    const { top, data } = this.#scanner;
    this.completions = this.predictions = 0;
    this.id = -1;
    this.oddUrl = -1;
    if (b[start] !== 123) {
      return this.fail(start, `the record is ${kindOf(b[start]!)}`, 'write an object such as {"text": "…"}');
    }
    if (top.overflows || data.overflows) {
      return this.fail(
        start,
        `the record has more than ${MAX_KEYS} keys`,
        "put them into a value, or into several tasks",
      );
    }
    const members = this.members.fill(-1);
    for (let n = 0; n < top.count; n++) members[roleOf(top.codes[n]!)] = n;
    if (members[Role.data]! < 0) return this.#distinct(top) && this.#checkNeeds(b, start, top);
    return this.#distinct(top) && this.#checkMembers(b) && this.#distinct(data) &&
      this.#checkNeeds(b, start, data);
  }

  fail(at: number, message: string, hint: string, code = "task"): false {
    this.fault = { at, message, hint, code };
    return false;
  }

  #distinct(keys: KeySet): boolean {
    const n = keys.duplicate();
    if (n < 0) return true;
    const where = keys === this.#scanner.data ? ' in "data"' : "";
    return this.fail(
      keys.starts[n]! - 1,
      `${JSON.stringify(keys.name(n))} is there twice${where}`,
      "keep one of them",
    );
  }

  #checkMembers(b: Uint8Array): boolean {
    const { top } = this.#scanner;
    const members = this.members;
    const data = top.values[members[Role.data]!]!;
    if (b[data] !== 123) {
      return this.fail(
        data,
        `"data" is ${kindOf(b[data]!)}`,
        'write an object such as {"data": {"text": "…"}}',
      );
    }
    if (top.count === 1) return true;
    const completions = members[Role.completions]!;
    const annotations = members[Role.annotations]!;
    if (completions >= 0 && annotations >= 0) {
      const at = top.starts[annotations]! - 1;
      return this.fail(at, '"completions" and "annotations" are both there', "keep one: they mean the same");
    }
    const meta = members[Role.meta]!;
    if (meta >= 0 && b[top.values[meta]!] !== 123) {
      const at = top.values[meta]!;
      return this.fail(at, `"meta" is ${kindOf(b[at]!)}`, "write an object, or leave it out");
    }
    if (members[Role.id]! >= 0 && !this.#checkId(b, members[Role.id]!)) return false;
    this.completions = this.#count(b, Math.max(completions, annotations));
    if (this.completions >= 0) this.predictions = this.#count(b, members[Role.predictions]!);
    return this.completions >= 0 && this.predictions >= 0;
  }

  /** Whether the data, whose keys these are, has what the label config needs. */
  #checkNeeds(b: Uint8Array, start: number, keys: KeySet): boolean {
    const { needs } = this.#scanner;
    if (needs.length === 0) return true;
    const record = ++this.#records;
    let met = 0;
    for (let n = 0; n < keys.count; n++) {
      const need = needOf(keys.codes[n]!);
      if (need < 0) continue;
      const at = keys.values[n]!;
      if ((needs[need]!.kinds & kindBit(b[at]!)) === 0) {
        const { message, hint } = kindFault(needs[need]!, kindOf(b[at]!), kindBit(b[at]!));
        return this.fail(at, message, hint, "label-config");
      }
      if (b[at] === 34 && needs[need]!.isFetched && !looksLikeUrl(b, at + 1)) this.oddUrl = need;
      if (b[at] === 34 && needs[need]!.isBase64 && !isBase64(b, at + 1)) {
        const hint = `${
          tagText(needs[need]!.tags[0]!)
        } decodes it first; encode the value, or take encoding="base64" away`;
        return this.fail(at, `${JSON.stringify(needs[need]!.key)} is no base64`, hint, "value-base64");
      }
      if (needs[need]!.inner.length > 0 && !this.#checkInner(b, at, keys.name(n), needs[need]!)) return false;
      if (this.#metIn[need] !== record) met++;
      this.#metIn[need] = record;
    }
    if (met === needs.length) return true;
    const missing = needs.find((_, need) => this.#metIn[need] !== record)!;
    const names = Array.from({ length: keys.count }, (_, n) => keys.name(n));
    const what = keys === this.#scanner.data ? '"data" has no' : "the task has no";
    const { message, hint } = missingFault(missing, names, what);
    return this.fail(keys === this.#scanner.data ? this.#dataAt() : start, message, hint, "label-config");
  }

  /** Whether the value has what tags show of its inside; a key that holds the dots itself needs none. */
  #checkInner(b: Uint8Array, at: number, name: string, { inner }: Need): boolean {
    for (const tag of inner) {
      if (name === tag.key || (b[at] !== 123 && b[at] !== 91)) continue;
      if (valueAt(b, at, innerParts(tag.key)) >= 0) continue;
      const hint = `${tagText(tag)} shows it: bring it in every task`;
      return this.fail(
        at,
        `${JSON.stringify(name)} has no ${JSON.stringify(tag.key)} in it`,
        hint,
        "label-config",
      );
    }
    return true;
  }

  #dataAt(): number {
    return this.#scanner.top.values[this.members[Role.data]!]!;
  }

  #checkId(b: Uint8Array, n: number): boolean {
    const { values, valueEnds } = this.#scanner.top;
    let id = 0;
    let digits = valueEnds[n]! - values[n]! <= 16;
    for (let i = values[n]!; i < valueEnds[n]! && digits; i++) {
      digits = b[i]! >= 48 && b[i]! <= 57;
      id = id * 10 + (b[i]! - 48);
    }
    if (digits && id <= Number.MAX_SAFE_INTEGER) {
      this.id = id;
      return true;
    }
    const message = '"id" is no whole number from 0 to 9007199254740991';
    return this.fail(values[n]!, message, "write such a number, or leave it out");
  }

  /** The length of the list of member `n`, 0 if there is none, -1 if it is wrong. */
  #count(b: Uint8Array, n: number): number {
    if (n < 0) return 0;
    const { top } = this.#scanner;
    const count = this.#lists.count(b, top.values[n]!, ROLE_NAMES[roleOf(top.codes[n]!)]!);
    if (count < 0) this.fault = this.#lists.fault;
    return count;
  }
}
