import assert from "node:assert/strict";
import { fileSink, openFile, readText, rejectsFile } from "./fs.ts";
import { importTasks } from "./import_tasks.ts";
import { readJsonLines } from "./json/read.ts";
import { createRegistry } from "./registry.ts";
import { memorySink } from "./sinks.ts";
import { openSource } from "./source.ts";
import { encode } from "./utf8.ts";

const batch = (text: string) => ({ bytes: encode(text), count: 1 });

async function inFolder(use: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("fileSink() shows a file when it is whole, and not before", () =>
  inFolder(async (folder) => {
    const path = `${folder}/out.jsonl`;
    const sink = fileSink(path);
    await sink.write(batch("one\n"));
    assert.ok(!namesIn(folder).includes("out.jsonl"));
    await sink.write(batch("two\n"));
    await sink.close();
    assert.equal(Deno.readTextFileSync(path), "one\ntwo\n");
    assert.deepEqual(namesIn(folder), ["out.jsonl"]);
  }));

Deno.test("fileSink() leaves nothing of what is aborted, and what was there as it was", () =>
  inFolder(async (folder) => {
    const path = `${folder}/out.jsonl`;
    Deno.writeTextFileSync(path, "before");
    const sink = fileSink(path);
    await sink.write(batch("half"));
    await sink.abort();
    await sink.abort();
    assert.equal(Deno.readTextFileSync(path), "before");
    assert.deepEqual(namesIn(folder), ["out.jsonl"]);
  }));

Deno.test("fileSink() replaces the file behind a link, keeps the link and the file's mode", () =>
  inFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/real`);
    Deno.writeTextFileSync(`${folder}/real/out`, "before", { mode: 0o640 });
    Deno.symlinkSync("real/out", `${folder}/link`);
    const sink = fileSink(`${folder}/link`);
    await sink.write(batch("after"));
    await sink.close();
    assert.ok(Deno.lstatSync(`${folder}/link`).isSymlink);
    assert.equal(Deno.readTextFileSync(`${folder}/real/out`), "after");
    assert.equal(Deno.statSync(`${folder}/real/out`).mode! & 0o777, 0o640);
    assert.deepEqual(namesIn(`${folder}/real`), ["out"]);
  }));

Deno.test("fileSink() refuses what it cannot write before there is anything to write", () =>
  inFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    assert.throws(() => fileSink(folder), /Cannot write ".*": it is a folder/);
    assert.throws(() => fileSink(`${folder}/none/out`), /Cannot write ".*out": no such file or folder/);
    assert.throws(() => fileSink(`${folder}/file/out`), /Cannot write ".*out": /);
    assert.throws(() => fileSink(`${folder}/${"x".repeat(300)}`), /Cannot write ".*": file name too long/);
  }));

Deno.test("rejectsFile() keeps a bad record with its place, its reason and its own bytes", () =>
  inFolder(async (folder) => {
    const rejects = rejectsFile(`${folder}/bad.jsonl`);
    await rejects.write({ file: "a", line: 2, message: "wrong", hint: "right" }, encode('{"é":\n'));
    await rejects.write({ file: "b", message: "no text" }, Uint8Array.from([0xff, 0]));
    await rejects.write({ file: "c", message: "no bytes" }, undefined);
    rejects.close();
    const lines = Deno.readTextFileSync(`${folder}/bad.jsonl`).trimEnd().split("\n").map((line) =>
      JSON.parse(line)
    );
    assert.deepEqual(lines, [
      { file: "a", line: 2, problem: "wrong", hint: "right", raw: '{"é":\n' },
      { file: "b", problem: "no text", raw_base64: "/wA=" },
      { file: "c", problem: "no bytes" },
    ]);
  }));

Deno.test("openFile() reads a file as often as it is asked, counts its bytes and closes it", () =>
  inFolder(async (folder) => {
    const text = "x".repeat(1_000_000);
    Deno.writeTextFileSync(`${folder}/a`, text);
    let read = 0;
    const file = await openFile(`${folder}/a`, (count) => read += count);
    assert.equal(file.size, 1_000_000);
    for (let n = 1; n <= 2; n++) {
      assert.equal(await new Response(file.stream()).text(), text);
      assert.equal(read, n * 1_000_000);
    }
    // Deno.test fails where a file is left open.
    await file.stream().cancel();
    const partial = file.stream().getReader();
    await partial.read();
    await partial.cancel();
  }));

Deno.test("openFile() and readText() say what is wrong with a path", () =>
  inFolder(async (folder) => {
    await assert.rejects(openFile(`${folder}/none`), /Cannot read ".*none": no such file or folder/);
    await assert.rejects(openFile(folder), /Cannot read ".*": it is a folder/);
    await assert.rejects(readText(`${folder}/none`), /Cannot read ".*none": no such file or folder/);
    Deno.writeFileSync(`${folder}/latin1`, Uint8Array.from([0xe9]));
    await assert.rejects(readText(`${folder}/latin1`), /Cannot read ".*latin1": it is no UTF-8/);
  }));

Deno.test("a file that becomes shorter while it is read is a problem, not the end of the input", () =>
  inFolder(async (folder) => {
    const path = `${folder}/in.jsonl`;
    Deno.writeTextFileSync(path, '{"n":1}\n'.repeat(100_000));
    const input = await openSource(await openFile(path));
    Deno.truncateSync(path, 400_000);
    const jsonl = {
      name: "jsonl",
      title: "JSON Lines",
      reads: "file",
      extensions: [],
      read: readJsonLines,
    } as const;
    const { problems, stored } = await importTasks({
      registry: createRegistry({ trusted: [jsonl] }),
      format: jsonl,
      input,
      sink: memorySink(),
    });
    assert.equal(stored, false);
    assert.equal(problems[0]?.message, "the file has become shorter while it was read");
  }));
