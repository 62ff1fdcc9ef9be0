import assert from "node:assert/strict";
import fc from "fast-check";
import { runs } from "../../tests/runs.ts";
import { CHUNK } from "../kernel.ts";
import { encode } from "../utf8.ts";
import { chunks } from "./testing/arbitraries.ts";
import { readAll, readEveryWay } from "./testing/read_all.ts";

const WRITE = "write one task object, or an array of them";
const CUT = "the end is missing: was the file cut off?";
const LINES = "one object a line is JSON Lines: --input-format jsonl";

/** Documents that cannot be read to their end: how many tasks come first, where it ends, and why. */
const UNREADABLE: readonly (readonly [
  text: string,
  tasks: number,
  place: readonly [line: number, column: number, record?: number],
  message: string,
  hint?: string,
])[] = [
  ["", 0, [1, 1], "there is nothing in it", WRITE],
  [" \n\t\r\n ", 0, [3, 2], "there is nothing in it", WRITE],
  ['"text"', 0, [1, 1], "the document is a string", WRITE],
  ["\n 17 ", 0, [2, 2], "the document is a number", WRITE],
  ["-1", 0, [1, 1], "the document is a number", WRITE],
  ["null", 0, [1, 1], "this is no JSON object or array", WRITE],
  ["name,age\nAda,36\n", 0, [1, 1], "this is no JSON object or array", WRITE],
  ["<xml/>", 0, [1, 1], "this is no JSON object or array", WRITE],
  ["]", 0, [1, 1], "this is no JSON object or array", WRITE],
  [",{}", 0, [1, 1], "this is no JSON object or array", WRITE],
  ["\x00[]", 0, [1, 1], "this is no JSON object or array", WRITE],
  ["[", 0, [1, 2], 'expected "]", found the end', CUT],
  ["[\n", 0, [2, 1], 'expected "]", found the end', CUT],
  ["{", 0, [1, 2, 1], "expected a name in double quotes, found the end", CUT],
  ['[{"a":1}', 1, [1, 9], 'expected "]", found the end', CUT],
  ['[{"a":1},', 1, [1, 10], "expected a value, found the end", CUT],
  ['[{"a":1},\n{"b":', 1, [2, 6, 2], "expected a value, found the end", CUT],
  ['[{"a":1},\n{"b":"é', 1, [2, 8, 2], 'expected the closing " of a string, found the end', CUT],
  ['[{"a":1},\n{"b":tru', 1, [2, 9, 2], "expected true, false or null, found the end", CUT],
  ['[{"a":1},\n{"b":-', 1, [2, 7, 2], "expected a digit, found the end", CUT],
  ['[{"a":1},\n{"b":"\\u00', 1, [2, 11, 2], "expected four hexadecimal digits after \\u, found the end", CUT],
  ['[{"a":1},]', 1, [1, 10, 2], 'expected a value, found "]"', "take away the comma before it"],
  ['[{"a":1},\n ]', 1, [2, 2, 2], 'expected a value, found "]"', "take away the comma before it"],
  ["[,{}]", 0, [1, 2, 1], 'expected a value, found ","'],
  ['[{"a":1},,{}]', 1, [1, 10, 2], 'expected a value, found ","'],
  ['[{"é":1} {"b":2}]', 1, [1, 10, 1], 'expected "," or "]", found "{"'],
  ['[{"é":1}}', 1, [1, 9, 1], 'expected "," or "]", found "}"'],
  [
    '[{"a":1}\n// more\n]',
    1,
    [2, 1, 1],
    'expected "," or "]", found "/"',
    "JSON has no comments: take them out",
  ],
  ['[{"a":1}:2]', 1, [1, 9, 1], 'expected "," or "]", found ":"'],
  ["[]]", 0, [1, 3], 'expected the end of the document, found "]"', "take it away"],
  ["[] x", 0, [1, 4], 'expected the end of the document, found "x"', "take it away"],
  ['[{"a":1}]\n😀', 1, [2, 1], 'expected the end of the document, found "😀"', "take it away"],
  [
    "{}\x00",
    1,
    [1, 3],
    "expected the end of the document, found the control character U+0000",
    "take it away",
  ],
  ['{"a":1},', 1, [1, 8], 'expected the end of the document, found ","', "take it away"],
  ['{"a":1}\n{"b":2}\n', 1, [2, 1], 'expected the end of the document, found "{"', LINES],
  ['[{"a":1}]\n[{"b":2}]\n', 1, [2, 1], 'expected the end of the document, found "["', "take it away"],
];

