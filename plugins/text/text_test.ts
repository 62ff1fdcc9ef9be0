import assert from "node:assert/strict";
import { decode, encode, PADDING, type TaskRules } from "@labelport/core";
import fc from "fast-check";
import { runs } from "../../tests/runs.ts";
import { TextKernel, type TextKernelOptions } from "./mod.ts";

const RULES: TaskRules = { map: [], provenance: false, completionsAs: "completions" };

interface Case {
  readonly name: string;
  readonly input: string | Uint8Array;
  readonly options?: Partial<TextKernelOptions>;
  readonly lines: readonly string[];
  readonly problems?: readonly string[];
  readonly notes?: readonly string[];
}

const CASES: readonly Case[] = [
  { name: "makes a task of each line", input: "one\ntwo\n", lines: ["one", "two"] },
  { name: "reads a last line without line end", input: "one\ntwo", lines: ["one", "two"] },
  { name: "reads CRLF", input: "one\r\ntwo\r\n", lines: ["one", "two"] },
  { name: "ends a last line with a carriage return", input: "one\r", lines: ["one"] },
  { name: "keeps spaces, tabs and quotes", input: ' \t"a" \\ \n', lines: [' \t"a" \\ '] },
  {
    name: "splits at nothing but line feeds",
    input: "a\rb\u000bc\u000cd\u0085e\u2028f\n",
    lines: ["a\rb\u000bc\u000cd\u0085e\u2028f"],
  },
  {
    name: "passes empty lines over and counts them",
    input: "\na\n\n\r\nb\n\n",
    lines: ["a", "b"],
    notes: ["blank lines passed over 4"],
  },
  { name: "keeps lines of spaces", input: "  \n", lines: ["  "] },
  {
    name: "keeps empty lines where that is wanted",
    input: "a\n\nb\n",
    options: { keepBlank: true },
    lines: ["a", "", "b"],
  },
  { name: "reads an empty file as no tasks", input: "", lines: [] },
  {
    name: "names bytes that are no UTF-8 with line and offset",
    input: Uint8Array.from([97, 10, 98, 0xe9, 10, 99]),
    lines: ["a", "c"],
    problems: ["2: the line holds byte 0xE9, which is no UTF-8, at offset 3"],
  },
  {
    name: "names a NUL byte",
    input: "a\nb\0c\nd",
    lines: ["a", "d"],
    problems: ["2: the line holds a NUL byte, at offset 3"],
  },
  {
    name: "tells of a rename that met no key",
    input: "a",
    options: { rules: { ...RULES, map: [["txt", "b"]] } },
    lines: ["a"],
    notes: ['nothing was renamed to "b": no task has "txt"'],
  },
];

for (const { name, input, options, lines, problems = [], notes = [] } of CASES) {
  Deno.test(`text ${name}`, () => {
    const bytes = typeof input === "string" ? encode(input) : input;
    for (const size of [bytes.length + 1, 7, 1]) {
      const found = run(bytes, { size, options });
      assert.deepEqual(found.tasks, lines.map((line) => ({ data: { my: line } })), `in chunks of ${size}`);
      assert.deepEqual(found.problems, problems, `in chunks of ${size}`);
      for (const note of notes) {
        assert.ok(found.notes.some((found) => found.includes(note)), found.notes.join());
      }
    }
  });
}

Deno.test("text gives a line the key that --map makes of its own", () => {
  const { tasks } = run(encode("a\n"), { size: 9, options: { rules: { ...RULES, map: [["my", "your"]] } } });
  assert.deepEqual(tasks, [{ data: { your: "a" } }]);
});

Deno.test("text refuses a binary file at its first line", () => {
  assert.throws(
    () => run(Uint8Array.from([1, 0, 2, 10, 0, 0, 10]), { size: 99 }),
    /the first line holds a NUL byte/,
  );
});

Deno.test("text refuses a line past the limit", () => {
  assert.throws(
    () => run(encode(`a\n${"x".repeat(99)}\n`), { size: 999, options: { maxRecord: 50 } }),
    /more than 50 bytes/,
  );
});

Deno.test("text gives back any lines, cut anywhere", () => {
  const line = fc.string({ unit: "grapheme", maxLength: 20 }).map((text) =>
    text.replaceAll(/[\n\0]|\r$/g, "x")
  );
  fc.assert(
    fc.property(fc.array(line), fc.integer({ min: 1, max: 50 }), (all, size) => {
      const { tasks } = run(encode(all.map((text) => `${text}\n`).join("")), {
        size,
        options: { keepBlank: true },
      });
      assert.deepEqual(tasks, all.map((text) => ({ data: { my: text } })));
    }),
    { numRuns: runs(500) },
  );
});

function run(
  all: Uint8Array,
  { size, options }: { readonly size: number; readonly options?: Partial<TextKernelOptions> | undefined },
) {
  const kernel = new TextKernel({ key: "my", keepBlank: false, rules: RULES, maxRecord: 1e9, ...options });
  kernel.suspect = true;
  const tasks: unknown[] = [];
  const problems: string[] = [];
  let start = 0;
  let end = 0;
  do {
    end = Math.min(end + size, all.length);
    do {
      const bytes = new Uint8Array(end - start + PADDING);
      bytes.set(all.subarray(start, end));
      const used = kernel.run(bytes, end - start, end === all.length);
      start += used;
      kernel.offset += used;
      const batch = kernel.output.take();
      if (batch !== undefined) {
        for (const line of decode(batch.bytes).trimEnd().split("\n")) tasks.push(JSON.parse(line));
      }
      const problem = kernel.output.takeProblem();
      if (problem !== undefined) problems.push(`${problem.at!.line}: ${problem.error}`);
    } while (kernel.stopped);
  } while (end < all.length);
  const notes = kernel.notes().map(({ note, count }) => `${note} ${count ?? ""}`);
  return { tasks, problems, notes };
}
