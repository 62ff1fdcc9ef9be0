import { type Check, faultIn } from "./check.ts";
import type { Absent, Contender } from "./contenders.ts";
import type { Outcome } from "./contenders/outcome.ts";
import { measure, type Measurement } from "./measure.ts";

/** One run whose result was right. */
export interface Run {
  readonly seconds: number;
  /** Seconds without start-up, where the contender tells them. */
  readonly work: number | undefined;
  /** In MB. */
  readonly peak: number | undefined;
}

/** What became of a contender. */
export type Result =
  | { readonly name: string; readonly bytes: number; readonly check: Check; readonly runs: readonly Run[] }
  | { readonly name: string; readonly wrong: string }
  | Absent;

/** Runs all contenders in turn, and again, so that whatever slows the machine down slows all of them. */
export async function race(
  entries: readonly (Contender | Absent)[],
  options: { readonly runs: number; readonly folder: string },
): Promise<readonly Result[]> {
  const runs = new Map<Contender, Run[]>();
  const wrong = new Map<Contender, string>();
  for (let round = 0; round < options.runs; round++) {
    for (const entry of entries) {
      if ("absent" in entry || wrong.has(entry)) continue;
      const result = await once(entry, `${options.folder}/result.jsonl`);
      if (typeof result === "string") wrong.set(entry, result);
      else runs.set(entry, [...runs.get(entry) ?? [], result]);
    }
  }
  return entries.map((entry) => {
    if ("absent" in entry) return entry;
    const { name, check, input } = entry;
    const fault = wrong.get(entry);
    return fault === undefined
      ? { name, check, bytes: input.bytes, runs: runs.get(entry)! }
      : { name, wrong: fault };
  });
}

/** A run, or what is wrong with its result. */
async function once({ command, check, input, verify }: Contender, output: string): Promise<Run | string> {
  remove(output);
  const measured = await measure(command(output));
  try {
    if (measured.exitCode !== 0) return lastLine(measured.stderr);
    const said = outcomeOf(measured);
    const fault = verify !== undefined
      ? await verify(output)
      : said?.sha256 === undefined
      ? faultIn(output, check, input)
      : faultInReport(said, input);
    if (fault !== undefined) return fault;
    const peak = said?.peak ?? measured.peak;
    return { seconds: measured.seconds - (said?.lost ?? 0), work: said?.seconds, peak };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "it wrote nothing";
    throw error;
  } finally {
    remove(output);
  }
}

function faultInReport(said: Partial<Outcome>, { tasks, sha256 }: Contender["input"]): string | undefined {
  if (said.tasks !== tasks) return `${said.tasks} tasks, not ${tasks}`;
  return said.sha256 === sha256 ? undefined : "the tasks are not those expected";
}

/** What the process said of its work: as JSON, or as the command labelport sums it up. */
function outcomeOf({ stdout, stderr }: Measurement): Outcome | undefined {
  if (stdout.startsWith("{")) return JSON.parse(stdout);
  const seconds = /(?:written|imported).* in (\d+\.\d+) s/.exec(stderr)?.[1];
  return seconds === undefined ? undefined : { seconds: Number(seconds) };
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").findLast((line) => !/^\s+at /.test(line)) ?? "it ended with an error";
}

function remove(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
