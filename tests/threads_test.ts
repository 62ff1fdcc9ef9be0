/** Commands on files that are large enough to be shared: threads change how long it takes and nothing else. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { inFolder, labelport, type Run } from "./command.ts";

/** Above the size from which files are shared. In bytes. */
const LARGE = 18 * 2 ** 20;

/** What a file is made of, piece by piece; `bad` stands near its end. */
interface Shape {
  readonly before: string;
  readonly piece: (n: number) => string;
  readonly bad: string;
  readonly between: string;
  readonly after: string;
}

const TEXT = 'Fits well, looks \\"new\\"; où ça? 漢字 '.repeat(3);
const SHAPES: Readonly<Record<string, Shape>> = {
  csv: {
    before: "\ufefftext,n\n",
    piece: (n) => `"${TEXT.replaceAll('\\"', '""')}\n${n}",${n}`,
    bad: "one cell",
    between: "\n",
    after: "\n",
  },
  json: {
    before: "[",
    piece: (n) => `{"id":${n + 1},"data":{"text":"${TEXT}","n":[{"id":${n}}]},"created":1}`,
    bad: '{"data": 7}',
    between: ",\n",
    after: "]",
  },
  jsonl: {
    before: "",
    piece: (n) => `{"text":"${TEXT}","n":${n}}`,
    bad: '{"text": "never closed}',
    between: "\n",
    after: "\n",
  },
  txt: { before: "", piece: (n) => `${n} ${TEXT}`, bad: "NUL \0", between: "\r\n", after: "" },
};

function write(path: string, { before, piece, bad, between, after }: Shape, hasBad: boolean): void {
  const pieces: string[] = [];
  for (let size = 0, n = 0; size < LARGE; n++) {
    pieces.push(piece(n));
    size += pieces.at(-1)!.length;
  }
  if (hasBad) pieces.splice(-20, 0, bad);
  Deno.writeTextFileSync(path, before + pieces.join(between) + after);
}

/** What was said, without how long it took. */
function said({ code, stderr }: Run): string {
  return `${code}: ${stderr.replaceAll(/ in \d+\.\d+ s|, \d+ MB\/s/g, "")}`;
}

for (const [extension, shape] of Object.entries(SHAPES)) {
  Deno.test(`convert makes the same of a large .${extension} file with 1, 2 and 5 threads, bad records included`, async () => {
    await inFolder(async (folder) => {
      write(`${folder}/in.${extension}`, shape, true);
      const outcomes: string[] = [];
      const outputs: Uint8Array[][] = [];
      for (const threads of ["1", "2", "5"]) {
        const args = ["convert", `in.${extension}`, "--on-error", "skip", "--threads", threads];
        const toFile = await labelport([...args, "-o", "out.jsonl", "--rejects", "bad.jsonl"], { folder });
        const stopped = await labelport([
          "convert",
          `in.${extension}`,
          "--threads",
          threads,
          "-o",
          "no.jsonl",
        ], { folder });
        outcomes.push(said(toFile) + said(stopped));
        outputs.push(["out.jsonl", "bad.jsonl"].map((name) => Deno.readFileSync(`${folder}/${name}`)));
      }
      assert.match(outcomes[0]!, /1 record skipped/);
      assert.deepEqual(outcomes, Array(3).fill(outcomes[0]));
      for (const [out, bad] of outputs) {
        assert.ok(out!.length > LARGE && Buffer.compare(out!, outputs[0]![0]!) === 0, "the tasks differ");
        assert.deepEqual(bad, outputs[0]![1]);
      }
      const left = [...Deno.readDirSync(folder)].map(({ name }) => name).toSorted();
      assert.deepEqual(left, ["bad.jsonl", `in.${extension}`, "out.jsonl"]);
    });
  });
}

Deno.test("convert writes an array, and to standard output, the same with 1 and 2 threads", async () => {
  await inFolder(async (folder) => {
    write(`${folder}/in.csv`, SHAPES.csv!, false);
    const runs: string[][] = [];
    for (const threads of ["1", "2"]) {
      const array = await labelport(["convert", "in.csv", "-o", "out.json", "--threads", threads], {
        folder,
      });
      const printed = await labelport(["convert", "in.csv", "--threads", threads], { folder });
      runs.push([said(array), said(printed), printed.stdout, Deno.readTextFileSync(`${folder}/out.json`)]);
    }
    assert.ok(runs[0]!.every((text, n) => text === runs[1]![n]));
    assert.equal(JSON.parse(runs[0]![3]!).length, runs[0]![2]!.trimEnd().split("\n").length);
  });
});

Deno.test("init stores the same tasks, under the same ids and places, with 1 and 2 threads", async () => {
  await inFolder(async (folder) => {
    write(`${folder}/in.json`, SHAPES.json!, false);
    const stored = [];
    for (const threads of ["1", "2"]) {
      const made = await labelport(["init", `p${threads}`, "-i", "in.json", "--threads", threads], {
        folder,
      });
      assert.equal(made.code, 0, made.stderr);
      stored.push(digestOf(`${folder}/p${threads}/labelport.db`));
    }
    assert.ok(stored[0]!.tasks > 10_000);
    assert.deepEqual(stored[1], stored[0]);
  });
});

/** How many tasks a store holds, and the hash of all that it knows of them. */
function digestOf(path: string): { readonly tasks: number; readonly sha256: string } {
  const db = new DatabaseSync(path, { readOnly: true });
  const hash = createHash("sha256");
  let tasks = 0;
  for (const row of db.prepare("select id, record, line, task from tasks order by id").iterate()) {
    hash.update(`${row.id} ${row.record} ${row.line} ${row.task}\n`);
    tasks++;
  }
  db.close();
  return { tasks, sha256: hash.digest("hex") };
}

Deno.test("where the thread's modules may not be read one thread reads alone, without a question", async () => {
  await inFolder(async (folder) => {
    write(`${folder}/in.csv`, SHAPES.csv!, false);
    const main = new URL("../cli/main.ts", import.meta.url).pathname;
    const run = ["run", "--quiet", "--no-prompt", `--allow-read=${folder}`, `--allow-write=${folder}`, main];
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...run, "convert", "in.csv", "-o", "out.jsonl", "--threads", "2"],
      cwd: folder,
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    assert.ok(Deno.statSync(`${folder}/out.jsonl`).size > LARGE);
  });
});

for (const threads of ["0", "65", "two", "1.5"]) {
  Deno.test(`--threads ${threads} is refused in words`, async () => {
    await inFolder(async (folder) => {
      const { code, stderr } = await labelport(["convert", "x.csv", "--threads", threads], { folder });
      assert.equal(code, 1);
      assert.match(stderr, /Write a number from 1 to 64/);
    });
  });
}
