/** Both ways of reading JSON make the same of it. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { ObjectTag, TaskRules } from "../contract.ts";
import { WASM_INPUT } from "../kernel_memory.ts";
import { parseLabelConfig } from "../label_config/parse.ts";
import { kernelOutcome } from "../testing/kernel_outcome.ts";
import { encode } from "../utf8.ts";
import { DocumentKernel } from "./document_kernel.ts";
import { FastRecords } from "./fast_records.ts";
import { LinesKernel } from "./lines_kernel.ts";
import { damage, damaged } from "./testing/arbitraries.ts";
import { records } from "./testing/records.ts";

type Kind = "json" | "jsonl";

interface How {
  readonly sizes: readonly number[];
  readonly rules?: Partial<TaskRules>;
  readonly maxRecord?: number;
}

const RULES: TaskRules = { map: [], provenance: false, completionsAs: "completions" };

/** Records that WebAssembly took. */
let taken = 0;
const { run } = FastRecords.prototype;
FastRecords.prototype.run = function (...args) {
  run.apply(this, args);
  taken += this.memory.count;
};

/** Compares what both ways make of an input; returns what that is. */
function compared(kind: Kind, input: Uint8Array, { sizes, rules, maxRecord = 2 ** 20 }: How) {
  const [fast, slow] = [true, false].map((wasm) => {
    const options = { rules: { ...RULES, ...rules }, maxRecord, wasm };
    const kernel = kind === "json" ? new DocumentKernel(options) : new LinesKernel(options);
    return kernelOutcome(kernel, input, { sizes, maxRecord });
  });
  // Not by deepEqual, which takes very long to say how long texts differ.
  assert.ok(fast!.text === slow!.text, "the tasks");
  assert.deepEqual({ ...fast, text: "" }, { ...slow, text: "" });
  return slow!;
}

const tag = (key: string, kinds: ObjectTag["kinds"], more: Partial<ObjectTag> = {}): ObjectTag => ({
  tag: "Text",
  name: key,
  key,
  kinds,
  ...more,
});

const rules: fc.Arbitrary<Partial<TaskRules>> = fc.record({
  completionsAs: fc.constantFrom<TaskRules["completionsAs"]>("completions", "annotations"),
  idsApart: fc.boolean(),
  needs: fc.constantFrom<readonly ObjectTag[]>(
    [],
    [],
    [tag("a", ["string", "number"])],
    [tag("a", ["string", "object", "array"]), tag("b", ["string", "null"], { isUrl: true, tag: "Image" })],
  ),
});

const sizes = fc.oneof(
  fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
  fc.array(fc.integer({ min: 100, max: 5000 }), { minLength: 1, maxLength: 3 }),
);

function textOf(kind: Kind, all: readonly string[], between: string): string {
  if (kind === "json") return `[${all.join(`,${between}`)}]`;
  return all.map((text) => text + between.replaceAll("\n", "") + "\n").join("");
}

function property(kind: Kind, pretty: boolean) {
  return fc.property(
    records(pretty),
    fc.constantFrom("", " ", "\n", "\r\n", "\n\n  \t"),
    sizes,
    fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(damage) }),
    rules,
    fc.constantFrom(60, 2 ** 20, 2 ** 20, 2 ** 20),
    (all, between, sizes, damages, rules, maxRecord) => {
      let input = encode(textOf(kind, all, between));
      for (const change of damages) input = new Uint8Array(damaged(input, change));
      compared(kind, input, { sizes, rules, maxRecord });
    },
  );
}

for (const [kind, pretty] of [["json", false], ["json", true], ["jsonl", false]] as const) {
  const what = kind === "jsonl" ? "lines" : pretty ? "documents of several lines" : "documents";
  Deno.test(`${kind}: with and without WebAssembly ${what} give the same, cut and damaged anywhere`, () => {
    taken = 0;
    fc.assert(property(kind, pretty), { numRuns: 600 });
    assert.ok(taken > 600, `it took ${taken} records`);
  });
}

Deno.test("json: with and without WebAssembly a key that is there twice is found among many, in data and beside it", () => {
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
  // Each key has followed the one before, but none has been there again.
  const records = [[1, 21], [80, 100]].flatMap(([from, to]) => {
    const keys = range(from!, to!);
    const turned = [...keys.slice(7), ...keys.slice(0, 7)];
    return [range(1, 100), keys, turned, keys, turned, [...keys, ...keys], [...turned, ...turned]];
  });
  const texts = records.map((keys) => keys.map((key) => `"${key}":${key}0`).join());
  for (const put of ["{*}", '{"data":{*}}', '{*,"data":{}}', '{"data":{},*}']) {
    taken = 0;
    const input = encode(texts.map((text) => `${put.replace("*", text)}\n`).join(""));
    const { problems } = compared("jsonl", input, { sizes: [1 << 18] });
    assert.equal(problems.length, 4);
    assert.ok(taken >= 5, `it took ${taken} records`);
  }
});

