/** The examples of Label Studio's import guide that have a file or a folder come out as it says. */
import assert from "node:assert/strict";
import { inFolder, labelport } from "./command.ts";
import { CONFIG, LINES } from "./guide.ts";

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly tasks: readonly unknown[];
}

const result = (choice: string) => [{
  from_name: "sentiment_class",
  to_name: "message",
  type: "choices",
  value: { choices: [choice] },
}];

const TASK = {
  id: 123,
  data: {
    my_text: "Opossum is great",
    ref_id: 456,
    meta_info: { timestamp: "2020-03-09 18:15:28.212882", location: "North Pole" },
  },
  completions: [{ result: result("Positive") }],
  predictions: [{ result: result("Neutral"), score: 0.95 }],
};

const LINE_TASKS = [{ data: { my_text: "this is a first task" } }, {
  data: { my_text: "this is a second task" },
}];

/** What the URL of a file says: its name, and its folder. */
const media = (url: string) => {
  const { origin, pathname, searchParams } = new URL(url);
  return [origin, decodeURIComponent(pathname.replace(/^\/static\//, "")), searchParams.get("d")];
};

const CASES: readonly Case[] = [
  {
    name: "the task with all its keys",
    files: { "my_tasks.json": JSON.stringify([TASK], null, 2), "config.xml": CONFIG },
    args: ["--input-path=my_tasks.json", "--label-config=config.xml"],
    tasks: [TASK],
  },
  {
    name: "an object without data is data",
    files: { "my_tasks.json": '[{"my_key": "my_value_1"}, {"my_key": "my_value_2"}]' },
    args: ["--input-path", "my_tasks.json", "--input-format", "json"],
    tasks: [{ data: { my_key: "my_value_1" } }, { data: { my_key: "my_value_2" } }],
  },
  {
    name: "a directory with JSON files",
    files: {
      "dir/with/json/files/b.json": JSON.stringify(TASK),
      "dir/with/json/files/a.json": '[{"my_text": "x"}]',
    },
    args: ["--input-path=dir/with/json/files", "--input-format=json-dir"],
    tasks: [{ data: { my_text: "x" } }, TASK],
  },
  {
    name: "CSV, column names are keys",
    files: { "t.csv": "my_text,optional_field\nthis is a first task,123\nthis is a second task,456\n" },
    args: ["--input-path=t.csv"],
    tasks: [
      { data: { my_text: "this is a first task", optional_field: "123" } },
      { data: { my_text: "this is a second task", optional_field: "456" } },
    ],
  },
  {
    name: "TSV",
    files: { "t.tsv": "my_text\toptional_field\nthis is a first task\t123\n" },
    args: ["--input-path=t.tsv", "--input-format=csv"],
    tasks: [{ data: { my_text: "this is a first task", optional_field: "123" } }],
  },
  {
    name: "plain text, with the key of the label config",
    files: { "my_tasks.txt": LINES, "config.xml": CONFIG },
    args: ["--input-path=my_tasks.txt", "--input-format=text", "--label-config=config.xml"],
    tasks: LINE_TASKS,
  },
  {
    name: "a directory with plain text files",
    files: { "dir/with/text/files/1.txt": LINES, "dir/with/text/files/2.txt": LINES, "config.xml": CONFIG },
    args: ["--input-path=dir/with/text/files", "--input-format=text-dir", "--label-config=config.xml"],
    tasks: [...LINE_TASKS, ...LINE_TASKS],
  },
];

for (const { name, args, files, tasks } of CASES) {
  Deno.test(`the guide: ${name}`, () =>
    inFolder(async (folder) => {
      await writeAll(folder, files);
      const run = await labelport(["convert", ...args], { folder });
      assert.equal(run.code, 0, run.stderr);
      assert.deepEqual(run.stdout.trimEnd().split("\n").map((line) => JSON.parse(line)), tasks);
    }));
}

const MEDIA = [
  { format: "image-dir", key: "my_text", names: "a.png b.jpg c.jpeg d.tiff e.bmp f.gif" },
  { format: "audio-dir", key: "my_text", names: "a.wav b.aiff c.mp3 d.au e.flac" },
];

for (const { format, key, names } of MEDIA) {
  Deno.test(`the guide: a directory with ${format === "image-dir" ? "image" : "audio"} files`, () =>
    inFolder(async (folder) => {
      const files = names.split(" ");
      await writeAll(
        folder,
        Object.fromEntries([...files.map((name) => [`my/dir/${name}`, "x"]), ["config.xml", CONFIG]]),
      );
      const args = [
        "convert",
        "--input-path=my/dir",
        `--input-format=${format}`,
        "--label-config=config.xml",
      ];
      const run = await labelport([...args, "--host", "localhost", "--port", "8200"], { folder });
      assert.equal(run.code, 0, run.stderr);
      const urls = run.stdout.trimEnd().split("\n").map((line) => JSON.parse(line).data[key]);
      const real = await Deno.realPath(`${folder}/my/dir`);
      assert.deepEqual(urls.map(media), files.map((name) => ["http://localhost:8200", name, real]));
    }));
}

async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await Deno.mkdir(`${folder}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(`${folder}/${name}`, content);
  }
}
