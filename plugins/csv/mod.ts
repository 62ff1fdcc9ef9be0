/**
 * The format `csv`: tables with commas, tabs, semicolons or pipes. Every cell stays the text that it is.
 *
 * @example
 * ```ts
 * import { csv } from "@labelport/csv";
 * import { createRegistry, importTasks, memorySink, openSource } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const sink = memorySink();
 * await importTasks({
 *   registry: createRegistry({ trusted: [csv] }),
 *   input: await openSource(new File(["name;zip\nÉlise;00713\n"], "people.csv")),
 *   format: csv,
 *   sink,
 * });
 * assert.equal(sink.text(), '{"data":{"name":"Élise","zip":"00713"}}\n');
 * ```
 * @module
 */
export { csv } from "./csv.ts";
export { CsvKernel } from "./csv_kernel.ts";
export type { CsvKernelOptions } from "./kernel_options.ts";
