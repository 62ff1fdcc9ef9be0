import assert from "node:assert/strict";
import { appOf, inProject, tasksOf } from "../testing/project.ts";

const PNG = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
);

/** A folder of images as a browser sends it. */
function form(...names: readonly string[]): FormData {
  const data = new FormData();
  for (const name of names) data.append("file", new File([PNG], name));
  return data;
}

Deno.test("images that are sent are kept under their names, served, and gone with their import", () =>
  inProject(async (project, folder) => {
    const request = appOf(project);
    const body = form("photos/a #1 ü.png", "photos/sub/b.png");
    const answer = await request("/api/import?format=image-dir", { method: "POST", body });
    assert.equal(answer.status, 201, await answer.clone().text());
    const urls = tasksOf(project).map((task) => new URL(JSON.parse(task).data.image));
    assert.deepEqual(urls.map(({ pathname }) => decodeURIComponent(pathname)), [
      "/static/a #1 ü.png",
      "/static/b.png",
    ]);
    for (const { pathname, search } of urls) {
      const image = await request(pathname + search);
      assert.deepEqual([image.status, image.headers.get("content-type")], [200, "image/png"]);
      assert.deepEqual(new Uint8Array(await image.arrayBuffer()), PNG);
    }
    const undone = await project.store.undo(1);
    await undone.rows;
    assert.deepEqual([...Deno.readDirSync(`${folder}/media`)], []);
    assert.equal((await request(urls[0]!.pathname + urls[0]!.search)).status, 404);
  }));

Deno.test("of an import that fails no image is kept", () =>
  inProject(async (project, folder) => {
    const request = appOf(project);
    for (const names of [["p/a.png", "p/a.png"], ["p/a.png", "p/../../b.png"], ["p/a.png", "p/.b.png"]]) {
      const answer = await request("/api/import?format=image-dir", { method: "POST", body: form(...names) });
      assert.equal(answer.status, 400, await answer.text());
    }
    const dry = await request("/api/import?format=image-dir&dry_run=1", {
      method: "POST",
      body: form("p/a.png"),
    });
    assert.equal(dry.status, 200, await dry.text());
    assert.deepEqual([...Deno.readDirSync(`${folder}/media`)], []);
    assert.deepEqual(tasksOf(project), []);
  }));

Deno.test("images of a process that died are cleaned up; the user's own folders and those of the living stay", () =>
  inProject(async (project, folder) => {
    const dead = `${folder}/media/${crypto.randomUUID()}_${crypto.randomUUID()}`;
    const living = `${folder}/media/${project.store.owner}_${crypto.randomUUID()}`;
    const own = `${folder}/media/holiday`;
    for (const path of [dead, living, own]) {
      await Deno.mkdir(path, { recursive: true });
      await Deno.writeFile(`${path}/a.png`, PNG);
    }
    const request = appOf(project);
    await (await request("/api/import?format=image-dir", { method: "POST", body: form("p/a.png") })).body
      ?.cancel();
    await project.store.recover();
    assert.throws(() => Deno.statSync(dead), Deno.errors.NotFound);
    for (const path of [living, own]) assert.ok(Deno.statSync(`${path}/a.png`).isFile);
    assert.equal([...Deno.readDirSync(`${folder}/media`)].length, 3);
  }));
