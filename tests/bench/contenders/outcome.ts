/** What a contender says of itself when it has finished, as one line of JSON on standard output. */
export interface Outcome {
  /** Of the work alone, without start-up and imports. */
  readonly seconds: number;
  /** Spent on attempts that failed, and not to be held against it. */
  readonly lost?: number;
  /** Where the tasks went nowhere: how many there were, and the hash of their lines. */
  readonly tasks?: number;
  readonly sha256?: string;
  /** Of a process that it ran and that did the work, in MB. */
  readonly peak?: number;
}

/** Runs the work, timed, and says what it took. */
export async function report(work: () => void | Promise<void> | Promise<Partial<Outcome>>): Promise<void> {
  const began = performance.now();
  const more = await work() ?? {};
  const outcome: Outcome = { seconds: (performance.now() - began) / 1000, ...more };
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(outcome)}\n`));
}
