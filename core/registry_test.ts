import assert from "node:assert/strict";
import { z } from "zod";
import type { InputFormat } from "./contract.ts";
import { defineFormat } from "./define_format.ts";
import { describe } from "./describe.ts";
import { detect } from "./detect.ts";
import { parseOptions } from "./options.ts";
import { createRegistry } from "./registry.ts";

const options = z.object({
  gap: z.number().default(0).describe("Seconds"),
  strict: z.boolean().default(false),
  style: z.enum(["short", "long"]).default("short"),
});

async function* nothing() {}
const good: InputFormat = defineFormat({
  name: "good",
  title: "A good one",
  reads: "file",
  extensions: [".good", ".fine"],
  mediaTypes: ["text/good"],
  key: "text",
  options,
  read: nothing,
});

const REFUSED: readonly (readonly [name: string, format: unknown, told: RegExp])[] = [
  ["nothing", undefined, /Cannot add the format null: it is no object/],
  ["a name with capitals", { ...good, name: "Good" }, /"Good": "name" takes lower-case/],
  ["a name with a path", { ...good, name: "../x" }, /"name" takes/],
  ["no title", { ...good, title: "" }, /"title" is missing/],
  ["a kind of its own", { ...good, reads: "stream" }, /"reads" takes "file" or "folder"/],
  ["no read", { ...good, read: undefined }, /"read" is no function/],
  ["extensions without a dot", { ...good, extensions: ["good"] }, /"extensions" takes a list/],
  [
    "an option with the name of a flag",
    { ...good, options: z.object({ output: z.string() }) },
    /its option "output" has the name of a flag/,
  ],
  [
    "an option that makes no flag",
    { ...good, options: z.object({ "a b": z.string() }) },
    /its option "a b" is not written like/,
  ],
];

for (const [name, format, told] of REFUSED) {
  Deno.test(`createRegistry() refuses a format with ${name}`, () => {
    assert.throws(() => createRegistry({ others: [format as InputFormat] }), told);
  });
}

Deno.test("createRegistry() refuses two formats of one name, and trusts only those it is told to", () => {
  assert.throws(
    () => createRegistry({ trusted: [good], others: [{ ...good }] }),
    /there is one of this name/,
  );
  const other = { ...good, name: "other" };
  const registry = createRegistry({ trusted: [good], others: [other] });
  assert.deepEqual([registry.isTrusted(good), registry.isTrusted(other), registry.isTrusted({ ...good })], [
    true,
    false,
    false,
  ]);
});

Deno.test("get() suggests the nearest name", () => {
  const registry = createRegistry({ others: [good, { ...good, name: "subtitles" }] });
  assert.throws(
    () => registry.get("subtitle"),
    /Cannot read "subtitle": no such format; did you mean "subtitles"\? There are good, subtitles/,
  );
  assert.throws(() => registry.get("zzzzzzz"), /no such format; There are good, subtitles/);
});

Deno.test("parseOptions() converts text by the schema, and fills in defaults", () => {
  assert.deepEqual(parseOptions(good, {}), { gap: 0, strict: false, style: "short" });
  assert.deepEqual(parseOptions(good, { gap: "1.5", strict: "false", style: "long" }), {
    gap: 1.5,
    strict: false,
    style: "long",
  });
  assert.deepEqual(parseOptions(good, { gap: 2, strict: true }), { gap: 2, strict: true, style: "short" });
});

const MISFITS: readonly (readonly [Record<string, unknown>, RegExp])[] = [
  [{ gap: "x" }, /Cannot use "x" as the option "gap" of "good": .*number/],
  [{ gap: " " }, /Cannot use " " as the option "gap"/],
  [{ strict: "yes" }, /Cannot use "yes" as the option "strict" of "good": .*boolean/],
  [{ style: "medium" }, /Cannot use "medium" as the option "style" of "good": .*"short"\|"long"/],
  [{ gab: "1" }, /Cannot use the option "gab" with "good": did you mean "gap"\?/],
];

for (const [values, told] of MISFITS) {
  Deno.test(`parseOptions() refuses ${JSON.stringify(values)}`, () => {
    assert.throws(() => parseOptions(good, values), told);
  });
}

Deno.test("describe() gives plain JSON with the options' types and defaults", () => {
  const description = describe(good);
  assert.deepEqual(JSON.parse(JSON.stringify(description)), description);
  assert.equal(description.key, "text");
  assert.deepEqual(description.options["gap"], { type: "number", default: 0, description: "Seconds" });
});

const fits = (name: string, fit: "sure" | "maybe" | "no", extensions: readonly string[]): InputFormat => ({
  ...good,
  name,
  extensions,
  detect: () => ({ fit, why: `${name} says ${fit}` }),
});

const CHOICES: readonly (readonly [file: string, formats: readonly InputFormat[], chosen: string])[] = [
  ["a.x", [fits("one", "maybe", []), fits("two", "sure", [])], "two"],
  ["a.x", [fits("one", "sure", []), fits("two", "sure", [])], "one"],
  ["a.X", [fits("one", "sure", []), fits("two", "sure", [".x"])], "two"],
  ["a.x", [fits("one", "sure", []), fits("two", "maybe", [".x"])], "one"],
  ["a.FINE", [{ ...good }, fits("two", "maybe", [])], "good"],
];

for (const [file, formats, chosen] of CHOICES) {
  Deno.test(`detect() takes ${chosen} for ${file} of ${formats.map(({ name }) => name)}`, async () => {
    const registry = createRegistry({ others: formats });
    const { format, others } = await detect(registry, { name: file, head: new Uint8Array(), whole: true });
    assert.equal(format.name, chosen);
    assert.equal(others.length, formats.length - 1);
  });
}

Deno.test("detect() gives the reason of every format where none fits, and knows what others read", async () => {
  const registry = createRegistry({ others: [good, fits("two", "no", [])] });
  const none = detect(registry, { name: "a.x", head: Uint8Array.from([1]), whole: true });
  await assert.rejects(
    none,
    /Cannot tell the format of "a\.x"[^]*good: its name does not end with \.good or \.fine[^]*two: two says no/,
  );
  const zip = detect(registry, { name: "a.x", head: Uint8Array.from([0x50, 0x4b, 3, 4]), whole: true });
  await assert.rejects(zip, /Cannot read "a\.x": it is a ZIP archive/);
});
