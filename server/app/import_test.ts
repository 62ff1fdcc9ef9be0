import assert from "node:assert/strict";
import { appOf, inProject, tasksOf } from "../testing/project.ts";

const CONFIG = '<Text name="message" value="$text"/>';
const form = (...files: readonly (readonly [name: string, content: BlobPart])[]): FormData => {
  const data = new FormData();
  for (const [name, content] of files) data.append("file", new File([content], name));
  return data;
};
const gzip = async (text: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  );

interface Good {
  readonly name: string;
  readonly query?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: BodyInit;
  readonly config?: string;
  readonly tasks: readonly string[];
  readonly answer?: Readonly<Record<string, unknown>>;
}

const GOOD: readonly Good[] = [
  {
    name: "the guide's array",
    type: "application/json",
    body: '[{"my_key": "my_value_1"}, {"my_key": "my_value_2"}]',
    tasks: ['{"data":{"my_key": "my_value_1"}}', '{"data":{"my_key": "my_value_2"}}'],
    answer: { task_count: 2, found_formats: { json: 1 }, data_columns: ["my_key"], import_id: 1 },
  },
  {
    name: "one object",
    type: "application/json; charset=utf-8",
    body: '{"a": 1.50}',
    tasks: ['{"data":{"a": 1.50}}'],
  },
  {
    name: "completions and predictions, counted",
    type: "application/json",
    body:
      '{"data":{"a":1},"annotations":[{"result":[]},{"result":[]}],"predictions":[{"result":[],"score":0.5}]}',
    tasks: [
      '{"data":{"a":1},"completions":[{"result":[]},{"result":[]}],"predictions":[{"result":[],"score":0.5}]}',
    ],
    answer: { completion_count: 2, prediction_count: 1 },
  },
  {
    name: "JSON Lines",
    type: "application/x-ndjson",
    body: '{"a":1}\n\n{"b":2}\n',
    tasks: ['{"data":{"a":1}}', '{"data":{"b":2}}'],
    answer: { data_columns: ["a", "b"] },
  },
  { name: "CSV", type: "text/csv", body: "a;b\n007;NA\n", tasks: ['{"data":{"a":"007","b":"NA"}}'] },
  {
    name: "CSV in another charset",
    type: "text/csv; charset=ISO-8859-1",
    body: new Uint8Array([97, 10, 233, 10]),
    tasks: ['{"data":{"a":"é"}}'],
  },
  {
    name: "JSON in another charset",
    type: "application/json; charset=latin1",
    body: new Uint8Array([...'{"a":"'].map((c) => c.charCodeAt(0)).concat(233, 34, 125)),
    tasks: ['{"data":{"a":"é"}}'],
  },
  {
    name: "TSV",
    type: "text/tab-separated-values",
    body: "a\tb\n1,2\t3\n",
    tasks: ['{"data":{"a":"1,2","b":"3"}}'],
  },
  {
    name: "text",
    type: "text/plain",
    body: "one\ntwo\n",
    tasks: ['{"data":{"text":"one"}}', '{"data":{"text":"two"}}'],
  },
  {
    name: "text for the label config's key",
    type: "text/plain",
    config: CONFIG.replace("$text", "$words"),
    body: "one",
    tasks: ['{"data":{"words":"one"}}'],
  },
  {
    name: "any body with a format and its options",
    query: "?format=csv&delimiter=pipe&header=false",
    type: "application/octet-stream",
    body: "a|b\n",
    tasks: ['{"data":{"column1":"a","column2":"b"}}'],
  },
  {
    name: "options in snake case",
    query: "?format=text&keep_blank=true",
    body: "a\n\n",
    tasks: ['{"data":{"text":"a"}}', '{"data":{"text":""}}'],
  },
  {
    name: "a body without a type, with a format",
    query: "?format=jsonl",
    body: new Uint8Array([123, 125, 10]),
    tasks: ['{"data":{}}'],
  },
  {
    name: "renames, and another key",
    query: "?map=a%3Dx&map=b%3Dy",
    type: "text/csv",
    body: "a,b\n1,2\n",
    tasks: ['{"data":{"x":"1","y":"2"}}'],
    answer: { data_columns: ["x", "y"] },
  },
  {
    name: "two files of one name",
    body: form(["a.json", '{"a":1}'], ["a.json", '{"a":2}']),
    tasks: ['{"data":{"a":1}}', '{"data":{"a":2}}'],
    answer: { found_formats: { json: 2 } },
  },
  {
    name: "files of several formats",
    body: form(["a.json", '{"a":1}'], ["b.csv", "a\n2\n"], ["c.txt", "x\n"]),
    tasks: ['{"data":{"a":1}}', '{"data":{"a":"2"}}', '{"data":{"text":"x"}}'],
    answer: { found_formats: { json: 1, csv: 1, text: 1 }, data_columns: ["a", "text"] },
  },
  {
    name: "files whose names form a folder",
    query: "?format=text-dir",
    body: form(["letters/a.txt", "x\n"], ["letters/more/b.txt", "y\n"], ["letters/c.png", "z"]),
    tasks: ['{"data":{"text":"x"}}', '{"data":{"text":"y"}}'],
    answer: {
      found_formats: { "text-dir": 1 },
      notes: [{ note: 'each task has its value under "text"; ?data_key= chooses another key' }, {
        note: "files passed over: 1 .png",
      }],
    },
  },
  {
    name: "an empty file input beside a file",
    body: form(["", ""], ["a.json", '{"a":1}']),
    tasks: ['{"data":{"a":1}}'],
  },
  {
    name: "a gzip body",
    type: "text/csv",
    headers: { "content-encoding": "gzip" },
    body: await gzip("a\n1\n"),
    tasks: ['{"data":{"a":"1"}}'],
  },
  {
    name: "a gzip file in a form",
    body: form(["a.csv.gz", await gzip("a\n1\n")]),
    tasks: ['{"data":{"a":"1"}}'],
  },
  {
    name: "ids, asked for",
    query: "?return_task_ids=true",
    type: "application/json",
    body: '[{"id":5,"data":{}},{"a":1}]',
    tasks: ['{"data":{}}', '{"data":{"a":1}}'],
    answer: { task_ids: [5, 6] },
  },
  {
    name: "ids anew",
    query: "?return_task_ids=1&ids=new",
    type: "application/json",
    body: '[{"id":5,"data":{}}]',
    tasks: ['{"data":{}}'],
    answer: { task_ids: [1] },
  },
  {
    name: "what is good, with skip",
    query: "?on_error=skip",
    type: "application/x-ndjson",
    body: '{"a":1}\n[]\n{"a":2}\n',
    tasks: ['{"data":{"a":1}}', '{"data":{"a":2}}'],
    answer: {
      skipped_count: 1,
      task_count: 2,
      problems: [{
        code: "task",
        message: "the record is an array",
        file: "body.jsonl",
        record: 2,
        line: 2,
        column: 1,
        hint: 'write an object such as {"text": "…"}',
      }],
    },
  },
  {
    name: "where each came from, asked for",
    query: "?provenance=true&name=my.csv",
    type: "text/csv",
    body: "a\n1\n",
    tasks: ['{"data":{"a":"1"},"meta":{"source":{"file":"my.csv","record":1,"line":2}}}'],
  },
];

