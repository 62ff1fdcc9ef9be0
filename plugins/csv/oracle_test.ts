/** What another reader of CSV makes of a table is what we make of it: generated tables, and broken ones. */
import assert from "node:assert/strict";
import { decode, PADDING } from "@labelport/core";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { runs } from "../../tests/runs.ts";
import { CsvKernel } from "./csv_kernel.ts";
import { type DelimiterName, DELIMITERS } from "./dialect.ts";

interface Outcome {
  readonly tasks: Record<string, string>[];
  readonly problems: { readonly line: number; readonly raw: string }[];
}

const cell = fc.string({
  unit: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom("a", "b", " ", "0", "\\", "\t", "\u0001", "é", "漢", "😀", "'") },
    { weight: 3, arbitrary: fc.constantFrom(",", ";", "|", '"', "\n", "\r", "\r\n") },
  ),
  maxLength: 12,
});
const delimiter = fc.constantFrom(...Object.keys(DELIMITERS) as DelimiterName[]);

Deno.test("csv reads what was written, as csv-parse does, cut anywhere", () => {
  const table = fc.integer({ min: 1, max: 5 }).chain((columns) =>
    fc.record({
      rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
        minLength: 0,
        maxLength: 12,
      }),
      columns: fc.constant(columns),
      delimiter,
      lineEnd: fc.constantFrom("\n", "\r\n"),
      finalLineEnd: fc.boolean(),
      quoteAll: fc.boolean(),
      cuts: fc.array(fc.nat(200), { maxLength: 8 }),
    })
  );
  fc.assert(
    fc.property(table, ({ rows, columns, delimiter, lineEnd, finalLineEnd, quoteAll, cuts }) => {
      const sign = DELIMITERS[delimiter];
      const written = (text: string) =>
        // A bare carriage return is a matter of taste among readers: it is quoted here.
        quoteAll || text === "" || /["\n\r]/.test(text) || text.includes(sign) || /^\ufeff/.test(text)
          ? `"${text.replaceAll('"', '""')}"`
          : text;
      const header = Array.from({ length: columns }, (_, n) => `h${n}`);
      const lines = [header, ...rows].map((row) => row.map(written).join(sign));
      const text = lines.join(lineEnd) + (finalLineEnd ? lineEnd : "");
      const expected = parse(text, { delimiter: sign, columns: true, record_delimiter: lineEnd });
      const { tasks, problems } = run(text, { delimiter, cuts });
      assert.deepEqual(problems, []);
      assert.deepEqual(tasks, expected.map((row) => ({ ...(row as Record<string, string>) })));
      assert.deepEqual(tasks.map((task) => Object.values(task)), rows);
    }),
    { numRuns: runs(800) },
  );
});

Deno.test("csv loses no row of a broken table: each is a task or a problem, in order, cut anywhere", () => {
  const row = fc.array(fc.constantFrom("a", "bb", '"c"', '"d ""e"""', "f\rg", 'h"i', "é"), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.array(fc.nat(100), { maxLength: 8 }), (rows, cuts) => {
      const text = ["h0,h1,h2", ...rows.map((cells) => cells.join(","))].map((line) => `${line}\n`).join("");
      const { tasks, problems } = run(text, { delimiter: "comma", cuts });
      const good = rows.filter((cells) => cells.length === 3);
      assert.deepEqual(
        tasks.map((task) => Object.values(task)),
        good.map((cells) =>
          cells.map((text) => text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text)
        ),
      );
      const bad = rows.flatMap((cells, n) =>
        cells.length === 3 ? [] : [{ line: n + 2, raw: cells.join(",") }]
      );
      assert.deepEqual(problems, bad);
    }),
    { numRuns: runs(500) },
  );
});

Deno.test("csv says the same of any bytes, however they are cut", () => {
  const bytes = fc.array(
    fc.constantFrom(
      ...'a,;"\n\r\t\\ é\0\x1f'.split("").flatMap((c) => [...new TextEncoder().encode(c)]),
      0xe9,
      0x80,
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(60), { maxLength: 6 }), fc.boolean(), (tail, cuts, header) => {
      const input = Uint8Array.from([...new TextEncoder().encode(header ? "x,y\n" : ""), ...tail]);
      const whole = attempt(input, []);
      assert.deepEqual(attempt(input, cuts), whole);
    }),
    { numRuns: runs(1000) },
  );
});

function attempt(input: Uint8Array, cuts: readonly number[]): unknown {
  try {
    return run(input, { delimiter: undefined, cuts });
  } catch (error) {
    return String(error);
  }
}

/** Gives the kernel the input cut at `cuts`, then all of it. */
function run(
  input: string | Uint8Array,
  { delimiter, cuts }: { readonly delimiter: DelimiterName | undefined; readonly cuts: readonly number[] },
): Outcome {
  const all = typeof input === "string" ? new TextEncoder().encode(input) : input;
  const kernel = new CsvKernel({
    fileName: "t.csv",
    delimiter,
    header: true,
    rules: { map: [], provenance: false, completionsAs: "completions" },
    maxRecord: Infinity,
  });
  const outcome: Outcome = { tasks: [], problems: [] };
  kernel.suspect = true;
  let start = 0;
  for (const end of [...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length]) {
    do {
      const bytes = new Uint8Array(end - start + PADDING);
      bytes.set(all.subarray(start, end));
      start += kernel.run(bytes, end - start, end === all.length);
      const batch = kernel.output.take();
      if (batch !== undefined) {
        for (const line of decode(batch.bytes).trimEnd().split("\n")) {
          outcome.tasks.push(JSON.parse(line).data);
        }
      }
      const problem = kernel.output.takeProblem();
      if (problem !== undefined) {
        outcome.problems.push({ line: problem.at!.line!, raw: decode(problem.raw!) });
      }
    } while (kernel.stopped);
  }
  return outcome;
}
