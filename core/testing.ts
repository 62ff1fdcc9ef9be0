/**
 * The suite that every format passes, built in or not: give it a format and examples, and it registers tests.
 *
 * In a test file, `testFormat(verse, examples)` is all; `formatTests` gives the same tests to any other runner:
 *
 * @example
 * ```ts
 * import { defineFormat, lines } from "@labelport/core";
 * import { formatTests } from "@labelport/core/testing";
 *
 * const verse = defineFormat({
 *   name: "verse",
 *   title: "Poems, one task a verse",
 *   reads: "file",
 *   extensions: [".poem"],
 *   key: "verse",
 *   text: true,
 *   async *read(file, { key }) {
 *     for await (const line of lines(file)) yield { data: { [key]: line } };
 *   },
 * });
 * const line = "Tyger Tyger, burning bright, in the forests of the night; what immortal hand or eye";
 * const tasks = [{ data: { verse: line } }];
 * const tests = formatTests(verse, [{ name: "a verse", file: "a.poem", input: `${line}\n`, tasks }]);
 * for (const { run } of tests) await run();
 * ```
 * @module
 */
import assert from "node:assert/strict";
import type { InputFormat, TaskBatch } from "./contract.ts";
import { describe } from "./describe.ts";
import { importTasks, type TaskSink } from "./import_tasks.ts";
import { memorySink } from "./sinks.ts";
import { checkChanges, checkCuts } from "./testing/broken_input.ts";
import {
  bytesOf,
  type Example,
  inputOf,
  Openings,
  outcomeOf,
  requestOf,
  type Setting,
} from "./testing/example.ts";
import { checkMemory } from "./testing/memory.ts";
import { checkPlaces } from "./testing/places.ts";
import { judge } from "./detect.ts";
import { createRegistry } from "./registry.ts";
import { asText, type OpenedSource } from "./source.ts";

export type { Example, ExampleProblem } from "./testing/example.ts";
export { type KernelOutcome, kernelOutcome } from "./testing/kernel_outcome.ts";
export { inChunks, Openings, outcomeOf } from "./testing/example.ts";

/** Sizes, in bytes, of the pieces in which the bytes of an example come. */
const CHUNKS = [Infinity, 7, 1];

/** How a format is tested. */
export interface FormatTestOptions {
  /** As core treats the built-in ones. */
  readonly trusted?: boolean;
  /** Each reading takes a process of its own: fewer of them are made. */
  readonly isCostly?: boolean;
  /** The same format with just the memory that it should need, where that can be bounded. */
  readonly lean?: InputFormat;
  /** It has to hold a file whole, as where what belongs together stands at both ends. */
  readonly holdsInput?: boolean;
  /** Milliseconds after which a reading is taken to hang; 20 seconds unless set. */
  readonly patience?: number;
}

/** Registers the tests of a format. */
export function testFormat(
  format: InputFormat,
  examples: readonly Example[],
  options: FormatTestOptions = {},
): void {
  for (const { name, run } of formatTests(format, examples, options)) {
    Deno.test(`${format.name}: ${name}`, run);
  }
}

/** One test of a format. */
export interface FormatTest {
  readonly name: string;
  /** Rejects with what is wrong. */
  readonly run: () => Promise<void>;
}

/** The tests of a format, for a runner other than `Deno.test`. Without an example there is little to test. */
export function formatTests(
  format: InputFormat,
  examples: readonly Example[],
  options: FormatTestOptions = {},
): FormatTest[] {
  const { trusted = false, isCostly = false, holdsInput = false, patience = 20_000, lean } = options;
  const setting = { format, trusted, isCostly, patience };
  const tests = [{ name: "describes itself in plain JSON", run: () => checkDescription(format) }];
  for (const example of examples) {
    const add = (name: string, run: (example: Example, setting: Setting) => Promise<void>) =>
      tests.push({ name: `${example.name}: ${name}`, run: () => run(example, setting) });
    add("comes out as expected, in chunks of every size", checkChunks);
    add("is the same read twice, and twice at once", checkTwice);
    add("closes what it opened, also when stopped early", checkClosing);
    add("counts what its batches hold", checkBatches);
    add("names places that are in the input", checkPlaces);
    add("ends in a report wherever the input is cut off", checkCuts);
    add("ends in a report whatever is changed in the input", checkChanges);
    add("is not refused by its own format", checkDetection);
  }
  const [file] = examples.filter(({ input }) => bytesOf(input) !== undefined);
  if (file !== undefined && !holdsInput) {
    const name = `${file.name}: takes no more memory for a large file`;
    tests.push({
      name,
      run: () => checkMemory(file, { ...setting, format: lean ?? format, isLean: lean !== undefined }),
    });
  }
  return tests;
}

