/**
 * The format `text`: one task a line, each line kept as it is.
 *
 * @example
 * ```ts
 * import { text } from "@labelport/text";
 * import { createRegistry, importTasks, memorySink, openSource } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const sink = memorySink();
 * await importTasks({
 *   registry: createRegistry({ trusted: [text] }),
 *   input: await openSource(new File(["this is a first task\n"], "tasks.txt")),
 *   format: text,
 *   dataKey: "my_text",
 *   sink,
 * });
 * assert.equal(sink.text(), '{"data":{"my_text":"this is a first task"}}\n');
 * ```
 * @module
 */
export { text } from "./text.ts";
export { TextKernel, type TextKernelOptions } from "./text_kernel.ts";
