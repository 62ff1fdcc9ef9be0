/** Every built-in format passes the suite that third-party formats pass. */
import assert from "node:assert/strict";
import { type Example, outcomeOf, testFormat } from "@labelport/core/testing";
import { builtin } from "./mod.ts";

const utf16 = (text: string) =>
  new Uint8Array(Uint16Array.from("\ufeff" + text, (c) => c.charCodeAt(0)).buffer);
const data = (...values: unknown[]) => values.map((value) => ({ data: value }));

const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  json: [
    {
      name: "an array",
      file: "a.json",
      input: '[{"a": 1.50}, {"data": {"é": "\\u00e9"}, "predictions": [{"result": []}]}]',
      tasks: [...data({ a: 1.5 }), { data: { "é": "é" }, predictions: [{ result: [] }] }],
    },
    {
      name: "an object over several lines",
      file: "a.json",
      input: '\ufeff{\r\n  "a": [1,\r\n 2]\r\n}\r\n',
      tasks: data({ a: [1, 2] }),
    },
    {
      name: "a bad element",
      file: "a.json",
      input: '[{"a": 1},\n {"data": 1},\n {"a": 2}]',
      tasks: data({ a: 1 }, { a: 2 }),
      problems: [{ line: 2, message: /"data" is a number/ }],
    },
  ],
  jsonl: [
    {
      name: "lines that all end",
      file: "a.jsonl",
      input: '{"a":1}\n{"data":{"b":"漢字"}}\n',
      tasks: data({ a: 1 }, { b: "漢字" }),
    },
    {
      name: "lines",
      file: "a.jsonl",
      input: '{"a":1}\r\n\n{"a":"漢字"}',
      tasks: data({ a: 1 }, { a: "漢字" }),
    },
    {
      name: "a bad line",
      file: "a.ndjson",
      input: '{"a":1}\n{"a":\n{"a":2}\n',
      tasks: data({ a: 1 }, { a: 2 }),
      problems: [{ line: 2, message: /expected a value/ }],
    },
  ],
  csv: [
    {
      name: "quotes",
      file: "a.csv",
      input: 'a,b\r\n"x ""y""\r\nz",é\r\n,007\r\n',
      tasks: data({ a: 'x "y"\r\nz', b: "é" }, { a: "", b: "007" }),
    },
    {
      name: "bad rows",
      file: "a.tsv",
      input: "a\tb\n1\n2\t3\n",
      tasks: data({ a: "2", b: "3" }),
      problems: [{ line: 2, message: /1 cell/ }],
    },
    { name: "UTF-16", file: "a.csv", input: utf16("a,b\né,漢\n"), tasks: data({ a: "é", b: "漢" }) },
    {
      name: "another encoding",
      file: "a.csv",
      input: Uint8Array.from([97, 10, 0xe9, 10]),
      encoding: "latin1",
      tasks: data({ a: "é" }),
    },
  ],
  text: [
    {
      name: "lines",
      file: "a.txt",
      input: 'one "1"\r\n\r\ntwo\\',
      tasks: data({ text: 'one "1"' }, { text: "two\\" }),
    },
    {
      name: "another key",
      file: "a.txt",
      input: "one\n",
      dataKey: "message",
      tasks: data({ message: "one" }),
    },
    { name: "UTF-16", file: "a.txt", input: utf16("é\n漢\n"), tasks: data({ text: "é" }, { text: "漢" }) },
  ],
  "json-dir": [
    {
      name: "files",
      file: "all",
      input: { "b.jsonl": '{"n":2}\n{"n":3}\n', "a/x.JSON": '[{"n":1}]', "notes.md": "" },
      tasks: data({ n: 1 }, { n: 2 }, { n: 3 }),
    },
    {
      name: "a bad file between good ones",
      file: "all",
      input: { "a.json": '{"n":1}', "b.json": '[{"n":2},', "c.json": '{"n":3}' },
      tasks: data({ n: 1 }, { n: 2 }, { n: 3 }),
      problems: [{ file: "all/b.json", line: 1, message: /found the end/ }],
    },
  ],
  "text-dir": [
    {
      name: "files",
      file: "all",
      input: { "a.txt": "one\ntwo\n", "b/c": "three", "d.TXT": "\ufefffour\n", "e.md": "x" },
      tasks: data({ text: "one" }, { text: "two" }, { text: "three" }, { text: "four" }),
    },
  ],
  "image-dir": [
    {
      name: "files",
      file: "all",
      input: { "a.png": "", "b/c d.JPG": "", "e.txt": "" },
      tasks: data({ image: "http://127.0.0.1:8200/static/a.png" }, {
        image: "http://127.0.0.1:8200/static/b%2Fc%20d.JPG",
      }),
    },
  ],
  "audio-dir": [
    {
      name: "files",
      file: "all",
      input: { "a.wav": "", "b.png": "" },
      dataKey: "sound",
      tasks: data({ sound: "http://127.0.0.1:8200/static/a.wav" }),
    },
  ],
};

for (const format of builtin.formats) testFormat(format, EXAMPLES[format.name] ?? [], { trusted: true });

Deno.test("builtin: offsets count from the beginning of the file, its byte order mark included", async () => {
  const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, 97, 10, 98, 0xe9, 10]);
  const setting = (name: string) => ({ format: builtin.get(name), trusted: true });
  for (
    const [name, input] of [["text", bytes], ["csv", bytes], ["text-dir", { "a.txt": bytes }]] as const
  ) {
    const { problems } = await outcomeOf({ name, file: "a.txt", input, tasks: [] }, setting(name), {
      size: 3,
    });
    assert.match(problems[0]!.message, /at offset 6$/, name);
  }
});

Deno.test("builtin: there are examples of each format and of nothing else", () => {
  assert.deepEqual(Object.keys(EXAMPLES).toSorted(), builtin.formats.map(({ name }) => name).toSorted());
});
