import type { Check } from "./check.ts";
import { folderContenders } from "./folder.ts";
import type { Input } from "./generate.ts";

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

/** V8 holds no longer string. */
const MAX_STRING = 2 ** 29;

const HERE = import.meta.dirname!;
const CONFIG = `${HERE}/../../examples/data/sentiment.xml`;
const CLI = `${HERE}/../../cli/main.ts`;

/** What is compared with what on this data set. `tenth` is the same data set with a tenth of the rows. */
export function contendersFor(input: Input, tenth: Input): readonly (Contender | Absent)[] {
  const checked = labelport("labelport, with a label config", input, ["-l", CONFIG]);
  const copy = contender("copying the bytes", "bytes", input, ["copy.ts"]);
  const both = [
    labelport("labelport", input),
    labelport("labelport, 1/10 of the rows", tenth),
    contender("duckdb, two threads", "hash", input, ["duckdb.ts", input.dataset]),
  ];
  switch (input.dataset) {
    case "csv":
      return [
        ...both,
        checked,
        contender("csv-parse, JSON.stringify", "hash", input, ["csv_parse.ts"]),
        python("polars", input),
        copy,
      ];
    case "json":
      // A task in four carries a prediction, whose one region is checked.
      return [
        ...both,
        { ...checked, name: `${checked.name}, ${Math.ceil(input.tasks / 4)} regions` },
        wholeFile(input),
        python("msgspec", input),
        copy,
      ];
    case "jsonl":
      return [
        ...both,
        checked,
        contender("JSON.parse, JSON.stringify", "lines", input, ["strings.ts", "jsonl"]),
        python("polars", input),
        python("msgspec", input),
        copy,
      ];
    case "text":
      return [...both, contender("split, JSON.stringify", "hash", input, ["strings.ts", "text"]), copy];
    case "objects":
      return [objects("plain objects through core", input), objects("the same, 1/10 of the rows", tenth)];
    case "folder":
      return folderContenders(input, labelport("labelport", input));
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
  const run = [Deno.execPath(), "run", "--allow-read", "--allow-write", CLI, "convert", input.path];
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
  return contender(name, "lines", input, ["strings.ts", "json"]);
}

function python(name: "polars" | "msgspec", input: Input): Contender | Absent {
  if (!isImportable(name)) return { name, absent: `python3 has no ${name}` };
  const run = ["python3", `${HERE}/contenders/${name}_tasks.py`, input.dataset, input.path];
  return { name, input, check: "lines", command: (output) => [...run, output] };
}

function isImportable(module: string): boolean {
  try {
    return new Deno.Command("python3", { args: ["-c", `import ${module}`], stderr: "null" }).outputSync()
      .success;
  } catch {
    return false;
  }
}
