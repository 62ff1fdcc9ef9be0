/**
 * Values at which the grammar breaks, where, and what is said of it. A row works alike as the `v` of
 * `[{"v":…}]` and of a line `{"v":…}`, and the column is that in the row's own text, from 1.
 */
export interface BrokenValue {
  readonly value: string;
  readonly column: number;
  readonly expected: string;
  readonly found: string;
  readonly hint: string | undefined;
}

const NUMBER = "JSON has no such number: write null or a string";
const QUOTES = 'write strings in double quotes: "…"';
const NAME = "a name in double quotes";
const NAMES = "write names in double quotes";
const COMMENT = "JSON has no comments: take them out";
const STRING = 'the closing " of a string';
const ESCAPE = 'one of "\\/bfnrtu after a back slash';
const HEX = "four hexadecimal digits after \\u";
const WORD = "true, false or null";
const MEMBER = '"," or "}"';
const ELEMENT = '"," or "]"';
const COMMA = "take away the comma before it";
const ZERO = "take the leading zero away";
const POINT = "write the number with a digit before the point: 0.5";

type Row = readonly [column: number, expected: string, found: string, hint?: string];

const ROWS: Readonly<Record<string, Row>> = {
  // Words and signs of other languages.
  "NaN": [1, "a value", "N", NUMBER],
  "nan": [2, WORD, "a", NUMBER],
  "[1, Infinity]": [5, "a value", "I", NUMBER],
  "-Infinity": [2, "a digit", "I", NUMBER],
  "-inf": [2, "a digit", "i", NUMBER],
  "None": [1, "a value", "N", "write null"],
  "undefined": [1, "a value", "u", "write null"],
  "nil": [2, WORD, "i", "write null"],
  "NULL": [1, "a value", "N", "write null"],
  "True": [1, "a value", "T", "write true"],
  "FALSE": [1, "a value", "F", "write false"],
  "Nanny": [1, "a value", "N"],
  "nope": [2, WORD, "o"],
  "tru": [4, WORD, "}"],
  "truely": [5, MEMBER, "l"],
  "'a'": [1, "a value", "'", QUOTES],
  "“é”": [1, "a value", "“", QUOTES],
  "{'é': 1}": [2, NAME, "'", QUOTES],
  "{a: 1}": [2, NAME, "a", NAMES],
  "{1: 1}": [2, NAME, "1", NAMES],
  "1 // one": [3, MEMBER, "/", COMMENT],
  "/* one */ 1": [1, "a value", "/", COMMENT],
  "[1, # one": [5, "a value", "#", COMMENT],
  // Numbers.
  "+1": [1, "a value", "+", "write the number without +"],
  ".5": [1, "a value", ".", POINT],
  "-.5": [2, "a digit", ".", POINT],
  "01": [2, MEMBER, "1", ZERO],
  "[-007]": [4, ELEMENT, "0", ZERO],
  "10x": [3, MEMBER, "x"],
  "1.": [3, "a digit", "}"],
  "1.e5": [3, "a digit", "e"],
  "1e+": [4, "a digit", "}"],
  "-": [2, "a digit", "}"],
  "0x1F": [2, MEMBER, "x"],
  "1_000": [2, MEMBER, "_"],
  // Strings.
  '"a\tb"': [3, STRING, "a tab", "write it as \\u0009"],
  '"é\x00"': [3, STRING, "the control character U+0000", "write it as \\u0000"],
  '"日本\x1f"': [4, STRING, "the control character U+001F", "write it as \\u001f"],
  '"a\rb"': [3, STRING, "a line break", "write a line break in a string as \\n"],
  '"C:\\dir"': [5, ESCAPE, "d"],
  '"\\é"': [3, ESCAPE, "é"],
  '"\\u00e"': [7, HEX, '"'],
  '"\\u😀"': [4, HEX, "😀"],
  '{"a\\x": 1}': [5, ESCAPE, "x"],
  // Commas, colons, brackets.
  "[1,]": [4, "a value", "]", COMMA],
  "[1, \t]": [6, "a value", "]", COMMA],
  '{"a":1,}': [8, NAME, "}", COMMA],
  "[,1]": [2, "a value", ","],
  "[1 2]": [4, ELEMENT, "2"],
  "[1;2]": [3, ELEMENT, ";"],
  '{"a" 1}': [6, '":"', "1"],
  '{"a"=1}': [5, '":"', "="],
  '{"a":1 "b":2}': [8, MEMBER, '"'],
  '{"a":}': [6, "a value", "}"],
  "[1}": [3, ELEMENT, "}"],
  '{"a":1]': [7, MEMBER, "]"],
  "{,}": [2, NAME, ",", NAMES],
  "": [1, "a value", "}"],
  "😀": [1, "a value", "😀"],
  "\u00a01": [1, "a value", "\u00a0"],
  "\x7f": [1, "a value", "the control character U+007F"],
  "\x0b": [1, "a value", "the control character U+000B"],
};

export const BROKEN_VALUES: readonly BrokenValue[] = Object.entries(ROWS).map(
  ([value, [column, expected, found, hint]]) => ({
    value,
    column,
    expected,
    found: /^(a |the )/.test(found) ? found : JSON.stringify(found),
    hint,
  }),
);
