import type { TaskFault } from "./faults.ts";
import { kindOf, skipSpace, skipString, skipValue, stringAt } from "./walk.ts";

const RESULT = [114, 101, 115, 117, 108, 116];
const SCORE = [115, 99, 111, 114, 101];

/**
 * Checks a list of completions or predictions in JSON that has been scanned: an array of objects, each with
 * a `result` array, and a number where there is a `score`. It makes nothing unless something is wrong.
 */
export class AnnotationChecker {
  fault: TaskFault | undefined;

  /** How many objects the list at `i` holds, or -1 with `fault` set. `name` is the list's, for messages. */
  count(b: Uint8Array, i: number, name: string): number {
    if (b[i] !== 91) return this.#fail(i, `"${name}" is ${kindOf(b[i]!)}`, "write a list of objects");
    let count = 0;
    i = skipSpace(b, i + 1);
    while (b[i] !== 93) {
      i = this.#object(b, i, name, count++);
      if (i < 0) return -1;
      i = skipSpace(b, i);
      if (b[i] === 44) i = skipSpace(b, i + 1);
    }
    return count;
  }

  /** The position after the object at `i`, or -1. */
  #object(b: Uint8Array, begin: number, name: string, index: number): number {
    if (b[begin] !== 123) return this.#fail(begin, `${name}[${index}] is ${kindOf(b[begin]!)}`, OBJECT_HINT);
    let hasResult = false;
    let i = skipSpace(b, begin + 1);
    while (b[i] !== 125) {
      const key = i;
      i = skipSpace(b, skipString(b, i));
      const value = skipSpace(b, i + 1);
      if (isKey(b, key, RESULT, "result")) {
        hasResult = true;
        if (b[value] !== 91) {
          return this.#fail(
            value,
            `${name}[${index}].result is ${kindOf(b[value]!)}`,
            "write a list of regions",
          );
        }
      } else if (isKey(b, key, SCORE, "score") && kindOf(b[value]!) !== "a number") {
        const hint = "write a number such as 0.95, or leave it out";
        return this.#fail(value, `${name}[${index}].score is ${kindOf(b[value]!)}`, hint);
      }
      i = skipSpace(b, skipValue(b, value));
      if (b[i] === 44) i = skipSpace(b, i + 1);
    }
    if (!hasResult) return this.#fail(begin, `${name}[${index}] has no "result"`, OBJECT_HINT);
    return i + 1;
  }

  #fail(at: number, message: string, hint: string): -1 {
    this.fault = { at, message, hint, code: "task" };
    return -1;
  }
}

const OBJECT_HINT = 'write an object with a "result" list';

/** Whether the key at `i` is `name`, however it is escaped. */
function isKey(b: Uint8Array, i: number, letters: readonly number[], name: string): boolean {
  for (let k = 0; k < letters.length; k++) {
    const c = b[i + 1 + k]!;
    if (c === 92) return stringAt(b, i) === name;
    if (c !== letters[k]) return false;
  }
  return b[i + 1 + letters.length] === 34 || (b[i + 1 + letters.length] === 92 && stringAt(b, i) === name);
}
