import type { Peek } from "./contract.ts";
import { type Kernel, PADDING } from "./kernel.ts";
import { problemOfError } from "./problem.ts";

/** What a kernel makes of the beginning of a file. */
export interface Probe {
  readonly tasks: number;
  readonly bad: number;
  /** The first thing that is wrong: "line 3: expected a value, found the end". */
  readonly fault?: string;
  /** Whether reading could not go on there. */
  readonly broken: boolean;
}

/** Records that are bad before any is good: more are not looked at. */
const HOPELESS = 20;

/** Runs a kernel on what is known of a file before it is read: for `detect`. */
export function probe(kernel: Kernel, { head, whole }: Peek): Probe {
  const bytes = new Uint8Array(head.length + PADDING);
  bytes.set(head);
  let tasks = 0;
  let bad = 0;
  let fault: string | undefined;
  let broken = false;
  let start = 0;
  do {
    try {
      start += kernel.run(bytes.subarray(start), head.length - start, whole);
    } catch (error) {
      const { line, message } = problemOfError(error, "");
      fault ??= line === undefined ? message : `line ${line}: ${message}`;
      broken = true;
    }
    tasks += kernel.output.take()?.count ?? 0;
    const problem = kernel.output.takeProblem();
    if (problem !== undefined) {
      bad++;
      fault ??= `line ${problem.at?.line}: ${problem.error}`;
    }
    // So many in a row from the beginning: what comes then is nothing that this kernel reads.
    if (tasks === 0 && bad === HOPELESS) break;
  } while (kernel.stopped && !broken);
  return { tasks, bad, broken, ...(fault === undefined ? {} : { fault }) };
}
