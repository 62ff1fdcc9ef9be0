import assert from "node:assert/strict";
import { encode } from "../utf8.ts";
import { CHUNK } from "../kernel.ts";
import { readAll, readEveryWay } from "./testing/read_all.ts";

const task = (n: number) => `{"data":{"n":${n}}}`;
const blank = (count: number) => [{ note: "blank lines passed over", count }];

/** Line ends and blank lines, and the lines of the tasks n = 1, 2, … */
const ENDS: readonly (readonly [text: string, lines: readonly number[], blank: number])[] = [
  ["", [], 0],
  ["\n", [], 1],
  ["\r\n", [], 1],
  ["\r", [], 1],
  [" ", [], 1],
  [" \n ", [], 2],
  ['{"n":1}', [1], 0],
  ['{"n":1}\n', [1], 0],
  ['{"n":1}\r\n', [1], 0],
  ['{"n":1}\r', [1], 0],
  ['{"n":1}\n\n', [1], 1],
  ['{"n":1}\n \t', [1], 1],
  ['{"n":1}\n{"n":2}', [1, 2], 0],
  ['{"n":1}\r\n{"n":2}\r\n', [1, 2], 0],
  ['{"n":1}\n\r\n\n \t\r\n{"n":2}\n', [1, 5], 3],
  ['\n\n{"n":1}\n\n{"n":2}', [3, 5], 3],
  [' {"n":1} \n\t{"n":2}\t\r\n', [1, 2], 0],
];

Deno.test("lines end with a line feed, also behind a carriage return; blank ones are passed over and counted", async () => {
  for (const [text, lines, count] of ENDS) {
    const reading = await readEveryWay("jsonl", text);
    assert.deepEqual(reading, {
      tasks: lines.map((_, n) => task(n + 1)),
      places: lines.map((line, n) => ({ record: n + 1, line })),
      problems: [],
      notes: count === 0 ? [] : blank(count),
      completions: 0,
      predictions: 0,
    }, JSON.stringify(text));
  }
});

Deno.test("a carriage return between tokens goes, so that a task stays one line everywhere", async () => {
  const { tasks } = await readEveryWay("jsonl", '{"a" :\r [1,\r 2], "b": "x  y"}\r\n{"a" : 1}\n');
  assert.deepEqual(tasks, ['{"data":{"a":[1,2],"b":"x  y"}}', '{"data":{"a" : 1}}']);
});

Deno.test("a bad line comes with its own bytes, its line and its number; those after it keep theirs", async () => {
  const text = '{"n":1}\n\n  {"n":} \r\n{"n":2}\n[]\n{"n":3}\n{"data":1}\t\n\nno\r\n{"n":4}\nlast';
  const { tasks, places, problems, notes } = await readEveryWay("jsonl", text);
  assert.deepEqual(tasks, [1, 2, 3, 4].map(task));
  assert.deepEqual(places, [[1, 1], [3, 4], [5, 6], [8, 10]].map(([record, line]) => ({ record, line })));
  assert.deepEqual(
    problems.map(({ record, line, column, raw }) => [record, line, column, raw]),
    [[2, 3, 8, '{"n":} '], [4, 5, 1, "[]"], [6, 7, 9, '{"data":1}'], [7, 9, 2, "no"], [9, 11, 1, "last"]],
  );
  assert.deepEqual(notes, blank(2));
});

Deno.test("an array over several lines is told how to be read", async () => {
  const { problems, tasks } = await readEveryWay("jsonl", '[\n{"n":1}\n]\n');
  assert.deepEqual(tasks, [task(1)]);
  assert.equal(
    problems[0]!.hint,
    "JSON Lines is one object a line; a JSON document is read with --input-format json",
  );
});

Deno.test("places are right behind many chunks of good, bad and blank lines", async () => {
  const lines = Array.from({ length: 60_000 }, (_, n) => {
    if (n % 997 === 5) return '{"é😀": ?}';
    return n % 1009 === 7 ? "" : `{"n":${n}, "é":"${"日本".repeat(n % 9)}"}`;
  });
  const text = lines.join("\n");
  assert.ok(encode(text).length > 6 * CHUNK);
  const isBad = (n: number) => lines[n]!.endsWith("?}");
  const numbers = lines.map((_, n) => n).filter((n) => lines[n] !== "");
  for (const chunks of [[1 << 30], [65_537], [4093, 1, 300_000]]) {
    const { places, problems, notes } = await readAll("jsonl", text, { chunks });
    const expected = numbers.map((n, i) => ({ record: i + 1, line: n + 1 }));
    assert.deepEqual(places, expected.filter((_, i) => !isBad(numbers[i]!)));
    assert.deepEqual(
      problems.map(({ record, line, column }) => ({ record, line, column })),
      expected.filter((_, i) => isBad(numbers[i]!)).map((place) => ({ ...place, column: 8 })),
    );
    assert.deepEqual(notes, blank(60_000 - numbers.length));
  }
});

Deno.test("NUL bytes are refused where they stand, and the lines around them read", async () => {
  const { tasks, problems } = await readEveryWay(
    "jsonl",
    '{"n":1}\n\x00\x00\n{"n":2}\x00\n\x00{"n":3}\n{"n":2}\x00',
  );
  assert.deepEqual(tasks, [task(1)]);
  assert.deepEqual(problems.map(({ record, line, column }) => [record, line, column]), [
    [2, 2, 1],
    [3, 3, 8],
    [4, 4, 1],
    [5, 5, 8],
  ]);
  assert.ok(problems.every(({ message }) => message.endsWith("found the control character U+0000")));
});
