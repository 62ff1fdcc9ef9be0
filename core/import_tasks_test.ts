import assert from "node:assert/strict";
import type { FileSource, Item, TaskBatch } from "./contract.ts";
import { type ImportRequest, importTasks, type TaskSink } from "./import_tasks.ts";
import type { Problem } from "./problem.ts";
import { createRegistry } from "./registry.ts";
import { memorySink } from "./sinks.ts";
import { openSource } from "./source.ts";
import { encode } from "./utf8.ts";

/** Imports what a stranger's format yields. */
async function imported(
  read: (file: FileSource, signal: AbortSignal) => AsyncIterable<Item>,
  request: Partial<ImportRequest> = {},
) {
  const format = {
    name: "stranger",
    title: "A stranger's",
    reads: "file" as const,
    extensions: [".x"],
    read: (file: unknown, { signal }: { signal: AbortSignal }) => read(file as FileSource, signal),
  };
  const sink = memorySink();
  const report = await importTasks({
    registry: createRegistry({ others: [format] }),
    input: await openSource(new File(["x"], "a.x")),
    format,
    sink,
    ...request,
  });
  return { report, text: sink.text() };
}

async function* yields(...items: readonly unknown[]): AsyncGenerator<Item> {
  for (const item of items) yield item as Item;
}

const batch = (text: string, count: number, more: Partial<TaskBatch> = {}) => ({
  bytes: encode(text),
  count,
  ...more,
});

Deno.test("importTasks() takes objects and batches in their order", async () => {
  const { text, report } = await imported(() =>
    yields({ data: { n: 1 } }, batch('{"data":{"n":2}}\n{"n":3}\n', 2), { data: { n: 4 }, id: 4 }, {
      note: "x",
      count: 1,
    }, { note: "x", count: 2 })
  );
  assert.equal(text, '{"data":{"n":1}}\n{"data":{"n":2}}\n{"data":{"n":3}}\n{"data":{"n":4},"id":4}\n');
  assert.deepEqual([report.tasks, report.stored, report.complete], [4, true, true]);
  assert.deepEqual(report.notes, [{ note: "x", count: 3 }]);
});

Deno.test("importTasks() counts completions and predictions", async () => {
  const regions = [{ result: [] }, { result: [], score: 1 }];
  const { report } = await imported(() =>
    yields({ data: {}, completions: regions }, { data: {}, predictions: regions })
  );
  assert.deepEqual([report.completions, report.predictions], [2, 2]);
});

const REFUSED: readonly (readonly [name: string, item: unknown, told: RegExp])[] = [
  ["a number that JSON has not", { data: { a: { b: [1, NaN] } } }, /data\.a\.b\[1\] is NaN/],
  ["a bigint", { data: { a: 1n } }, /data\.a is a bigint/],
  ["a date", { data: { a: new Date(0) } }, /data\.a is a Date/],
  ["a function", { data: { a: () => 1 } }, /data\.a is a function/],
  ["undefined in an array", { data: { a: [undefined] } }, /data\.a\[0\] is undefined/],
  ["data that is no object", { data: [1] }, /"data" is an array/],
  ["an id that is none", { data: {}, id: -1 }, /"id" is no whole number/],
  ["predictions without result", { data: {}, predictions: [{}] }, /predictions\[0\] has no "result"/],
];

for (const [name, item, told] of REFUSED) {
  Deno.test(`importTasks() refuses ${name}, and goes on with the next`, async () => {
    const { report, text } = await imported(() => yields({ data: { n: 1 } }, item, { data: { n: 3 } }), {
      onError: "skip",
    });
    assert.equal(report.problems.length, 1);
    assert.match(report.problems[0]!.message, told);
    assert.equal(report.problems[0]!.record, 2);
    assert.equal(text, '{"data":{"n":1}}\n{"data":{"n":3}}\n');
  });
}

Deno.test("importTasks() refuses an object that contains itself", async () => {
  const loop: Record<string, unknown> = {};
  loop["a"] = { b: loop };
  const { report } = await imported(() => yields({ data: loop }));
  assert.match(report.problems[0]!.message, /contains itself/);
});

Deno.test("importTasks() leaves out members that are undefined", async () => {
  const { text } = await imported(() => yields({ data: { a: 1, b: undefined }, id: undefined }));
  assert.equal(text, '{"data":{"a":1}}\n');
});

const DISHONEST: readonly (readonly [name: string, item: unknown, told: RegExp])[] = [
  ["a batch that counts wrongly", batch('{"a":1}\n', 2), /a batch of 1 tasks and counted 2/],
  ["a batch without its last line end", batch('{"a":1}', 1), /does not end with a line end/],
  ["a batch that is no JSON", batch("{]\n", 1), /a name in double quotes/],
  [
    "a batch that is no UTF-8",
    { bytes: Uint8Array.from([123, 34, 0xff, 34, 58, 49, 125, 10]), count: 1 },
    /no UTF-8/,
  ],
  [
    "a batch that claims to be normalized",
    batch('{"data":1}\n', 1, { normalized: { completions: 0, predictions: 0, columns: [] } }),
    /"data" is a number/,
  ],
  ["a string", "task", /the format yielded task/],
  ["nothing", undefined, /the format yielded undefined/],
  ["an object of another kind", { task: 1 }, /the format yielded \{ task \}/],
];

