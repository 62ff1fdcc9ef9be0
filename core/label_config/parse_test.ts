import assert from "node:assert/strict";
import type { FileSource, InputFormat } from "../contract.ts";
import { importTasks } from "../import_tasks.ts";
import { readJson, readJsonLines } from "../json/read.ts";
import { parseLabelConfig } from "./parse.ts";
import { formatProblem, InputError } from "../problem.ts";
import { createRegistry } from "../registry.ts";
import { memorySink } from "../sinks.ts";
import { openSource } from "../source.ts";

Deno.test("parseLabelConfig() reads object tags with their keys and control tags with their labels", () => {
  const config = parseLabelConfig(`<?xml version="1.0"?>
    <View><!-- a comment with <Text name="no" value="$no"/> -->
      <Header value="Choose"/>
      <View><Image name="img" value="$photo"/></View>
      <Text name="txt" value="$meta.title"/>
      <RectangleLabels name="box" toName="img">
        <Label value="Cat" background="#f00"/><Label value="D&amp;g" alias="dog"/>
      </RectangleLabels>
      <Taxonomy name="tax" toName="txt"><Choice value="A"><Choice value="B"/></Choice></Taxonomy>
      <TextArea name="note" toName="txt"/>
    </View>`);
  assert.deepEqual(config.objects.map(({ tag, name, key, kinds }) => [tag, name, key, kinds.join()]), [
    ["Image", "img", "photo", "string,array"],
    ["Text", "txt", "meta.title", "string,number,boolean"],
  ]);
  assert.deepEqual(config.controls.map(({ tag, name, to, labels }) => ({ tag, name, to, labels })), [
    { tag: "RectangleLabels", name: "box", to: "img", labels: ["Cat", "dog"] },
    { tag: "Taxonomy", name: "tax", to: "txt", labels: ["A", "B"] },
    { tag: "TextArea", name: "note", to: "txt", labels: [] },
  ]);
});

Deno.test("parseLabelConfig() reads taxonomies, bounds, targets, and where each tag begins", () => {
  const { controls, objects } = parseLabelConfig(`<View>
    <Text name="a" value="$a"/><Text name="b" value="$b"/>
    <Taxonomy name="tax" toName="a, b">
      <Choice value="A"><Choice value="B"/></Choice></Taxonomy>
    <Rating name="stars" toName="a" maxRating="3"/><Number name="n" toName="a" min="1" max="9"/>
    <Choices name="one" toName="a"/><Choices name="many" toName="a" choice="multiple" value="$options"/>
  </View>`);
  const [tax, stars, number, one, many] = controls;
  assert.deepEqual([tax?.tos, tax?.paths, tax?.line, tax?.column], [["a", "b"], [["A"], ["A", "B"]], 3, 5]);
  assert.deepEqual([stars?.max, number?.min, number?.max], [3, 1, 9]);
  assert.deepEqual([one?.isSingle, many?.isSingle, many?.isDynamic], [true, undefined, true]);
  assert.deepEqual([objects[1]?.line, objects[1]?.column, objects[2]?.key], [2, 32, "options"]);
});

/** The value of a tag, and the keys of data that it needs. */
const VALUES: readonly (readonly [value: string, keys: readonly string[]])[] = [
  ["$text", ["text"]],
  ["$Image URL", ["Image URL"]],
  ["$user.name", ["user.name"]],
  ["$pages[0]", ["pages[0]"]],
  ["Dr. $first $last", ["first", "last"]],
  ["$first $last", ["first", "last"]],
  [" $text", ["text"]],
  ["Price: $price.", ["price"]],
  ["none", []],
  ["", []],
];

for (const [value, keys] of VALUES) {
  Deno.test(`a tag whose value is "${value}" needs ${keys.length === 0 ? "nothing" : keys.join(" and ")}`, () => {
    const { objects } = parseLabelConfig(`<Text name="t" value="${value}"/>`);
    assert.deepEqual(objects.map(({ key }) => key), keys);
  });
}

Deno.test("parseLabelConfig() reads several roots as if inside one", () => {
  const several = parseLabelConfig('\uFEFF<Text name="a" value="$a"/>\n<Image name="b" value="$b"/>');
  assert.deepEqual(several.objects.map(({ key }) => key), ["a", "b"]);
});

const BROKEN: readonly (readonly [name: string, xml: string, told: RegExp])[] = [
  [
    "a tag that is not closed",
    "<View>\n  <Text name='a' value='$a'>\n</View>",
    /^c\.xml:3:\d+: it is no XML: unexpected close tag/,
  ],
  [
    "an attribute without quotes",
    "<View>\n<Text name=a/>\n</View>",
    /^c\.xml:2:\d+: it is no XML: unquoted attribute value/,
  ],
  [
    "an attribute that is there twice",
    '<View>\n\n<Text name="a" name="b"/></View>',
    /^c\.xml:3:\d+: it is no XML: duplicate attribute/,
  ],
  ["an entity that XML does not know", "<View>&nbsp;</View>", /^c\.xml:1:\d+: it is no XML: .*entity/],
  ["an end that is missing", "<View>\n<Text", /^c\.xml:2:\d+: it is no XML: /],
  ["nothing", "", /^c\.xml:1: there is no tag in it/],
  ["text", "not a config", /^c\.xml:1: there is no tag in it/],
];

