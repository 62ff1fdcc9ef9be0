import assert from "node:assert/strict";
import { appOf, inProject, tasksOf } from "../testing/project.ts";

const CONFIG = '<Text name="message" value="$text"/>';
const multipart = (text: string): RequestInit => ({
  headers: { "content-type": "multipart/form-data; boundary=XX" },
  body: text.replaceAll("\n", "\r\n"),
});
const part = (name: string, content: string) =>
  `--XX\nContent-Disposition: form-data; name="f"; filename="${name}"\n\n${content}\n`;
const json = (body: string): RequestInit => ({ headers: { "content-type": "application/json" }, body });
const typed = (type: string, body: BodyInit): RequestInit => ({ headers: { "content-type": type }, body });

interface Bad {
  readonly name: string;
  readonly query?: string;
  readonly init: RequestInit;
  readonly config?: string;
  readonly status: number;
  /** Of the first problem. */
  readonly problem: Readonly<Record<string, unknown>>;
}

const BAD: readonly Bad[] = [
  {
    name: "no body",
    init: json(""),
    status: 400,
    problem: { code: "json", message: "there is nothing in it", line: 1 },
  },
  {
    name: "no tasks",
    init: json("[]"),
    status: 400,
    problem: { message: "there are no tasks in it", code: "empty" },
  },
  {
    name: "a header without rows",
    init: typed("text/csv", "a,b\n"),
    status: 400,
    problem: { code: "empty" },
  },
  {
    name: "JSON that breaks off",
    init: json('[{"a":1},'),
    status: 400,
    problem: { code: "json", line: 1, column: 10, file: "body.json" },
  },
  {
    name: "a string",
    init: json('"str"'),
    status: 400,
    problem: { code: "json", message: "the document is a string" },
  },
  {
    name: "data that is a string",
    init: json('[{"data":{}},\n {"data":"s"}]'),
    status: 400,
    problem: {
      code: "task",
      record: 2,
      line: 2,
      column: 10,
      pointer: "/data",
      message: '"data" is a string',
      hint: 'write an object such as {"data": {"text": "…"}}',
    },
  },
  {
    name: "a prediction without result",
    init: json('{"data":{},"predictions":[{"result":[]},{"x":1}]}'),
    status: 400,
    problem: { code: "task", pointer: "/predictions/1" },
  },
  {
    name: "a key that the label config needs",
    config: CONFIG,
    init: json('{"txt":"a"}'),
    status: 400,
    problem: { code: "label-config", hint: 'there is "txt": did you mean ?map=txt=text?' },
  },
  {
    name: "a column that the label config needs",
    config: CONFIG,
    init: typed("text/csv", "txt\na\n"),
    status: 400,
    problem: { code: "label-config", line: 1 },
  },
  {
    name: "a row with too many cells",
    init: typed("text/csv", "a,b\n1,2\n1,2,3\n"),
    status: 400,
    problem: { code: "csv", line: 3, record: 2 },
  },
  {
    name: "an unknown parameter",
    init: json('{"a":1}'),
    query: "?retrun_task_ids=1",
    status: 422,
    problem: { code: "request", message: /"retrun_task_ids"/ },
  },
  {
    name: "media without their folder",
    init: multipart(`${part("a.wav", "RIFF0000")}--XX--\n`),
    status: 415,
    problem: { file: "a.wav", message: /audio-dir reads .wav files, from their folder/ },
  },
  {
    name: "bytes that are no UTF-8",
    init: typed("text/plain", new Uint8Array([97, 10, 255, 10])),
    status: 400,
    problem: { code: "encoding", line: 2 },
  },
  {
    name: "gzip that is cut off",
    init: typed("text/csv", new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0])),
    status: 400,
    problem: {},
  },
  {
    name: "another Content-Encoding",
    init: { headers: { "content-type": "text/csv", "content-encoding": "br" }, body: "a" },
    status: 415,
    problem: { code: "request" },
  },
  {
    name: "an unknown media type",
    init: typed("application/pdf", "%PDF"),
    status: 415,
    problem: { message: /Cannot tell how to read "application\/pdf": send application\/json/ },
  },
  {
    name: "a body without a type",
    init: { body: new Uint8Array([1]) },
    status: 415,
    problem: { message: /without a Content-Type/ },
  },
  {
    name: "a web form without files",
    init: typed("application/x-www-form-urlencoded", "x=y"),
    status: 415,
    problem: {},
  },
  {
    name: "a file that nothing reads",
    init: multipart(`${part("a.zip", "PK\u0003\u0004")}--XX--\n`),
    status: 415,
    problem: { file: "a.zip", code: "format", message: /a ZIP archive/ },
  },
  { name: "a form that breaks off", init: multipart(part("a.json", '{"a":1}')), status: 400, problem: {} },
  {
    name: "a form without a boundary",
    init: { headers: { "content-type": "multipart/form-data" }, body: "x" },
    status: 400,
    problem: { message: /Boundary not found/ },
  },
  { name: "a form without files", init: multipart("--XX--\n"), status: 400, problem: { code: "empty" } },
  {
    name: "data in a field",
    init: multipart('--XX\nContent-Disposition: form-data; name="data"\n\n[{"a":1}]\n--XX--\n'),
    status: 422,
    problem: { message: /the form's field "data": it is no file and no setting/ },
  },
  {
    name: "one bad file among good ones",
    init: multipart(`${part("a.json", '{"a":1}')}${part("b.json", "[1]")}--XX--\n`),
    status: 400,
    problem: { file: "b.json", message: "the record is a number" },
  },
  {
    name: "a folder format for a body",
    query: "?format=text-dir",
    init: typed("text/plain", "x"),
    status: 422,
    problem: { message: /it reads a folder; send files whose names form one/ },
  },
  {
    name: "a folder format for names that form none",
    query: "?format=text-dir",
    init: multipart(`${part("a.txt", "x")}--XX--\n`),
    status: 422,
    problem: {},
  },
  {
    name: "an unknown format",
    query: "?format=cvs",
    init: json("{}"),
    status: 422,
    problem: { message: /no such format; did you mean "csv"/ },
  },
  {
    name: "an unknown option",
    query: "?format=csv&delimeter=tab",
    init: typed("text/csv", "a\n1"),
    status: 422,
    problem: { message: /delimeter/ },
  },
  {
    name: "a value that an option does not take",
    query: "?delimiter=x",
    init: typed("text/csv", "a\n1"),
    status: 422,
    problem: { message: /delimiter/ },
  },
  {
    name: "a flag that is neither true nor false",
    query: "?dry_run=maybe",
    init: json("{}"),
    status: 422,
    problem: { message: /dry_run/ },
  },
  {
    name: "a rename that is none",
    query: "?map=a",
    init: json("{}"),
    status: 422,
    problem: { message: /write it as map=old=new/ },
  },
  {
    name: "an encoding that nobody knows",
    query: "?encoding=klingon",
    init: typed("text/csv", "a\n1"),
    status: 422,
    problem: { message: /klingon/ },
  },
  {
    name: "an empty Idempotency-Key",
    init: { headers: { "content-type": "application/json", "idempotency-key": "" }, body: "{}" },
    status: 422,
    problem: {},
  },
  { name: "100,000 levels", init: json("[".repeat(100_000) + "]".repeat(100_000)), status: 400, problem: {} },
  {
    name: "a plain body that its header calls gzip",
    init: { headers: { "content-type": "application/json", "content-encoding": "gzip" }, body: '{"a":1}' },
    status: 400,
    problem: { message: /its Content-Encoding is gzip, and it is none/ },
  },
  {
    name: "two files of one name in a folder",
    query: "?format=text-dir",
    init: multipart(`${part("letters/a.txt", "x")}${part("letters/a.txt", "y")}--XX--\n`),
    status: 400,
    problem: { message: /"letters\/a.txt" twice/ },
  },
  {
    name: "a name that leads out of its folder",
    query: "?format=text-dir",
    init: multipart(`${part("letters/a.txt", "x")}${part("letters/../../b.txt", "y")}--XX--\n`),
    status: 400,
    problem: { message: /send names such as letters\/a.txt/ },
  },
];

