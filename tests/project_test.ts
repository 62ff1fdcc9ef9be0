/** The commands of a project, as a user runs them. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { commandLine, inFolder, labelport, shell, start } from "./command.ts";

const CONFIG = '<Text name="message" value="$text"/>';

/** Writes files, runs the lines of shell, and gives what the last one printed. */
async function run(folder: string, files: Readonly<Record<string, string>>, ...lines: readonly string[]) {
  for (const [name, content] of Object.entries(files)) {
    await Deno.mkdir(`${folder}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(`${folder}/${name}`, content);
  }
  let last = { code: 0, stdout: "", stderr: "" };
  for (const line of lines) last = await shell(line, folder);
  return last;
}

/** All files below a folder, and nothing of what the system keeps. */
async function filesIn(folder: string, inside = ""): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${folder}/${inside}`)) {
    names.push(...isDirectory ? await filesIn(folder, `${inside}${name}/`) : [inside + name]);
  }
  return names.sort();
}

/** What a store holds, seen or not: sooner read than by the command. */
function tasksIn(store: string) {
  const db = new DatabaseSync(store, { readOnly: true });
  try {
    return db.prepare("select id, task from tasks order by id").all();
  } finally {
    db.close();
  }
}

const data = (stdout: string) =>
  stdout.split("\n").filter((line) => line !== "").map((line) => JSON.stringify(JSON.parse(line).data));

Deno.test("init, import, imports, undo and export work in a folder, or on one that is named", () =>
  inFolder(async (folder) => {
    const files = {
      "a.csv": "text\n007\n",
      "b.txt": "x\ny\n",
      "c.jsonl": '{"text":1.50}\n',
      "config.xml": CONFIG,
    };
    for (const [where, dir] of [["", "."], [" here", "here"]] as const) {
      const made = await run(folder, files, `labelport init${where} -i a.csv -l config.xml`);
      assert.equal(made.code, 0, made.stderr);
      const added = await run(folder, {}, `labelport import${where} b.txt c.jsonl`);
      assert.equal(added.code, 0, added.stderr);
      assert.match(added.stderr, /3 tasks imported as import 2 in /);
      const list = await run(folder, {}, `labelport imports${where}`);
      assert.match(
        list.stdout,
        /^import +state +tasks[^]*\n1 +done +1 .*csv +a.csv\n2 +done +3 .*text, jsonl +b.txt, c.jsonl\n$/,
      );
      const all = await run(folder, {}, `labelport export${where}`);
      assert.equal(
        all.stdout,
        '{"id":1,"data":{"text":"007"}}\n{"id":2,"data":{"text":"x"}}\n{"id":3,"data":{"text":"y"}}\n{"id":4,"data":{"text":1.50}}\n',
      );
      const undone = await run(folder, {}, `labelport undo${where} 2`);
      assert.match(undone.stderr, /import 2 undone: 3 tasks of b.txt, c.jsonl taken back/);
      const rest = await run(
        folder,
        {},
        `labelport export${where} -o out.json --label-studio 1 && cat out.json`,
      );
      assert.equal(rest.stdout, '[\n{"id":1,"data":{"text":"007"}}\n]\n');
      const settings = JSON.parse(await Deno.readTextFile(`${folder}/${dir}/labelport.json`));
      assert.deepEqual([settings.version, settings.labelConfig], [1, "config.xml"]);
    }
    assert.equal(await Deno.readTextFile(`${folder}/here/config.xml`), CONFIG);
  }));

