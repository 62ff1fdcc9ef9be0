/**
 * The format `jsonl`: JSON Lines, one task object a line.
 *
 * @example
 * ```ts
 * import { jsonl } from "@labelport/jsonl";
 * import { createRegistry, importTasks, memorySink, openSource } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const sink = memorySink();
 * const report = await importTasks({
 *   registry: createRegistry({ trusted: [jsonl] }),
 *   input: await openSource(new File(['{"text":"a"}\n{"text":}\n'], "tasks.jsonl")),
 *   format: jsonl,
 *   sink,
 * });
 * assert.deepEqual([report.stored, report.problems[0]?.line], [false, 2]);
 * ```
 * @module
 */
export { jsonl } from "./jsonl.ts";