for (const [name, xml, told] of BROKEN) {
  Deno.test(`parseLabelConfig() refuses ${name}, with its line`, () => {
    assert.throws(() => parseLabelConfig(xml, "c.xml"), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(formatProblem({ ...error.at, message: error.message }), told);
      return true;
    });
  });
}

const CONFIG = '<View><Text name="message" value="$text"/><List name="all" value="$items"/></View>';

interface Check {
  readonly record: string;
  readonly config?: string;
  readonly map?: readonly (readonly [string, string])[];
  /** Nothing: the task is good. */
  readonly told?: string;
}

const CHECKS: readonly Check[] = [
  { record: '{"text": "a", "items": []}' },
  { record: '{"data": {"items": [1], "text": 1.5, "more": null}, "id": 1}' },
  { record: '{"te\\u0078t": true, "items": []}' },
  {
    record: '{"items": []}',
    told:
      '1:1: the task has no "text", which <Text name="message"> needs; there is "items"; --map old=text renames one',
  },
  {
    record: '{"data": {"txt": 1, "items": []}}',
    told:
      '1:10: "data" has no "text", which <Text name="message"> needs; there is "txt", "items": did you mean --map txt=text?',
  },
  {
    record: '{"data": {}}',
    told: '1:10: "data" has no "text", which <Text name="message"> needs; nothing else is there',
  },
  {
    record: '{"text": "a", "items": "b"}',
    told: '1:24: "items" is a string; <List name="all"> takes an array',
  },
  {
    record: '{"text": null, "items": []}',
    told: '1:10: "text" is null; <Text name="message"> takes a string or a number or a boolean',
  },
  {
    record: '{"data": {"text": {}, "items": []}}',
    told: '1:19: "text" is an object; <Text name="message"> takes a string or a number or a boolean',
  },
  { record: '{"txt": "a", "items": []}', map: [["txt", "text"]] },
  {
    record: '{"data": {"text": "a", "items": []}}',
    map: [["text", "title"]],
    told:
      '1:10: "data" has no "text", which <Text name="message"> needs; there is "text", "items": did you mean --map text=text?',
  },
  { record: '{"a": {"b": 1}}', config: '<Text name="t" value="$a.b"/>' },
  { record: '{"a.b": "x"}', config: '<Text name="t" value="$a.b"/>' },
  {
    record: '{"c": 1}',
    config: '<Text name="t" value="$a.b"/>',
    told: '1:1: the task has no "a.b", which <Text name="t"> needs; there is "c"; --map old=a.b renames one',
  },
  {
    record: '{"url": ["a"]}',
    config: '<View><Image name="i" value="$url"/><Image name="j" value="$url"/></View>',
  },
  {
    record: '{"url": ["a"]}',
    config: '<View><Image name="i" value="$url"/><Audio name="j" value="$url"/></View>',
    told: '1:9: "url" is an array; <Audio name="j"> takes a string',
  },
  { record: '{"any": 1}', config: "<View/>" },
];

for (const { record, config = CONFIG, map = [], told } of CHECKS) {
  const renames = map.map(([old, renamed]) => ` with ${old}=${renamed}`).join("");
  Deno.test(`the label config ${told === undefined ? "takes" : "refuses"} ${record}${renames}`, async () => {
    for (
      const [read, input] of [[readJsonLines, record], [readJson, record], [readJson, `[${record}]`]] as const
    ) {
      const offset = input.length === record.length ? 0 : 1;
      const { problems, tasks } = await run(read, input, { config, map });
      const shown = problems.map((problem) =>
        formatProblem({ ...problem, column: problem.column! - offset })
      );
      assert.deepEqual(shown, told === undefined ? [] : [`file:${told}`]);
      assert.equal(tasks, told === undefined ? 1 : 0);
    }
  });
}

Deno.test("the label config is met record by record, whatever the record before had", async () => {
  const lines = [
    '{"text":1,"items":[]}',
    '{"items":[]}',
    '{"items":[],"text":1}',
    '{"text":1}',
    '{"text":1,"items":[]}',
  ];
  const { problems } = await run(readJsonLines, lines.join("\n"), { config: CONFIG, map: [] });
  assert.deepEqual(problems.map(({ line }) => line), [2, 4]);
});

async function run(
  read: InputFormat<"file">["read"],
  input: string,
  { config, map }: { readonly config: string; readonly map: readonly (readonly [string, string])[] },
) {
  const format: InputFormat = {
    name: "file",
    title: "File",
    reads: "file",
    extensions: [".x"],
    read: (source, context) => read(source as FileSource, context),
  };
  return await importTasks({
    registry: createRegistry({ trusted: [format] }),
    input: await openSource(new File([input], "file")),
    format,
    config: parseLabelConfig(config),
    rules: { map },
    sink: memorySink(),
    onError: "skip",
  });
}
