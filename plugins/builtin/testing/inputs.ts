/** Files of every format that threads share, good and broken, for tests. */
import { encode } from "@labelport/core";
import fc from "fast-check";

export type SharedFormat = "csv" | "json" | "jsonl" | "text";

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

const value = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('"a"', "1.50", "null", '"é漢字"', '"say \\"so\\""', "[1, 2]", '"}, {"', "{}"),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('"😀"', `"${"z".repeat(120)}"`, '{"a": [{"text": 1}, {"text": 2}]}'),
  },
);
/** What stands in most records, in some, and in few of them. */
const goodRecord = fc.oneof(
  { weight: 8, arbitrary: value.map((value) => `{"data": {"text": ${value}}}`) },
  {
    weight: 3,
    arbitrary: fc.tuple(value, fc.nat(9)).map(([value, n]) => `{"data": {"text": ${value}, "k${n}": 1}}`),
  },
  {
    weight: 3,
    arbitrary: value.map((value) =>
      `{"data": {"text": ${value}}, "predictions": [{"result": [], "score": 0.5}]}`
    ),
  },
  { weight: 2, arbitrary: fc.nat(9).map((n) => `{"data": {"text": ${n}}, "created${n % 3}": ${n}}`) },
  { weight: 1, arbitrary: value.map((value) => `{"text": ${value}, "predictions": []}`) },
);
const badRecord = fc.constantFrom(
  '{"data": 1}',
  '{"data": {"text": 1, "text": 2}}',
  '{"data": {}, "predictions": 1}',
  "[]",
  "7",
  '{"id": -1, "data": {}}',
);
const brokenRecord = fc.constantFrom(
  '{"data": {"text": tru}}',
  '{"data": {"text" "a"}}',
  '{"data"',
  '"open',
  "]",
  "",
);
const record = fc.oneof(
  { weight: 60, arbitrary: goodRecord },
  { weight: 1, arbitrary: badRecord },
  { weight: 1, arbitrary: brokenRecord },
);
const records = fc.oneof(
  { weight: 2, arbitrary: fc.array(goodRecord, { minLength: 20, maxLength: 60 }) },
  { weight: 3, arbitrary: fc.array(record, { maxLength: 60 }) },
);
const json = fc.tuple(
  records,
  fc.constantFrom(", ", ",", ",\n", ",\r\n  ", "\n,\n"),
  fc.constantFrom("", "\ufeff", "\n", " extra"),
).map(([records, between, edge]) =>
  `${edge === "\ufeff" ? edge : ""}[${records.join(between)}]${edge === "\ufeff" ? "" : edge}`
);
/** The same over several lines, as many programs write it. */
const pretty = fc.array(
  fc.record({ text: fc.constantFrom("a", "é", '"'), list: fc.array(fc.record({ text: fc.nat(3) })) }),
  { maxLength: 30 },
).map((all) => JSON.stringify(all.map((data) => ({ data })), undefined, 2));
const jsonl = fc.tuple(
  fc.array(fc.oneof({ weight: 40, arbitrary: record }, { weight: 2, arbitrary: fc.constantFrom("", "  ") }), {
    maxLength: 60,
  }),
  fc.constantFrom("\n", "\r\n"),
).map(([records, end]) => records.join(end));

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
      "a row past what a thread reads at once": table(
        `${"y".repeat(1_200_000)},2`,
        rows(200, (n) => `z,${n}`),
      ),
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
  json: {
    input: damaged(fc.oneof({ weight: 3, arbitrary: json }, { weight: 1, arbitrary: pretty })),
    examples: {
      "arrays within records that look like it": `[${
        Array.from({ length: 200 }, (_, n) => `{"id":${n},"data":{"list":[{"id":1},{"id":2}],"n":${n}}}`)
          .join(",")
      }]`,
      "keys in another order now and then": `[${
        Array.from({ length: 300 }, (_, n) => n % 70 === 50 ? `{"b":1,"a":${n}}` : `{"a":${n},"b":2}`).join(
          ", ",
        )
      }]`,
      "a bad element now and then": `[${
        Array.from({ length: 300 }, (_, n) => n % 90 === 80 ? '{"data":1}' : `{"data":{"n":${n}}}`).join(
          ",\n",
        )
      }]`,
      "one long line of other characters, broken at its end": `[${
        Array.from({ length: 200 }, (_, n) => `{"é漢": "${"😀".repeat(n % 9)}"}`).join(", ")
      }, {"é漢": tru}]`,
      "one object after the other": rows(300, (n) => `{"data": {"n": ${n}}}`),
      "an array that is never closed": `[${Array(300).fill('{"data": {"n": 1}}').join(", ")}`,
      "more keys than are told": `[${
        Array.from({ length: 1500 }, (_, n) => `{"data": {"n": 1}, "x${n % 120}": 1}`).join(", ")
      }]`,
      "more columns than are told": `[${Array.from({ length: 1200 }, (_, n) => `{"c${n}": 1}`).join(", ")}]`,
    },
  },
  jsonl: {
    input: damaged(jsonl),
    examples: {
      "a bad line now and then": rows(300, (n) => n % 90 === 80 ? '{"data":1}' : `{"data":{"n":${n}}}`),
      "lines longer than a part": rows(60, (n) => `{"n": ${n}, "text": "${"long ".repeat(60)}"}`),
      "white space before lines": rows(300, (n) => `   \t {"n": ${n}}`),
      "other columns in each line": rows(1200, (n) => `{"c${n}": 1}`),
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