for (const { name, query = "", init, config, status, problem } of BAD) {
  Deno.test(`POST /api/import refuses ${name} with ${status}${query}`, () =>
    inProject(async (project) => {
      const response = await appOf(project)(`/api/import${query}`, { method: "POST", ...init });
      const text = await response.text();
      assert.equal(response.status, status, text);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
      const { problems, status: told, detail } = JSON.parse(text);
      assert.equal(told, status);
      assert.ok(detail.length > 0);
      for (const [key, value] of Object.entries(problem)) {
        if (value instanceof RegExp) assert.match(problems[0][key], value);
        else assert.deepEqual(problems[0][key], value, text);
      }
      assert.ok(problems[0].code && problems[0].message, text);
      assert.doesNotMatch(text, /\n\s+at |\.ts:\d/);
      assert.deepEqual(tasksOf(project), []);
      assert.equal(project.store.db.prepare("select count(*) as n from tasks").get()!.n, 0);
    }, config));
}

Deno.test("a sender that goes away in the middle leaves nothing", () =>
  inProject(async (project) => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"a":1}\n'.repeat(100_000)));
      },
      pull(controller) {
        controller.error(new Error("connection reset"));
      },
    });
    const headers = { "content-type": "application/x-ndjson" };
    const response = await appOf(project)("/api/import", { method: "POST", headers, body });
    assert.equal(response.status, 400);
    await response.body!.cancel();
    assert.equal(project.store.db.prepare("select count(*) as n from tasks").get()!.n, 0);
  }));