for (const { name, query = "", type, headers, body, config, tasks, answer } of GOOD) {
  Deno.test(`POST /api/import takes ${name}`, () =>
    inProject(async (project) => {
      const response = await appOf(project)(`/api/import${query}`, {
        method: "POST",
        headers: { ...(type !== undefined && { "content-type": type }), ...headers },
        body,
      });
      const found = await response.json();
      assert.equal(response.status, 201, JSON.stringify(found));
      assert.deepEqual(tasksOf(project).map((json) => json.replace(/^\{"id":\d+,/, "{")), tasks);
      assert.equal(found.task_count, tasks.length);
      assert.ok(found.duration >= 0 && found.duration < 60);
      for (const [key, value] of Object.entries(answer ?? {})) assert.deepEqual(found[key], value, key);
    }, config));
}

Deno.test("POST /api/import?dry_run checks and counts, and stores nothing, not even that it was", () =>
  inProject(async (project) => {
    const request = appOf(project);
    const headers = { "content-type": "application/json" };
    for (const query of ["dry_run=true", "commit_to_project=false"]) {
      const body = '[{"id":1,"data":{}},{"a":1}]';
      const good = await request(`/api/import?${query}`, { method: "POST", headers, body });
      assert.equal(good.status, 200);
      const { import_id, task_count } = await good.json();
      assert.deepEqual([import_id, task_count], [null, 2]);
      const twice = await request(`/api/import?${query}`, {
        method: "POST",
        headers,
        body: '[{"id":1,"data":{}},{"id":1,"data":{}}]',
      });
      assert.equal(twice.status, 400);
      assert.equal((await twice.json()).problems[0].code, "id-taken");
    }
    assert.deepEqual(tasksOf(project), []);
    assert.ok(project.store.imports().every(({ state }) => state === "failed"));
    assert.equal(project.store.db.prepare("select count(*) as n from tasks").get()!.n, 0);
  }));

Deno.test("the same Idempotency-Key gives the first answer again, and stores nothing twice", () =>
  inProject(async (project) => {
    const request = appOf(project);
    const send = (body: BodyInit, query = "", key = "k1") =>
      request(`/api/import${query}`, { method: "POST", headers: { "idempotency-key": key }, body });
    const bodies = [
      () => form(["a.json", '[{"a":1},{"a":2}]'], ["b.csv", "a\n1\n"]),
      () => new Blob(['{"a":1}'], { type: "application/json" }),
    ];
    for (const [n, body] of bodies.entries()) {
      const first = await send(body(), "?return_task_ids=true", `k${n}`);
      const text = await first.text();
      assert.equal(first.status, 201, text);
      const before = tasksOf(project);
      const again = await send(body(), "?return_task_ids=true", `k${n}`);
      assert.deepEqual([again.status, await again.text()], [201, text]);
      assert.equal(again.headers.get("idempotent-replayed"), "true");
      assert.deepEqual(tasksOf(project), before);
      for (
        const other of [
          send(body(), "", `k${n}`),
          send(form(["a.json", '{"a":9}']), "?return_task_ids=true", `k${n}`),
        ]
      ) {
        const refused = await other;
        assert.equal(refused.status, 422);
        assert.match(
          (await refused.json()).detail,
          /Idempotency-Key again: it was sent with another request/,
        );
      }
      assert.deepEqual(tasksOf(project), before);
    }
    // What failed stored nothing: the mended request may have the same key.
    assert.equal((await send(form(["a.json", "[1]"]), "", "bad")).status, 400);
    assert.equal((await send(form(["a.json", '{"a":1}']), "", "bad")).status, 201);
  }));

Deno.test("while a request with an Idempotency-Key runs, another one with it is 409", () =>
  inProject(async (project) => {
    const request = appOf(project);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const headers = { "content-type": "application/json", "idempotency-key": "k" };
    const first = request("/api/import", { method: "POST", headers, body: readable });
    const writer = writable.getWriter();
    await writer.write(new TextEncoder().encode('[{"a":1},'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await request("/api/import", { method: "POST", headers, body: '[{"a":1},{"a":2}]' });
    assert.equal(second.status, 409);
    await second.body!.cancel();
    await writer.write(new TextEncoder().encode('{"a":2}]'));
    await writer.close();
    assert.equal((await first).status, 201);
    assert.equal(tasksOf(project).length, 2);
  }));
