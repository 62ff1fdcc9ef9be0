import assert from "node:assert/strict";
import { BAD_TASKS } from "./testing/bad_tasks.ts";
import { GOOD_TASKS } from "./testing/good_tasks.ts";
import { byteText, readAll, readEveryWay } from "./testing/read_all.ts";

for (const [name, row] of Object.entries(GOOD_TASKS)) {
  Deno.test(`normalizing: ${name}`, async () => {
    const { out, rules = {}, notes = [], completions = 0, predictions = 0 } = row;
    for (
      const [kind, text] of [["json", row.in], ["json", ` [${row.in}]`], ["jsonl", `${row.in}\n`]] as const
    ) {
      const reading = await readEveryWay(kind, text, { rules });
      assert.deepEqual(reading, {
        tasks: [out],
        places: [{ record: 1, line: 1 }],
        problems: [],
        notes,
        completions,
        predictions,
      });
    }
  });
}

Deno.test("a record that is no task is refused with its place and its own bytes, and the next is read", async () => {
  for (const { in: text, column, message, hint, rules = {} } of BAD_TASKS) {
    const raw = byteText(text);
    const fault = { message, hint, raw };
    const before = '[{"é😀":1}, ';
    const array = await readEveryWay("json", `${before}${text}, {"z":2}]`, { rules });
    assert.deepEqual(array.problems, [{ record: 2, line: 1, column: [...before].length + column, ...fault }]);
    const lines = await readEveryWay("jsonl", `{"é😀":1}\n${text}\r\n{"z":2}\n`, { rules });
    assert.deepEqual(lines.problems, [{ record: 2, line: 2, column, ...fault }]);
    for (const { tasks, places, failure } of [array, lines]) {
      assert.deepEqual(tasks, ['{"data":{"é😀":1}}', '{"data":{"z":2}}']);
      assert.deepEqual(places.map(({ record }) => record), [1, 3]);
      assert.equal(failure, undefined);
    }
    if (!text.startsWith("{")) continue;
    const alone = await readEveryWay("json", `\n ${text}`, { rules });
    assert.deepEqual(alone.problems, [{ record: 1, line: 2, column: column + 1, ...fault }]);
    assert.deepEqual(alone.tasks, []);
  }
});

Deno.test("notes count how often, not whether", async () => {
  const text = [
    '{"data":{"a":1},"x":1,"y":1}',
    '{"data":{"b":1},"y":1,"id":"bad"}',
    '{"data":{"a":2},"x":1}',
    '{"a":3,"predictions":[]}',
    '{"annotations":1}',
  ].join("\n");
  const { notes } = await readEveryWay("jsonl", text, { rules: { map: [["a", "c"]] } });
  assert.deepEqual(notes, [
    { note: 'dropped "x", which stands beside "data" and is no key of a task', count: 2 },
    { note: 'dropped "y", which stands beside "data" and is no key of a task', count: 1 },
    { note: 'tasks without "data" carry predictions or completions, which became data', count: 2 },
    { note: 'renamed "a" to "c"', count: 3 },
  ]);
});

Deno.test("nothing is counted twice or lost where the output fills up in between", async () => {
  const count = 10_000;
  const records = Array.from(
    { length: count },
    (_, n) => n % 2 === 0 ? '{"a":1,"predictions":0}' : '{"x":1,"data":{"a":1}}',
  );
  const name = "a longer name ".repeat(90);
  const rules = { map: [["a", name]] as const, provenance: true };
  for (const [kind, text] of [["jsonl", records.join("\n")], ["json", `[${records.join()}]`]] as const) {
    const { tasks, places, notes } = await readAll(kind, text, { rules });
    assert.ok(tasks.join("").length > 4 * text.length, "the output fills up before the input ends");
    for (const [n, task] of tasks.entries()) {
      const place = { record: n + 1, line: kind === "json" ? 1 : n + 1 };
      assert.deepEqual(places[n], place);
      assert.deepEqual(JSON.parse(task), {
        data: n % 2 === 0 ? { [name]: 1, predictions: 0 } : { [name]: 1 },
        meta: { source: { file: "file", ...place } },
      });
    }
    assert.equal(tasks.length, count);
    assert.deepEqual(notes.map(({ count }) => count), [count / 2, count / 2, count]);
  }
});

Deno.test("after so many names, dropped keys are told together", async () => {
  const lines = Array.from({ length: 150 }, (_, n) => `{"data":{},"k${n}":1}`);
  const { notes } = await readEveryWay("jsonl", [...lines, ...lines].join("\n"));
  assert.equal(notes.length, 101);
  assert.ok(notes.slice(0, 100).every(({ count }) => count === 2));
  assert.deepEqual(notes[100], { note: 'dropped other keys that stand beside "data"', count: 100 });
});

Deno.test("a record over several lines becomes one, its strings and numbers as they are", async () => {
  const text =
    '[{\n  "data" : {\r\n    "a": "two  spaces, \\n and \\" : , [ ] {",\n\t"b": [ 1.0 , -2e1 ]\n  },' +
    '\n  "x": 1,\n  "completions": [ { "result": [ ] } ]\n}, { "same": "line" }]';
  const { tasks } = await readEveryWay("json", text);
  assert.deepEqual(tasks, [
    '{"data":{"a":"two  spaces, \\n and \\" : , [ ] {","b":[1.0,-2e1]},"completions":[{"result":[]}]}',
    '{"data":{ "same": "line" }}',
  ]);
});
