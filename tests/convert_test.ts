/** `labelport convert` as a user meets it: real processes, real files, real pipes. */
import assert from "node:assert/strict";
import { inFolder, labelport } from "./command.ts";

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly files?: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;
  readonly stdin?: string;
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: RegExp;
  /** Files expected afterwards; all that are there beside the given ones. */
  readonly written?: Readonly<Record<string, string>>;
}

const CSV = "text,zip\nhello,00713\n";
const TASK = '{"data":{"text":"hello","zip":"00713"}}\n';

const CASES: readonly Case[] = [
  {
    name: "a CSV becomes JSON Lines on standard output, and the format is named with its reason",
    files: { "a.csv": CSV },
    args: ["convert", "a.csv"],
    stdout: TASK,
    stderr: /a\.csv: read as csv: .+\n1 task written in/,
  },
  {
    name: "--input-path may be written for the input",
    files: { "a.csv": CSV },
    args: ["convert", "--input-path", "a.csv", "--input-format=csv"],
    stdout: TASK,
    stderr: /^1 task written/,
  },
  {
    name: "an output that ends in .json is one array",
    files: { "a.csv": `${CSV}bye,1\n` },
    args: ["convert", "a.csv", "-o", "out.json"],
    written: {
      "out.json": '[\n{"data":{"text":"hello","zip":"00713"}},\n{"data":{"text":"bye","zip":"1"}}\n]\n',
    },
    stdout: "",
  },
  {
    name: "an output that ends in .json is an array without tasks, too",
    files: { "a.jsonl": "" },
    args: ["convert", "a.jsonl", "-o", "out.JSON"],
    written: { "out.JSON": "[]\n" },
  },
  {
    name: "any other output is JSON Lines",
    files: { "a.csv": CSV },
    args: ["convert", "a.csv", "-o", "out.txt"],
    written: { "out.txt": TASK },
  },
  {
    name: "standard input is read where the input is -",
    args: ["convert", "-"],
    stdin: '[{"a": 1.50}]',
    stdout: '{"data":{"a": 1.50}}\n',
    stderr: /stdin: read as json/,
  },
  {
    name: "standard input is read to its end where it is longer than what is looked at first",
    args: ["convert", "-", "--progress", "never"],
    stdin: `{"n": 1}\n{"n": 2}\n${" ".repeat(200_000)}\n{"n": 3}\n`,
    stdout: '{"data":{"n": 1}}\n{"data":{"n": 2}}\n{"data":{"n": 3}}\n',
  },
  {
    name: "text takes its key from --data-key",
    files: { "a.txt": "one\n\ntwo" },
    args: ["convert", "a.txt", "--data-key", "message"],
    stdout: '{"data":{"message":"one"}}\n{"data":{"message":"two"}}\n',
    stderr: /note: blank lines passed over \(1×\)/,
  },
  {
    name: "--data-key is refused where records name their own keys",
    files: { "a.csv": CSV },
    args: ["convert", "a.csv", "--data-key", "message"],
    code: 1,
    stdout: "",
    stderr: /Cannot use a data key with "csv"/,
  },
  {
    name: "--map renames keys of data",
    files: { "a.csv": CSV },
    args: ["convert", "a.csv", "--map", "text=message", "--map=zip=code"],
    stdout: '{"data":{"message":"hello","code":"00713"}}\n',
  },
  {
    name: "--map without = is refused",
    files: { "a.csv": CSV },
    args: ["convert", "a.csv", "--map", "text"],
    code: 1,
    stderr: /old=new/,
  },
  {
    name: "--label-studio 1 writes annotations",
    files: { "a.jsonl": '{"data":{"t":"x"},"completions":[{"result":[]}]}\n' },
    args: ["convert", "a.jsonl", "--label-studio", "1"],
    stdout: '{"data":{"t":"x"},"annotations":[{"result":[]}]}\n',
  },
  {
    name: "annotations are written as completions unless told otherwise",
    files: { "a.jsonl": '{"data":{"t":"x"},"annotations":[{"result":[]}]}\n' },
    args: ["convert", "a.jsonl"],
    stdout: '{"data":{"t":"x"},"completions":[{"result":[]}]}\n',
  },
  {
    name: "--provenance says where each task came from",
    files: { "a.csv": 'text\n"two\nlines"\nb\n' },
    args: ["convert", "a.csv", "--provenance"],
    stdout: '{"data":{"text":"two\\nlines"},"meta":{"source":{"file":"a.csv","record":1,"line":2}}}\n' +
      '{"data":{"text":"b"},"meta":{"source":{"file":"a.csv","record":2,"line":4}}}\n',
  },
  {
    name: "bad records are all named and nothing is written",
    files: { "a.csv": "text,zip\nhello\nok,1\na,b,c\n" },
    args: ["convert", "a.csv", "-o", "out.jsonl"],
    code: 1,
    written: {},
    stderr: /a\.csv:2: .*1 cell.*\na\.csv:4: .*3 cells.*\n(?:note: .*\n)*2 problems: nothing was written/,
  },
  {
    name: "an output that is there stays as it was when the import fails",
    files: { "a.csv": "text,zip\nhello\n", "out.jsonl": "before" },
    args: ["convert", "a.csv", "-o", "out.jsonl"],
    code: 1,
    written: { "out.jsonl": "before" },
  },
  {
    name: "--on-error skip writes the good tasks and keeps the bad records with place, reason and bytes",
    files: { "a.jsonl": '{"a":1}\n{"a":tru}\n{"a":2}\n' },
    args: ["convert", "a.jsonl", "--on-error", "skip", "--rejects", "bad.jsonl", "-o", "out.jsonl"],
    written: {
      "out.jsonl": '{"data":{"a":1}}\n{"data":{"a":2}}\n',
      "bad.jsonl":
        '{"file":"a.jsonl","record":2,"line":2,"column":9,"code":"json","problem":"expected true, false or null, found \\"}\\"","format":"jsonl","raw":"{\\"a\\":tru}"}\n',
    },
    stderr: /2 tasks written to out\.jsonl in .*; 1 record skipped, kept in bad\.jsonl/,
  },
  {
    name: "--on-error skip tells that the rest could not be read",
    files: { "a.json": '[{"a":1},{"a":' },
    args: ["convert", "a.json", "--on-error", "skip"],
    code: 1,
    stdout: '{"data":{"a":1}}\n',
    stderr: /a\.json:1:15: .*found the end.*\n.*the rest of the input could not be read/,
  },
  {
    name: "--rejects without skip is refused",
    files: { "a.csv": CSV },
    args: ["convert", "a.csv", "--rejects", "bad.jsonl"],
    code: 1,
    written: {},
    stderr: /goes with --on-error skip/,
  },
  {
    name: "options of the format reach it",
    files: { "a.csv": "a|b\n1|2\n" },
    args: ["convert", "a.csv", "--delimiter", "pipe", "--no-header"],
    stdout: '{"data":{"column1":"a","column2":"b"}}\n{"data":{"column1":"1","column2":"2"}}\n',
  },
  {
    name: "options of another format are refused",
    files: { "a.json": "[]" },
    args: ["convert", "a.json", "--delimiter", ","],
    code: 1,
    stderr: /Cannot use the option "delimiter" with "json"/,
  },
  {
    name: "a value that an option does not take is refused",
    files: { "a.csv": CSV },
    args: ["convert", "a.csv", "--delimiter", "xx"],
    code: 1,
    stderr: /Cannot use "xx" as the option "delimiter" of "csv"/,
  },
  {
    name: "a gzip file is read whatever its name",
    files: { "a.csv.gz": await gzip(CSV) },
    args: ["convert", "a.csv.gz"],
    stdout: TASK,
  },
  {
    name: "several gzip members are one file",
    files: { "a.csv.gz": new Uint8Array([...await gzip(CSV), ...await gzip("bye,1\n")]) },
    args: ["convert", "a.csv.gz"],
    stdout: `${TASK}{"data":{"text":"bye","zip":"1"}}\n`,
  },
  {
    name: "a cut gzip file is an error and leaves no output",
    files: { "a.csv.gz": (await gzip(CSV.repeat(100_000))).subarray(0, 700) },
    args: ["convert", "a.csv.gz", "-o", "out.jsonl"],
    code: 1,
    written: {},
    stderr: /gzip data is damaged/,
  },
  {
    name: "a binary file called .csv is one clear message",
    files: { "a.csv": new Uint8Array(100_000).map((_, i) => (i * 7919) & 255) },
    args: ["convert", "a.csv", "-o", "out.jsonl"],
    code: 1,
    written: {},
    stderr: /^[^\n]*a\.csv[^]{0,1200}$/,
  },
  {
    name: "an image is called an image",
    files: { "a.csv": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]) },
    args: ["convert", "a.csv"],
    code: 1,
    stderr: /it is a PNG image/,
  },
  {
    name: "an array 100,000 levels deep is one clear message",
    files: { "a.json": `[{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}]` },
    args: ["convert", "a.json", "-f", "json"],
    code: 1,
    stderr: /^a\.json:1:518: nested deeper than 512 levels[^\n]*\n1 problem:[^\n]*\n$/,
  },
  {
    name: "a record past the limit is one clear message",
    files: { "a.jsonl": `{"a":1}\n{"a":"${"x".repeat(3_000_000)}"}\n` },
    args: ["convert", "a.jsonl", "--max-record", "1MiB", "-o", "out.jsonl"],
    code: 1,
    written: {},
    stderr: /a\.jsonl:2: a record of more than 1 MiB begins here/,
  },
  {
    name: "a file that is not there is named",
    args: ["convert", "none.csv"],
    code: 1,
    stderr: /^labelport: Cannot read "none\.csv": no such file or folder\n$/,
  },
  {
    name: "an output in a folder that is not there is refused before anything is read",
    files: { "a.csv": CSV },
    args: ["convert", "a.csv", "-o", "none/out.jsonl"],
    code: 1,
    stderr: /Cannot write "none\/out\.jsonl": no such file or folder/,
  },
  {
    name: "an output outside the permission is refused with the flag that is missing",
    files: { "a.csv": CSV },
    args: ["convert", "a.csv", "-o", "/labelport-test.jsonl"],
    code: 1,
    stderr: /Cannot write .*--allow-write/,
  },
  {
    name: "a wrong format gets a suggestion",
    files: { "a.csv": CSV },
    args: ["convert", "a.csv", "-f", "cvs"],
    code: 1,
    stderr: /did you mean "csv"\?/,
  },
  {
    name: "a wrong flag gets a suggestion",
    args: ["convert", "--delimeter", ";"],
    code: 1,
    stderr: /unknown option '--delimeter'\n\(Did you mean --delimiter\?\)/,
  },
  {
    name: "a file of no known kind is refused with a reason for each format",
    files: { "a.bin": new Uint8Array([1, 2, 0, 255]) },
    args: ["convert", "a.bin"],
    code: 1,
    stderr: /Cannot tell the format of "a\.bin"[^]*json: [^]*jsonl: [^]*csv: [^]*text: /,
  },
];

for (const { name, args, files = {}, stdin, code = 0, stdout, stderr, written } of CASES) {
  Deno.test(`convert: ${name}`, () =>
    inFolder(async (folder) => {
      for (const [file, content] of Object.entries(files)) {
        const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
        await Deno.writeFile(`${folder}/${file}`, bytes);
      }
      const run = await labelport(args, { folder, ...(stdin === undefined ? {} : { stdin }) });
      assert.doesNotMatch(run.stderr, /^\s+at /m, "a stack trace");
      if (stderr !== undefined) assert.match(run.stderr, stderr);
      if (stdout !== undefined) assert.equal(run.stdout, stdout);
      assert.equal(run.code, code, run.stderr);
      if (written === undefined) return;
      const left: Record<string, string> = {};
      for await (const entry of Deno.readDir(folder)) {
        if (entry.name in files && !(entry.name in written)) continue;
        left[entry.name] = await Deno.readTextFile(`${folder}/${entry.name}`);
      }
      assert.deepEqual(left, written);
    }));
}

async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
