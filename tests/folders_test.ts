/** Folders as disks have them: odd names, links, things that cannot be read. */
import assert from "node:assert/strict";
import { builtin } from "@labelport/builtin";
import { importTasks, lookAtFolder, memorySink, type TaskSink } from "@labelport/core";
import { openFolder } from "@labelport/core/fs";
import fc from "fast-check";
import { inFolder, labelport, shell } from "./command.ts";

Deno.test("image-dir: any file name comes back intact from its URL", () =>
  inFolder(async (folder) => {
    const unit = fc.oneof(
      fc.constantFrom(
        ..." #?%+\"'\\[]{}()&=;:@!$,~`^|<>*",
        "é",
        "e\u0301",
        "漢",
        "😀",
        "\n",
        "\u202e",
        "%20",
      ),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    );
    const name = fc.string({ unit, minLength: 1, maxLength: 20 }).map((text) =>
      `${text.replaceAll(/[/\0]|^\./g, "_")}.png`
    );
    const names = new Set(fc.sample(name, 400).filter((text) => new TextEncoder().encode(text).length < 250));
    const base = `${await Deno.realPath(folder)}/a b#?%+'"[é]`;
    await Deno.mkdir(base);
    for (const name of names) await Deno.writeTextFile(`${base}/${name}`, "");
    const report = await read(base, "image-dir");
    assert.deepEqual(report.problems, []);
    const found = report.tasks.map((task) => {
      const url = new URL((task as { data: { image: string } }).data.image);
      assert.equal(url.searchParams.get("d"), base);
      assert.equal(url.hash, "");
      return decodeURIComponent(url.pathname.slice("/static/".length));
    });
    assert.deepEqual(found.toSorted(), [...names].toSorted());
  }));

Deno.test("folders: files come sorted by their paths, those of sub-folders between the others", () =>
  inFolder(async (folder) => {
    for (
      const name of [
        "b.txt",
        "a/z.txt",
        "a.txt",
        "a-b.txt",
        "a/b/c.txt",
        "B.txt",
        ".hidden.txt",
        ".dot/x.txt",
      ]
    ) {
      await Deno.mkdir(`${folder}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${folder}/${name}`, `${name}\n`);
    }
    const { tasks } = await read(folder, "text-dir");
    const names = tasks.map((task) => (task as { data: { text: string } }).data.text);
    assert.deepEqual(names, ["B.txt", "a-b.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt"]);
  }));

Deno.test("folders: links are followed; a loop, a dead link and a name that is no UTF-8 are named, and hide nothing", () =>
  inFolder(async (folder) => {
    await shell(
      "mkdir -p in/sub other; echo 1 > in/a.txt; echo 2 > other/b.txt; ln -s ../other in/link; ln -s .. in/sub/loop;" +
        "ln -s nowhere in/dead.txt; touch in/$'bad\\xff.txt'; echo 3 > in/z.txt",
      folder,
    );
    const { tasks, problems } = await read(`${folder}/in`, "text-dir");
    assert.deepEqual(tasks, ["1", "2", "3"].map((text) => ({ data: { text } })));
    const told = problems.map(({ file, message }) => `${file!.slice(folder.length)}: ${message}`).toSorted();
    assert.deepEqual(told, [
      "/in/bad\uFFFD.txt: the name is no UTF-8",
      "/in/dead.txt: the link leads nowhere",
      "/in/sub/loop/: the link leads back to a folder that it is in",
    ]);
  }));

Deno.test("folders: a file that vanishes while the folder is read is named, and hides no other", () =>
  inFolder(async (folder) => {
    for (const name of ["a", "b", "c"]) await Deno.writeTextFile(`${folder}/${name}.txt`, `${name}\n`);
    const inner = memorySink();
    const sink: TaskSink = {
      ...inner,
      write(batch) {
        Deno.removeSync(`${folder}/b.txt`, { recursive: true });
        sink.write = inner.write;
        return inner.write(batch);
      },
    };
    const { problems } = await read(folder, "text-dir", sink);
    assert.equal(inner.text(), '{"data":{"text":"a"}}\n{"data":{"text":"c"}}\n');
    assert.equal(problems.length, 1);
    assert.match(problems[0]!.file!, /b\.txt$/);
    assert.match(problems[0]!.message, /no such file/);
  }));

