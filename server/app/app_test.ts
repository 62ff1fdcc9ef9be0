import assert from "node:assert/strict";
import { builtin } from "@labelport/builtin";
import { describe } from "@labelport/core";
import { appOf, importText, inProject } from "../testing/project.ts";

const CONFIG = '<Text name="message" value="$text"/>';

Deno.test("GET /api/tasks gives all tasks, a page at a time, of one import if that is asked for", () =>
  inProject(async (project) => {
    const request = appOf(project);
    await importText(project, ["a.jsonl", '{"data":{"a": 1.50},"id":3}\n{"a":2}\n{"a":3}\n']);
    await importText(project, ["b.csv", "a\n4\n"]);
    const pages: unknown[][] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const response = await request(`/api/tasks?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      const text = await response.text();
      if (pages.length === 0) assert.ok(text.includes('{"a": 1.50}'), text);
      const page = JSON.parse(text);
      pages.push(page.tasks);
      cursor = page.next_cursor;
    }
    assert.deepEqual(pages[0], [
      { id: 3, data: { a: 1.5 }, import: 1, origin: { file: "a.jsonl", record: 1, line: 1 } },
      { id: 4, data: { a: 2 }, import: 1, origin: { file: "a.jsonl", record: 2, line: 2 } },
    ]);
    assert.deepEqual(pages.flat().map((task) => (task as { id: number }).id), [3, 4, 5, 6]);
    const one = await (await request("/api/tasks?import=2")).json();
    assert.deepEqual(one.tasks.map(({ id }: { id: number }) => id), [6]);
  }));

Deno.test("a task can be shown and deleted; where there is none, the answer is 404", () =>
  inProject(async (project) => {
    const request = appOf(project);
    await importText(project, ["a.json", '[{"a":1},{"a":2}]']);
    assert.deepEqual((await (await request("/api/tasks/2")).json()).data, { a: 2 });
    assert.equal((await request("/api/tasks/2", { method: "DELETE" })).status, 204);
    for (const method of ["GET", "DELETE"]) {
      const response = await request("/api/tasks/2", { method });
      assert.deepEqual([response.status, (await response.json()).problems[0].code], [404, "not-found"]);
    }
  }));

Deno.test("imports are listed, shown and taken back", () =>
  inProject(async (project) => {
    const request = appOf(project);
    await importText(project, ["a.json", '[{"a":1}]']);
    await importText(project, ["b.json", "[1]"]);
    const { imports, next_cursor } = await (await request("/api/imports")).json();
    assert.equal(next_cursor, null);
    const short = imports.map(({ id, state, task_count, bad_count }: Record<string, unknown>) => [
      id,
      state,
      task_count,
      bad_count,
    ]);
    assert.deepEqual(short, [[2, "failed", 0, 1], [1, "done", 1, 0]]);
    const shown = await (await request("/api/imports/2")).json();
    assert.deepEqual([shown.source, shown.problems[0].file, shown.problems[0].code], [
      "b.json",
      "b.json",
      "task",
    ]);
    const undone = await request("/api/imports/1", { method: "DELETE" });
    assert.deepEqual([undone.status, (await undone.json()).state], [200, "undone"]);
    assert.deepEqual((await (await request("/api/tasks")).json()).tasks, []);
    for (
      const [path, status] of [["/api/imports/1", 409], ["/api/imports/2", 409], [
        "/api/imports/7",
        404,
      ]] as const
    ) {
      const response = await request(path, { method: "DELETE" });
      assert.equal(response.status, status);
      await response.body!.cancel();
    }
  }));

Deno.test("GET /api/export streams all tasks as JSON Lines or an array, as either Label Studio names them", () =>
  inProject(async (project) => {
    const request = appOf(project);
    assert.equal(await (await request("/api/export?format=json")).text(), "[]\n");
    await importText(project, ["a.json", '{"data":{"a": 1.50},"completions":[{"result":[]}]}']);
    const task = '{"id":1,"data":{"a": 1.50},"completions":[{"result":[]}]}';
    const lines = await request("/api/export");
    assert.equal(lines.headers.get("content-type"), "application/x-ndjson");
    assert.equal(await lines.text(), `${task}\n`);
    const array = await request("/api/export?format=json&label_studio=1");
    assert.equal(await array.text(), `[\n${task.replace("completions", "annotations")}\n]\n`);
  }));

Deno.test("POST /api/inspect says what files would become; what lies past its first MiB is no error", () =>
  inProject(async (project) => {
    const data = new FormData();
    data.append("a", new File(['[{"text":"x"},'.repeat(1) + '{"text":"é"},'.repeat(100_000)], "cut.json"));
    data.append("b", new File(["txt\nx\n"], "b.csv"));
    data.append("c", new File(["PK\u0003\u0004\0"], "c.zip"));
    const response = await appOf(project)("/api/inspect", { method: "POST", body: data });
    assert.equal(response.status, 200);
    const { files } = await response.json();
    const [cut, csv, zip] = files;
    assert.deepEqual([cut.format, cut.cut, cut.columns, cut.problems], ["json", true, ["text"], []]);
    assert.deepEqual([cut.tasks.length, cut.tasks[0], cut.task_count > 10_000], [
      20,
      { data: { text: "x" } },
      true,
    ]);
    assert.deepEqual([csv.format, csv.cut, csv.task_count, csv.problems[0].code], [
      "csv",
      false,
      0,
      "label-config",
    ]);
    assert.match(csv.why, /one column/);
    assert.deepEqual([zip.format, zip.problems[0].code], [null, "format"]);
    const renamed = await appOf(project)("/api/inspect?map=txt%3Dtext&name=x.csv", {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: "txt\n007\n",
    });
    const [one] = (await renamed.json()).files;
    assert.deepEqual([one.name, one.columns, one.tasks], ["x.csv", ["text"], [{ data: { text: "007" } }]]);
    assert.equal(project.store.imports().length, 0);
  }, CONFIG));

Deno.test("the formats, the label config, the project and its health are told", () =>
  inProject(async (project) => {
    const request = appOf(project);
    assert.deepEqual(
      await (await request("/api/formats")).json(),
      JSON.parse(JSON.stringify(builtin.formats.map(describe))),
    );
    assert.equal(await (await request("/api/label-config")).text(), CONFIG);
    const told = await (await request("/api/project")).json();
    assert.deepEqual(told, { task_count: 0, label_config: true, base_url: "http://127.0.0.1:8200" });
    assert.equal((await (await request("/health")).json()).status, "ok");
  }, CONFIG));

Deno.test("a label config that is broken later is told when it is needed", () =>
  inProject(async (project, folder) => {
    await Deno.writeTextFile(`${folder}/config.xml`, "<View>");
    const headers = { "content-type": "application/json" };
    const response = await appOf(project)("/api/import", { method: "POST", headers, body: "{}" });
    assert.equal(response.status, 500);
    const told = await response.json();
    assert.match(told.detail, /project's label config: config.xml:1:6: it is no XML/);
    assert.equal(told.problems[0].code, "project");
  }, CONFIG));

Deno.test("a path that is not there is 404, a method that it does not take 405 with those that it does", () =>
  inProject(async (project) => {
    const request = appOf(project);
    const missing = await request("/api/nothing");
    assert.deepEqual([missing.status, missing.headers.get("content-type")], [
      404,
      "application/problem+json",
    ]);
    await missing.body!.cancel();
    for (
      const [path, method, allow] of [["/api/import", "GET", "POST"], [
        "/api/tasks/1",
        "POST",
        "GET, DELETE",
      ]] as const
    ) {
      const response = await request(path, { method });
      assert.deepEqual([response.status, response.headers.get("allow")], [405, allow]);
      await response.body!.cancel();
    }
  }));

const HOSTS:
  readonly (readonly [headers: Readonly<Record<string, string>>, method: string, status: number])[] = [
    [{ host: "localhost:8200" }, "GET", 200],
    [{ host: "127.0.0.1:8200" }, "GET", 200],
    [{ host: "[::1]:8200" }, "GET", 200],
    [{ host: "LOCALHOST" }, "GET", 200],
    [{ host: "evil.example:8200" }, "GET", 403],
    [{ host: "127.0.0.1.evil.example" }, "GET", 403],
    [{ host: "localhost.evil.example" }, "GET", 403],
    [{ host: "127.0.0.1@evil.example" }, "GET", 403],
    [{ host: "192.168.1.5:8200" }, "GET", 403],
    [{ host: "0.0.0.0:8200" }, "GET", 403],
    [{ host: "localhost:8200", origin: "http://localhost:8200" }, "POST", 201],
    [{ host: "localhost:8200", origin: "http://127.0.0.1:8200" }, "POST", 201],
    [{ host: "localhost:8200" }, "POST", 201],
    [{ host: "localhost:8200", origin: "http://localhost:3000" }, "POST", 403],
    [{ host: "localhost:8200", origin: "https://evil.example" }, "POST", 403],
    [{ host: "localhost:8200", origin: "http://localhost.evil.example:8200" }, "POST", 403],
    [{ host: "localhost:8200", origin: "null" }, "POST", 403],
    [{ host: "localhost:8200", "sec-fetch-site": "cross-site" }, "POST", 403],
    [{ host: "localhost:8200", "sec-fetch-site": "same-site" }, "POST", 403],
    [{ host: "localhost:8200", "sec-fetch-site": "same-origin" }, "POST", 201],
  ];

for (const [headers, method, status] of HOSTS) {
  const told = Object.entries(headers).map(([name, value]) => `${name} ${value}`).join(", ");
  Deno.test(`a ${method} with ${told} is ${status === 403 ? "refused" : "let in"}`, () =>
    inProject(async (project) => {
      const isPost = method === "POST";
      const response = await appOf(project)(isPost ? "/api/import" : "/api/tasks", {
        method,
        headers: { ...headers, ...(isPost && { "content-type": "application/json" }) },
        ...(isPost && { body: '{"a":1}' }),
      });
      assert.equal(response.status, status);
      await response.body?.cancel();
      assert.equal(project.store.imports().length, status === 201 ? 1 : 0);
    }));
}

Deno.test("GET /openapi.json describes every route, and what it describes is what is checked", () =>
  inProject(async (project) => {
    const document = await (await appOf(project)("/openapi.json")).json();
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods as Record<string, unknown>).map((method) => `${method.toUpperCase()} ${path}`)
    );
    assert.deepEqual(routes.sort(), [
      "DELETE /api/imports/{id}",
      "DELETE /api/tasks/{id}",
      "GET /api/export",
      "GET /api/formats",
      "GET /api/imports",
      "GET /api/imports/{id}",
      "GET /api/imports/{id}/events",
      "GET /api/label-config",
      "GET /api/project",
      "GET /api/tasks",
      "GET /api/tasks/{id}",
      "GET /health",
      "POST /api/import",
      "POST /api/imports/{id}/cancel",
      "POST /api/inspect",
      "PUT /api/label-config",
    ]);
    const { parameters, requestBody } = document.paths["/api/import"].post;
    const names = parameters.map(({ name }: { name: string }) => name);
    for (
      const name of ["format", "map", "ids", "on_error", "dry_run", "return_task_ids", "idempotency-key"]
    ) {
      assert.ok(names.includes(name), name);
    }
    assert.ok("text/csv" in requestBody.content && "multipart/form-data" in requestBody.content);
    for (const query of ["limit=0", "limit=1001", "limit=x", "cursor=-1", "nonsense=1"]) {
      const response = await appOf(project)(`/api/tasks?${query}`);
      assert.equal(response.status, 422, query);
      await response.body!.cancel();
    }
  }));

Deno.test("GET /import is a form that works without script; it shows counts, or what is wrong", () =>
  inProject(async (project) => {
    const request = appOf(project);
    const page = await (await request("/import")).text();
    assert.ok(page.startsWith("<!DOCTYPE html>"), page.slice(0, 40));
    assert.match(page, /<form id="plain" method="post" enctype="multipart\/form-data"/);
    assert.doesNotMatch(page, /<script(?! type="module" src="\/assets\/import.js"><\/script>)/);
    const send = (fields: Readonly<Record<string, string | File>>) => {
      const form = new FormData();
      // As a browser does: every field, empty or not, in the order of the page.
      const all = { format: "", on_error: "stop", map: "", data_key: "", delimiter: "", text: "", ...fields };
      for (const [name, value] of Object.entries(all)) form.append(name, value);
      if (!("file" in fields)) form.append("file", new File([], ""));
      return request("/import", { method: "POST", body: form });
    };
    const pasted = await send({ text: "a;b\r\n1;2\r\n", format: "csv", delimiter: "semicolon", map: "a=x" });
    const done = await pasted.text();
    assert.equal(pasted.status, 201, done);
    assert.match(done, /<strong>1 task imported<\/strong>[^]*Columns: x, b/);
    const file = await send({ file: new File(['[{"a":1},{"a":2}]'], "a.json") });
    assert.match(await file.text(), /2 tasks imported/);
    const bad = await send({ file: new File(['[{"a":1},<b>]'], "<i>.json") });
    const text = await bad.text();
    assert.equal(bad.status, 400);
    assert.match(text, /Nothing was imported[^]*&lt;i&gt;.json:1:10: expected a value/);
    assert.doesNotMatch(text, /<i>/);
    const wrong = await (await send({ text: "a,b\n1\n<b>", format: "csv" })).text();
    assert.match(wrong, /pasted text:2: 1 cell, but the header has 2 columns/);
    assert.match(wrong, /<textarea[^>]*>a,b\r?\n1\r?\n&lt;b&gt;<\/textarea>/);
    const nothing = await send({});
    assert.equal(nothing.status, 400);
    assert.match(await nothing.text(), /no file was sent/);
    assert.deepEqual(project.store.imports().map(({ state }) => state), ["failed", "failed", "done", "done"]);
  }));
