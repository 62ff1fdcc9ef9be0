/** What `formats --why` and a conversion without --input-format make of files, whatever their names. */
import assert from "node:assert/strict";
import { inFolder, labelport } from "./command.ts";

type Content = string | Uint8Array<ArrayBuffer>;
const utf16 = (text: string) =>
  new Uint8Array(Uint16Array.from(`\uFEFF${text}`, (c) => c.charCodeAt(0)).buffer);

const FILES: readonly (readonly [file: string, content: Content, format: string, task: unknown])[] = [
  ["a.csv", '[{"a":1},\n{"a":2}]', "json", { a: 1 }],
  ["a.txt", '{"a":1}\n{"a":2}\n', "jsonl", { a: 1 }],
  ["a.json", '{"a":1}\n{"a":2}\n', "jsonl", { a: 1 }],
  ["a.jsonl", '[\n{"a":1}\n]', "json", { a: 1 }],
  ["A.JSON", '{"a":\n1}', "json", { a: 1 }],
  ["A.CSV", "a,b\n1,2\n", "csv", { a: "1", b: "2" }],
  ["A.TXT", "a,b\n1,2\n", "text", { text: "a,b" }],
  ["a.csv", "a\tb\n1,5\t2\n", "csv", { a: "1,5", b: "2" }],
  ["a.csv", "a;b\n1,5;2\n", "csv", { a: "1,5", b: "2" }],
  ["a.tsv", "a,b\n1,2\n", "csv", { a: "1", b: "2" }],
  ["a.csv", "[id],[name]\n1,2\n", "csv", { "[id]": "1", "[name]": "2" }],
  ["a.csv", "{a},b\n1,2\n", "csv", { "{a}": "1", b: "2" }],
  ["data", "a,b\n1,2\n3,4\n", "csv", { a: "1", b: "2" }],
  ["data", "Dear opossum,\nhow are you?\n", "text", { text: "Dear opossum," }],
  ["data", ' \n\t{"a":1}', "json", { a: 1 }],
  ["a.txt", "[hello] world\n", "text", { text: "[hello] world" }],
  ["a.txt", utf16("hé\n"), "text", { text: "hé" }],
  ["a.csv", utf16("a;b\né;2\n"), "csv", { a: "é", b: "2" }],
  ["a.dat", utf16('[{"a": "é"}]'), "json", { a: "é" }],
];

for (const [file, content, format, data] of FILES) {
  const shown = typeof content === "string" ? JSON.stringify(content) : "UTF-16";
  Deno.test(`detection: ${file} of ${shown} is ${format}`, () =>
    inFolder(async (folder) => {
      await Deno.writeFile(
        `${folder}/${file}`,
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      );
      const run = await labelport(["convert", file], { folder });
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stderr, new RegExp(`^${file}: read as ${format}: .`));
      assert.deepEqual(JSON.parse(run.stdout.split("\n")[0]!), { data });
      const why = await labelport(["formats", "--why", file], { folder });
      assert.match(why.stdout, new RegExp(`^→ ${format} +(sure|maybe) +\\S`, "m"));
      assert.equal(why.stdout.trimEnd().split("\n").length, 4, why.stdout);
      assert.equal(why.code, 0);
    }));
}

Deno.test("detection: an image is none of the formats, and each says why", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(
      `${folder}/a.csv`,
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
    );
    const why = await labelport(["formats", "--why", "a.csv"], { folder });
    assert.match(why.stdout, / {2}csv +no +it holds NUL bytes, so it is no text/);
    assert.match(why.stderr, /it is a PNG image/);
    assert.equal(why.code, 1);
  }));
