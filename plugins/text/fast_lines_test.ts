/** Both ways of reading lines make the same of any text, and the faster one keeps to its own memory. */
import assert from "node:assert/strict";
import { BatchWriter, encode } from "@labelport/core";
import { kernelOutcome } from "@labelport/core/testing";
import fc from "fast-check";
import { runs } from "../../tests/runs.ts";
import { FastLines } from "./fast_lines.ts";
import { TextKernel } from "./text_kernel.ts";

interface How {
  readonly wasm: boolean;
  readonly keepBlank: boolean;
  readonly maxRecord: number;
}

function outcomeOf(input: Uint8Array, sizes: readonly number[], how: How) {
  const rules = { map: [], provenance: false, completionsAs: "completions" } as const;
  return kernelOutcome(new TextKernel({ key: "text", rules, ...how }), input, { sizes, ...how });
}

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("a", "bc ", "é", "漢字", "😀", "x".repeat(15), "y".repeat(16)) },
  { weight: 4, arbitrary: fc.constantFrom("\n", "\n", "\r\n", "\r", '"', "\\", "\t", "\u0001", "\n\n") },
  { weight: 1, arbitrary: fc.constantFrom("\0", "\u007f", "z".repeat(90)) },
);
const text = fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join(""));

Deno.test("text: with and without WebAssembly the tasks, lines, problems and notes are the same, cut anywhere", () => {
  fc.assert(
    fc.property(
      text,
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
      fc.array(fc.record({ at: fc.nat(300), byte: fc.constantFrom(0xe9, 0x80, 0xff, 0) }), { maxLength: 1 }),
      fc.constantFrom(20, 64, 2 ** 20),
      fc.boolean(),
      (text, sizes, damage, maxRecord, keepBlank) => {
        const input = encode(text);
        for (const { at, byte } of damage) if (at < input.length) input[at] = byte;
        const [fast, slow] = [true, false].map((wasm) =>
          outcomeOf(input, sizes, { wasm, keepBlank, maxRecord })
        );
        assert.deepEqual(fast, slow);
      },
    ),
    { numRuns: runs(1000) },
  );
});

const sequence = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom([97], [10], [13, 10], [34], Array<number>(16).fill(98)) },
  {
    weight: 3,
    arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 6 }).map((text) => [...encode(text)]),
  },
  // Overlong forms, surrogates, what lies past the last character, what begins and does not go on.
  {
    weight: 1,
    arbitrary: fc.constantFrom([0xc0, 0x80], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [
      0xf0,
      0x80,
      0x80,
      0x80,
    ]),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom([0xf4, 0x90, 0x80, 0x80], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0x80], [
      0xff,
    ]),
  },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: 5 }) },
);

Deno.test("text: what is UTF-8 and what is not is found alike with and without WebAssembly", () => {
  fc.assert(
    fc.property(fc.array(sequence, { maxLength: 60 }), (sequences) => {
      const input = Uint8Array.from(sequences.flat());
      const [fast, slow] = [true, false].map((wasm) =>
        outcomeOf(input, [1 << 20], { wasm, keepBlank: true, maxRecord: 2 ** 20 })
      );
      assert.deepEqual(fast, slow);
    }),
    { numRuns: runs(1500) },
  );
});

Deno.test("text: with and without WebAssembly large files are the same, in chunks of every size", () => {
  const lines = Array.from(
    { length: 60_000 },
    (_, n) => n % 50 === 0 ? "" : `line \\ "${n}" ${"é".repeat(n % 40)}`,
  );
  lines[40_000] = "a\0b";
  // Longer than what the faster one takes at a time. Each chunk of it has it looked at again from its start.
  for (
    const [size, long] of [[64, 300_000], [1000, 900_000], [1 << 18, 900_000], [1 << 21, 900_000]] as const
  ) {
    lines[30_000] = "l".repeat(long);
    const input = encode(lines.join("\n"));
    const [fast, slow] = [true, false].map((wasm) =>
      outcomeOf(input, [size], { wasm, keepBlank: false, maxRecord: 2 ** 20 })
    );
    assert.equal(slow!.problems.length, 1);
    assert.ok(fast!.text === slow!.text, `the tasks, in chunks of ${size}`);
    assert.deepEqual({ ...fast, text: "" }, { ...slow, text: "" });
  }
});

Deno.test("text: WebAssembly writes nothing outside of the parts of its memory", () => {
  fc.assert(
    fc.property(text, fc.boolean(), fc.integer({ min: 1, max: 60 }), (text, isFull, size) => {
      const fast = new FastLines(encode("p".repeat(size)), { keepBlank: true, maxRecord: 1000 });
      const { bytes, parts, output } = fast.memory;
      const inside = Object.values(parts).toSorted((a, b) => a[0] - b[0]);
      const gaps = inside.map(([, end], n) => [end, inside[n + 1]?.[0] ?? bytes.length] as const);
      for (const [begin, end] of gaps) bytes.fill(0xa5, begin, end);
      const writer = new BatchWriter(16, true);
      writer.adopt(output);
      // As good as full: what it may still write is all that there is to the end.
      if (isFull) writer.length = output.length - 250;
      const input = encode(text.repeat(isFull ? 1 : 200));
      fast.run(input, input.length, writer, { record: 1, line: 1 });
      for (const [begin, end] of gaps) {
        assert.ok(bytes.subarray(begin, end).every((byte) => byte === 0xa5), `between ${begin} and ${end}`);
      }
    }),
    { numRuns: runs(100) },
  );
});
