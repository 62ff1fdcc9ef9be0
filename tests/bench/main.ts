/**
 * Side by side, on generated data: Labelport, what else could do its work, and the limit.
 *
 *     deno task bench
 *     deno task bench --rows 10_000_000 --only csv --runs 1
 *
 * Its data stay in `.bench/`, for the next run. The exit code is 1 when a result was wrong.
 *
 * @module
 */
import { type BenchOptions, parseArguments } from "./arguments.ts";
import { contendersFor, startUp } from "./contenders.ts";
import type { DatasetName } from "./datasets.ts";
import { prepareFolder } from "./folder.ts";
import { prepare } from "./generate.ts";
import { goalText } from "./goals.ts";
import { preparePython } from "./python.ts";
import { race } from "./race.ts";
import { requestRates } from "./requests.ts";
import { keptText, sandboxContenders } from "./sandbox.ts";
import { storeContenders } from "./store.ts";
import { header, table } from "./table.ts";

const FOLDER = `${import.meta.dirname}/../../.bench`;

async function main(options: BenchOptions): Promise<number> {
  const python = preparePython({ folder: FOLDER });
  say(header(options, python));
  let isRight = true;
  const compare = async (title: string, entries: Parameters<typeof race>[0]) => {
    const results = await race(entries, { runs: options.runs, folder: FOLDER });
    isRight &&= !results.some((result) => "wrong" in result);
    say(`\n${table(title, results)}`);
    return results;
  };
  await compare("start-up", startUp(input("csv", 1)));
  for (const name of options.only) {
    if (name === "folder") {
      const files = prepareFolder({ files: Math.ceil(options.rows / 5), folder: FOLDER });
      await compare(`${name}, ${files.tasks} files`, contendersFor(files, { tenth: files, python }));
      continue;
    }
    if (name === "store") {
      const rows = input("csv", options.rows);
      const title = `csv into a store, ${Math.round(rows.bytes / 1e6)} MB`;
      const results = await compare(title, storeContenders(rows));
      say(shareText(results));
      continue;
    }
    if (name === "sandbox") {
      for (const [plugin, dataset] of [["objects", "text"], ["batches", "jsonl"]] as const) {
        const file = input(dataset, options.rows);
        const title = `a format of one's own, ${Math.round(file.bytes / 1e6)} MB`;
        say(keptText(await compare(title, sandboxContenders(file, plugin))));
      }
      continue;
    }
    if (name === "requests") {
      say(`\n${await requestRates(FOLDER)}`);
      continue;
    }
    const whole = input(name, options.rows);
    const tenth = input(name, Math.ceil(options.rows / 10));
    const title = `${name}, ${Math.round(whole.bytes / 1e6)} MB`;
    const goal = goalText(name, await compare(title, contendersFor(whole, { tenth, python })));
    if (goal !== undefined) say(goal);
  }
  return isRight ? 0 : 1;
}

/** How the rate of the POST compares with that of init, start-up left out of both. */
function shareText(results: Awaited<ReturnType<typeof race>>): string {
  const [init, post] = results.map((result) =>
    "runs" in result ? Math.min(...result.runs.map(({ work }) => work ?? NaN)) : NaN
  );
  return `the POST reaches ${Math.round(100 * init! / post!)} % of the rate of init`;
}

function input(name: DatasetName, rows: number) {
  return prepare(name, { rows, folder: FOLDER });
}

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

if (import.meta.main) {
  let options: BenchOptions;
  try {
    options = parseArguments(Deno.args);
  } catch (error) {
    say((error as Error).message);
    Deno.exit(1);
  }
  Deno.exit(await main(options));
}
