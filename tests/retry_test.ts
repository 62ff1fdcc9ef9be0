/** Records that were refused come back whole, once somebody has mended them. */
import assert from "node:assert/strict";
import { inFolder, shell } from "./command.ts";

/** What is imported, what is mended in the rejects file, and what is there then, each task with its place. */
const CASES: readonly {
  readonly name: string;
  readonly setup: string;
  readonly input: string;
  readonly mend: readonly (readonly [string, string])[];
  readonly tasks: readonly string[];
  readonly source: readonly string[];
}[] = [
  {
    name: "rows of a table, with its header and its delimiter",
    setup: String.raw`printf 'text;n\na;1\nb;2;3\n"c;\nd";4\ne\n' > in.csv`,
    input: "in.csv",
    mend: [["b;2;3", "b;2,3"], ['"raw":"e"', '"raw":"e;5"']],
    tasks: [
      '{"text":"a","n":"1"}',
      String.raw`{"text":"c;\nd","n":"4"}`,
      '{"text":"b","n":"2,3"}',
      '{"text":"e","n":"5"}',
    ],
    source: ["in.csv:3", "in.csv:6"],
  },
  {
    name: "a table without a header",
    setup: String.raw`printf 'a,b\nc\n' > in.csv`,
    input: "in.csv --no-header",
    mend: [['"raw":"c"', '"raw":"c,d"']],
    tasks: ['{"column1":"a","column2":"b"}', '{"column1":"c","column2":"d"}'],
    source: ["in.csv:2"],
  },
  {
    name: "lines of JSON, byte for byte",
    setup: String.raw`printf '{"text":1.50}\n{"text":tru}\n{"text":"\\u00e9",}\n' > in.jsonl`,
    input: "in.jsonl",
    mend: [["tru}", "true}"], [",}", "}"]],
    tasks: ['{"text":1.50}', '{"text":true}', String.raw`{"text":"\u00e9"}`],
    source: ["in.jsonl:2", "in.jsonl:3"],
  },
  {
    name: "lines of a text, under their key",
    setup: String.raw`printf 'one\ntw\xff\nthree\n' > in.txt`,
    input: "in.txt --data-key line",
    mend: [['"raw_base64":"dHf/"', '"raw":"two"']],
    tasks: ['{"line":"one"}', '{"line":"three"}', '{"line":"two"}'],
    source: ["in.txt:2"],
  },
  {
    name: "files of a folder",
    setup: `mkdir in; echo '{"text":"a"}' > in/a.json; echo '[{"text":"b"},{"data":1}]' > in/b.json`,
    input: "in",
    mend: [[String.raw`{\"data\":1}`, String.raw`{\"text\":\"c\"}`]],
    tasks: ['{"text":"a"}', '{"text":"b"}', '{"text":"c"}'],
    source: ["in/b.json:1"],
  },
];

for (const { name, setup, input, mend, tasks, source } of CASES) {
  Deno.test(`retry imports what was refused and mended: ${name}`, () =>
    inFolder(async (folder) => {
      const first =
        `${setup}; labelport init p && labelport import p ${input} --on-error skip --rejects bad.jsonl`;
      const { stderr } = await shell(first, folder);
      assert.match(stderr, /skipped, kept in bad.jsonl/);
      // Before it is mended, nothing of it is taken.
      const early = await shell("labelport retry p bad.jsonl", folder);
      assert.equal(early.code, 1, early.stderr);
      for (const place of source) assert.ok(early.stderr.includes(place), `${place} in ${early.stderr}`);
      let text = await Deno.readTextFile(`${folder}/bad.jsonl`);
      for (const [wrong, right] of mend) {
        assert.ok(text.includes(wrong), `${wrong} in ${text}`);
        text = text.replace(wrong, () => right);
      }
      await Deno.writeTextFile(`${folder}/bad.jsonl`, text);
      const again = await shell("labelport retry p bad.jsonl", folder);
      assert.equal(again.code, 0, again.stderr);
      const { stdout } = await shell("labelport export p", folder);
      const data = stdout.trimEnd().split("\n").map((line) =>
        line.replace(/^\{"id":\d+,"data":/, "").slice(0, -1)
      );
      assert.deepEqual(data, tasks);
    }));
}

Deno.test("what is refused again can be kept and mended again", () =>
  inFolder(async (folder) => {
    const lines = [
      String.raw`printf 'a,b\n1\n2\n' > in.csv`,
      "labelport init p && labelport import p in.csv --on-error skip --rejects one.jsonl --again; labelport imports p --json",
    ];
    await shell(lines.join("\n"), folder);
    await shell(
      String
        .raw`printf 'a,b\n0,0\n1\n2\n' > in.csv; labelport import p in.csv --on-error skip --rejects one.jsonl`,
      folder,
    );
    const half = (await Deno.readTextFile(`${folder}/one.jsonl`)).replace('"raw":"1"', '"raw":"1,1"');
    await Deno.writeTextFile(`${folder}/one.jsonl`, half);
    const some = await shell(
      "labelport retry p one.jsonl --on-error skip --rejects two.jsonl && cat two.jsonl",
      folder,
    );
    assert.equal(some.code, 0, some.stderr);
    const left = JSON.parse(some.stdout);
    assert.deepEqual([left.file, left.line, left.format, left.before, left.raw], [
      "in.csv",
      4,
      "csv",
      "a,b\n",
      "2",
    ]);
    await Deno.writeTextFile(`${folder}/two.jsonl`, JSON.stringify({ ...left, raw: "2,2" }));
    const last = await shell("labelport retry p two.jsonl && labelport export p", folder);
    assert.equal(last.code, 0, last.stderr);
    assert.match(last.stdout, /"a":"0"[^]*"a":"1"[^]*"a":"2"/);
  }));

Deno.test("a record that somebody has emptied is missed, not lost in silence", () =>
  inFolder(async (folder) => {
    await shell(
      String
        .raw`printf 'a,b\n0,0\n1\n' > in.csv; labelport init p && labelport import p in.csv --on-error skip --rejects bad.jsonl`,
      folder,
    );
    const text = await Deno.readTextFile(`${folder}/bad.jsonl`);
    await Deno.writeTextFile(`${folder}/bad.jsonl`, text.replace('"raw":"1"', '"raw":""'));
    const { code, stderr } = await shell("labelport retry p bad.jsonl", folder);
    assert.equal(code, 1);
    assert.match(stderr, /^in.csv:3: there is no record in "raw"; write the record into it/);
  }));

Deno.test("a line that is no line of a rejects file is named", () =>
  inFolder(async (folder) => {
    const lines = ['{"raw":"x"}', "nonsense", '{"format":"csv"}', '{"format":"cvs","raw":"x"}'].join("\n");
    await Deno.writeTextFile(`${folder}/bad.jsonl`, lines);
    const { code, stderr } = await shell("labelport init p; labelport retry p bad.jsonl", folder);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /bad.jsonl:1: the line has no "format"[^]*bad.jsonl:2: the line is no JSON[^]*bad.jsonl:3: the line has no record[^]*no such format; did you mean "csv"/,
    );
  }));