Deno.test("folders: a folder without permission is named, and hides no other", () =>
  inFolder(async (folder) => {
    await shell(
      "mkdir -p in/closed; echo 1 > in/a.txt; echo 2 > in/closed/b.txt; echo 3 > in/z.txt; chmod 0 in/closed",
      folder,
    );
    // Root may list any folder, so Deno is told to forbid this one, too.
    const run = await shell(
      `\${LABELPORT/--allow-read/--allow-read --deny-read=in/closed} convert in --on-error skip; chmod 700 in/closed`,
      folder,
    );
    assert.match(
      run.stderr,
      /in\/closed\/: the folder cannot be listed: (permission denied|Deno was started without)/,
    );
    assert.match(run.stderr, /2 tasks written .*; 1 record skipped/);
    assert.match(run.stdout, /"1"[^]*"3"/);
  }));

Deno.test("json-dir: with skip each bad file is in the rejects, and the good ones are written", () =>
  inFolder(async (folder) => {
    await shell(
      `mkdir in; echo '{"a":1}' > in/1.json; echo '[{"a":2},' > in/2.json; echo '{"a":}' > in/3.jsonl; echo '{"a":4}' > in/4.jsonl`,
      folder,
    );
    const stop = await labelport(["convert", "in", "-o", "out.jsonl"], { folder });
    assert.match(stop.stderr, /in\/2\.json:2:1: expected a value, found the end/);
    assert.match(stop.stderr, /in\/3\.jsonl:1:6: expected a value, found "\}"/);
    assert.equal(stop.code, 1);
    const skip = await labelport([
      "convert",
      "in",
      "-o",
      "out.jsonl",
      "--on-error",
      "skip",
      "--rejects",
      "bad.jsonl",
    ], { folder });
    assert.equal(skip.code, 0, skip.stderr);
    const read = async (name: string) =>
      (await Deno.readTextFile(`${folder}/${name}`)).trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(await read("out.jsonl"), [1, 2, 4].map((a) => ({ data: { a } })));
    assert.deepEqual((await read("bad.jsonl")).map(({ file, line }) => [file, line]), [["in/2.json", 2], [
      "in/3.jsonl",
      1,
    ]]);
  }));

const DETECTED: readonly (readonly [files: string, expected: RegExp])[] = [
  ["a.PNG b.jpg", /read as image-dir: all its files \(2\) are images/],
  ["a.png LICENSE b.xml", /read as image-dir: 1 of its files \(3\) are images/],
  ["a.wav", /read as audio-dir/],
  ["a.json b.JSONL", /read as json-dir/],
  ["a b", /read as text-dir/],
  [
    "a.txt b.png c.png",
    /Cannot tell the format of "in": it holds 2 \.png, 1 \.txt; choose text-dir or image-dir with --input-format/,
  ],
  ["a.xyz", /Cannot tell the format of "in": it holds 1 \.xyz; there are json-dir \(\.json/],
  ["", /Cannot tell the format of "in": it is empty/],
];

for (const [files, expected] of DETECTED) {
  Deno.test(`detection: a folder of ${files || "nothing"}`, () =>
    inFolder(async (folder) => {
      await Deno.mkdir(`${folder}/in`);
      for (const name of files.split(" ").filter(Boolean)) {
        await Deno.writeTextFile(`${folder}/in/${name}`, "{}\n");
      }
      const { stderr } = await labelport(["convert", "in"], { folder });
      assert.match(stderr, expected);
    }));
}

Deno.test("folders: a format for files refuses a folder, and the other way round", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/in`);
    await Deno.writeTextFile(`${folder}/in/a.csv`, "a\n1\n");
    assert.match(
      (await labelport(["convert", "in", "-f", "csv"], { folder })).stderr,
      /Cannot read "in" as csv: it is a folder/,
    );
    const run = await labelport(["convert", "in/a.csv", "-f", "text-dir"], { folder });
    assert.match(run.stderr, /Cannot read "in\/a\.csv" as text-dir: it is a file/);
    const none = await labelport(["convert", "in", "-f", "image-dir"], { folder });
    assert.match(none.stderr, /in: the folder holds no images: there is only 1 \.csv/);
  }));

/** Reads a folder with skipping, so that everything is told. */
async function read(folder: string, name: string, sink: TaskSink = memorySink()) {
  const input = await lookAtFolder(await openFolder(folder));
  const report = await importTasks({
    registry: builtin,
    input,
    format: builtin.get(name),
    sink,
    onError: "skip",
  });
  const text = "text" in sink ? (sink as ReturnType<typeof memorySink>).text() : "";
  return { ...report, tasks: text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as unknown) };
}
