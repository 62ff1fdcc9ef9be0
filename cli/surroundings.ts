import type { Registry } from "@labelport/core";
import type { OpenedThreads } from "@labelport/core/fs";

/** What every command is given. */
export interface Surroundings {
  readonly registry: Registry;
  /** All arguments, for help that depends on them. */
  readonly args: readonly string[];
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** So many threads for large files, or as many as help. */
  readonly openThreads: (count?: number) => OpenedThreads;
  /** Set by the command that ran. */
  readonly outcome: { exitCode: number };
}