/** Records of which each part has been there, but which are others as a whole: what comes last of each row. */
const PARTS: readonly (readonly [rules: Partial<TaskRules>, texts: readonly string[], problems: number])[] = [
  [{}, ['{"id":1,"data":{"a":1}}', '{"data":{"a":1},"id":1}', '{"id":1}'], 0],
  [{}, ['{"x":1,"data":{"a":1}}', '{"data":{"a":1},"x":1}', '{"x":1}'], 0],
  [{ idsApart: true }, ['{"id":1,"data":{"a":1}}', '{"data":{"a":1},"id":1}', '{ "data":{"a":1}}'], 0],
  [{}, ['{"x":1,"id":2,"data":{}}', '{"id":2,"x":1,"data":{}}', '{"id": 2,"data":{"a":1}}'], 0],
  [{}, ['{"meta":{"a":1},"x":1,"data":{}}', '{"data":{},"x":1}', '{"x":1,"data":{}}'], 0],
  [{ idsApart: true }, ['{"x":1,"id":2,"data":{}}', '{"meta":{},"id":1,"data":{}}', '{"id":3,"data":{}}'], 0],
  [{}, ['{"a": 1,\n"b":2}', '{"a": 1,"b":\n2}', '{"a": 1,"b":2}'], 0],
  [{}, [
    '{"data":{},"a":\r[]}',
    '{"data":{},"a":[]}',
    '{"data":{"a":\r[1]}, "a":[ ]}',
    '{"data":{} ,"a":[ \r]}',
  ], 0],
  [{ needs: [tag("a", ["number"]), tag("b", ["number"])] }, ['{"a":1,"b":1}', '{"b":1,"a":1}', '{"a":1}'], 1],
  [{}, [
    '{"data":{},"predictions":[{"result":[],"m":1},{"m":1,"result":[]}]}',
    '{"data":{},"predictions":[{"m":1,"result":[]},{"result":[],"m":1}]}',
    '{"data":{},"predictions":[{"m":2}]}',
  ], 1],
  [{}, [
    '{"data":{},"completions":[],"id":1}',
    '{"data":{},"id":1,"annotations":[]}',
    '{"data":{},"completions":[],"id":1,"annotations":[]}',
  ], 1],
];

Deno.test("json: with and without WebAssembly records are taken as wholes, however well their parts are known", () => {
  for (const [rules, texts, count] of PARTS) {
    const all = [...texts.slice(0, -1), ...texts];
    const found = compared("json", encode(`[${all.join()}]`), { sizes: [1 << 18], rules });
    assert.equal(found.problems.length, count, texts.at(-1)!);
  }
});

Deno.test("json: with and without WebAssembly regions are checked against the label config", () => {
  const config = parseLabelConfig(
    '<View><Text name="t" value="$a"/><Choices name="c" toName="t"><Choice value="x"/></Choices></View>',
  );
  const list = (choice: string) =>
    JSON.stringify([{
      result: [{ from_name: "c", to_name: "t", type: "choices", value: { choices: [choice] } }],
    }]);
  const lines = ["[]", list("x"), list("x"), list("y"), "[]"].map((text) =>
    `{"data":{"a":"b"},"completions":${text}}\n`
  );
  const { problems } = compared("jsonl", encode(lines.join("").repeat(3)), {
    sizes: [1 << 18],
    rules: { config },
  });
  assert.equal(problems.length, 3);
});

Deno.test("json: with and without WebAssembly values are as deep as they may be, and no deeper", () => {
  const values = [509, 510, 511, 512, 513].map((depth) => "[".repeat(depth) + "]".repeat(depth));
  const lines = ["[]", "{}", ...values].flatMap((value) => [
    `{"a":${value}}`,
    `{"data":{"a":${value}}}`,
    `{"data":{},"completions":[{"result":[${value}]}]}`,
    `{"x":${value},"data":{}}`,
  ]);
  const { problems } = compared("jsonl", encode(`${lines.join("\n")}\n`.repeat(3)), { sizes: [1 << 18] });
  assert.equal(problems.length, 3 * (2 + 3 + 5 + 2));
});

