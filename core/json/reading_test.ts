/** Properties of both kernels against a model of the rules that was written apart from them. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { runs } from "../../tests/runs.ts";
import type { Note } from "../contract.ts";
import { encode } from "../utf8.ts";
import { chunks, damage, damaged, JsonTexts, rules } from "./testing/arbitraries.ts";
import { tokensOf } from "./testing/model.ts";
import { type Expected, modelDocument, modelLines, strictText } from "./testing/model_reading.ts";
import { readEveryWay, type Reading } from "./testing/read_all.ts";

const documents = new JsonTexts(true).document;
const lines = fc.tuple(
  fc.array(
    fc.oneof({ weight: 8, arbitrary: new JsonTexts(false).record }, fc.constantFrom("", " ", "{", "nope")),
    {
      maxLength: 5,
    },
  ),
  fc.constantFrom("\n", "\r\n"),
  fc.boolean(),
).map(([all, end, ended]) => all.join(end) + (ended && all.length > 0 ? end : ""));

/** The reading is what was expected: tokens byte for byte, white space apart, and all that is told of them. */
function assertIs({ tasks, places, problems, ...reading }: Reading, expected: Expected): void {
  assert.deepEqual(tasks.map(tokensOf), expected.tasks.map(tokensOf));
  assert.deepEqual(tasks.map((task) => JSON.parse(task)), expected.tasks.map((task) => JSON.parse(task)));
  assert.deepEqual(places, expected.places);
  assert.deepEqual(problems.map(({ record }) => record), expected.bad.map(({ record }) => record));
  assert.ok(problems.every(({ line }, n) => line! >= expected.bad[n]!.line!));
  assert.deepEqual([reading.completions, reading.predictions], [expected.completions, expected.predictions]);
  assert.deepEqual(sorted(reading.notes), sorted(expected.notes));
  assert.equal(reading.failure, undefined);
}

function sorted(notes: readonly Note[]): string[] {
  return notes.map(({ note, count }) => `${note}: ${count}`).sort();
}

Deno.test("readJson() gives of any array of tasks what the rules say, with every token as it was written", async () => {
  await fc.assert(
    fc.asyncProperty(documents, rules, chunks, async (text, rules, chunks) => {
      const expected = modelDocument(encode(text), rules);
      assert.ok(expected !== undefined, "the model reads what was generated");
      assertIs(await readEveryWay("json", text, { rules, chunks }), expected);
    }),
    { numRuns: runs(150) },
  );
});

Deno.test("readJsonLines() gives of any lines what the rules say, with every token as it was written", async () => {
  await fc.assert(
    fc.asyncProperty(lines, rules, chunks, async (text, rules, chunks) => {
      const reading = await readEveryWay("jsonl", text, { rules, chunks });
      assertIs(reading, modelLines(encode(text), rules));
    }),
    { numRuns: runs(150) },
  );
});

Deno.test("readJson() takes of a damaged document exactly what JSON.parse takes", async () => {
  await fc.assert(
    fc.asyncProperty(documents, fc.array(damage, { minLength: 1, maxLength: 2 }), rules, chunks, async (
      text,
      damages,
      rules,
      chunks,
    ) => {
      const bytes = damages.reduce(damaged, encode(text));
      const reading = await readEveryWay("json", bytes, { rules, chunks });
      const expected = modelDocument(bytes, rules);
      if (expected !== undefined) assertIs(reading, expected);
      else if (strictText(bytes) !== undefined) assert.notEqual(reading.failure, undefined);
      else assert.ok(reading.failure !== undefined || reading.problems.length > 0);
    }),
    { numRuns: runs(350) },
  );
});

Deno.test("readJsonLines() takes of damaged lines exactly those that JSON.parse takes", async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.array(damage, { minLength: 1, maxLength: 2 }), rules, chunks, async (
      text,
      damages,
      rules,
      chunks,
    ) => {
      const bytes = damages.reduce(damaged, encode(text));
      assertIs(await readEveryWay("jsonl", bytes, { rules, chunks }), modelLines(bytes, rules));
    }),
    { numRuns: runs(250) },
  );
});
