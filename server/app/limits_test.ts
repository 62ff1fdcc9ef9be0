import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { builtin } from "@labelport/builtin";
import { inProject, tasksOf } from "../testing/project.ts";
import { createApp } from "./create_app.ts";
import type { Limits } from "../project/settings.ts";
import type { Project } from "../project/project.ts";

const json = { "content-type": "application/json" };

/** The app with these limits, as a function that posts. */
function posting(project: Project, limits: Partial<Limits>) {
  const app = createApp({ registry: builtin, project, limits });
  return (init: RequestInit, path = "/api/import") =>
    Promise.resolve(app.request(path, { method: "POST", ...init }));
}

/** A body that has no length beforehand, of `count` pieces. */
function endless(piece: string, count = Infinity): ReadableStream<Uint8Array> {
  let sent = 0;
  const bytes = new TextEncoder().encode(piece);
  return new ReadableStream({
    pull: (controller) => sent++ < count ? controller.enqueue(bytes.slice()) : controller.close(),
  });
}

const form = (parts: number): FormData => {
  const data = new FormData();
  for (let n = 0; n < parts; n++) data.append("file", new File(['{"a":1}'], `${n}.json`));
  return data;
};

const LIMITED: readonly {
  readonly name: string;
  readonly limits: Partial<Limits>;
  readonly init: () => RequestInit;
}[] = [
  {
    name: "a body that says it is too long",
    limits: { body: 10 },
    init: () => ({ headers: { ...json, "content-length": "11" }, body: '{"a":12345}' }),
  },
  {
    name: "an endless body",
    limits: { body: 2 ** 20 },
    init: () => ({
      headers: { "content-type": "application/x-ndjson" },
      body: endless('{"a":1}\n'.repeat(1000)),
    }),
  },
  {
    name: "an endless form",
    limits: { body: 2 ** 20 },
    init: () => ({
      headers: { "content-type": "multipart/form-data; boundary=X" },
      body: endless("--X\r\nContent-Disposition: form-data; name=f; filename=a.txt\r\n\r\nabc\r\n"),
    }),
  },
  {
    name: "a record without end",
    limits: { record: 1000 },
    init: () => ({ headers: json, body: endless('[{"a":"' + "x".repeat(1000), 3) }),
  },
  {
    name: "a line without end",
    limits: { record: 1000 },
    init: () => ({ headers: { "content-type": "text/plain" }, body: endless("x".repeat(70_000), 5) }),
  },
  {
    name: "a gzip bomb",
    limits: { decompressed: 2 ** 20 },
    init: () => ({
      headers: { "content-type": "text/csv", "content-encoding": "gzip" },
      body: gzipSync(`a\n${"1\n".repeat(2 ** 21)}`),
    }),
  },
  {
    name: "a gzip bomb in a form",
    limits: { decompressed: 2 ** 20 },
    init: () => {
      const data = new FormData();
      data.append("file", new File([gzipSync(`a\n${"1\n".repeat(2 ** 21)}`)], "a.csv.gz"));
      return { body: data };
    },
  },
  { name: "more parts than there may be", limits: { parts: 10 }, init: () => ({ body: form(11) }) },
];

for (const { name, limits, init } of LIMITED) {
  Deno.test(`past a limit: ${name} is 413, and nothing is stored`, () =>
    inProject(async (project) => {
      const response = await posting(project, limits)(init());
      const text = await response.text();
      assert.equal(response.status, 413, text);
      assert.equal(JSON.parse(text).problems[0].code, "too-large", text);
      assert.equal(project.store.db.prepare("select count(*) as n from tasks").get()!.n, 0);
    }));
}

Deno.test("up to a limit everything is taken", () =>
  inProject(async (project) => {
    const body = '{"a":1}';
    assert.equal(
      (await posting(project, { body: body.length, parts: 10, record: 7 })({ headers: json, body })).status,
      201,
    );
    assert.equal((await posting(project, { parts: 10 })({ body: form(10) })).status, 201);
    assert.equal(tasksOf(project).length, 11);
  }));

