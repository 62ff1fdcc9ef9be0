/**
 * The long forms of the reliability tests, for as long as is asked for: each round is another seed.
 *
 *     deno task soak --minutes 60
 *
 * @module
 */
import { parseArgs } from "node:util";
import { hostileBodies } from "./reliability/bodies.ts";
import { crashes } from "./reliability/crashes.ts";
import { largeFile } from "./browser/large.ts";
import { fuzzApi } from "./reliability/fuzz.ts";
import { load } from "./reliability/load.ts";
import { hostilePaths } from "./reliability/paths.ts";
import { RUNS_FACTOR } from "./runs.ts";
import { runTests, VARIANTS } from "./variants/variants.ts";
import { walk } from "./walk.ts";

const ROUNDS: Readonly<Record<string, (seed: number) => Promise<unknown>>> = {
  "50 crashes": (seed) => crashes({ moments: 50, seed }),
  "32 clients, 40 rounds": () => load({ clients: 32, rounds: 40 }),
  "20,000 hostile paths": (seed) => hostilePaths({ count: 20_000, seed }),
  "bodies of 4 GiB": () => hostileBodies({ size: 2 ** 32, record: "64MiB", most: 1.5 * 2 ** 30 }),
  "1 GB through the page": () => largeFile({ size: 1e9 }),
  "20,000 requests from the API's description": (seed) => fuzzApi({ count: 20_000, seed }),
  "properties, 20 times as often as in the tests": () => properties(20),
  ...Object.fromEntries(Object.entries(VARIANTS).map(([name, variant]) => [name, () => runTests(variant)])),
};

/** The tests of properties. Of what they find they tell the seed themselves. */
async function properties(factor: number): Promise<void> {
  const root = new URL("../", import.meta.url);
  const tests = (await walk(root)).filter((path) => /_test\.ts$/.test(path));
  const using = tests.filter((path) => Deno.readTextFileSync(new URL(path, root)).includes("numRuns: runs("));
  await runTests({ env: { [RUNS_FACTOR]: String(factor) }, flags: ["--parallel"], tests: using });
}

const { values } = parseArgs({ args: Deno.args, options: { minutes: { type: "string", default: "10" } } });
const end = performance.now() + Number(values.minutes) * 60_000;
const say = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
do {
  for (const [name, round] of Object.entries(ROUNDS)) {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const began = performance.now();
    try {
      const found = await round(seed);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      say(
        `${name}, seed ${seed}: held, ${seconds} s${found === undefined ? "" : ` ${JSON.stringify(found)}`}`,
      );
    } catch (error) {
      say(`${name}, seed ${seed}: FAILED\n${error instanceof Error ? error.stack : error}`);
      Deno.exit(1);
    }
  }
} while (performance.now() < end);
