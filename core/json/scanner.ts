/**
 * The grammar of RFC 8259 on bytes: white space, strings, numbers and literals. Zeros follow the input, so
 * nothing here tests for its end: a zero fits nowhere and becomes a fault at or past the end.
 * UTF-8 is checked before, a chunk at a time; here a byte from 0x80 on is simply a part of a string.
 */

/** Returned instead of a position where the grammar is broken; `fault` and `wanted` then say how. */
export const BROKEN = -1;

/** What the grammar wants where a word begins with t, f or n. */
export const LITERAL = "true, false or null";

const HEX_DIGIT = tableOf("0123456789abcdefABCDEF");
const ESCAPE = tableOf('"\\/bfnrt');

export class JsonScanner {
  /** Where the grammar is broken: at or past the end of the input, more of it is needed. */
  fault = 0;
  /** What the grammar wants there. */
  wanted = "";
  /** The line of the next byte, from 1. */
  line = 1;
  /** Where that line begins in this input, and how many of its characters were in input that is gone. */
  lineStart = 0;
  before = 0;
  /** White space with a line break has been passed since this was last set to false. */
  brokeLine = false;
  readonly #oneLine: boolean;

  /** With `oneLine` a line break is no white space: it ends the record. */
  constructor(oneLine: boolean) {
    this.#oneLine = oneLine;
  }

  /** The position after white space. */
  space(b: Uint8Array, i: number): number {
    for (let c = b[i]!; c <= 32; c = b[++i]!) {
      if (c === 10) {
        if (this.#oneLine) return i;
        this.line++;
        this.lineStart = i + 1;
        this.before = 0;
        this.brokeLine = true;
      } else if (c === 13) this.brokeLine = true;
      else if (c !== 32 && c !== 9) return i;
    }
    return i;
  }

  /** The position after a string whose text begins at `i`. */
  string(b: Uint8Array, view: DataView, i: number): number {
    for (;;) {
      // Four bytes at a time: the lowest set bit of `stop` is that of the first quote, back slash or control.
      const x = view.getInt32(i, true);
      const stop = ((x - 0x20202020) | ((x ^ 0x22222222) - 0x01010101) | ((x ^ 0x5c5c5c5c) - 0x01010101)) &
        ~x &
        0x80808080;
      if (stop === 0) {
        i += 4;
        continue;
      }
      i += (31 - Math.clz32(stop & -stop)) >> 3;
      const c = b[i]!;
      if (c === 34) return i + 1;
      if (c !== 92) return this.broken(i, 'the closing " of a string');
      const escape = b[i + 1]!;
      if (ESCAPE[escape] === 1) i += 2;
      else if (escape !== 117) return this.broken(i + 1, 'one of "\\/bfnrtu after a back slash');
      else {
        for (let k = i + 2; k < i + 6; k++) {
          if (HEX_DIGIT[b[k]!] === 0) return this.broken(k, "four hexadecimal digits after \\u");
        }
        i += 6;
      }
    }
  }

  /** The position after a number, true, false or null. */
  scalar(b: Uint8Array, i: number): number {
    const c = b[i]!;
    if (c === 45 || (c >= 48 && c <= 57)) return this.#number(b, i);
    if (c === 116) return this.#literal(b, i, 0x65757274, 4);
    if (c === 110) return this.#literal(b, i, 0x6c6c756e, 4);
    if (c === 102) return this.#literal(b, i + 1, 0x65736c61, 4);
    return this.broken(i, "a value");
  }

  broken(at: number, wanted: string): typeof BROKEN {
    this.fault = at;
    this.wanted = wanted;
    return BROKEN;
  }

  #literal(b: Uint8Array, i: number, letters: number, size: number): number {
    for (const end = i + size; i < end; i++, letters >>>= 8) {
      if (b[i] !== (letters & 0xff)) return this.broken(i, LITERAL);
    }
    return i;
  }

  #number(b: Uint8Array, i: number): number {
    if (b[i] === 45) i++;
    if (b[i] === 48) i++;
    else if ((i = this.#digits(b, i)) === BROKEN) return BROKEN;
    if (b[i] === 46 && (i = this.#digits(b, i + 1)) === BROKEN) return BROKEN;
    if ((b[i]! | 32) === 101) {
      i++;
      if (b[i] === 43 || b[i] === 45) i++;
      return this.#digits(b, i);
    }
    return i;
  }

  #digits(b: Uint8Array, i: number): number {
    const first = i;
    for (let c = b[i]!; c >= 48 && c <= 57; c = b[++i]!);
    return i === first ? this.broken(i, "a digit") : i;
  }
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
