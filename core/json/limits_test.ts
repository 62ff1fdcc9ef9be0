import assert from "node:assert/strict";
import { CHUNK } from "../kernel.ts";
import { WASM_INPUT } from "../kernel_memory.ts";
import { MAX_KEYS } from "./key_set.ts";
import { MAX_DEPTH } from "./record_scanner.ts";
import { INFINITE, type Kind, readAll, readEveryWay, type Reading } from "./testing/read_all.ts";

/** A value within so many arrays or objects. */
function nested(levels: number, kind: "array" | "object"): string {
  return kind === "array"
    ? "[".repeat(levels) + "]".repeat(levels)
    : '{"a":'.repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
}

Deno.test("a record may be 512 levels deep, itself included", async () => {
  assert.equal(MAX_DEPTH, 512);
  for (const value of [nested(511, "array"), nested(511, "object"), `{"b":[${nested(509, "object")}, 1]}`]) {
    const record = `{"v":${value}}`;
    for (const [kind, text] of [["json", `[${record}]`], ["json", record], ["jsonl", record]] as const) {
      const { tasks, failure } = await readEveryWay(kind, text);
      assert.deepEqual([tasks, failure], [[`{"data":${record}}`], undefined]);
    }
  }
});

Deno.test("one level more is refused where it begins", async () => {
  const fault = {
    message: "nested deeper than 512 levels",
    hint: "flatten the data, or store it as a string",
  };
  for (const [value, at] of [[nested(512, "array"), 512], [nested(512, "object"), 5 * 511 + 1]] as const) {
    const record = `{"v":${value}}`;
    const array = await readEveryWay("json", `[{},\n${record}]`);
    assert.deepEqual(array.failure, { record: 2, line: 2, column: 5 + at, ...fault });
    const lines = await readEveryWay("jsonl", `{}\n${record}\n{}`);
    assert.deepEqual(lines.problems, [{ record: 2, line: 2, column: 5 + at, ...fault, raw: record }]);
    assert.equal(lines.tasks.length, 2);
  }
});

Deno.test("100,000 levels are refused as 513 are", async () => {
  for (const kind of ["array", "object"] as const) {
    const value = nested(100_000, kind);
    const { failure } = await readAll("json", `[${value}]`);
    assert.equal(failure?.message, "nested deeper than 512 levels");
    const open = await readAll("json", value.slice(0, value.length / 2), { chunks: [1000] });
    assert.equal(open.failure?.message, "nested deeper than 512 levels");
    const { problems, tasks } = await readAll("jsonl", `${value}\n{}\n`, { chunks: [1000] });
    assert.deepEqual(problems.map(({ message }) => message), ["nested deeper than 512 levels"]);
    assert.equal(tasks.length, 1);
  }
});

/** A record of so many bytes. */
function sized(bytes: number): string {
  return `{"t":"${"x".repeat(bytes - 8)}"}`;
}

/** What stands around a record, and the line on which the record begins. */
const AROUND:
  readonly (readonly [kind: Kind, before: string, after: string, record: number, line: number])[] = [
    ["json", " \n ", "  \n ", 1, 2],
    ["json", "[", "]", 1, 1],
    ["json", `[{"a":1},\n${" ".repeat(99)}`, `${" ".repeat(99)},{"a":2}]`, 2, 2],
    ["json", '[{"a":1},\n5,\n', "", 3, 3],
    ["jsonl", "", "", 1, 1],
    ["jsonl", "", '\n{"a":2}\n', 1, 1],
    ["jsonl", `{"a":1}\n\n${" ".repeat(99)}`, '\n{"a":2}\n', 2, 3],
    ["jsonl", `no\n{"a":1}\n${" ".repeat(500)}\n`, "", 3, 4],
  ];