function checkDescription(format: InputFormat): Promise<void> {
  const description = describe(format);
  assert.deepEqual(JSON.parse(JSON.stringify(description)), description, "describe(format) is no plain JSON");
  return Promise.resolve();
}

async function checkChunks(example: Example, setting: Setting): Promise<void> {
  for (const size of CHUNKS) {
    const { tasks, problems } = await outcomeOf(example, setting, { size });
    assert.deepEqual(tasks, example.tasks, `the tasks, in chunks of ${size} bytes`);
    const expected = example.problems ?? [];
    const shown = problems.map(({ file, line, message }) => `${file}:${line ?? ""}: ${message}`).join("\n");
    assert.equal(problems.length, expected.length, `the problems, in chunks of ${size} bytes:\n${shown}`);
    for (const [n, { line, file, message }] of expected.entries()) {
      const problem = problems[n]!;
      if (line !== undefined) assert.equal(problem.line, line, `the line of problem ${n + 1}:\n${shown}`);
      if (file !== undefined) assert.equal(problem.file, file, `the file of problem ${n + 1}:\n${shown}`);
      assert.match(problem.message, message, `the message of problem ${n + 1}`);
    }
  }
}

async function checkTwice(example: Example, setting: Setting): Promise<void> {
  const once = await outcomeOf(example, setting, { size: 7 });
  const [left, right] = await Promise.all([
    outcomeOf(example, setting, { size: 5 }),
    outcomeOf(example, setting, { size: 3 }),
  ]);
  assert.deepEqual(left, once, "read while another reading is under way");
  assert.deepEqual(right, once, "read while another reading is under way");
}

async function checkClosing(example: Example, setting: Setting): Promise<void> {
  const openings = new Openings();
  await outcomeOf(example, setting, { size: 16, openings });
  assert.equal(openings.open, 0, "read to the end, and a stream is left open");

  const stop = new Error("enough");
  const sink: TaskSink = {
    write: () => {
      throw stop;
    },
    close() {},
    abort() {},
  };
  const input = await inputOf(example, { size: 1, openings });
  await importTasks({ ...requestOf(example, setting), input, sink }).catch((error) =>
    assert.equal(error, stop)
  );
  assert.equal(openings.open, 0, "stopped after its first tasks, and a stream is left open");

  const controller = new AbortController();
  controller.abort(stop);
  const request = { ...requestOf(example, setting), input, sink: memorySink(), signal: controller.signal };
  await assert.rejects(importTasks(request), stop, "an aborted signal does not end it");
  assert.equal(openings.open, 0, "aborted before it began, and a stream is left open");
}

async function checkBatches(example: Example, setting: Setting): Promise<void> {
  const sink: TaskSink = {
    write({ bytes, count, normalized }: TaskBatch) {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      assert.ok(text.endsWith("\n"), "a batch does not end with a line end");
      const tasks = text.slice(0, -1).split("\n").map((line) => JSON.parse(line));
      assert.equal(count, tasks.length, "a batch counts other tasks than it holds");
      for (const list of ["completions", "predictions"] as const) {
        const found = tasks.reduce((sum, task) => sum + (task[list]?.length ?? 0), 0);
        assert.equal(normalized?.[list], found, `a batch counts other ${list} than it holds`);
      }
    },
    close() {},
    abort() {},
  };
  const input = await inputOf(example, { size: Infinity });
  await importTasks({ ...requestOf(example, setting), input, sink });
}

async function checkDetection(example: Example, { format }: Setting): Promise<void> {
  const input = await inputOf(example, { size: Infinity });
  const peek = "files" in input.source || !format.text
    ? input.peek
    : asText(input as OpenedSource, example.encoding).peek;
  const [judgement] = await judge(createRegistry({ others: [format] }), peek);
  assert.notEqual(judgement?.fit, "no", `the format refuses its own example: ${judgement?.why}`);
}
