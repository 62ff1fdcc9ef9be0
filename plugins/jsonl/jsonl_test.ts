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
import { jsonl } from "./mod.ts";

const registry = createRegistry({ trusted: [jsonl] });

async function read(
  content: BlobPart,
  onError: "stop" | "skip",
): Promise<ImportReport & { readonly text: string; readonly raw: readonly string[] }> {
  const sink = memorySink();
  const raw: string[] = [];
  const report = await importTasks({
    registry,
    input: await openSource(new File([content], "a.jsonl")),
    format: jsonl,
    sink,
    onError,
    rejects: { write: (_, bytes) => void raw.push(new TextDecoder().decode(bytes)) },
  });
  return { ...report, text: sink.text(), raw };
}

Deno.test("jsonl skips a byte order mark and counts blank lines", async () => {
  const { text, notes, tasks } = await read('\ufeff{"a":1}\r\n\r\n{"a":"é"}', "stop");
  assert.equal(text, '{"data":{"a":1}}\n{"data":{"a":"é"}}\n');
  assert.deepEqual([tasks, notes], [2, [{ note: "blank lines passed over", count: 1 }]]);
});

Deno.test("jsonl tells all bad lines at once, and stores nothing", async () => {
  const { text, stored, problems, tasks } = await read('{"a":1}\nno\n{"a":2}\n{"data":0}\n{"a":3}\n', "stop");
  assert.deepEqual([text, stored, tasks], ["", false, 3]);
  assert.deepEqual(problems.map(({ line, column }) => [line, column]), [[2, 2], [4, 9]]);
});

Deno.test("jsonl stores the good lines and gives the bad ones as they are, where they are to be skipped", async () => {
  const { text, stored, raw } = await read('{"a":1}\n {"a": oops} \r\n{"a":2}\n', "skip");
  assert.deepEqual([text, stored], ['{"data":{"a":1}}\n{"data":{"a":2}}\n', true]);
  assert.deepEqual(raw, ['{"a": oops} ']);
});

Deno.test("jsonl is found by content whatever the name, and by name whatever the content", async () => {
  const cases = [
    ['{"a":1}\n{"a":2}\n', "log.txt", "sure"],
    ['{"a":1}\n', "log.txt", "maybe"],
    ['{"a":1}\n', "log.ndjson", "sure"],
    ["no", "log.jsonl", "maybe"],
  ] as const;
  for (const [content, name, fit] of cases) {
    const { peek } = asText(await openSource(new File([content], name)));
    assert.equal((await detect(registry, peek)).fit, fit, name);
  }
});
