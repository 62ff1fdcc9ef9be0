import assert from "node:assert/strict";
import { encode } from "../utf8.ts";
import { locate } from "./faults.ts";
import { BROKEN_VALUES } from "./testing/broken_json.ts";
import { bytesOf, byteText, readEveryWay } from "./testing/read_all.ts";

Deno.test("where the grammar breaks, the message says what was expected, what was found and what to write", async () => {
  for (const { value, column, expected, found, hint } of BROKEN_VALUES) {
    const fault = {
      message: `expected ${expected}, found ${found}`,
      ...(hint === undefined ? {} : { hint }),
    };
    const before = '[{"é😀":1},{"v":';
    const { failure, tasks } = await readEveryWay("json", `${before}${value}}]`);
    assert.deepEqual(failure, { record: 2, line: 1, column: [...before].length + column, ...fault }, value);
    assert.deepEqual(tasks, ['{"data":{"é😀":1}}']);

    const { problems } = await readEveryWay("jsonl", `{"é😀":1}\n{"é":${value}}\n{}`);
    const raw = byteText(`{"é":${value}}`);
    assert.deepEqual(problems, [{ record: 2, line: 2, column: 5 + column, ...fault, raw }], value);
  }
});

/** Ends of lines where a record does not end, and what is said of them. */
const CUT_LINES: readonly (readonly [line: string, column: number, message: string, hint: string])[] =
  (() => {
    const whole = "JSON Lines is one object a line; a JSON document is read with --input-format json";
    const one = "JSON Lines is one object a line";
    return [
      ["{", 2, "expected a name in double quotes, found a line break", whole],
      ["[", 2, "expected a value, found a line break", whole],
      ['  {"a":', 8, "expected a value, found a line break", whole],
      ['{"é":1,', 8, "expected a name in double quotes, found a line break", whole],
      ['{"a"', 5, 'expected ":", found a line break', whole],
      ['{"a":tr', 8, "expected true, false or null, found a line break", whole],
      ['{"a":[1', 8, 'expected "," or "]", found a line break', whole],
      [
        '{"a":"b',
        8,
        'expected the closing " of a string, found a line break',
        "write a line break in a string as \\n",
      ],
      ['{"a":1},', 8, 'expected the end of the line, found ","', one],
      ['{"a":1} {"b":2}', 9, 'expected the end of the line, found "{"', one],
      ['{"a":1}\r{"b":2}', 9, 'expected the end of the line, found "{"', one],
      ['{"a":1}]', 8, 'expected the end of the line, found "]"', one],
      ["text", 2, 'expected true, false or null, found "e"', ""],
      ["]", 1, 'expected a value, found "]"', ""],
    ];
  })();

Deno.test("a line that is no whole record says so, and the next line is read", async () => {
  for (const [line, column, message, hint] of CUT_LINES) {
    for (const end of ["\n", "\r\n"]) {
      const { problems, tasks, places } = await readEveryWay(
        "jsonl",
        `{"z":0}${end}${line}${end}{"z":1}${end}`,
      );
      // Where white space may stand, the carriage return is passed over first.
      assert.equal(problems.length, 1, line);
      const { raw, ...fault } = problems[0]!;
      const isAtReturn = end === "\r\n" && message.endsWith("a line break") && !/string|true/.test(message);
      const expected = { record: 2, line: 2, column: column + (isAtReturn ? 1 : 0), message };
      assert.deepEqual(fault, hint === "" ? expected : { ...expected, hint }, line);
      assert.equal(raw, byteText(line.trimStart()));
      assert.deepEqual(tasks, ['{"data":{"z":0}}', '{"data":{"z":1}}']);
      assert.deepEqual(places, [{ record: 1, line: 1 }, { record: 3, line: 3 }]);
    }
  }
});

