/** JSON as people and programs write it, good and bad, as text: for properties. */
import fc from "fast-check";
import type { TaskRules } from "../../contract.ts";

type Text = fc.Arbitrary<string>;

const joined = (parts: fc.Arbitrary<string[]>): Text => parts.map((texts) => texts.join(""));

/** Numbers that a reader who keeps values instead of bytes would write otherwise. */
const number: Text = fc.oneof(
  fc.constantFrom("0", "-0", "1.50", "1E+2", "1e-7", "-0.0", "12345678901234567890", "1e400", "0.10"),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);

const piece: Text = fc.oneof(
  fc.constantFrom(
    "a",
    " ",
    "\\n",
    "\\u0061",
    "\\/",
    '\\"',
    "\\\\",
    "\\u0000",
    "\\ud83d\\ude00",
    "\\ud800",
    "  ",
  ),
  fc.constantFrom(
    "é",
    "日本",
    "😀",
    "\u2028",
    "\x7f",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "//",
    "\ufeff",
    "\u00a0",
  ),
  fc.string({ unit: "binary" }).map((text) => JSON.stringify(text).slice(1, -1)),
);

const string: Text = joined(fc.array(piece, { maxLength: 6 })).map((text) => `"${text}"`);

/** White space between tokens; `breaks`: with line breaks. */
const space = (breaks: boolean): Text =>
  fc.constantFrom("", "", "", "", " ", "\t", "\r", ...(breaks ? ["\n", "\r\n", "\n  "] : [" "]));

/** A name as a key: as it is, or with one letter escaped. */
const keyOf = (name: string): Text =>
  fc.nat({ max: 3 * name.length }).map((n) => {
    const letters = JSON.stringify(name).slice(1, -1);
    if (n >= name.length || letters !== name) return `"${letters}"`;
    const code = name.charCodeAt(n).toString(16).padStart(4, "0");
    return `"${name.slice(0, n)}\\u${code}${name.slice(n + 1)}"`;
  });

/** Texts of JSON with white space of one kind between tokens. */
export class JsonTexts {
  readonly #space: Text;
  readonly #value: Text;

  constructor(breaks: boolean) {
    this.#space = space(breaks);
    const scalar = fc.oneof(string, number, fc.constantFrom("true", "false", "null"));
    this.#value = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, scalar, tie("list"), tie("object")),
      list: this.#list(fc.array(tie("value"), { maxLength: 4 })),
      object: this.#object(fc.array(fc.tuple(string, tie("value")), { maxLength: 4 })),
    })).value;
  }

  /** Objects that are tasks, mostly. */
  get task(): Text {
    const name = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom("data", "id", "completions", "predictions", "meta", "annotations"),
      },
      { weight: 4, arbitrary: fc.constantFrom("a", "b", "text", "dat", "data ", "", "result", "source") },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 3 }) },
    );
    const names = fc.oneof(
      { weight: 12, arbitrary: fc.uniqueArray(name, { maxLength: 6 }) },
      { weight: 1, arbitrary: fc.array(name, { maxLength: 6 }) },
    );
    return names.chain((all) => this.#members(all, (key) => this.#valueOf(key)));
  }

  /** What stands in a file where a task should. */
  get record(): Text {
    return fc.oneof({ weight: 12, arbitrary: this.task }, { weight: 1, arbitrary: this.#value });
  }

  /** An array of tasks, or one task. */
  get document(): Text {
    const array = this.#list(fc.array(this.record, { maxLength: 5 }));
    const text = fc.oneof({ weight: 4, arbitrary: array }, { weight: 1, arbitrary: this.task });
    return fc.tuple(this.#space, text, this.#space).map((parts) => parts.join(""));
  }

  #valueOf(key: string): Text {
    const value = this.#value;
    const often = (arbitrary: Text) => fc.oneof({ weight: 15, arbitrary }, { weight: 1, arbitrary: value });
    if (key === "data") return often(this.#data());
    if (key === "meta") return often(this.#objectOf(["source", "batch", "a"]));
    if (key === "id") {
      return often(fc.constantFrom("0", "7", "9007199254740991", "9007199254740992", "-1", "1.0"));
    }
    if (!["completions", "annotations", "predictions"].includes(key)) return value;
    const annotation = fc.subarray(["result", "score", "model", "result"]).chain((names) =>
      this.#members(names, (name) => {
        if (name === "result") return often(this.#list(fc.array(value, { maxLength: 2 })));
        return name === "score" ? often(number) : value;
      })
    );
    const withResult = value.chain((region) =>
      this.#members(["result"], () => this.#list(fc.constant([region])))
    );
    return often(
      this.#list(fc.array(fc.oneof({ weight: 4, arbitrary: withResult }, annotation), { maxLength: 3 })),
    );
  }

  #data(): Text {
    return fc.oneof(
      { weight: 9, arbitrary: this.#objectOf(["a", "b", "c", "text", "data", "id"]) },
      { weight: 1, arbitrary: this.#object(fc.array(fc.tuple(string, this.#value), { maxLength: 4 })) },
    );
  }

  #objectOf(names: readonly string[]): Text {
    return fc.shuffledSubarray([...names]).chain((some) => this.#members(some, () => this.#value));
  }

  #members(names: readonly string[], valueOf: (name: string) => Text): Text {
    return this.#object(fc.tuple(...names.map((name) => fc.tuple(keyOf(name), valueOf(name)))));
  }

  #object(members: fc.Arbitrary<[string, string][]>): Text {
    return fc.tuple(members, fc.array(this.#space, { minLength: 3, maxLength: 3 })).map(([all, [a, b, c]]) =>
      `{${a}${all.map(([key, value]) => `${key}${b}:${c}${value}`).join(`${b},${c}`)}${c}}`
    );
  }

  #list(items: fc.Arbitrary<string[]>): Text {
    return fc.tuple(items, fc.array(this.#space, { minLength: 3, maxLength: 3 })).map(([all, [a, b, c]]) =>
      `[${a}${all.join(`${b},${c}`)}${c}]`
    );
  }
}

/** Rules of every kind. */
export const rules: fc.Arbitrary<TaskRules> = fc.record({
  map: fc.constantFrom<TaskRules["map"]>(
    [],
    [],
    [["a", "b"]],
    [["a", "b"], ["b", "a"]],
    [["text", 'Übung "1"'], ["a", "new name"]],
    [["data", "id"]],
  ),
  provenance: fc.boolean(),
  completionsAs: fc.constantFrom<TaskRules["completionsAs"]>("completions", "annotations"),
});

/** A change of some bytes: what is at a place (a part of the whole) is replaced. */
export interface Damage {
  readonly at: number;
  readonly removed: number;
  readonly added: readonly number[];
}

const byte = fc.oneof(
  fc.constantFrom(...'{}[],:"\\01e+-.tnfu/ \n\r\t\0').map((sign) => sign.charCodeAt(0)),
  fc.constantFrom(0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xf0, 0xff),
  fc.nat(255),
);

export const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.constantFrom(0, 1, 1, 1, 2, 9, 1e9),
  added: fc.array(byte, { maxLength: 2 }),
});

/** The bytes after the damage. */
export function damaged(bytes: Uint8Array, { at, removed, added }: Damage): Uint8Array {
  const start = Math.floor(at * bytes.length);
  return Uint8Array.from([...bytes.subarray(0, start), ...added, ...bytes.subarray(start + removed)]);
}

/** Sizes of chunks. */
export const chunks: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 1, max: 40 }), {
  minLength: 1,
  maxLength: 5,
});
