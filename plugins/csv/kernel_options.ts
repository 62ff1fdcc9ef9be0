import type { TaskRules } from "@labelport/core";
import type { DelimiterName } from "./dialect.ts";

/** What the kernel is told. */
export interface CsvKernelOptions {
  readonly fileName: string;
  /** Detected, if it is not given. */
  readonly delimiter?: DelimiterName | undefined;
  readonly header: boolean;
  readonly rules: TaskRules;
  /** In bytes. */
  readonly maxRecord: number;
  /** False: without WebAssembly, as where there is none. */
  readonly wasm?: boolean;
}
