/** Files of every format that threads share, good and broken, for tests. */
import { encode } from "@labelport/core";
import fc from "fast-check";

export type SharedFormat = "csv" | "text";

/** What a format is tried with. */
export interface Inputs {
  readonly input: fc.Arbitrary<Uint8Array<ArrayBuffer>>;
  readonly examples: Readonly<Record<string, string>>;
}

/** Bytes of a text in which now and then one is damaged. */
function damaged(text: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const damage = fc.record({ at: fc.nat(2000), byte: fc.constantFrom(0xe9, 0x80, 0, 34, 10) });
  return fc.tuple(text, fc.option(damage, { freq: 3 })).map(([text, damage]) => {
    const bytes = encode(text);
    if (damage !== null && damage.at + 20 < bytes.length) {
      bytes[bytes.length - damage.at - 1] = damage.byte;
    }
    return bytes;
  });
}

const cell = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom("", "a", "bc", "007", "é漢", "x".repeat(17)) },
  { weight: 3, arbitrary: fc.constantFrom('"a,b"', '"say ""so"""', '"two\nlines"', '"\r\n"', "\\", "\t") },
  { weight: 1, arbitrary: fc.constantFrom("z".repeat(120), `"${"q\n".repeat(60)}"`, '"😀😀"') },
);
const row = fc.tuple(cell, cell).map((cells) => cells.join(","));
const oddRow = fc.constantFrom(
  "",
  "one",
  "a,b,c",
  'bare 5" pipe,b',
  'a"b,c"d',
  '"a"b,c',
  '"never closed,x',
  "\0,b",
);
/** A table is shared from where its kernel has seen how it is written. */
const GOOD = Array(8000).fill("good,row").join("\n");
const csv = fc.tuple(
  fc.array(
    fc.oneof({ weight: 30, arbitrary: row }, { weight: 1, arbitrary: oddRow }),
    { maxLength: 120 },
  ),
  fc.constantFrom("\n", "\r\n"),
  fc.constantFrom("", "\n", "\ufeff"),
).map(([rows, end, edge]) => {
  const table = ["k,é", GOOD.replaceAll("\n", end), ...rows].join(end);
  return edge === "\n" ? table + end : edge + table;
});

const line = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom("a", "two words", "é漢字", '"quoted"', "back\\slash", "x".repeat(30)),
  },
  { weight: 2, arbitrary: fc.constantFrom("", "\t", "z".repeat(150), "😀", "a\rb") },
);
const text = fc.tuple(fc.array(line, { maxLength: 150 }), fc.constantFrom("\n", "\r\n")).map(([lines, end]) =>
  lines.join(end)
);

const rows = (count: number, row: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => row(n)).join("\n");

const table = (...rows: readonly string[]) => ["a,b", GOOD, ...rows].join("\n");

export const INPUTS: Readonly<Record<SharedFormat, Inputs>> = {
  csv: {
    input: damaged(csv),
    examples: {
      "a quote in a cell without quotes": table(
        rows(400, (n) => n % 90 === 50 ? `5" pipe,${n}` : `row,${n}`),
      ),
      "quotes in cells without quotes, everywhere": table(rows(300, (n) => `${n}" pipe,${n}`)),
      "rows longer than a part": table(rows(60, (n) => `"${"long\n".repeat(40)}",${n}`)),
      "a row past what a thread reads at once": table(`${"y".repeat(600_000)},2`, rows(200, (n) => `z,${n}`)),
      "a bad row now and then": table(rows(500, (n) => n % 100 === 99 ? "alone" : `row,${n}`)),
      "only line ends": table("\n".repeat(700)),
      "a quote that is never closed": table(
        rows(200, (n) => `row,${n}`),
        '"open,1',
        rows(200, (n) => `row,${n}`),
      ),
      "short rows under a long name": `${"k".repeat(66_000)},b\n${rows(60, () => ",")}\n`,
      "columns that a bar separates, and quotes": `a|b\n${rows(9000, (n) => `"x|\n""${n}"|${n}`)}`,
    },
  },
  text: {
    input: damaged(text),
    examples: {
      "lines longer than a part": rows(60, (n) => `${n} ${"long ".repeat(60)}`),
      "blank lines": "a\n\n\n".repeat(300),
      "no line end at all": "x".repeat(9000),
    },
  },
};