for (const [name, item, told] of DISHONEST) {
  Deno.test(`importTasks() does not believe a stranger's format: ${name}`, async () => {
    const { report, text } = await imported(() => yields(item));
    assert.match(report.problems[0]!.message, told);
    assert.equal(text, "");
    assert.equal(report.stored, false);
  });
}

Deno.test("importTasks() carries places to problems and to meta.source", async () => {
  const { text, report } = await imported(() =>
    yields(
      { data: { n: 1 }, at: { line: 5, file: "in.x" }, meta: { kept: true } },
      { error: "bad", at: { line: 7 } },
      batch('{"n":2}\n{"data":0}\n{"n":3}\n', 3, {
        origin: { record: 10, line: 20, lines: Uint32Array.from([0, 2, 5]) },
      }),
      { data: { n: 4 } },
    ), { onError: "skip", rules: { provenance: true } });
  assert.deepEqual(text.trimEnd().split("\n").map((line) => JSON.parse(line).meta), [
    { source: { file: "in.x", record: 1, line: 5 }, kept: true },
    { source: { file: "a.x", record: 10, line: 20 } },
    { source: { file: "a.x", record: 12, line: 25 } },
    { source: { file: "a.x", record: 13 } },
  ]);
  assert.deepEqual(report.problems.map(({ record, line }) => [record, line]), [[undefined, 7], [11, 22]]);
});

Deno.test("importTasks() stores nothing after a problem, and reads on up to 100", async () => {
  const calls: string[] = [];
  const sink: TaskSink = {
    write: () => void calls.push("write"),
    close: () => void calls.push("close"),
    abort: () => void calls.push("abort"),
  };
  let read = 0;
  const { report } = await imported(async function* () {
    yield batch('{"a":1}\n', 1);
    for (; read < 1000; read++) {
      yield { error: `bad ${read}` };
      yield batch('{"a":1}\n', 1);
    }
  }, { sink });
  assert.deepEqual([...new Set(calls)], ["write", "abort"]);
  assert.equal(calls.filter((call) => call === "write").length, 1);
  assert.deepEqual([report.bad, report.problems.length, report.stored, report.complete], [
    100,
    100,
    false,
    false,
  ]);
  assert.ok(read < 102);
});

Deno.test("importTasks() with skip gives every bad record to the rejects, and keeps the first problems", async () => {
  const rejects: [Problem, string | undefined][] = [];
  const raw = encode("raw");
  const { report, text } = await imported(async function* () {
    for (let n = 0; n < 500; n++) yield { error: "bad", at: { line: n }, raw };
    yield { data: { n: 1 } };
  }, {
    onError: "skip",
    rejects: { write: (problem, raw) => void rejects.push([problem, raw && new TextDecoder().decode(raw)]) },
  });
  assert.deepEqual([report.bad, report.problems.length, report.stored], [500, 100, true]);
  assert.equal(rejects.length, 500);
  assert.deepEqual(rejects[499], [{ file: "a.x", line: 499, message: "bad" }, "raw"]);
  assert.equal(text, '{"data":{"n":1}}\n');
});

Deno.test("importTasks() makes a problem of what a format throws: with skip the tasks before stay", async () => {
  for (const onError of ["stop", "skip"] as const) {
    const { report, text } = await imported(async function* () {
      yield { data: { n: 1 } };
      throw new TypeError("it broke");
    }, { onError });
    assert.deepEqual([report.problems[0]!.message, report.complete], ["it broke", false]);
    assert.equal(text, onError === "skip" ? '{"data":{"n":1}}\n' : "");
  }
});

Deno.test("importTasks() keeps no empty result where nothing could be read", async () => {
  // deno-lint-ignore require-yield
  const { report } = await imported(async function* () {
    throw new Error("it broke");
  }, { onError: "skip" });
  assert.equal(report.stored, false);
});

Deno.test("importTasks() passes on what the sink throws, and aborts it", async () => {
  for (const broken of ["write", "close"] as const) {
    let aborted = 0;
    const sink: TaskSink = { write() {}, close() {}, abort: () => void aborted++ };
    sink[broken] = () => {
      throw new Error("disk full");
    };
    await assert.rejects(imported(() => yields({ data: {} }), { sink }), /disk full/);
    assert.equal(aborted, 1, broken);
  }
});

Deno.test("importTasks() ends a format that hangs when the signal is aborted, and keeps nothing", async () => {
  const controller = new AbortController();
  let aborted = 0;
  const sink: TaskSink = { write() {}, close() {}, abort: () => void aborted++ };
  const running = imported(async function* (_file, signal) {
    yield { data: {} };
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  }, { signal: controller.signal, sink });
  setTimeout(() => controller.abort(new Error("enough")), 10);
  await assert.rejects(running, /enough/);
  assert.equal(aborted, 1);
});
