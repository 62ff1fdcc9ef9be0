/**
 * What is told of broken inputs, word by word: `broken_inputs.json` is the table. Numbers are those of threads in which
 * users of Label Studio, or of the tool that is named, suffered from the same.
 */
import assert from "node:assert/strict";
import { CODES } from "@labelport/core";
import { type Broken, sayOf } from "./broken_inputs.ts";
import table from "./broken_inputs.json" with { type: "json" };

const rows = table as readonly Broken[];

for (const { name, told, ...broken } of rows) {
  Deno.test(`what is told of ${name}`, async () => {
    assert.ok(told.length > 0);
    assert.deepEqual(await sayOf(broken), told);
  });
}

Deno.test("each code of data, regions and label configs is in the table twice at least", () => {
  const told = rows.flatMap(({ told }) => told.map((line) => line.split(":")[0]!));
  const few = CODES.filter(({ code, example }) =>
    example !== undefined && told.filter((found) => found === code).length < 2
  );
  assert.deepEqual(few.map(({ code }) => code), []);
});