Deno.test("one import more than there may be at once is 503 with Retry-After; the others go on", () =>
  inProject(async (project) => {
    const post = posting(project, { imports: 2 });
    const bodies = [1, 2].map(() => new TransformStream<Uint8Array, Uint8Array>());
    const running = bodies.map(({ readable }) => post({ headers: json, body: readable }));
    const late = await post({ headers: json, body: "{}" });
    assert.deepEqual([late.status, late.headers.get("retry-after")], [503, "1"]);
    assert.equal((await late.json()).problems[0].code, "busy");
    for (const { writable } of bodies) {
      const writer = writable.getWriter();
      await writer.write(new TextEncoder().encode('{"a":1}'));
      await writer.close();
    }
    assert.deepEqual((await Promise.all(running)).map(({ status }) => status), [201, 201]);
    assert.equal((await post({ headers: json, body: "{}" })).status, 201);
  }));

Deno.test("a running import is followed by its events, and cancelled: nothing of it remains", () =>
  inProject(async (project) => {
    const app = createApp({ registry: builtin, project });
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const posted = app.request("/api/import", {
      method: "POST",
      headers: { "content-type": "application/x-ndjson" },
      body: readable,
    });
    const writer = writable.getWriter();
    const lines = new TextEncoder().encode('{"a":1}\n'.repeat(400_000));
    await writer.write(lines);
    let found: { readonly id: number; readonly state: string } | undefined;
    for (let n = 0; n < 3000 && found === undefined; n++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      found = (await (await app.request("/api/imports")).json()).imports[0];
    }
    assert.deepEqual([found?.id, found?.state], [1, "running"]);
    const events = Promise.resolve(app.request("/api/imports/1/events")).then((response) => {
      assert.equal(response.headers.get("content-type"), "text/event-stream");
      return response.text();
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    // Its sender says nothing more: it is stopped all the same.
    assert.equal((await app.request("/api/imports/1/cancel", { method: "POST" })).status, 202);
    const answer = await posted;
    assert.equal(answer.status, 409);
    assert.equal((await answer.json()).problems[0].code, "cancelled");
    await writer.abort().catch(() => {});
    const told = (await events).trimEnd().split("\n\n").map((event) =>
      /event: (\w+)\ndata: (.*)/.exec(event)!
    );
    const [, name, data] = told[0]!;
    assert.equal(name, "progress");
    assert.ok(JSON.parse(data!).tasks > 0 && JSON.parse(data!).bytes > 0, data!);
    assert.equal(told.at(-1)![1], "failed");
    assert.match(told.at(-1)![2]!, /it was cancelled/);
    assert.equal(project.store.db.prepare("select count(*) as n from tasks").get()!.n, 0);
    for (const [path, status] of [["/api/imports/1/cancel", 409], ["/api/imports/9/cancel", 404]] as const) {
      const response = await app.request(path, { method: "POST" });
      assert.equal(response.status, status);
      await response.body!.cancel();
    }
  }));

Deno.test("what there is to count is told to Prometheus", () =>
  inProject(async (project) => {
    const app = createApp({ registry: builtin, project });
    const post = (body: string) => app.request("/api/import", { method: "POST", headers: json, body });
    await post('[{"a":1},{"a":2}]');
    await post("[1,2]");
    const text = await (await app.request("/metrics")).text();
    const expected = [
      'labelport_imports_total{state="done"} 1',
      'labelport_imports_total{state="failed"} 1',
      "labelport_import_tasks_total 2",
      "labelport_import_problems_total 2",
      "labelport_import_bytes_total 22",
      "labelport_imports_running 0",
      'labelport_http_request_duration_seconds_count{method="POST",route="/api/import",status="201"} 1',
      'labelport_http_request_duration_seconds_count{method="POST",route="/api/import",status="400"} 1',
    ];
    for (const line of expected) assert.ok(text.split("\n").includes(line), `${line}\n${text}`);
  }));
