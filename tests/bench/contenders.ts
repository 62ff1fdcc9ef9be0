import type { Check } from "./check.ts";
import { folderContenders } from "./folder.ts";
import type { Input } from "./generate.ts";
import type { Python, PythonModule } from "./python.ts";

/** One way to turn an input into tasks, as a process of its own. */
export interface Contender {
  readonly name: string;
  /** What it reads: the data set, or a smaller one of the same kind. */
  readonly input: Input;
  readonly check: Check;
  command(output: string): readonly string[];
  /** Why what it left at `output` is wrong, where that is no file of tasks. */
  verify?(output: string): string | undefined | Promise<string | undefined>;
}

/** A contender that cannot run, and why. */
export interface Absent {
  readonly name: string;
  readonly absent: string;
}

/** Names that the goals know, too. */
export const LABELPORT = "labelport";
export const ONE_THREAD = "labelport, one thread";
export const DUCKDB = "duckdb";
export const COPYING = "copying the bytes";

/** V8 holds no longer string. */
const MAX_STRING = 2 ** 29;

const HERE = import.meta.dirname!;
const CONFIG = `${HERE}/../../examples/data/sentiment.xml`;
const CLI = `${HERE}/../../cli/main.ts`;

/** What is compared with what on this data set. `tenth` is the same data set with a tenth of the rows. */
export function contendersFor(
  input: Input,
  { tenth, python }: { readonly tenth: Input; readonly python: Python },
): readonly (Contender | Absent)[] {
  const checked = labelport("labelport, with a label config", input, ["-l", CONFIG]);
  const copy = contender(COPYING, "bytes", input, ["copy.ts"]);
  const always = [
    labelport(LABELPORT, input),
    labelport(ONE_THREAD, input, ["--threads", "1"]),
    labelport("labelport, 1/10 of the rows", tenth),
    contender(DUCKDB, "hash", input, ["duckdb.ts", input.dataset]),
  ];
  switch (input.dataset) {
    case "csv":
      return [
        ...always,
        checked,
        contender("csv-parse, JSON.stringify", "hash", input, ["csv_parse.ts"]),
        inPython("polars", input, python),
        copy,
      ];
    case "json":
      // A task in four carries a prediction, whose one region is checked.
      return [
        ...always,
        { ...checked, name: `${checked.name}, ${Math.ceil(input.tasks / 4)} regions` },
        wholeFile(input),
        inPython("msgspec", input, python),
        copy,
      ];
    case "jsonl":
      return [
        ...always,
        checked,
        contender("JSON.parse, JSON.stringify", "values", input, ["strings.ts", "jsonl"]),
        inPython("polars", input, python),
        inPython("msgspec", input, python),
        copy,
      ];
    case "text":
      return [...always, contender("split, JSON.stringify", "hash", input, ["strings.ts", "text"]), copy];
    case "objects":
      return [objects("plain objects through core", input), objects("the same, 1/10 of the rows", tenth)];
    case "folder":
      return folderContenders(input, labelport(LABELPORT, input));
  }
}

/** What every run pays before it reads a byte. `line` is an input of one row. */
export function startUp(line: Input): readonly Contender[] {
  return [
    labelport("labelport, a file of one row", line),
    {
      name: "deno, an empty program",
      input: line,
      check: "exit",
      command: () => [Deno.execPath(), "run", "data:text/javascript,"],
    },
  ];
}

function labelport(name: string, input: Input, flags: readonly string[] = []): Contender {
  // As the README installs it.
  const deno = [
    Deno.execPath(),
    "run",
    "--v8-flags=--max-semi-space-size=1,--no-concurrent-recompilation",
    "--allow-read",
    "--allow-write",
  ];
  const run = [...deno, CLI, "convert", input.path];
  return {
    name,
    input,
    check: "hash",
    command: (output) => [...run, ...flags, "--progress", "never", "-o", output],
  };
}

function objects(name: string, input: Input): Contender {
  const run = [Deno.execPath(), "run", "-A", `${HERE}/objects.ts`, String(input.tasks)];
  return { name, input, check: "hash", command: () => run };
}

function contender(name: string, check: Check, input: Input, script: readonly string[]): Contender {
  const [file, ...args] = script;
  const run = [Deno.execPath(), "run", "-A", `${HERE}/contenders/${file}`, ...args, input.path];
  return { name, input, check, command: (output) => [...run, output] };
}

function wholeFile(input: Input): Contender | Absent {
  const name = "JSON.parse, JSON.stringify";
  if (input.bytes > MAX_STRING) return { name, absent: "the file is longer than a string can be" };
  return contender(name, "values", input, ["strings.ts", "json"]);
}

function inPython(name: PythonModule, input: Input, python: Python): Contender | Absent {
  if (!(name in python.versions)) return { name, absent: python.reason ?? `python3 has no ${name}` };
  const run = [python.program, `${HERE}/contenders/${name}_tasks.py`, input.dataset, input.path];
  return { name, input, check: "values", command: (output) => [...run, output] };
}
