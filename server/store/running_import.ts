import type { SourceRecord } from "./import_record.ts";
import type { Progress, Staging } from "./staging.ts";

/** An import that has begun. */
export interface RunningImport {
  readonly staging: Staging;
  /** How far it is beside its tasks. */
  readonly progress: Progress;
  /** What it has read so far; added to as it goes on. */
  readonly sources: SourceRecord[];
  /** Folders whose files annotators may fetch, once it is done. */
  readonly media: Set<string>;
  /** What the URLs of its media begin with. */
  readonly baseUrl: string;
  /** Whether a source that is there already is taken again. */
  readonly again: boolean;
}

/** How an import begins. */
export interface BeginOptions {
  readonly ids: "keep" | "new";
  readonly again: boolean;
  readonly baseUrl: string;
  /** What is kept of the request: options of the formats, renames. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | undefined;
}

/** An answer that was given to a request with an `Idempotency-Key`. */
export interface KeptAnswer {
  /** Of the request's body. */
  readonly fingerprint: string;
  readonly answer: string;
}
