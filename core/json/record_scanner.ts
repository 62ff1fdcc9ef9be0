import type { TaskRules } from "../contract.ts";
import { type Need, needsOf } from "../needs.ts";
import { KeySet } from "./key_set.ts";
import { dataCodes, Role, roleOf, topCodes } from "./roles.ts";
import { BROKEN, JsonScanner } from "./scanner.ts";

/** Objects and arrays within each other; SQLite refuses JSON past 1,000. */
export const MAX_DEPTH = 512;

/** One space is what mostly stands between tokens: it is passed here, without a call. */
const SPACE = 32;

/**
 * Scans one JSON value strictly and notes, of a task, where its members and those of its `data` stand.
 * No recursion: the levels are a stack of bytes.
 */
export class RecordScanner {
  readonly json: JsonScanner;
  /** What the label config needs of each task. */
  readonly needs: readonly Need[];
  /** The members of the record. */
  readonly top: KeySet;
  /** The members of its `data`. */
  readonly data: KeySet;
  readonly #stack = new Uint8Array(MAX_DEPTH + 1);
  #inData = false;
  /** The bytes scanned last, by words. */
  view: DataView = new DataView(new ArrayBuffer(0));

  constructor(rules: TaskRules, options: { readonly oneLine: boolean }) {
    this.needs = needsOf(rules.needs ?? []);
    this.json = new JsonScanner(options.oneLine);
    this.top = new KeySet(topCodes(rules, this.needs));
    this.data = new KeySet(dataCodes(rules, this.needs));
  }

  /** The position after the value that begins at `i`, or `BROKEN`. */
  scan(b: Uint8Array, view: DataView, i: number): number {
    const json = this.json;
    const top = this.top;
    const stack = this.#stack;
    let depth = 0;
    let inObject = 0;
    this.view = view;
    top.begin();
    this.data.begin();
    this.#inData = false;
    for (;;) {
      const c = b[i]!;
      if (c === 34) {
        if ((i = json.string(b, view, i + 1)) === BROKEN) return BROKEN;
      } else if (c === 123 || c === 91) {
        if (depth === MAX_DEPTH) return json.broken(i, TOO_DEEP);
        stack[depth++] = inObject;
        inObject = c === 123 ? 1 : 0;
        if (b[++i] === SPACE) i++;
        if (b[i]! <= SPACE) i = json.space(b, i);
        if (b[i] !== c + 2) {
          if (inObject === 1 && (i = this.#key(b, view, i, depth)) === BROKEN) return BROKEN;
          continue;
        }
        i++;
        inObject = stack[--depth]!;
      } else if ((i = json.scalar(b, i)) === BROKEN) return BROKEN;

      // A value has ended: close what ends with it, or go on to the next member or element.
      for (;;) {
        if (depth === 0) return i;
        if (depth === 1 && inObject === 1) top.valueEnds[top.count - 1] = i;
        if (b[i]! <= SPACE) i = json.space(b, i);
        const d = b[i]!;
        if (d === 44) {
          if (b[++i] === SPACE) i++;
          if (b[i]! <= SPACE) i = json.space(b, i);
          if (inObject === 1 && (i = this.#key(b, view, i, depth)) === BROKEN) return BROKEN;
          break;
        }
        if (d !== (inObject === 1 ? 125 : 93)) {
          return json.broken(i, inObject === 1 ? '"," or "}"' : '"," or "]"');
        }
        i++;
        inObject = stack[--depth]!;
      }
    }
  }

  /** The position of the value that belongs to the key at `i`. */
  #key(b: Uint8Array, view: DataView, i: number, depth: number): number {
    const json = this.json;
    if (b[i] !== 34) return json.broken(i, "a name in double quotes");
    const start = i + 1;
    if ((i = json.string(b, view, start)) === BROKEN) return BROKEN;
    if (depth === 1) this.#inData = roleOf(this.top.add(b, view, start, i - 1)) === Role.data;
    else if (depth === 2 && this.#inData) this.data.add(b, view, start, i - 1);
    if (b[i]! <= SPACE) i = json.space(b, i);
    if (b[i] !== 58) return json.broken(i, '":"');
    if (b[++i] === SPACE) i++;
    if (b[i]! <= SPACE) i = json.space(b, i);
    if (depth === 1) this.top.values[this.top.count - 1] = i;
    else if (depth === 2 && this.#inData) this.data.values[this.data.count - 1] = i;
    return i;
  }
}

export const TOO_DEEP = `at most ${MAX_DEPTH} levels`;
