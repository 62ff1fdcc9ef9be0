/**
 * Formats of one's own, in processes without permissions.
 *
 * @example
 * ```ts
 * import { createRegistry, importTasks, memorySink, openSource } from "@labelport/core";
 * import { loadPlugin } from "@labelport/core/sandbox";
 * import assert from "node:assert/strict";
 *
 * const format = await loadPlugin("examples/subtitles", { base: Deno.cwd() });
 * const sink = memorySink();
 * await importTasks({
 *   registry: createRegistry({ others: [format] }),
 *   input: await openSource(new File(["1\n00:00:01,000 --> 00:00:02,000\nOpossum!\n"], "film.srt")),
 *   format,
 *   sink,
 * });
 * assert.match(sink.text(), /Opossum!/);
 * ```
 * @module
 */
export { loadPlugin, type PluginOptions } from "./sandbox/plugin.ts";
export { PLUGIN_LIMITS, type PluginLimits } from "./sandbox/limits.ts";
