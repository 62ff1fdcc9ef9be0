/** Both ways of reading rows make the same of any table, and the faster one keeps to its own memory. */
import assert from "node:assert/strict";
import { BatchWriter, encode } from "@labelport/core";
import { kernelOutcome } from "@labelport/core/testing";
import fc from "fast-check";
import { runs } from "../../tests/runs.ts";
import { CellKeys } from "./cell_keys.ts";
import { CsvKernel } from "./csv_kernel.ts";
import { FastRows } from "./fast_rows.ts";

function outcomeOf(
  input: Uint8Array,
  sizes: readonly number[],
  options: { wasm: boolean; maxRecord: number },
) {
  const rules = { map: [], provenance: false, completionsAs: "completions" } as const;
  const kernel = new CsvKernel({ fileName: "t.csv", header: true, rules, delimiter: "comma", ...options });
  return kernelOutcome(kernel, input, { sizes, maxRecord: options.maxRecord });
}

const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom("a", "bc", "0", " ", "é", "漢字", "😀", "x".repeat(15), "y".repeat(16)),
  },
  {
    weight: 5,
    arbitrary: fc.constantFrom(",", ",", "\n", "\n", "\r\n", "\r", '"', '""', '","', "\\", "\t", "\u0001"),
  },
  { weight: 1, arbitrary: fc.constantFrom("\0", "\ufeff", "z".repeat(70), "\n\n", '"\n"', "\u007f") },
);
const row = fc.array(fc.constantFrom("a", "", "b c", '"q"', '"a ""b"""', '"x\ny"', "é\\", "w".repeat(40)), {
  minLength: 2,
  maxLength: 3,
});
const table = fc.oneof(
  fc.array(piece, { maxLength: 60 }).map((pieces) => `a,b\n${pieces.join("")}`),
  fc.array(row, { maxLength: 20 }).map((rows) =>
    `"k ""1""",é\r\n${rows.map((cells) => cells.join(",")).join("\n")}\n`
  ),
);

Deno.test("csv: with and without WebAssembly the tasks, lines, problems and notes are the same, cut anywhere", () => {
  fc.assert(
    fc.property(
      table,
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
      fc.array(fc.record({ at: fc.nat(500), byte: fc.constantFrom(0xe9, 0x80, 0xff, 0) }), { maxLength: 1 }),
      fc.constantFrom(20, 64, 2 ** 20),
      fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
      (text, sizes, damage, maxRecord, isLong) => {
        const input = encode(text);
        for (const { at, byte } of damage) if (at > 4 && at < input.length) input[at] = byte;
        // Only behind a kernel's first look at its table can it be cut.
        const before = encode(isLong ? `a,b\n${"good,row\n".repeat(8000)}` : "");
        const all = new Uint8Array([...before, ...input]);
        const cuts = isLong ? [before.length, ...Array(20).fill(sizes).flat()] : sizes;
        const [fast, slow] = [true, false].map((wasm) => outcomeOf(all, cuts, { wasm, maxRecord }));
        assert.deepEqual(fast, slow);
      },
    ),
    { numRuns: runs(700) },
  );
});

Deno.test("csv: with and without WebAssembly large tables are the same, in chunks of every size", () => {
  const rows = Array.from(
    { length: 30_000 },
    (_, n) =>
      n % 97 === 0
        ? `${n},"two\n""lines""",${"é".repeat(n % 60)}`
        : `${n},text \\ of ${n},${n % 7 === 0 ? "\t" : ""}`,
  );
  rows[20_000] = "too,few";
  // Longer than what the faster one takes at a time. Each chunk of it has it looked at again from its start.
  for (
    const [size, long] of [[64, 300_000], [1000, 700_000], [1 << 18, 700_000], [1 << 21, 700_000]] as const
  ) {
    rows[25_000] = `${"l".repeat(long)},b,c`;
    const input = encode(`id,text,more\n${rows.join("\n")}`);
    const [fast, slow] = [true, false].map((wasm) => outcomeOf(input, [size], { wasm, maxRecord: 2 ** 20 }));
    assert.equal(slow!.problems.length, 1);
    assert.ok(fast!.text === slow!.text, `the tasks, in chunks of ${size}`);
    assert.deepEqual({ ...fast, text: "" }, { ...slow, text: "" });
  }
});

Deno.test("csv: WebAssembly writes nothing outside of the parts of its memory", () => {
  const columns = ["a".repeat(15), "b".repeat(16), "é".repeat(40)];
  fc.assert(
    fc.property(table, fc.boolean(), (text, isFull) => {
      const fast = new FastRows(new CellKeys(columns), { delimiter: 44, maxRecord: 1000 });
      const { bytes: memory, parts, output } = fast.memory;
      const inside = Object.values(parts).toSorted((a, b) => a[0] - b[0]);
      const gaps = inside.map(([, end], n) => [end, inside[n + 1]?.[0] ?? memory.length] as const);
      for (const [begin, end] of gaps) memory.fill(0xa5, begin, end);
      const writer = new BatchWriter(16, true);
      writer.adopt(output);
      // As good as full: what it may still write is all that there is to the end.
      if (isFull) writer.length = output.length - 200;
      const input = encode(text.repeat(isFull ? 1 : 200));
      fast.run(input, { start: 0, length: input.length }, writer, { record: 1, line: 1 });
      for (const [begin, end] of gaps) {
        assert.ok(memory.subarray(begin, end).every((byte) => byte === 0xa5), `between ${begin} and ${end}`);
      }
    }),
    { numRuns: runs(100) },
  );
});
