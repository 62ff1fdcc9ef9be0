import type { LabelConfig, ObjectTag } from "../contract.ts";
import { innerParts } from "../json/value_checks.ts";
import { UsageError } from "../problem.ts";
import { tagText } from "../needs.ts";

/** How a sample is written. */
export type SampleFormat = "csv" | "json" | "jsonl";

/** What a tag shows in a sample. */
const VALUES: Readonly<Record<string, (n: number) => unknown>> = {
  Image: (n) => `https://example.org/image-${n}.jpg`,
  Audio: (n) => `https://example.org/sound-${n}.mp3`,
  AudioPlus: (n) => `https://example.org/sound-${n}.mp3`,
  Video: (n) => `https://example.org/film-${n}.mp4`,
  Pdf: (n) => `https://example.org/page-${n}.pdf`,
  HyperText: (n) => `<p>An example page, number ${n}</p>`,
  TimeSeries: (n) => `https://example.org/series-${n}.csv`,
  Table: (n) => ({ name: `Example ${n}`, size: n }),
  Paragraphs: (n) => [{ author: "Ada", text: `Hello, ${n}` }, { author: "Bob", text: "Hello, Ada" }],
  Chat: (n) => [{ role: "user", content: `Hello, ${n}` }, { role: "assistant", content: "Hello" }],
  List: (n) => [1, 2].map((item) => ({ id: `${n}-${item}`, title: `Item ${item}`, body: "An example" })),
};

/**
 * Example data that fit a label config: `count` tasks as a file of this format. Throws `UsageError` where the config
 * shows nothing, or shows what a table cannot hold.
 *
 * @example
 * ```ts
 * import { parseLabelConfig, sampleOf } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const config = parseLabelConfig('<Text name="t" value="$text"/>');
 * assert.equal(sampleOf(config, { count: 2, format: "csv" }), "text\nAn example text, number 1\nAn example text, number 2\n"
 *   .replaceAll(/(An.*)/g, '"$1"'));
 * ```
 */
export function sampleOf(
  config: LabelConfig,
  { count, format }: { readonly count: number; readonly format: SampleFormat },
): string {
  const { objects } = config;
  if (objects.length === 0) throw new UsageError("Cannot make a sample: the label config shows no data");
  const tasks = Array.from({ length: count }, (_, n) => n + 1);
  if (format === "csv") return table(objects, tasks);
  const all = tasks.map((n) => JSON.stringify(dataOf(objects, n)));
  return format === "jsonl" ? all.map((line) => `${line}\n`).join("") : `[\n${all.join(",\n")}\n]\n`;
}

function valueOf(tag: ObjectTag, n: number): unknown {
  if (tag.isWhole !== true && !tag.kinds.includes("array")) return `example ${n}`;
  const value = VALUES[tag.tag]?.(n) ??
    (tag.kinds.includes("array") ? list(tag, n) : `An example text, number ${n}`);
  // A list of pages is a list of what the tag shows.
  if (tag.isWhole !== true && tag.kinds.length === 1 && !Array.isArray(value)) return [value];
  return tag.base64 && typeof value === "string" ? btoa(value) : value;
}

/** Choices that the data bring. */
function list({ tag }: ObjectTag, n: number): unknown {
  return [1, 2].map((item) => ({ value: `${tag} ${n}.${item}` }));
}

function dataOf(objects: readonly ObjectTag[], n: number): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const tag of objects) put(data, tag, valueOf(tag, n));
  return data;
}

/** Puts a value where its key leads: `a.b` within `a`, `a[0]` into a list. */
function put(data: Record<string, unknown>, { key }: ObjectTag, value: unknown): void {
  const parts = [/^[^.[]+/.exec(key)?.[0] ?? key, ...innerParts(key)];
  let inside: Record<string, unknown> = data;
  for (const [n, part] of parts.entries()) {
    const name = part.startsWith("{{") ? "0" : part;
    if (n === parts.length - 1) inside[name] ??= value;
    else {
      inside[name] ??= /^(\d+|\{\{.*)$/.test(parts[n + 1]!) ? [] : {};
      inside = inside[name] as Record<string, unknown>;
    }
  }
}

function table(objects: readonly ObjectTag[], tasks: readonly number[]): string {
  const columns = new Map(objects.map((tag) => [tag.key, tag]));
  for (const [key, tag] of columns) {
    const value = valueOf(tag, 1);
    if (typeof value === "string") continue;
    const what = Array.isArray(value) ? "a list" : "an object";
    throw new UsageError(
      `Cannot write a table: ${
        tagText(tag)
      } shows ${what} under "${key}", and cells hold text; use json or jsonl`,
    );
  }
  const rows = tasks.map((n) => [...columns.values()].map((tag) => quoted(String(valueOf(tag, n)))));
  return [[...columns.keys()].map((key) => (/[",\n]/.test(key) ? quoted(key) : key)), ...rows]
    .map((row) => `${row.join(",")}\n`).join("");
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