const REFUSED: readonly {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly before?: readonly string[];
  readonly line: string;
  readonly says: RegExp;
}[] = [
  {
    name: "init where there is a project",
    before: ["labelport init"],
    line: "labelport init",
    says:
      /Cannot make a project in "\.": there is one; add to it with labelport import, or replace it with --force/,
  },
  {
    name: "init with bad data",
    files: { "a.json": '[{"a":1},\n2]' },
    line: "labelport init p -i a.json",
    says: /a.json:2:1: the record is a number[^]*no project was made in p/,
  },
  {
    name: "init with a file that is not there",
    line: "labelport init p -i no.json",
    says: /Cannot read "no.json": /,
  },
  {
    name: "init with a label config that is none",
    files: { "c.xml": "<View>" },
    line: "labelport init p -l c.xml",
    says: /c.xml:1:6: it is no XML/,
  },
  {
    name: "init with a label config that is not there",
    line: "labelport init p -l c.xml",
    says: /Cannot read "c.xml"/,
  },
  {
    name: "init with a format and nothing to read",
    line: "labelport init p -f csv",
    says: /Cannot use --input-format without --input-path/,
  },
  { name: "init with a port that is none", line: "labelport init p --port x", says: /from 0 to 65535/ },
  {
    name: "init where a file is",
    files: { "f": "" },
    line: "labelport init f",
    says: /Cannot make a project in "f": /,
  },
  {
    name: "init without the permission to write there",
    line: "labelport init /proc/labelport",
    says: /Cannot make a project in "\/proc\/labelport": /,
  },
  {
    name: "one file twice at once",
    files: { "a.json": '{"a":1}' },
    before: ["labelport init"],
    line: "labelport import a.json ./a.json",
    says: /Cannot import "\.\/a.json" twice at once/,
  },
  {
    name: "import where there is no project",
    files: { "a.json": "{}" },
    line: "labelport import a.json",
    says: /there is no labelport.json; make one with labelport init/,
  },
  {
    name: "import of nothing",
    before: ["labelport init"],
    line: "labelport import",
    says: /Cannot import nothing/,
  },
  {
    name: "import of a file without tasks",
    files: { "a.json": "[]" },
    before: ["labelport init"],
    line: "labelport import a.json",
    says: /a.json: there are no tasks in it/,
  },
  {
    name: "import of one bad file among good ones",
    files: { "a.json": '{"a":1}', "b.csv": "a,b\n1\n" },
    before: ["labelport init"],
    line: "labelport import a.json b.csv",
    says: /b.csv:2: 1 cell, but the header has 2 columns/,
  },
  {
    name: "import of what is there already",
    files: { "a.json": '{"a":1}' },
    before: ["labelport init -i a.json"],
    line: "labelport import ./a.json",
    says:
      /Cannot import "\.\/a.json" again: it is import 1 of .* UTC, and has not changed since; --again imports it all the same/,
  },
  {
    name: "import of an id that is taken",
    files: { "a.json": '{"id":1,"data":{}}', "b.json": '[{"a":1},\n {"id":1,"data":{}}]' },
    before: ["labelport init -i a.json"],
    line: "labelport import b.json",
    says: /b.json:2:?\d*: the id 1 is taken by import 1/,
  },
  {
    name: "undo of an import that is not there",
    before: ["labelport init"],
    line: "labelport undo 3",
    says: /Cannot find import 3/,
  },
  {
    name: "undo of what is no number",
    before: ["labelport init"],
    line: "labelport undo x",
    says: /Cannot find import "x": give its number/,
  },
  {
    name: "export where there is no project",
    line: "labelport export nowhere",
    says: /Cannot open a project in "nowhere"/,
  },
  {
    name: "settings that are none",
    files: { "labelport.json": '{"version":1,"port":"x"}' },
    line: "labelport export",
    says: /Cannot use "labelport.json": "port"/,
  },
  {
    name: "a store that is none",
    files: { "labelport.json": '{"version":1}', "labelport.db": "not a database at all" },
    line: "labelport export",
    says: /Cannot open "labelport.db": it is no SQLite database/,
  },
  {
    name: "start beyond this machine",
    line: "labelport start --host 0.0.0.0 --no-browser",
    says: /Cannot listen on "0.0.0.0"/,
  },
  {
    name: "start with media that are no folder",
    line: "labelport start --media nothing --no-browser",
    says: /Cannot serve the media of "nothing": it is no folder/,
  },
];