Deno.test("a document that breaks off or goes on says where and why, after its good tasks", async () => {
  for (const [text, count, [line, column, record], message, hint] of UNREADABLE) {
    const { tasks, failure } = await readEveryWay("json", text);
    const place = { ...(record === undefined ? {} : { record }), line, column };
    const expected = { ...place, message, ...(hint === undefined ? {} : { hint }) };
    assert.deepEqual({ text, failure, count: tasks.length }, { text, failure: expected, count });
  }
});

Deno.test("an empty array, white space around and one object are documents", async () => {
  for (
    const [text, ...tasks] of [
      ["[]"],
      [" [\r\n] \n"],
      ["\t{}\n", '{"data":{}}'],
      ['[{"a":1}\n,\n{"a":2}\n]\n', '{"data":{"a":1}}', '{"data":{"a":2}}'],
    ]
  ) {
    const reading = await readEveryWay("json", text!);
    assert.deepEqual([reading.tasks, reading.problems, reading.failure], [tasks, [], undefined]);
  }
});

Deno.test("elements that are no objects are refused one by one; the tasks between them have their places", async () => {
  const text = '[1, {"a":1},\n"two", [{}], {"a":2}, null,\n\n\n{\n"a":3},{"a":\n4}, true]';
  const { tasks, places, problems, failure } = await readEveryWay("json", text);
  assert.deepEqual(tasks, [1, 2, 3, 4].map((n) => `{"data":{"a":${n}}}`));
  assert.deepEqual(places, [[2, 1], [5, 2], [7, 5], [8, 6]].map(([record, line]) => ({ record, line })));
  assert.deepEqual(
    problems.map(({ record, line, column, raw }) => [record, line, column, raw]),
    [[1, 1, 2, "1"], [3, 2, 1, '"two"'], [4, 2, 8, "[{}]"], [6, 2, 23, "null"], [9, 7, 5, "true"]],
  );
  assert.equal(failure, undefined);
});

/** Line and column of a place in a text, counted plainly. */
function placeIn(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index).split("\n");
  return { line: before.length, column: [...before.at(-1)!].length + 1 };
}

const json = fc.jsonValue({ stringUnit: "binary", maxDepth: 3 });
const documents = fc.tuple(
  fc.array(fc.dictionary(fc.string({ unit: "grapheme" }), json, { maxKeys: 4 }), {
    minLength: 1,
    maxLength: 4,
  }),
  fc.constantFrom("", " ", "  ", "\t"),
).map(([tasks, indent]) => JSON.stringify(tasks, null, indent));

Deno.test("the first token that does not belong is named by line and column, whatever stands before it", async () => {
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      chunks,
      async (text, which, chunks) => {
        const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|[^\s{}[\]:,"]+|[{}[\]:,]/gs)];
        const { 0: token, index } = tokens[Math.floor(which * tokens.length)]!;
        const broken = `${text.slice(0, index)}@${text.slice(index + token.length)}`;
        const { failure } = await readEveryWay("json", broken, { chunks });
        assert.deepEqual({ line: failure?.line, column: failure?.column }, placeIn(broken, index));
      },
    ),
    { numRuns: runs(500) },
  );
});

Deno.test("places are right in one line of many elements, far behind the first chunk", async () => {
  const elements = Array.from({ length: 60_000 }, (_, n) => `{"text":"nº ${n} 日本 😀"}`);
  elements[20_000] = "17";
  elements[20_001] = '{"data":{"é":1,"é":2}}';
  elements[59_000] = '{"text":?}';
  const text = `[${elements.join(", ")}]`;
  assert.ok(encode(text).length > 6 * CHUNK);
  const column = (at: string) => placeIn(text, text.indexOf(at)).column;
  for (const chunks of [[1 << 30], [65_537], [4093, 1, 300_000]]) {
    const { problems, failure, tasks } = await readAll("json", text, { chunks });
    assert.deepEqual(
      problems.map(({ record, line, column }) => [record, line, column]),
      [[20_001, 1, column("17, ")], [20_002, 1, column('"é":2')]],
    );
    const { record, line, column: at } = failure!;
    assert.deepEqual([record, line, at], [59_001, 1, column("?")]);
    assert.equal(tasks.length, 58_998);
  }
});

Deno.test("places are right in lines of many elements, byte by byte", async () => {
  const elements = Array.from(
    { length: 400 },
    (_, n) => `{"é":${n},\n "😀":"${n}"}${n % 7 === 0 ? "\n" : ""}`,
  );
  elements[300] = "?";
  const text = `[${elements.join(", ")}]`;
  const { failure, places } = await readEveryWay("json", text);
  const { line, column } = failure!;
  assert.deepEqual({ line, column }, placeIn(text, text.indexOf("?")));
  for (const [n, place] of places.entries()) {
    assert.deepEqual(place, { record: n + 1, line: placeIn(text, text.indexOf(`{"é":${n},`)).line });
  }
});
