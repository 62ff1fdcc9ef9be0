/** What of the benchmark needs no clock: arguments, checks of results, and what it says of the goals. */
import assert from "node:assert/strict";
import { parseArguments } from "./bench/arguments.ts";
import { faultIn, plainJson } from "./bench/check.ts";
import type { DatasetName } from "./bench/datasets.ts";
import { prepare } from "./bench/generate.ts";
import { contendersFor, LABELPORT, ONE_THREAD } from "./bench/contenders.ts";
import { GOALS, goalText } from "./bench/goals.ts";
import { preparePython, pythonText } from "./bench/python.ts";
import type { Result } from "./bench/race.ts";
import { inFolder } from "./command.ts";

const ARGUMENTS: readonly (readonly [args: string, takenAs: unknown])[] = [
  ["--only csv,text --rows 10_000 --runs 1", { only: ["csv", "text"], rows: 10_000, runs: 1 }],
  ["--only tsv", /Cannot bench "tsv": --only takes some of csv,json,/],
  ["--rows 0", /Cannot use --rows "0": it takes a whole number from 1/],
  ["--runs 1.5", /Cannot use --runs "1.5"/],
];

for (const [args, takenAs] of ARGUMENTS) {
  Deno.test(`bench arguments: ${args}`, () => {
    const parse = () => parseArguments(args.split(" "));
    if (takenAs instanceof RegExp) assert.throws(parse, takenAs);
    else assert.deepEqual(parse(), takenAs);
  });
}

/** A contender whose runs took so many seconds of work, and so many MB. */
const ran = (name: string, work: readonly (number | undefined)[], peak: readonly (number | undefined)[]) => ({
  name,
  bytes: 1e8,
  check: "hash" as const,
  runs: work.map((seconds, n) => ({ seconds: seconds ?? 9, work: seconds, peak: peak[n] })),
});
const labelport = ran("labelport", [0.2, 0.9, 0.1], [88.4, 80, 95]);
const oneThread = ran("labelport, one thread", [0.3, 0.3], [60, 62]);
const polars = ran("polars", [0.5, 0.1, 0.7], [400]);
const duckdb = ran("duckdb", [1], [300]);
const copying = ran("copying the bytes", [0.1], [50]);
const noPolars: Result = { name: "polars", absent: "there is no python3" };

const GOAL_TEXTS:
  readonly (readonly [name: string, dataset: string, results: readonly Result[], text: string])[] = [
    [
      "medians are compared",
      "csv",
      [labelport, oneThread, duckdb, polars],
      "csv: 0.40 of the time of polars (one thread 0.60), peak 88 MB (one thread 61 MB); wanted: at most 0.60, under 100 MB",
    ],
    [
      "DuckDB stands in for polars",
      "csv",
      [labelport, oneThread, duckdb, noPolars],
      "csv: 0.20 of the time of duckdb (one thread 0.30), peak 88 MB (one thread 61 MB); wanted: at most 0.60, under 100 MB",
    ],
    [
      "a missed goal reads like any other",
      "text",
      [labelport, { name: "labelport, one thread", wrong: "3 tasks, not 4" }, copying],
      "text: 2.00 of the time of copying the bytes (one thread -), peak 88 MB (one thread -); wanted: at most 2.00, under 100 MB",
    ],
    [
      "nobody is there to compare with",
      "json",
      [labelport, oneThread, duckdb, { name: "msgspec", absent: "there is no python3" }],
      "json: no msgspec to compare with, peak 88 MB (one thread 61 MB); wanted: at most 0.30, under 100 MB",
    ],
    [
      "hundredths of a second say nothing of so little, and a system without /proc nothing of memory",
      "jsonl",
      [ran("labelport", [0.04], []), ran("labelport, one thread", [0.05], []), copying],
      "jsonl: too short to tell of the time of copying the bytes (one thread 0.50), peak - (one thread -); wanted: at most 2.00, under 100 MB",
    ],
  ];

for (const [name, dataset, results, text] of GOAL_TEXTS) {
  Deno.test(`bench goals: ${name}`, () => assert.equal(goalText(dataset, results), text));
}

Deno.test("bench goals: who is compared runs, with one thread and with all", () =>
  inFolder((folder) => {
    const python = { program: "python3", versions: { polars: "1", msgspec: "1" } };
    for (const [dataset, { rivals }] of Object.entries(GOALS)) {
      const input = prepare(dataset as DatasetName, { rows: 2, folder });
      const contenders = contendersFor(input, { tenth: input, python });
      const command = (name: string) => {
        const found = contenders.find((contender) => contender.name === name);
        assert.ok(found !== undefined && "command" in found, `${dataset}: ${name}`);
        return found.command("tasks.jsonl").join(" ");
      };
      for (const rival of rivals) command(rival);
      assert.doesNotMatch(command(LABELPORT), /--threads/);
      assert.match(command(ONE_THREAD), / --threads 1 /);
    }
    return Promise.resolve();
  }));

Deno.test("bench goals: nothing is said of data sets without any", () => {
  assert.equal(goalText("objects", [labelport]), undefined);
});

Deno.test("bench checks: other bytes pass where values are compared, other values nowhere", () =>
  inFolder(async (folder) => {
    const expected = prepare("json", { rows: 5, folder });
    const input: Record<string, unknown>[] = JSON.parse(await Deno.readTextFile(expected.path));
    const output = `${folder}/tasks.jsonl`;
    const faults = (tasks: readonly unknown[]) => {
      Deno.writeTextFileSync(output, tasks.map((task) => `${JSON.stringify(task)}\n`).join(""));
      return (["values", "hash"] as const).map((check) => faultIn(output, check, expected));
    };
    const wrong = "the tasks are not those expected";
    assert.deepEqual(faults(input), [undefined, wrong]);
    assert.deepEqual(faults([...input.slice(1), input[0]]), [wrong, wrong]);
    assert.deepEqual(faults(input.with(4, { data: {} })), [wrong, wrong]);
    assert.deepEqual(faults(input.slice(1)), ["4 tasks, not 5", "4 tasks, not 5"]);
    assert.deepEqual(prepare("json", { rows: 5, folder }), expected);
    assert.equal(plainJson('{"b" : 1.0, "a": "\\u00e9"}'), '{"b":1,"a":"é"}');
  }));

Deno.test("bench python: what cannot be had is skipped with a reason", () =>
  inFolder(async (folder) => {
    const program = `${folder}/python3`;
    const none = preparePython({ folder, program });
    assert.deepEqual(none, { program, versions: {}, reason: `there is no ${program}` });
    assert.equal(pythonText(none), "");
    const write = (script: string) => Deno.writeTextFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    await write('test "$1" = --version');
    assert.match(preparePython({ folder, program }).reason!, /makes no virtual environment$/);
    // It copies itself into the environment that it makes, has msgspec, and its pip finds nothing.
    await write(`case "$2" in
      venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
      pip) echo "ERROR: nothing found" >&2; exit 1 ;;
      *msgspec*) echo 0.1 ;;
      *polars*) exit 1 ;;
    esac`);
    assert.deepEqual(preparePython({ folder, program }), {
      program: `${folder}/python/bin/python`,
      versions: { msgspec: "0.1" },
      reason: "pip did not install what can be imported: ERROR: nothing found",
    });
    await write("echo 9.9");
    const atHand = preparePython({ folder, program });
    assert.deepEqual([atHand.program, pythonText(atHand)], [program, "polars 9.9, msgspec 9.9"]);
  }));
