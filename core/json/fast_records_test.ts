/** Both ways of reading JSON make the same of it, and the faster one keeps to its own memory. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { BatchWriter } from "../batch_writer.ts";
import type { ObjectTag, TaskRules } from "../contract.ts";
import { WASM_INPUT } from "../kernel_memory.ts";
import { parseLabelConfig } from "../label_config/parse.ts";
import { kernelOutcome } from "../testing/kernel_outcome.ts";
import { encode } from "../utf8.ts";
import { DocumentKernel } from "./document_kernel.ts";
import { FastRecords } from "./fast_records.ts";
import { LinesKernel } from "./lines_kernel.ts";
import { TABLE_SIZE } from "./step_table.ts";
import { damage, damaged, JsonTexts } from "./testing/arbitraries.ts";

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

/** Records of few shapes, over and over, with other values now and then: as a file has them. */
function records(breaks: boolean): fc.Arbitrary<string[]> {
  const texts = new JsonTexts(breaks);
  const value = fc.constantFrom(
    ...[
      "1",
      "-0.5e3",
      '"x"',
      '"/é\\n"',
      '"http://a/b"',
      "null",
      "true",
      "[1]",
      "{}",
      '{"a": [ "b" ,{}]}',
      "01",
    ],
    ...[
      "9007199254740992",
      '"\\u00e9"',
      '"\\q"',
      '[{"result":[]}]',
      `"${"long ".repeat(9)}"`,
      '"data"',
      '"a"',
    ],
  );
  const wrong = fc.constantFrom(
    "01",
    '"\\q"',
    "9007199254740992",
    '"data"',
    "tru",
    '[{"result":1}]',
    "\u0001",
  );
  const change = fc.tuple(
    fc.nat(),
    fc.oneof({ weight: 30, arbitrary: value }, { weight: 1, arbitrary: wrong }),
  );
  const shape = fc.oneof(texts.task, usual, usual);
  return fc.tuple(fc.array(shape, { minLength: 1, maxLength: 3 }), fc.constantFrom(0, 0, 1, 3)).chain((
    [shapes, most],
  ) =>
    fc.array(
      fc.record({ shape: fc.nat(shapes.length - 1), changes: fc.array(change, { maxLength: most }) }),
      { maxLength: 24, size: "max" },
    ).map((all) =>
      all.map(({ shape, changes }) => {
        let text = shapes[shape]!;
        for (const [n, other] of changes) {
          const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|[\w.+-]+/gs)];
          const token = tokens[n % (tokens.length || 1)];
          if (
            token === undefined || (n % 4 > 0 && /^\s*:/.test(text.slice(token.index + token[0].length)))
          ) continue;
          text = text.slice(0, token.index) + other + text.slice(token.index + token[0].length);
        }
        return text;
      })
    )
  );
}

/** What exports of Label Studio and of other tools look like. */
const usual = fc.constantFrom(
  '{"id":1,"data":{"a":"x","b":"/1"},"annotations":[{"id":3,"result":[{"type":"choices"}],"score":1}]}',
  '{"data": {"a": "x", "b": "/1", "c": {"d": 1, "e": "f"}}, "predictions": [{"result": [{"x": [1, 2]}], "score": 0.5}]}',
  '{"a": "text", "b": "http://x/y.png"}',
  '{"created_at":"2020","id":7,"meta":{"a":{}},"data":{"b":"/","a":5},"drafts":[],"project":{"id": 1}}',
  '{"data":{"a":null},"completions":[],"predictions":[{"model":"m","result":[]},{"score":1,"result":[ ]}]}',
  '{"id":9007199254740991,"data":{},"created":[{"a":[]}]}',
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
    assert.ok(taken > 400, `it took ${taken} records`);
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

/** Teaches it the records that are tasks. */
function teach(fast: FastRecords, all: readonly string[], rules: TaskRules): void {
  for (const text of new Set(all)) {
    const kernel = new LinesKernel({ rules, maxRecord: 2 ** 20, wasm: false });
    const input = encode(text.replaceAll("\n", "\r"));
    const { text: written } = kernelOutcome(kernel, input, { sizes: [input.length], maxRecord: 2 ** 20 });
    if (written === "") continue;
    const bytes = encode(text + "\0".repeat(16));
    const start = bytes.indexOf(123);
    const end = bytes.lastIndexOf(125) + 1;
    const brokeLine = /[\r\n]/.test(text.trim());
    fast.learn(bytes, { start, end, brokeLine }, encode(written.trimEnd()));
  }
}

Deno.test("json: WebAssembly writes nothing outside of the parts of its memory", () => {
  let count = 0;
  fc.assert(
    fc.property(records(true), fc.boolean(), (all, isFull) => {
      const rules = { ...RULES, idsApart: true };
      const fast = new FastRecords(rules, [], { oneLine: false, maxRecord: 1000 });
      teach(fast, all, rules);
      const { bytes: memory, parts, output } = fast.memory;
      const inside = Object.values(parts).toSorted((a, b) => a[0] - b[0]);
      const gaps = inside.map(([, end], n) => [end, inside[n + 1]?.[0] ?? memory.length] as const);
      for (const [begin, end] of gaps) memory.fill(0xa5, begin, end);
      const writer = new BatchWriter(16, true);
      writer.adopt(output);
      const input = encode(`,${all.join(",")}`.repeat(isFull ? 1 : 200));
      // As good as full: what it may still write is all that there is to the end.
      if (isFull) writer.length = output.length - input.length - 127;
      fast.run(input, { start: 0, length: input.length, isElement: false }, writer, {
        record: 1,
        line: 1,
        drop() {},
      });
      count += fast.memory.count;
      for (const [begin, end] of gaps) {
        assert.ok(memory.subarray(begin, end).every((byte) => byte === 0xa5), `between ${begin} and ${end}`);
      }
    }),
    { numRuns: 200 },
  );
  assert.ok(count > 5000, `it took ${count} records`);
});

Deno.test("json: what WebAssembly learns stays in its part of the memory, however many keys come with a value", () => {
  for (const count of [120, 150, 160, 170, 175, 180]) {
    const fast = new FastRecords(RULES, [], { oneLine: true, maxRecord: 2 ** 20 });
    const { bytes, parts } = fast.memory;
    const [begin, end] = [parts.own[1], parts.input[0]];
    bytes.fill(0xa5, begin, end);
    const records = Array.from({ length: 600 }, (_, n) => {
      const empty = Array.from({ length: count }, (_, k) => `"${n.toString(36)}_${k.toString(36)}":{}`);
      return `{"a${n % 50}":1,"b${n}":"x",${empty.join()}}`;
    });
    teach(fast, records, RULES);
    assert.ok(fast.learned.bytes.length > 0.97 * TABLE_SIZE, "it is full");
    assert.ok(bytes.subarray(begin, end).every((byte) => byte === 0xa5), `${count} keys`);
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