for (const { name, files = {}, before = [], line, says } of REFUSED) {
  Deno.test(`refused, with exit code 1 and nothing left behind: ${name}`, () =>
    inFolder(async (folder) => {
      await run(folder, files, ...before);
      const there = await filesIn(folder);
      const tasks = before.length > 0 ? tasksIn(`${folder}/labelport.db`) : [];
      const { code, stderr } = await run(folder, {}, line);
      assert.equal(code, 1, stderr);
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /\n\s+at /);
      if (before.length > 0) assert.deepEqual(tasksIn(`${folder}/labelport.db`), tasks);
      else if (!line.includes(" start")) assert.deepEqual(await filesIn(folder), there);
    }));
}

Deno.test("--again, --force, --ids, --map, --data-key, --provenance, --on-error and --rejects work here, too", () =>
  inFolder(async (folder) => {
    const files = { "a.csv": "a\n1\n", "b.jsonl": '{"id":1,"data":{"a":2}}\n[]\n', "c.txt": "x\n" };
    const lines = [
      "labelport init -i a.csv",
      "labelport import a.csv --again --map a=b",
      "labelport import b.jsonl --ids new --on-error skip --rejects bad.jsonl",
      "labelport import c.txt --data-key words --provenance",
    ];
    const { code, stderr } = await run(folder, files, ...lines);
    assert.equal(code, 0, stderr);
    assert.deepEqual(data((await run(folder, {}, "labelport export")).stdout), [
      '{"a":"1"}',
      '{"b":"1"}',
      '{"a":2}',
      '{"words":"x"}',
    ]);
    assert.match(await Deno.readTextFile(`${folder}/bad.jsonl`), /"line":2,.*"raw":"\[\]"/);
    const replaced = await run(folder, {}, "labelport init --force -i c.txt");
    assert.equal(replaced.code, 0, replaced.stderr);
    assert.equal((await run(folder, {}, "labelport export")).stdout, '{"id":1,"data":{"text":"x"}}\n');
    const failed = await run(folder, {}, "labelport init --force -i b.jsonl");
    assert.equal(failed.code, 1);
    assert.equal((await run(folder, {}, "labelport export")).stdout, '{"id":1,"data":{"text":"x"}}\n');
  }));

Deno.test("start makes an empty project where there is none, and says so; Ctrl-C ends it", () =>
  inFolder(async (folder) => {
    const server = await start(folder, ["--port", "0"]);
    assert.match(server.said(), /there was no project in \.: an empty one was made/);
    assert.deepEqual(await server.tasks(), []);
    assert.equal(await server.stop("SIGINT"), 0);
    assert.ok((await filesIn(folder)).includes("labelport.json"));
  }));

Deno.test("started at another port, the URLs of media follow, and what only looks like one does not", () =>
  inFolder(async (folder) => {
    const own = "http://127.0.0.1:8200/static/a.png?d=x";
    const files = { "photos/ä b.png": "bytes", "own.txt": `${own}\n` };
    const made = await run(folder, files, "labelport init -i photos", "labelport import own.txt");
    assert.equal(made.code, 0, made.stderr);
    await using server = await start(folder, ["--port", "0"]);
    assert.match(server.said(), new RegExp(`the media URLs of 1 task now begin with ${server.url}`));
    const [photo, text] = await server.tasks();
    assert.ok((photo!.data.image as string).startsWith(`${server.url}/static/`));
    assert.equal(await (await fetch(photo!.data.image as string)).text(), "bytes");
    assert.equal(text!.data.text, own);
    const part = await fetch(photo!.data.image as string, { headers: { range: "bytes=1-2" } });
    assert.deepEqual([part.status, await part.text()], [206, "yt"]);
    const undone = await fetch(`${server.url}/api/imports/1`, { method: "DELETE" });
    await undone.body!.cancel();
    const gone = await fetch(photo!.data.image as string);
    assert.equal(gone.status, 404);
    await gone.body!.cancel();
  }));

