import assert from "node:assert/strict";
import { importTasks } from "../import_tasks.ts";
import { readJsonLines } from "../json/read.ts";
import { formatProblem, placeText } from "../problem.ts";
import { createRegistry } from "../registry.ts";
import { memorySink } from "../sinks.ts";
import { openSource } from "../source.ts";
import { parseLabelConfig } from "./parse.ts";
import { IMAGE, TEXT } from "./testing/configs.ts";

const jsonl = {
  name: "jsonl",
  title: "JSON Lines",
  reads: "file",
  extensions: [".jsonl"],
  read: readJsonLines,
} as const;

/** Imports lines against a config: what was taken, and what was told. */
async function told(config: string, lines: readonly unknown[], rules: { map?: [string, string][] } = {}) {
  const sink = memorySink();
  const text = lines.map((line) => typeof line === "string" ? line : JSON.stringify(line)).join("\n");
  const { problems, notes } = await importTasks({
    registry: createRegistry({ trusted: [jsonl] }),
    input: await openSource(new File([text], "t.jsonl")),
    format: jsonl,
    config: parseLabelConfig(config),
    onError: "skip",
    rules,
    sink,
  });
  return {
    taken: sink.text().split("\n").length - 1,
    problems: problems.map((problem) => `${problem.code} ${problem.pointer ?? ""} ${formatProblem(problem)}`),
    notes: notes.map(({ note, count, at, code }) => `${code} ${count} ${at && placeText(at)} ${note}`),
  };
}

Deno.test("a region that does not fit is told with its line, column and pointer; the others are taken", async () => {
  const good = { data: TEXT.data, predictions: [{ result: TEXT.regions }] };
  const bad = structuredClone(good) as unknown as { predictions: { result: Record<string, unknown>[] }[] };
  bad.predictions[0]!.result[3]!["from_name"] = "moood";
  bad.predictions[0]!.result[4]!["type"] = "stars";
  const line = JSON.stringify(bad);
  const column = [...line.slice(0, line.indexOf('"moood"'))].length + 1;
  assert.deepEqual(await told(TEXT.config, [good, bad, good]), {
    taken: 2,
    problems: [
      `region-from-name /predictions/0/result/3/from_name t.jsonl:2:${column}: ` +
      '"from_name" is "moood", which is no control tag of the label config; did you mean "mood"?; 1 more in this task',
    ],
    notes: [],
  });
});

Deno.test("regions are checked against data as --map renames it", async () => {
  const { text } = TEXT.data;
  const task = { data: { txt: text }, annotations: [{ result: TEXT.regions }] };
  const wrong = { data: { txt: "short" }, annotations: [{ result: TEXT.regions }] };
  const { taken, problems } = await told(TEXT.config, [task, wrong], { map: [["txt", "text"]] });
  assert.equal(taken, 1);
  assert.match(problems[0]!, /^region-span .*"text" is "Ada", but the text has "sho" there/);
});

Deno.test("what is odd is taken, counted, and told with its first place", async () => {
  const result = [{ ...IMAGE.regions[0], original_width: undefined }];
  const { taken, notes } = await told(IMAGE.config, [
    { image: "https://a/b.jpg" },
    { image: "b.jpg" },
    { image: "" },
    { image: "/data/c.jpg" },
    { image: "C:/d.jpg" },
    { data: IMAGE.data, predictions: [{ score: 7, result }, { score: 8, result }] },
  ]);
  assert.equal(taken, 6);
  assert.deepEqual(notes, [
    'value-url 3 t.jsonl:2 "image" looks like no URL, and <Image name="img"> has a browser fetch it; begin it with https://, a slash or another scheme',
    'score-range 2 t.jsonl:6 "score" is 7; Label Studio expects 0 to 1',
    `region-size 2 t.jsonl:6 "original_width" is nothing; exports to other formats need the image's size in pixels`,
  ]);
});

Deno.test("a text that is fetched from a URL is not taken for the URL", async () => {
  const config = TEXT.config.replace('value="$text"', 'value="$text" valueType="url"');
  const task = { data: { text: "https://example.org/a.txt" }, predictions: [{ result: TEXT.regions }] };
  assert.deepEqual(await told(config, [task]), { taken: 1, problems: [], notes: [] });
  const { notes } = await told(config, [{ text: "some words" }]);
  assert.match(
    notes[0]!,
    /^value-url 1 t.jsonl:1 "text" looks like no URL, and <Text name="t"> has a browser fetch it/,
  );
});

/** What a value within the data needs, and what is told where it is not there. */
const VALUES: readonly (readonly [config: string, task: unknown, told: RegExp | undefined])[] = [
  ['<Text name="t" value="$a.b"/>', { a: { b: "x" } }, undefined],
  ['<Text name="t" value="$a.b"/>', { "a.b": "x" }, undefined],
  [
    '<Text name="t" value="$a.b"/>',
    { a: { c: "x" } },
    /^label-config \/a t.jsonl:1:6: "a" has no "a.b" in it; <Text name="t"> shows it/,
  ],
  ['<Text name="t" value="$a[1]"/>', { a: ["x"] }, /"a" has no "a\[1\]" in it/],
  ['<Text name="t" value="$a[1].b"/>', { a: ["x", { b: 1 }] }, undefined],
  ['<Text name="t" value="Dr. $first $last"/>', { first: "A", last: "B" }, undefined],
  ['<Text name="t" value="Dr. $first $last"/>', { first: "A" }, /has no "last", which <Text name="t"> needs/],
  ['<Image name="i" valueList="$pages"/>', { pages: ["/a", "/b"] }, undefined],
  [
    '<Image name="i" valueList="$pages"/>',
    { pages: "/a" },
    /"pages" is a string; <Image name="i"> takes an array/,
  ],
  ['<HyperText name="h" value="$html" encoding="base64"/>', { html: "PHA+SGk8L3A+" }, undefined],
  [
    '<HyperText name="h" value="$html" encoding="base64"/>',
    { html: "<p>Hi</p>" },
    /^value-base64 .*"html" is no base64; <HyperText name="h"> decodes it first/,
  ],
  [
    '<HyperText name="h" value="$html" encoding="base64"/>',
    { html: "PHA+SGk8L3A" + "=".repeat(3) },
    /^value-base64 /,
  ],
  [
    '<Text name="t" value="$t"/><Choices name="c" toName="t" value="$options"/>',
    { t: "x" },
    /has no "options"/,
  ],
];

for (const [config, task, expected] of VALUES) {
  Deno.test(`${config} ${expected === undefined ? "takes" : "refuses"} ${JSON.stringify(task)}`, async () => {
    const { taken, problems } = await told(config, [task]);
    assert.equal(taken, expected === undefined ? 1 : 0, problems.join());
    if (expected !== undefined) assert.match(problems[0]!, expected);
  });
}