/** Members that a record may have, beside others and in any order. */
const MEMBERS = [
  '"id":7',
  '"data":{"a":"x"}',
  '"data":{}',
  '"meta":{"b":1}',
  '"meta":{}',
  '"x":1',
  '"y":"z"',
  '"completions":[]',
  '"annotations":[{"result":[]}]',
  '"predictions":[{"result":[{"c":{"d":1}}],"score":1}]',
  '"predictions":[{"m":2,"result":[]},{"result":[],"m":3}]',
];

for (const idsApart of [false, true]) {
  const how = idsApart ? ", ids apart" : "";
  Deno.test(`json: with and without WebAssembly members may be left out and come in any order${how}`, () => {
    taken = 0;
    const record = fc.shuffledSubarray(MEMBERS, { maxLength: 5 });
    // Each is there often enough to be learned from, and beside all others.
    const property = fc.property(fc.array(record, { minLength: 2, maxLength: 5 }), (records) => {
      const texts = records.map((members) => `{${members.join(",")}}\n`);
      const order = texts.flatMap((text) => texts.flatMap((other) => [text, other]));
      compared("jsonl", encode([...texts, ...order].join("")), { sizes: [1 << 18], rules: { idsApart } });
    });
    fc.assert(property, { numRuns: 2000 });
    assert.ok(taken > 15_000, `it took ${taken} records`);
  });
}

/** Lines whose strings hold all that a string may; the first is so much longer. */
function stringLines(count: number, longer: number): string[] {
  const contents = ["x", '\\"', "\\\\", "\\u00e9", "é", "漢", "😀", '\\\\\\"', "\\\\u0000"];
  const text = (n: number) => `${contents[n % contents.length]!.repeat(n % 5)}${"y".repeat(n % 7)}`;
  return [
    `{"a":"${"x".repeat(longer)}","b":""}`,
    ...Array.from({ length: count }, (_, n) => `{"a":"${text(n)}","b":"${text(n + (n >> 3))}"}`),
  ];
}

Deno.test("json: with and without WebAssembly strings end where they do, wherever they stand", () => {
  for (let longer = 0; longer < 66; longer++) {
    taken = 0;
    const { problems } = compared("jsonl", encode(stringLines(700, longer).join("\n")), { sizes: [1 << 18] });
    assert.equal(problems.length, 0);
    assert.ok(taken > 690, `it took ${taken} records`);
  }
});

Deno.test("json: with and without WebAssembly what no string may hold is found, wherever it stands", () => {
  const wide = stringLines(200, 0);
  for (const lines of [wide, wide.map((line) => line.replaceAll(/[^ -~]/gu, "z"))]) {
    for (const byte of [0x00, 0x1f, 0x22, 0x5c, 0x80, 0xc3, 0xe0, 0xf0, 0xff]) {
      // All places in blocks of 64 bytes, and where it looks further ahead.
      for (let at = 1000; at < 1140; at++) {
        const input = encode(`${lines.join("\n")}\n`);
        input[at] = byte;
        compared("jsonl", input, { sizes: [1 << 18] });
      }
    }
  }
});

/** A large file of every kind, with what is odd or wrong here and there. */
function largeText(kind: Kind, indent: number): string {
  const all = Array.from({ length: 12_000 }, (_, n) => {
    const data = { text: `${"é".repeat(n % 60)} "${n}"`, n, at: { x: [n, { y: -n / 7 }], z: n % 3 === 0 } };
    const lists = { predictions: Array.from({ length: n % 3 }, () => ({ result: [{ id: n }], score: 0.5 })) };
    if (n % 1009 === 0) return { data, lists };
    if (n % 2003 === 0) return { id: "no", data };
    if (n % 2011 === 0) return { text: "l".repeat(5000), [`n${n}`]: n };
    return n % 2 === 0 ? { id: n, data, ...lists, created_at: "2020" } : { data: { n }, id: n, meta: {} };
  });
  if (kind === "json") return JSON.stringify(all, undefined, indent);
  return all.map((record) => `${JSON.stringify(record)}${" ".repeat(indent)}\r\n`).join("");
}

for (const [kind, indent] of [["json", 0], ["json", 1], ["jsonl", 1]] as const) {
  const what =
    `with and without WebAssembly a large file (indent ${indent}) is the same, in chunks of every size`;
  Deno.test(`${kind}: ${what}`, () => {
    const input = encode(largeText(kind, indent));
    for (const size of [1000, 1 << 18, 1 << 21]) {
      for (const rules of [{ idsApart: true }, { completionsAs: "annotations" }] as const) {
        taken = 0;
        const { problems } = compared(kind, input, { sizes: [size], rules, maxRecord: 2 ** 22 });
        assert.equal(problems.length, 5);
        // More than its memory holds is not for it.
        assert.ok(size > WASM_INPUT || taken > 11_000, `it took ${taken} records`);
      }
    }
  });
}
