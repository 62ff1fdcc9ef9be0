import assert from "node:assert/strict";
import { encode } from "../utf8.ts";
import { detectJson, detectJsonLines } from "./detect.ts";

type Fit = "sure" | "maybe" | "no";
const long = "x".repeat(70_000);

/** Contents, what a name without and with the format's own extension make of them, and why. */
const CASES: readonly (readonly [
  content: string,
  json: readonly [bare: Fit, named: Fit, why: RegExp],
  lines: readonly [bare: Fit, named: Fit, why: RegExp],
])[] = [
  ["", ["no", "maybe", /there is nothing in it/], ["no", "maybe", /there is nothing in it/]],
  ["[]", ["sure", "sure", /JSON array/], ["no", "maybe", /record is an array/]],
  [' \n[{"a":1}]', ["sure", "sure", /JSON array/], ["no", "maybe", /line 2: the record is an array/]],
  ['{"a":1}', ["sure", "sure", /JSON object/], ["maybe", "sure", /the first line is a JSON object/]],
  ['{\n"a":1\n}\n', ["sure", "sure", /JSON object/], ["no", "maybe", /line 1: expected a name/]],
  [
    '{"a":1}\n{"a":2}\n',
    ["maybe", "maybe", /begins like a JSON object, but line 2: expected the end/],
    ["sure", "sure", /the first 2 lines are JSON objects/],
  ],
  [
    '{"a":1}\n{"a":2}\noops\n',
    ["maybe", "maybe", /line 2/],
    ["maybe", "sure", /most of its first lines are JSON objects, but line 3/],
  ],
  ["[1,2]", ["sure", "sure", /JSON array/], ["no", "maybe", /record is an array/]],
  ['[{"a":1},]', ["maybe", "maybe", /line 1: expected a value/], ["no", "maybe", /line 1/]],
  ["[section]\nkey=1\n", ["no", "maybe", /begins like a JSON array, but/], ["no", "maybe", /line 1/]],
  ["{{ template }}", ["no", "maybe", /begins like a JSON object, but/], ["no", "maybe", /line 1/]],
  ["a,b\n1,2\n", ["no", "maybe", /begins with neither/], ["no", "maybe", /line 1/]],
  [`[{"a":"${long}`, ["sure", "sure", /JSON array/], ["no", "maybe", /longer than 64 KiB/]],
  [`{"a":"${long}`, ["maybe", "maybe", /JSON object/], ["no", "maybe", /longer than 64 KiB/]],
  [`{"a":1}\n{"a":"${long}`, ["maybe", "maybe", /line 2/], ["maybe", "sure", /first line is/]],
  [`${" \n".repeat(100)}[{"a":1}]`, ["sure", "sure", /JSON array/], ["no", "maybe", /line 101/]],
];

Deno.test("JSON and JSON Lines are known by their content first, then by their name, with reasons", () => {
  for (const [content, json, lines] of CASES) {
    const bytes = encode(content);
    const peek = { head: bytes.subarray(0, 65_536), whole: bytes.length <= 65_536 };
    for (const [detect, [bare, named, why]] of [[detectJson, json], [detectJsonLines, lines]] as const) {
      const unknown = detect({ ...peek, name: "file" }, [".ext"]);
      const known = detect({ ...peek, name: "FILE.EXT" }, [".ext"]);
      assert.deepEqual([content.slice(0, 20), unknown.fit, known.fit], [content.slice(0, 20), bare, named]);
      assert.match(unknown.why, why);
      assert.match(known.why, why);
    }
  }
});
