import type { Registry } from "@labelport/core";

/** What every command is given. */
export interface Surroundings {
  readonly registry: Registry;
  /** All arguments, for help that depends on them. */
  readonly args: readonly string[];
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Set by the command that ran. */
  readonly outcome: { exitCode: number };
}