/** Bytes that are no UTF-8, and the first of them. */
const NO_UTF8: Readonly<Record<string, readonly [bytes: readonly number[], at: number]>> = {
  "a lone continuation byte": [[0x80], 0],
  "a continuation byte after é": [[0xc3, 0xa9, 0xa9], 2],
  "Latin-1": [[0xe9], 0],
  "two bytes cut": [[0xc3], 0],
  "three bytes cut": [[0xe2, 0x82], 0],
  "four bytes cut": [[0xf0, 0x9f, 0x98], 0],
  "overlong in two bytes": [[0x61, 0xc0, 0xaf], 1],
  "overlong in three bytes": [[0xe0, 0x80, 0xaf], 0],
  "a surrogate": [[0xed, 0xa0, 0x80], 0],
  "past U+10FFFF": [[0xf4, 0x90, 0x80, 0x80], 0],
  "0xff": [[0xff], 0],
  "good characters before": [[0xe6, 0x97, 0xa5, 0xf0, 0x9f, 0x98, 0x80, 0xf8], 7],
};

Deno.test("bytes that are no UTF-8 are named with their place and offset, whatever the chunks", async () => {
  for (const [name, [bad, at]] of Object.entries(NO_UTF8)) {
    for (const [before, after] of [['"', '"'], ['{"', '":1}'], ['["é", "', '"]'], ['"\\u0061', '\\n"']]) {
      const value = bytesOf(before!, ...bad, after!);
      const byte = bad[at]!.toString(16).toUpperCase();
      const fault = (offset: number) => ({
        message: `byte 0x${byte} at offset ${offset} is no UTF-8`,
        hint: "save it as UTF-8, or name its encoding with --encoding",
      });
      const characters = [...before!].length +
        new TextDecoder().decode(Uint8Array.from(bad.slice(0, at))).length;
      const good = at === 7 ? characters - 1 : characters; // 😀 is two of UTF-16
      const offset = encode(before!).length + at;

      const start = '{"a":1}\n{"v":';
      const lines = await readEveryWay("jsonl", bytesOf(start, ...value, '}\n{"é":2}'));
      const raw = byteText(bytesOf('{"v":', ...value, "}"));
      assert.deepEqual(
        lines.problems,
        [{ record: 2, line: 2, column: 6 + good, ...fault(start.length + offset), raw }],
        name,
      );
      const array = await readEveryWay("json", bytesOf('[{"a":1},{"v":', ...value, '},{"é":2}]'));
      assert.deepEqual(
        array.problems,
        [{ record: 2, line: 1, column: 15 + good, ...fault(14 + offset), raw }],
        name,
      );
      for (const { tasks, failure } of [lines, array]) {
        assert.deepEqual(tasks, ['{"data":{"a":1}}', '{"data":{"é":2}}']);
        assert.equal(failure, undefined);
      }
    }
  }
});

Deno.test("bytes between tokens that are no UTF-8 are named as such", async () => {
  const hint = "save it as UTF-8, or name its encoding with --encoding";
  const between = await readEveryWay("json", bytesOf('[{"é":1},', 0xa0, '{"a":1}]'));
  const message = "byte 0xA0 at offset 10 is no UTF-8";
  assert.deepEqual(between.failure, { record: 2, line: 1, column: 10, message, hint });
  const behind = await readEveryWay("json", bytesOf('[{"é":1}', 0xa0, "]"));
  assert.deepEqual(behind.failure?.message, "byte 0xA0 at offset 9 is no UTF-8");
  const before = await readEveryWay("json", bytesOf('[{"a":"', 0xe9, '", nope}]'));
  assert.deepEqual(before.failure?.message, "byte 0xE9 at offset 7 is no UTF-8");
  const line = await readEveryWay("jsonl", bytesOf('\n{"a":', 0xa0, "1}\n"));
  assert.deepEqual(line.problems.map(({ message }) => message), ["byte 0xA0 at offset 6 is no UTF-8"]);
});

Deno.test("locate() counts lines by line feeds and columns in characters", () => {
  const bytes = encode("é\n\r日本\n\n😀x");
  const place = { line: 5, lineStart: 0, before: 7 };
  const columns = [
    [0, 5, 8],
    [2, 5, 9],
    [3, 6, 1],
    [4, 6, 2],
    [7, 6, 3],
    [10, 6, 4],
    [11, 7, 1],
    [12, 8, 1],
    [16, 8, 2],
  ];
  for (const [at, line, column] of columns) assert.deepEqual(locate(bytes, place, at!), { line, column });
});
