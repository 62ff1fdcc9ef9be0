/** Steps through JSON that has been scanned and found good: nothing is checked again. */
import { decode } from "../utf8.ts";

/** The position after white space. */
export function skipSpace(b: Uint8Array, i: number): number {
  while (b[i]! <= 32) i++;
  return i;
}

/** The position after the string that begins at `i`. */
export function skipString(b: Uint8Array, i: number): number {
  for (i++; b[i] !== 34; i++) if (b[i] === 92) i++;
  return i + 1;
}

/** The position after the value that begins at `i`. */
export function skipValue(b: Uint8Array, i: number): number {
  const first = b[i]!;
  if (first === 34) return skipString(b, i);
  if (first !== 123 && first !== 91) {
    // A number or a literal ends before "," "]" "}" or white space.
    for (let c = first; c > 32 && c !== 44 && c !== 93 && c !== 125; c = b[++i]!);
    return i;
  }
  for (let depth = 0;;) {
    const c = b[i]!;
    if (c === 34) {
      i = skipString(b, i);
      continue;
    }
    i++;
    if (c === 123 || c === 91) depth++;
    else if ((c === 125 || c === 93) && --depth === 0) return i;
  }
}

/** The text of the string at `i`, unescaped. */
export function stringAt(b: Uint8Array, i: number): string {
  return JSON.parse(decode(b.subarray(i, skipString(b, i))));
}

/** A member of an object: its name, and where its value begins. */
export interface Member {
  readonly name: string;
  readonly value: number;
}

/** The members of the object at `i`. */
export function* membersOf(b: Uint8Array, i: number): Generator<Member> {
  i = skipSpace(b, i + 1);
  while (b[i] !== 125) {
    const name = stringAt(b, i);
    const value = skipSpace(b, skipSpace(b, skipString(b, i)) + 1);
    yield { name, value };
    i = skipSpace(b, skipValue(b, value));
    if (b[i] === 44) i = skipSpace(b, i + 1);
  }
}

/** The JSON Pointer, within the value that begins at `i`, to the value (or the name of the member) at `target`. */
export function pointerTo(b: Uint8Array, i: number, target: number): string {
  let pointer = "";
  for (i = skipSpace(b, i); i < target;) {
    let next = -1;
    if (b[i] === 123) {
      for (const { name, value } of membersOf(b, i)) {
        if (skipValue(b, value) <= target) continue;
        pointer += `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        next = value;
        break;
      }
    } else if (b[i] === 91) {
      let at = skipSpace(b, i + 1);
      for (let n = 0; b[at] !== 93 && next < 0; n++) {
        const end = skipValue(b, at);
        if (end > target) {
          pointer += `/${n}`;
          next = at;
        }
        at = skipSpace(b, end);
        if (b[at] === 44) at = skipSpace(b, at + 1);
      }
    }
    if (next < 0) break;
    i = next;
  }
  return pointer;
}

/** What kind of value begins with this byte, with its article: "a string". */
export function kindOf(byte: number): string {
  switch (byte) {
    case 34:
      return "a string";
    case 123:
      return "an object";
    case 91:
      return "an array";
    case 116:
    case 102:
      return "a boolean";
    case 110:
      return "null";
    default:
      return "a number";
  }
}

/**
 * Takes the white space out of the JSON in `b[from, to)`, in place, and returns the new end.
 * Strings and numbers keep their bytes; a record that was written over several lines becomes one.
 */
export function compact(b: Uint8Array, from: number, to: number): number {
  let end = from;
  for (let i = from; i < to;) {
    const c = b[i]!;
    if (c === 34) {
      const after = skipString(b, i);
      b.copyWithin(end, i, after);
      end += after - i;
      i = after;
    } else {
      if (c > 32) b[end++] = c;
      i++;
    }
  }
  return end;
}
