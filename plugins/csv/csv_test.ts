import assert from "node:assert/strict";
import {
  createRegistry,
  type FileSource,
  type ImportReport,
  importTasks,
  memorySink,
  openSource,
} from "@labelport/core";
import { csv } from "./mod.ts";
import { type Table, TABLES } from "./testing/tables.ts";

for (const table of TABLES) {
  Deno.test(`csv ${table.name}`, async () => {
    for (const size of [Infinity, 7, 1]) {
      const { report, tasks } = await read(table, size);
      assert.deepEqual(tasks.map((task) => task.data), table.tasks, `in chunks of ${size}`);
      const problems = report.problems.map(({ line, message }) => `${line}: ${message}`);
      assert.equal(problems.length, table.problems?.length ?? 0, problems.join("\n"));
      for (const [n, part] of (table.problems ?? []).entries()) {
        assert.ok(problems[n]!.startsWith(part), `${problems[n]} (in chunks of ${size})`);
      }
      const notes = report.notes.map(({ note, count }) => `${note} ${count ?? ""}`).join("\n");
      for (const part of table.notes ?? []) assert.ok(notes.includes(part), notes);
    }
  });
}

Deno.test("csv says in what file, line and record of a table a task stood", async () => {
  const { sink, report } = await run('a,b\n\n1,2\nbad\n"x\ny",4\n5,6\n', { provenance: true });
  const sources = sink.text().trim().split("\n").map((line) => JSON.parse(line).meta.source);
  assert.deepEqual(sources, [
    { file: "t.csv", record: 1, line: 3 },
    { file: "t.csv", record: 3, line: 5 },
    { file: "t.csv", record: 4, line: 7 },
  ]);
  assert.deepEqual(report.problems.map(({ record, line }) => [record, line]), [[2, 4]]);
});

Deno.test("csv refuses a row past the limit alike in chunks of every size", async () => {
  const input = `a,b\n1,2\n"${"x".repeat(5000)}",3\n`;
  for (const size of [Infinity, 1000, 7]) {
    const { report } = await run(input, { size, maxRecord: 1024 });
    const [problem] = report.problems;
    assert.deepEqual(
      [problem?.line, problem?.message],
      [3, "a record of more than 1 KiB begins here"],
      `${size}`,
    );
  }
});

Deno.test("csv reads a wide table", async () => {
  const columns = Array.from({ length: 20_000 }, (_, n) => `c${n}`);
  const { tasks } = await read({ name: "", input: `${columns}\n${columns}\n`, tasks: [] }, Infinity);
  assert.deepEqual(tasks[0]!.data, Object.fromEntries(columns.map((name) => [name, name])));
});

async function read(
  table: Table,
  size: number,
): Promise<{ report: ImportReport; tasks: { data: unknown }[] }> {
  const { report, sink } = await run(table.input, { size, ...table });
  const tasks = sink.text().split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
  return { report, tasks };
}

interface RunOptions {
  readonly size?: number;
  readonly file?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly map?: readonly (readonly [string, string])[];
  readonly provenance?: boolean;
  readonly maxRecord?: number;
}

async function run(input: string | Uint8Array<ArrayBuffer>, options: RunOptions) {
  const { size = Infinity, file = "t.csv", map = [], provenance = false, maxRecord = 1 << 26 } = options;
  const sink = memorySink();
  const report = await importTasks({
    registry: createRegistry({ trusted: [csv] }),
    input: await openSource(
      inChunks(file, typeof input === "string" ? new TextEncoder().encode(input) : input, size),
    ),
    format: csv,
    options: options.options ?? {},
    onError: "skip",
    rules: { map, provenance },
    maxRecord,
    sink,
  });
  return { report, sink };
}

function inChunks(name: string, all: Uint8Array<ArrayBuffer>, size: number): FileSource {
  return {
    name,
    size: all.length,
    stream() {
      let at = 0;
      return new ReadableStream({
        pull(controller) {
          if (at >= all.length) return controller.close();
          controller.enqueue(all.slice(at, at + size));
          at += size;
        },
      });
    },
  };
}
