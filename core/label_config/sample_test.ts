import assert from "node:assert/strict";
import { parseLabelConfig } from "./parse.ts";
import { sampleOf } from "./sample.ts";

/** A config, and the data of its first sample task. */
const SAMPLES: readonly (readonly [config: string, data: unknown])[] = [
  ['<Text name="t" value="$text"/>', { text: "An example text, number 1" }],
  ['<Text name="t" value="$a.b"/><Image name="i" value="$a.c"/>', {
    a: { b: "An example text, number 1", c: "https://example.org/image-1.jpg" },
  }],
  ['<Text name="t" value="Dr. $first $last"/>', { first: "example 1", last: "example 1" }],
  ['<Image name="i" valueList="$pages"/>', { pages: ["https://example.org/image-1.jpg"] }],
  ['<Image name="i" value="$pages[1]"/>', { pages: [null, "https://example.org/image-1.jpg"] }],
  ['<HyperText name="h" value="$html" encoding="base64"/>', {
    html: btoa("<p>An example page, number 1</p>"),
  }],
  ['<Text name="t" value="$t"/><Choices name="c" toName="t" value="$options"/>', {
    t: "An example text, number 1",
    options: [{ value: "Choices 1.1" }, { value: "Choices 1.2" }],
  }],
];

for (const [xml, data] of SAMPLES) {
  Deno.test(`the sample of ${xml} has what it shows`, () => {
    const config = parseLabelConfig(xml);
    assert.deepEqual(JSON.parse(sampleOf(config, { count: 2, format: "json" }))[0], data);
    assert.equal(sampleOf(config, { count: 2, format: "jsonl" }).trimEnd().split("\n").length, 2);
  });
}

Deno.test("a sample of what no table holds is refused for CSV, in words", () => {
  const config = parseLabelConfig('<List name="l" value="$items"/>');
  assert.throws(
    () => sampleOf(config, { count: 1, format: "csv" }),
    /<List name="l"> shows a list under "items"/,
  );
  assert.throws(() => sampleOf(parseLabelConfig("<View/>"), { count: 1, format: "csv" }), /shows no data/);
});
