/**
 * The format `json`: one task object or one array of them, streamed, every value with its own bytes.
 *
 * @example
 * ```ts
 * import { json } from "@labelport/json";
 * import { createRegistry, importTasks, memorySink, openSource } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const sink = memorySink();
 * await importTasks({
 *   registry: createRegistry({ trusted: [json] }),
 *   input: await openSource(new File(['[{"text": "a", "price": 1.50}]'], "tasks.json")),
 *   format: json,
 *   sink,
 * });
 * assert.equal(sink.text(), '{"data":{"text": "a", "price": 1.50}}\n');
 * ```
 * @module
 */
export { json } from "./json.ts";
