/** What a command writes never destroys what it reads, nor a project. */
import assert from "node:assert/strict";
import { inFolder, shell, start } from "./command.ts";

const SETUP = `printf '{"text":"a"}\\nno\\n' > m.jsonl
printf 'text\\nx\\n' > s.csv
mkdir up && printf 'a' > up/a.txt
ln -s m.jsonl link.jsonl && ln m.jsonl hard.jsonl && ln -s up to-up
echo '<Text name="t" value="$text"/>' > c.xml
labelport init p -l c.xml && labelport import p s.csv 2> /dev/null`;

const SKIP = "--on-error skip";

/** What must be refused, and what is said. */
const REFUSED: readonly (readonly [string, RegExp])[] = [
  [`labelport import p m.jsonl ${SKIP} --rejects p/labelport.db`, /"p\/labelport.db": it is a project's own/],
  [`labelport import p m.jsonl ${SKIP} --rejects p/labelport.db-wal`, /project's own file/],
  [`labelport import p m.jsonl ${SKIP} --rejects p/labelport.json`, /project's own file/],
  [`labelport import p m.jsonl ${SKIP} --rejects p/.labelport/x`, /project's own file/],
  [`labelport import p m.jsonl ${SKIP} --rejects p/c.xml`, /"p\/c.xml": it is read as well/],
  [`labelport import p m.jsonl ${SKIP} --rejects m.jsonl`, /"m.jsonl": it is read as well/],
  [`labelport init q -i m.jsonl ${SKIP} --rejects ./m.jsonl`, /"\.\/m.jsonl": it is read as well/],
  [`labelport init r -i m.jsonl -l c.xml ${SKIP} --rejects c.xml`, /"c.xml": it is read as well/],
  ["labelport export p -o p/labelport.db", /project's own file/],
  ["ln -s p/labelport.db out; labelport export p -o out", /"out": it is a project's own file/],
  ["labelport export p -o p/c.xml", /"p\/c.xml": it is read as well/],
  ["labelport convert s.csv -o s.csv", /"s.csv": it is read as well/],
  ["labelport convert s.csv -l c.xml -o c.xml", /"c.xml": it is read as well/],
  [`labelport convert m.jsonl ${SKIP} --rejects m.jsonl`, /"m.jsonl": it is read as well/],
  [`labelport convert m.jsonl ${SKIP} --rejects link.jsonl`, /"link.jsonl": it is read as well/],
  [`labelport convert link.jsonl ${SKIP} -o hard.jsonl`, /"hard.jsonl": it is read as well/],
  ["labelport convert up -o up/out.txt", /"up\/out.txt": it lies in "up", which is read/],
  ["labelport convert up -o to-up/a.txt", /"to-up\/a.txt": it lies in "up", which is read/],
  [`labelport convert m.jsonl ${SKIP} --rejects new -o ./new`, /tasks and rejects cannot go to one file/],
];

Deno.test("an output that is an input, lies in a folder that is read or belongs to a project is refused", () =>
  inFolder(async (folder) => {
    assert.equal((await shell(SETUP, folder)).code, 0);
    const state = "cat m.jsonl s.csv up/* c.xml p/c.xml p/labelport.json; ls up; labelport export p";
    const before = await shell(state, folder);
    assert.match(before.stdout, /"data":\{"text":"x"\}/);
    const runs = REFUSED.map(async ([line, message]) => {
      const { code, stdout, stderr } = await shell(line, folder);
      assert.deepEqual([code, stdout], [1, ""], line);
      assert.match(stderr, message, line);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
    });
    await Promise.all(runs);
    assert.equal((await shell(state, folder)).stdout, before.stdout);
  }));

Deno.test("a rejects file that is there stays as it is when nothing is refused", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/s.csv`, "text\nx\n");
    await Deno.writeTextFile(`${folder}/keep.txt`, "mine");
    const line = `labelport convert s.csv ${SKIP} --rejects keep.txt -o out.jsonl`;
    assert.equal((await shell(line, folder)).code, 0);
    assert.equal(await Deno.readTextFile(`${folder}/keep.txt`), "mine");
    assert.equal(
      (await shell(`${line.replace("keep", "new")}; ls -A`, folder)).stdout.includes("new"),
      false,
    );
  }));

Deno.test("a store that is gone or emptied is missed, not made anew", () =>
  inFolder(async (folder) => {
    assert.equal((await shell(SETUP, folder)).code, 0);
    for (const harm of ["rm labelport.db", ": > labelport.db"]) {
      const ways = ["imports p", "export p", "import p s.csv", "undo p 1", "start p --port 0 --no-browser"];
      for (const way of ways) {
        const copy = `rm -rf copy && cp -r p copy && (cd copy && rm -f *-wal *-shm && ${harm})`;
        const { code, stderr } = await shell(`${copy} && labelport ${way.replace(" p", " copy")}`, folder);
        assert.equal(code, 1, way);
        assert.match(stderr, /its store labelport.db is (gone|empty); bring it back .*--force/, way);
      }
    }
  }));

Deno.test("a server whose store is taken away says so and takes nothing more", () =>
  inFolder(async (folder) => {
    await using server = await start(folder, ["p", "--port", "0"]);
    const post = () =>
      fetch(`${server.url}/api/import`, {
        method: "POST",
        body: '{"text":"a"}',
        headers: { "content-type": "application/json" },
      });
    assert.equal((await post()).status, 201);
    await Deno.remove(`${folder}/p/labelport.db`);
    for (const response of [await post(), await fetch(`${server.url}/health`)]) {
      assert.equal(response.status, 507);
      assert.match((await response.json()).detail, /labelport.db" has been taken away/);
    }
  }));

Deno.test("of two servers of one project the second is refused, and told where the first is", () =>
  inFolder(async (folder) => {
    await using server = await start(folder, ["p", "--port", "0"]);
    const { code, stderr } = await shell("labelport start p --port 0 --no-browser", folder);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`another server does, at ${server.url}; stop that one first`));
    await server.stop();
    await using again = await start(folder, ["p", "--port", "0"]);
    assert.notEqual(again.url, "");
  }));

Deno.test("a full disk behind standard output is one line and exit code 1", () =>
  inFolder(async (folder) => {
    assert.equal((await shell(SETUP, folder)).code, 0);
    for (const line of ["convert s.csv", "export p", "imports p", "formats"]) {
      const { code, stderr } = await shell(`labelport ${line} > /dev/full`, folder);
      assert.equal(code, 1, line);
      assert.match(stderr, /^labelport: Cannot write to standard output: no space left/m, stderr);
    }
  }));
