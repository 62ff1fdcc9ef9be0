import {
  asText,
  createRegistry,
  detect,
  type ImportReport,
  importTasks,
  memorySink,
  openSource,
} from "@labelport/core";
import assert from "node:assert/strict";
import { json } from "./mod.ts";

const registry = createRegistry({ trusted: [json] });

async function read(
  content: BlobPart,
  name: string,
  onError: "stop" | "skip" = "stop",
): Promise<ImportReport & { readonly text: string; readonly raw: readonly string[] }> {
  const sink = memorySink();
  const raw: string[] = [];
  const report = await importTasks({
    registry,
    input: await openSource(new File([content], name)),
    format: json,
    sink,
    onError,
    rejects: { write: (_, bytes) => void raw.push(new TextDecoder().decode(bytes)) },
  });
  return { ...report, text: sink.text(), raw };
}

Deno.test("json skips a byte order mark, and takes one inside for what it is", async () => {
  const { text, stored } = await read('\ufeff[{"a":"\ufeff"}]', "a.json");
  assert.deepEqual([text, stored], ['{"data":{"a":"\ufeff"}}\n', true]);
  const twice = await read("\ufeff\ufeff[]", "a.json");
  assert.match(twice.problems[0]!.message, /no JSON object or array/);
});

Deno.test("json stores nothing of a document that breaks off, and says where", async () => {
  const { text, stored, complete, problems } = await read('[{"a":1},\n{"a":', "a.json");
  assert.deepEqual([text, stored, complete], ["", false, false]);
  assert.deepEqual(problems.map(({ file, line, column }) => [file, line, column]), [["a.json", 2, 6]]);
});

Deno.test("json gives bad elements with their own bytes where they are to be skipped", async () => {
  const { text, raw, bad } = await read('[{"a":1}, {\n"data": 1 }, 5, {"a":2}]', "a.json", "skip");
  assert.equal(text, '{"data":{"a":1}}\n{"data":{"a":2}}\n');
  assert.deepEqual([raw, bad], [['{\n"data": 1 }', "5"], 2]);
});

Deno.test("json is found by content whatever the name, and by name whatever the content", async () => {
  const cases = [
    ['\ufeff [{"a":1}]', "export.txt", "sure"],
    ['{"a":\n1}', "data", "sure"],
    ["", "empty.JSON", "maybe"],
  ] as const;
  for (const [content, name, fit] of cases) {
    const { peek } = asText(await openSource(new File([content], name)));
    assert.equal((await detect(registry, peek)).fit, fit, name);
  }
});
