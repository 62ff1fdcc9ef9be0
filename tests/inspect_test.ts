/** `labelport inspect`, `explain` and the notes on label configs, as a user reads them. */
import assert from "node:assert/strict";
import { CODES } from "@labelport/core";
import { inFolder, shell } from "./command.ts";

/** What is there, what is asked, the exit code, and what must be said. */
const CASES:
  readonly (readonly [name: string, setup: string, line: string, code: number, said: readonly RegExp[]])[] = [
    [
      "what Label Studio's own reader would have changed",
      String.raw`printf 'zip,country,n,flag,big\n007,NA,1,true,1e5\n010,DE,,FALSE,7\n' > a.csv`,
      "inspect a.csv",
      0,
      [
        /"zip": 2 values such as "007" would be 7/,
        /"country": 1 value such as "NA" would be empty/,
        /"n": numbers would be written with a fraction: 1.0 for 1/,
        /"flag": texts would be true or false/,
        /"big": 1 value such as "1e5" would be 100000/,
      ],
    ],
    [
      "tasks that are there twice",
      String.raw`printf '{"a":1}\n{"a":2}\n{"a":1}\n' > a.jsonl`,
      "inspect a.jsonl",
      0,
      [/^3 tasks, 1 task there before, byte for byte$/m, /"a" +number +1, 2/],
    ],
    [
      "media that would not load",
      String
        .raw`mkdir p; : > p/e.png; printf 'x' > p/w.jpg; printf 'II*\0' > p/t.tif; printf '\xff\xd8\xff' > p/j.png; printf '\x89PNG\r\n\x1a\n' > p/ok.png`,
      "inspect p",
      0,
      [
        /a file is empty \(1×, first at e.png\)/,
        /a .jpg file is something else: browsers may not show it/,
        /a .png file is a JPEG image: browsers may not show it \(1×, first at j.png\)/,
        /most browsers show no .tif files: convert them/,
      ],
    ],
    [
      "how columns meet the label config",
      String.raw`printf 'text\nx\n' > a.csv; printf '<Text name="t" value="$text"/>' > c.xml`,
      "inspect a.csv -l c.xml",
      0,
      [/✓ <Text name="t"> shows "text"/],
    ],
    [
      "a label config that is wrong",
      String
        .raw`printf 'text\nx\n' > a.csv; printf '<Text name="t" value="$text"/><Rating name="r" toName="x"/>' > c.xml`,
      "inspect a.csv -l c.xml",
      1,
      [
        /error: c.xml:1:31: toName="x" leads to no tag of this name; did you mean "t"\?/,
        /explain says more of config-target/,
      ],
    ],
    [
      "regions that do not fit, and what a project is not made with",
      String
        .raw`printf '{"data":{"text":"x"},"predictions":[{"result":[{"from_name":"r","to_name":"t","type":"rating","value":{"rating":9}}]}]}' > a.json; printf '<Text name="t" value="$text"/><Rating name="r" toName="t"/>' > c.xml`,
      "inspect a.json -l c.xml",
      1,
      [/a.json:1:\d+: "rating" is 9; write a number from 0 to 5/],
    ],
    [
      "how a text is encoded",
      String.raw`printf '\xff\xfea\0\n\0b\0\n\0' > a.csv`,
      "inspect a.csv",
      0,
      [/one column in the first 2 rows; utf-16le/],
    ],
    ["a file that is not there", ":", "inspect none.csv", 1, [/Cannot read "none.csv": no such file/]],
    ["explain with a code that is none", ":", "explain region-lable", 1, [
      /Cannot explain "region-lable": did you mean "region-label"\?/,
    ]],
  ];

for (const [name, setup, line, code, said] of CASES) {
  Deno.test(`labelport ${line}: ${name}`, () =>
    inFolder(async (folder) => {
      const run = await shell(`${setup}\nlabelport ${line} 2>&1`, folder);
      for (const part of said) assert.match(run.stdout, part);
      assert.equal(run.code, code, run.stdout);
      assert.doesNotMatch(run.stdout, /\n +at /);
    }));
}

Deno.test("inspect --json says the same for programs", () =>
  inFolder(async (folder) => {
    await shell(
      String.raw`printf 'zip,t\n007,x\n' > a.csv; printf '<Text name="t" value="$text"/>' > c.xml`,
      folder,
    );
    const { stdout } = await shell("labelport inspect a.csv -l c.xml --map t=text --json", folder);
    const found = JSON.parse(stdout);
    assert.deepEqual([found.format, found.task_count, found.keys[0].column], ["csv", 1, "text"]);
    assert.deepEqual(found.columns[0].changes, ['1 value such as "007" would be 7']);
    assert.deepEqual(found.tasks, [{ data: { zip: "007", text: "x" } }]);
    assert.ok(found.others.length > 0);
  }));

Deno.test("explain lists all codes", () =>
  inFolder(async (folder) => {
    const { stdout } = await shell("labelport explain", folder);
    for (const { code } of CODES) assert.match(stdout, new RegExp(`^${code} `, "m"));
  }));

Deno.test("a project is not made with a label config that Label Studio refuses; what is odd is told", () =>
  inFolder(async (folder) => {
    const xml = '<Text name="t" value="$text"/><Rating name="r" toName="x"/>';
    await Deno.writeTextFile(`${folder}/bad.xml`, xml);
    await Deno.writeTextFile(
      `${folder}/odd.xml`,
      '<Text name="t" value="$text"/><Labels name="l" toName="t"/>',
    );
    const bad = await shell("labelport init p -l bad.xml; ls", folder);
    assert.match(bad.stderr, /^labelport: bad.xml:1:31: toName="x" leads to no tag of this name/);
    assert.equal(bad.stdout, "bad.xml\nodd.xml\n");
    const odd = await shell("labelport init p -l odd.xml", folder);
    assert.equal(odd.code, 0);
    assert.match(odd.stderr, /note: odd.xml:1:31: <Labels> has nothing to choose/);
  }));

Deno.test("a thousand records that fail in one way are three lines and a number", () =>
  inFolder(async (folder) => {
    const rows = Array.from({ length: 1207 }, (_, n) => `${n},x,${n}`).join("\n");
    await Deno.writeTextFile(`${folder}/a.csv`, `a,b\n1,2\n${rows}\n`);
    const { stderr } = await shell("labelport convert a.csv --on-error skip -o out.jsonl", folder);
    const lines = stderr.trimEnd().split("\n");
    assert.equal(lines.length, 6, stderr);
    assert.match(stderr, /^a.csv:3: 3 cells[^]*a.csv:5: 3 cells[^]*… 1 204 more like this\n1 task written/m);
  }));
