/**
 * The formats that come with Labelport: the one file that names them all.
 *
 * @example
 * ```ts
 * import { builtin } from "@labelport/builtin";
 * import assert from "node:assert/strict";
 *
 * assert.ok(builtin.formats.some((format) => format.name === "csv"));
 * ```
 * @module
 */
import { createRegistry, type Registry } from "@labelport/core";
import { audioDir } from "@labelport/audio-dir";
import { csv } from "@labelport/csv";
import { imageDir } from "@labelport/image-dir";
import { json } from "@labelport/json";
import { jsonDir } from "@labelport/json-dir";
import { jsonl } from "@labelport/jsonl";
import { text } from "@labelport/text";
import { textDir } from "@labelport/text-dir";

/** The built-in formats; core trusts their batches, since reading is checking in each of them. */
export const builtin: Registry = createRegistry({
  trusted: [json, jsonl, csv, text, jsonDir, textDir, imageDir, audioDir],
});
