/** How often a property is tried: as often as its test says, or, in `deno task soak`, many times that. */
export function runs(count: number): number {
  return count * Number(Deno.env.get(RUNS_FACTOR) ?? 1);
}

/** The environment's variable that says how many times. */
export const RUNS_FACTOR = "LABELPORT_TEST_RUNS";
