/** What may happen to a store: processes that die, files that are cut, disks that are full, clocks that jump. */
import assert from "node:assert/strict";
import { importText, inProject, tasksOf } from "../testing/project.ts";
import { Store } from "./store.ts";

const rows = (store: Store) => store.db.prepare("select count(*) as n from tasks").get()!.n;

/** Stages an import and leaves it, as a process does that is killed. */
async function stage(store: Store): Promise<number> {
  const running = store.begin({ ids: "keep", again: false, baseUrl: "", options: {} });
  await store.reserve(running);
  await running.staging.write({
    bytes: new TextEncoder().encode('{"data":{"a":1}}\n'.repeat(1000)),
    count: 1000,
    origin: { record: 1, line: 1 },
    normalized: { completions: 0, predictions: 0, columns: ["a"] },
  });
  return running.staging.importId!;
}

Deno.test("what a dead process has staged is cleaned up, what a living one stages is kept, whatever the clock says", () =>
  inProject(async (project) => {
    for (const started of ["1970-01-01T00:00:00.000Z", "2999-01-01T00:00:00.000Z"]) {
      const living = Store.open(project.store.path);
      const dead = Store.open(project.store.path);
      const [kept, left] = [await stage(living), await stage(dead)];
      project.store.db.prepare("update imports set started_at = ?").run(started);
      // Its lock goes with it.
      dead.close();
      await project.store.recover();
      assert.deepEqual([project.store.import(kept).state, project.store.import(left).state], [
        "running",
        "failed",
      ]);
      assert.equal(rows(project.store), 1000);
      living.close();
      await project.store.recover();
      assert.deepEqual([project.store.import(kept).state, rows(project.store)], ["failed", 0]);
    }
    const report = await importText(project, ["a.json", '{"a":1}']);
    assert.equal(report.stored, true);
  }));

Deno.test("a write waits for another process that holds the store, and is done then", () =>
  inProject(async (project) => {
    const other = Store.open(project.store.path);
    other.db.exec("begin immediate");
    const importing = importText(project, ["a.json", '{"a":1}']);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(tasksOf(project), []);
    other.db.exec("commit");
    other.close();
    assert.equal((await importing).stored, true);
    assert.equal(tasksOf(project).length, 1);
  }));

Deno.test("where the disk is full, the import fails in words, nothing of it is there, and the next one works", () =>
  inProject(async (project) => {
    const { db } = project.store;
    const pages = db.prepare("pragma page_count").get()!.page_count as number;
    db.exec(`pragma max_page_count = ${pages + 20}`);
    await assert.rejects(
      importText(project, ["a.jsonl", '{"a":"some text"}\n'.repeat(200_000)]),
      /Cannot write to the store: the disk is full/,
    );
    db.exec("pragma max_page_count = 1073741823");
    await project.store.recover();
    assert.deepEqual([tasksOf(project), rows(project.store)], [[], 0]);
    assert.equal((await importText(project, ["b.json", '{"b":1}'])).stored, true);
    assert.deepEqual(tasksOf(project).length, 1);
  }));

Deno.test("a log that is cut anywhere leaves each import whole or absent, and a store that works", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await inProject(async (project) => {
      project.store.db.exec("pragma wal_autocheckpoint = 0");
      for (let n = 0; n < 5; n++) await importText(project, [`${n}.jsonl`, `{"n":${n}}\n`.repeat(1000)]);
      const { path } = project.store;
      const wal = await Deno.readFile(`${path}-wal`);
      for (let n = 0; n <= 20; n++) {
        const copy = `${folder}/${n}.db`;
        await Deno.copyFile(path, copy);
        const cut = n === 20 ? wal.length : Math.floor(Math.random() * wal.length);
        await Deno.writeFile(`${copy}-wal`, wal.subarray(0, cut));
        const store = Store.open(copy, `${folder}/locks`);
        await store.recover();
        const found = store.db.prepare(
          `select imports.id, count(*) as n from tasks join imports on imports.id = import where state = 'done' group by 1`,
        ).all();
        assert.ok(found.every((row) => row.n === 1000), `cut at ${cut} of ${wal.length}`);
        const done = store.imports().filter(({ state }) => state === "done").length;
        assert.equal(found.length, done);
        if (n === 20) assert.equal(done, 5);
        assert.equal(store.db.prepare("pragma integrity_check").get()!.integrity_check, "ok");
        store.close();
      }
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a store of the first schema is brought up to date, and its tasks are there", () =>
  inProject(async (project, folder) => {
    await importText(project, ["a.json", '{"a":1}']);
    const old = `${folder}/old.db`;
    project.store.flush();
    await Deno.copyFile(project.store.path, old);
    const before = Store.open(old);
    before.db.exec(
      "alter table imports drop column bytes; alter table imports drop column cancelled; pragma user_version = 1",
    );
    before.close();
    const store = Store.open(old);
    assert.deepEqual(store.imports().map(({ bytes, tasks }) => [bytes, tasks]), [[0, 1]]);
    store.close();
  }));
