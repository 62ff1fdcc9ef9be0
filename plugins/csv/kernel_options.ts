import type { TaskRules } from "@labelport/core/kernels";
import type { DelimiterName, DialectFound } from "./dialect.ts";

/** What the beginning of a table has told. */
export interface TableBeginning {
  readonly dialect: DialectFound;
  readonly names: readonly string[];
  /** The names as tasks have them. */
  readonly renamed: readonly string[];
}

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
  /** For a part of a table: what its beginning, which is elsewhere, has told. */
  readonly beginning?: TableBeginning;
}
