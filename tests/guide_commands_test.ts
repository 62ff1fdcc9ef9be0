/** The commands of Label Studio's import guide, word for word but for the program's name, each in a fresh folder. */
import assert from "node:assert/strict";
import { inFolder, shell, start } from "./command.ts";
import { CONFIG, LINES } from "./guide.ts";

const FIRST = { my_text: "this is a first task" };
const SECOND = { my_text: "this is a second task" };
const TASK = `[{
  "id": 123,
  "data": {
    "my_text": "Opossum is great",
    "ref_id": 456,
    "meta_info": {
      "timestamp": "2020-03-09 18:15:28.212882",
      "location": "North Pole"
    }
  },
  "completions": [{
    "result": [{
      "from_name": "sentiment_class",
      "to_name": "message",
      "type": "choices",
      "value": {"choices": ["Positive"]}
    }]
  }],
  "predictions": [{
    "result": [{
      "from_name": "sentiment_class",
      "to_name": "message",
      "type": "choices",
      "value": {"choices": ["Neutral"]}
    }],
    "score": 0.95
  }]
}]`;

interface Command {
  /** The guide's line. */
  readonly line: string;
  readonly files: Readonly<Record<string, string>>;
  /** What must be there then: the tasks' data, or what stands for it. */
  readonly data: readonly unknown[];
}

/** What the URL of a file says: its name, and its folder from the project's. */
const media = (folder: string, ...names: readonly string[]) => names.map((name) => ({ media: name, folder }));

const COMMANDS: readonly Command[] = [
  {
    line: "label-studio init --input-path my_tasks.json --input-format json",
    files: { "my_tasks.json": '[{"my_key": "my_value"}]' },
    data: [{ my_key: "my_value" }],
  },
  {
    line: "label-studio init --input-path=my_tasks.json",
    files: { "my_tasks.json": TASK },
    data: [JSON.parse(TASK)[0].data],
  },
  {
    line: "label-studio init --input-path=dir/with/json/files --input-format=json-dir",
    files: { "dir/with/json/files/b.json": TASK, "dir/with/json/files/a/a.json": '{"my_text": "x"}' },
    data: [{ my_text: "x" }, JSON.parse(TASK)[0].data],
  },
  {
    line: "label-studio init --input-path=my_tasks.txt --input-format=text --label-config=config.xml",
    files: { "my_tasks.txt": LINES, "config.xml": CONFIG },
    data: [FIRST, SECOND],
  },
  {
    line:
      "label-studio init --input-path=dir/with/text/files --input-format=text-dir --label-config=config.xml",
    files: { "dir/with/text/files/1.txt": LINES, "dir/with/text/files/2.txt": LINES, "config.xml": CONFIG },
    data: [FIRST, SECOND, FIRST, SECOND],
  },
  {
    line: "label-studio init --input-path=dir/with/images --input-format=image-dir --label-config=config.xml",
    files: {
      ...Object.fromEntries(
        ["a.png", "b.jpg", "c.jpeg", "d.tiff", "e.bmp", "f.gif", "sub/g h#1.PNG"].map((name) => [
          `dir/with/images/${name}`,
          `bytes of ${name}`,
        ]),
      ),
      "config.xml": CONFIG,
    },
    data: [
      ...media("dir/with/images", "a.png", "b.jpg", "c.jpeg", "d.tiff", "e.bmp", "f.gif"),
      ...media("dir/with/images/sub", "g h#1.PNG"),
    ],
  },
  {
    line: "label-studio init --input-path=my/audios/dir --input-format=audio-dir --label-config=config.xml",
    files: {
      ...Object.fromEntries(["a.wav", "b.aiff", "c.mp3", "d.au", "e.flac"].map((name) => [
        `my/audios/dir/${name}`,
        `bytes of ${name}`,
      ])),
      "config.xml": CONFIG.replace("<Image", "<AudioPlus"),
    },
    data: media("my/audios/dir", "a.wav", "b.aiff", "c.mp3", "d.au", "e.flac"),
  },
];

for (const { line, files, data } of COMMANDS) {
  Deno.test(`the guide's command works: ${line}`, () =>
    inFolder(async (folder) => {
      for (const [name, content] of Object.entries(files)) {
        await Deno.mkdir(`${folder}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true });
        await Deno.writeTextFile(`${folder}/${name}`, content);
      }
      const run = await shell(line.replace("label-studio", "labelport"), folder);
      assert.equal(run.code, 0, run.stderr);
      const { stdout } = await shell("labelport export", folder);
      const tasks = stdout.trimEnd().split("\n").map((text) => JSON.parse(text));
      const real = await Deno.realPath(folder);
      const found = tasks.map((task) =>
        "media" in (data[0] as object) ? mediaOf(task.data.my_text, real) : task.data
      );
      assert.deepEqual(found, data);
      if (!("media" in (data[0] as object))) return;
      // The link that the guide promises gives the file.
      await using server = await start(folder, ["--port", "0"]);
      for (const [n, task] of (await server.tasks()).entries()) {
        const response = await fetch(task.data.my_text as string);
        const { folder, media } = data[n] as ReturnType<typeof mediaOf>;
        assert.equal(await response.text(), files[`${folder}/${media}`]);
        assert.equal(response.headers.get("access-control-allow-origin"), "*");
        assert.match(response.headers.get("content-type")!, /^(image|audio)\//);
      }
    }));
}

function mediaOf(url: string, root: string): { media: string; folder: string } {
  const { pathname, searchParams } = new URL(url);
  return {
    media: decodeURIComponent(pathname.replace(/^\/static\//, "")),
    folder: searchParams.get("d")!.slice(root.length + 1),
  };
}

/** The guide's last command, on the port that it names. */
const CURL = `curl -X POST -H Content-Type:application/json http://localhost:8200/api/import \\
--data "[{\\"my_key\\": \\"my_value_1\\"}, {\\"my_key\\": \\"my_value_2\\"}]"`;

Deno.test("the guide's curl works, against a server that was started without specifying an input path", () =>
  inFolder(async (folder) => {
    await using server = await start(folder, []);
    const { code, stdout, stderr } = await shell(CURL, folder);
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).task_count, 2);
    const tasks = await server.tasks();
    assert.deepEqual(tasks.map(({ data }) => data), [{ my_key: "my_value_1" }, { my_key: "my_value_2" }]);
    const page = await fetch("http://127.0.0.1:8200/import");
    assert.match(await page.text(), /Import tasks/);
  }));