Deno.test("folders given with --media are served, and no others", () =>
  inFolder(async (folder) => {
    await run(folder, { "mine/a.wav": "bytes", "other/b.wav": "bytes" });
    await using server = await start(folder, ["--port", "0", "--media", "mine"]);
    const real = await Deno.realPath(folder);
    for (const [name, dir, status] of [["a.wav", "mine", 200], ["b.wav", "other", 404]] as const) {
      const response = await fetch(`${server.url}/static/${name}?d=${encodeURIComponent(`${real}/${dir}`)}`);
      assert.equal(response.status, status);
      await response.body!.cancel();
    }
  }));

Deno.test("a command and the server write at once: all of both is there, under ids of its own", () =>
  inFolder(async (folder) => {
    await run(folder, { "a.jsonl": '{"a":1}\n'.repeat(100_000), "b.jsonl": '{"b":1}\n'.repeat(100_000) });
    await using server = await start(folder, ["--port", "0"]);
    const post = async () => {
      const body = await Deno.readFile(`${folder}/b.jsonl`);
      const headers = { "content-type": "application/x-ndjson" };
      const response = await fetch(`${server.url}/api/import`, { method: "POST", headers, body });
      assert.equal(response.status, 201, await response.text());
    };
    const [command] = await Promise.all([labelport(["import", "a.jsonl"], { folder }), post(), post()]);
    assert.equal(command.code, 0, command.stderr);
    const tasks = await server.tasks();
    assert.deepEqual([tasks.length, new Set(tasks.map(({ id }) => id)).size], [300_000, 300_000]);
  }));

/** An import that has staged tasks and cannot end: its input stays open. */
async function stuckImport(args: readonly string[], folder: string, bytes: number) {
  const before = await bytesIn(folder);
  const [program, ...rest] = commandLine([...args, "-", "-f", "jsonl"], folder);
  const child = new Deno.Command(program!, {
    args: rest,
    cwd: folder,
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(new TextEncoder().encode('{"a":1}\n'.repeat(300_000))).catch(() => {});
  const end = performance.now() + 60_000;
  while (await bytesIn(folder) < before + bytes) {
    assert.ok(performance.now() < end, "it stages nothing");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const kill = async (signal: Deno.Signal) => {
    child.kill(signal);
    const { code } = await child.status;
    await written;
    await writer.close().catch(() => {});
    return code;
  };
  return { kill };
}

/** What all files below a folder hold. Some come and go. */
async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await filesIn(folder)) {
    bytes += await Deno.stat(`${folder}/${name}`).then(({ size }) => size, () => 0);
  }
  return bytes;
}

Deno.test("killed in the middle, an import leaves nothing that is seen, and the next one works", () =>
  inFolder(async (folder) => {
    await run(folder, { "b.json": '{"b":1}' }, "labelport init");
    for (const staged of [100_000, 3_000_000]) {
      const { kill } = await stuckImport(["import"], folder, staged);
      await kill("SIGKILL");
      const { code, stdout, stderr } = await run(folder, {}, "labelport export");
      assert.deepEqual([code, stdout], [0, ""], stderr);
    }
    const { code, stderr } = await run(folder, {}, "labelport import b.json");
    assert.equal(code, 0, stderr);
    assert.equal((await run(folder, {}, "labelport export")).stdout, '{"id":1,"data":{"b":1}}\n');
    assert.match((await run(folder, {}, "labelport imports")).stdout, /1 +failed +0 /);
  }));

Deno.test("init that is killed leaves no project, and the next one works", () =>
  inFolder(async (folder) => {
    for (const signal of ["SIGKILL", "SIGINT"] as const) {
      const { kill } = await stuckImport(["init", "p", "-i"], folder, 1_000_000);
      const code = await kill(signal);
      if (signal === "SIGINT") assert.equal(code, 130);
      assert.ok(!(await filesIn(folder)).includes("p/labelport.json"));
    }
    await Deno.writeTextFile(`${folder}/b.json`, '{"b":1}');
    const { code, stderr } = await run(folder, {}, "labelport init p -i b.json");
    assert.equal(code, 0, stderr);
    const left = (await filesIn(folder)).filter((name) => name.startsWith("p/"));
    assert.deepEqual(left, ["p/.labelport/init.gate", "p/labelport.db", "p/labelport.json"]);
  }));