Deno.test("a record past the limit is refused with its place, one at the limit is read", async () => {
  const limits: [limit: number, text: string, chunks: number[][]][] = [
    [40, "40 bytes", [[INFINITE], [7], [1]]],
    [100 * 2 ** 10, "100 KiB", [[INFINITE], [70_001], [997]]],
    [CHUNK + 2 ** 16, "320 KiB", [[INFINITE], [CHUNK], [30_011]]],
  ];
  for (const [maxRecord, text, sizes] of limits) {
    for (const [kind, before, after, record, line] of AROUND) {
      const refused = {
        record,
        line,
        message: `a record of more than ${text} begins here`,
        hint: "look for a missing line end, quote or bracket, or raise --max-record",
      };
      for (const chunks of sizes) {
        const read = (content: string) => readAll(kind, `${before}${content}${after}`, { maxRecord, chunks });
        const good = await read(sized(maxRecord));
        assert.equal(good.tasks.filter((task) => task.length > maxRecord).length, 1);
        const { failure } = await read(sized(maxRecord + 1));
        assert.deepEqual(failure, refused, `${maxRecord} ${chunks} ${before}`);
        // Its end is missing.
        const open = await readAll(kind, before + sized(maxRecord + 100).slice(0, -2), { maxRecord, chunks });
        assert.deepEqual(open.failure, refused);
        // Its grammar is broken past the limit, and before it.
        const past = await read(`{"t":"${"x".repeat(maxRecord)}" 1}`);
        assert.deepEqual(past.failure, refused);
        const within = await read(`{"t":1 1,"x":"${"x".repeat(10)}"}`);
        assert.equal(within.failure ?? within.problems.at(-1), firstGrammarFault(within));
      }
    }
  }
});

function firstGrammarFault({ failure, problems }: Reading): unknown {
  return [failure, ...problems].find((fault) => fault?.message === 'expected "," or "}", found "1"');
}

Deno.test("a record of many chunks is read in linear time, and so is a string that never ends", async () => {
  const record = `{"text":"${"é".repeat(4 * 2 ** 20)}","list":[${"1,".repeat(2 ** 20)}2]}`;
  for (const [kind, text] of [["json", `[${record}]`], ["jsonl", record]] as const) {
    const { tasks } = await readAll(kind, text, { chunks: [2 ** 16] });
    assert.equal(tasks.length, 1);
    assert.ok(tasks[0] === `{"data":${record}}`);
  }
  const { failure } = await readAll("json", `[${record.slice(0, 8 * 2 ** 20)}`, { chunks: [2 ** 16] });
  assert.match(failure!.message, /found the end$/);
});

Deno.test("131,071 names in one object are read, and one that is there twice is found", async () => {
  const names = Array.from({ length: MAX_KEYS - 1 }, (_, n) => `"k${n}":0`).join();
  const twice = `${names},"\\u006b0":1`;
  for (const [open, close, where] of [["{", "}", ""], ['{"data":{', "}}", ' in "data"']] as const) {
    const { tasks, problems } = await readAll(
      "jsonl",
      [names, twice, names].map((all) => open + all + close).join("\n"),
    );
    assert.equal(tasks.length, 2);
    assert.deepEqual(problems.map(({ record, message }) => [record, message]), [[
      2,
      `"k0" is there twice${where}`,
    ]]);
  }
});

Deno.test("a record of a million keys is refused in words, and the next one is read", async () => {
  const names = Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":0`).join();
  for (const [open, close] of [["{", "}"], ['{"data":{', "}}"]] as const) {
    const { tasks, problems } = await readAll("jsonl", `{"a":1}\n${open}${names}${close}\n{"a":2}`);
    assert.equal(tasks.length, 2);
    assert.deepEqual(problems.map(({ record, message }) => [record, message]), [[
      2,
      "the record has more than 131072 keys",
    ]]);
  }
});

Deno.test("records past what WebAssembly reads at once are tasks, and so is each of the many behind them", async () => {
  const lines = Array.from({ length: 6 }, (_, n) => [
    `{"big":"${"x".repeat(WASM_INPUT + 150_000 + 17_000 * n)}"}`,
    ...Array.from({ length: 20_000 }, (_, k) => `{"s":"${n}${String(k).padStart(7, "0")}"}`),
  ]).flat();
  const wanted = lines.map((line) => `{"data":${line}}`);
  for (const [kind, text] of [["jsonl", lines.join("\n")], ["json", `[${lines.join(",")}]`]] as const) {
    const { tasks, failure } = await readAll(kind, text, { chunks: [CHUNK], maxRecord: 2 ** 22 });
    assert.equal(failure, undefined);
    assert.equal(tasks.findIndex((task, n) => task !== wanted[n]), -1, kind);
    assert.equal(tasks.length, wanted.length);
  }
});
