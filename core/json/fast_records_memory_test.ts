/** What WebAssembly reads of JSON, it writes within its own memory. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { BatchWriter } from "../batch_writer.ts";
import type { TaskRules } from "../contract.ts";
import { kernelOutcome } from "../testing/kernel_outcome.ts";
import { encode } from "../utf8.ts";
import { FastRecords } from "./fast_records.ts";
import { LinesKernel } from "./lines_kernel.ts";
import { TABLE_SIZE } from "./step_table.ts";
import { records } from "./testing/records.ts";

const RULES: TaskRules = { map: [], provenance: false, completionsAs: "completions" };

/** Teaches it the records that are tasks. */
function teach(fast: FastRecords, all: readonly string[], rules: TaskRules): void {
  for (const text of new Set(all)) {
    const kernel = new LinesKernel({ rules, maxRecord: 2 ** 20, wasm: false });
    const input = encode(text.replaceAll("\n", "\r"));
    const { text: written } = kernelOutcome(kernel, input, { sizes: [input.length], maxRecord: 2 ** 20 });
    if (written === "") continue;
    const bytes = encode(text + "\0".repeat(16));
    const start = bytes.indexOf(123);
    const end = bytes.lastIndexOf(125) + 1;
    const brokeLine = /[\r\n]/.test(text.trim());
    fast.learn(bytes, { start, end, brokeLine }, encode(written.trimEnd()));
  }
}

Deno.test("json: WebAssembly writes nothing outside of the parts of its memory", () => {
  let count = 0;
  fc.assert(
    fc.property(records(true), fc.boolean(), (all, isFull) => {
      const rules = { ...RULES, idsApart: true };
      const fast = new FastRecords(rules, [], { oneLine: false, maxRecord: 1000 });
      teach(fast, all, rules);
      const { bytes: memory, parts, output } = fast.memory;
      const inside = Object.values(parts).toSorted((a, b) => a[0] - b[0]);
      const gaps = inside.map(([, end], n) => [end, inside[n + 1]?.[0] ?? memory.length] as const);
      for (const [begin, end] of gaps) memory.fill(0xa5, begin, end);
      const writer = new BatchWriter(16, true);
      writer.adopt(output);
      const input = encode(`,${all.join(",")}`.repeat(isFull ? 1 : 200));
      // As good as full: what it may still write is all that there is to the end.
      if (isFull) writer.length = output.length - input.length - 127;
      fast.run(input, { start: 0, length: input.length, isElement: false }, writer, {
        record: 1,
        line: 1,
        drop() {},
      });
      count += fast.memory.count;
      for (const [begin, end] of gaps) {
        assert.ok(memory.subarray(begin, end).every((byte) => byte === 0xa5), `between ${begin} and ${end}`);
      }
    }),
    { numRuns: 200 },
  );
  assert.ok(count > 5000, `it took ${count} records`);
});

Deno.test("json: what WebAssembly learns stays in its part of the memory, however many keys come with a value", () => {
  for (const count of [120, 150, 160, 170, 175, 180]) {
    const fast = new FastRecords(RULES, [], { oneLine: true, maxRecord: 2 ** 20 });
    const { bytes, parts } = fast.memory;
    const [begin, end] = [parts.own[1], parts.input[0]];
    bytes.fill(0xa5, begin, end);
    const records = Array.from({ length: 600 }, (_, n) => {
      const empty = Array.from({ length: count }, (_, k) => `"${n.toString(36)}_${k.toString(36)}":{}`);
      return `{"a${n % 50}":1,"b${n}":"x",${empty.join()}}`;
    });
    teach(fast, records, RULES);
    assert.ok(fast.learned.bytes.length > 0.97 * TABLE_SIZE, "it is full");
    assert.ok(bytes.subarray(begin, end).every((byte) => byte === 0xa5), `${count} keys`);
  }
});
