/** How a run ends when something else ends it: closed pipes, full disks, Ctrl-C, and help. */
import assert from "node:assert/strict";
import { builtin } from "@labelport/builtin";
import { describe, FRONTEND_OPTIONS } from "@labelport/core";
import { commandLine, inFolder, labelport, shell } from "./command.ts";

const MANY = Array.from({ length: 200_000 }, (_, i) => `{"text":"line ${i}"}\n`).join("");

Deno.test("convert: a reader that has enough stops it cleanly", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.jsonl`, MANY);
    const run = await shell('labelport convert a.jsonl | head -n 1; echo "${PIPESTATUS[0]}"', folder);
    assert.equal(run.stdout, '{"data":{"text":"line 0"}}\n0\n');
    assert.equal(run.stderr, "a.jsonl: read as jsonl: the first 3173 lines are JSON objects\n");
  }));

Deno.test("convert: a full disk is one clear message", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.jsonl`, MANY);
    // A limit on the size of files fails a write as a full disk does.
    const run = await shell("trap '' XFSZ; ulimit -f 1000; labelport convert a.jsonl -o out.jsonl", folder);
    assert.match(
      run.stderr,
      /labelport: Cannot write "out\.jsonl": file too large\n$/,
    );
    assert.equal(run.code, 1);
    assert.deepEqual(await namesIn(folder), ["a.jsonl"]);
    const full = await shell("labelport_all convert a.jsonl -o /dev/full", folder);
    assert.match(full.stderr, /labelport: Cannot write "\/dev\/full": no space left on device\n$/);
    assert.equal(full.code, 1);
  }));

Deno.test("convert: a device is written to and stays a device", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.jsonl`, '{"a":1}\n');
    const run = await shell(
      "labelport_all convert a.jsonl -o /dev/null; labelport_all convert a.jsonl -o /dev/stderr",
      folder,
    );
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, /\{"data":\{"a":1\}\}/);
    assert.equal((await Deno.stat("/dev/null")).isCharDevice, true);
  }));

for (const [name, input] of [["reading a file", "a.jsonl"], ["waiting for a pipe", "-"]] as const) {
  Deno.test(`convert: Ctrl-C while ${name} leaves no output`, () =>
    inFolder(async (folder) => {
      const file = await Deno.open(`${folder}/a.jsonl`, { create: true, write: true });
      const bytes = new TextEncoder().encode(MANY);
      for (let i = 0; i < 40; i++) await file.write(bytes);
      file.close();
      const [program, ...args] = commandLine(["convert", input, "-f", "jsonl", "-o", "out.jsonl"], folder);
      const child = new Deno.Command(program!, {
        args,
        cwd: folder,
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      })
        .spawn();
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode('{"a":1}\n'));
      // Reading, it has begun once its unfinished output is there.
      const hasBegun = input === "-"
        ? () => listensToCtrlC(child.pid)
        : async () => (await namesIn(folder)).some((entry) => entry.endsWith(".part"));
      while (!await hasBegun()) await delay(5);
      child.kill("SIGINT");
      const { code, stderr } = await child.output();
      await writer.close().catch(() => {});
      assert.equal(new TextDecoder().decode(stderr), "labelport: stopped; nothing was kept\n");
      assert.equal(code, 130);
      assert.deepEqual(await namesIn(folder), ["a.jsonl"]);
    }));
}

Deno.test("help: every format and every option with its default is shown", () =>
  inFolder(async (folder) => {
    const all = await labelport(["convert", "--help"], { folder });
    assert.equal(all.code, 0);
    const list = await labelport(["formats"], { folder });
    for (const format of builtin.formats) {
      const { name, title, options } = describe(format);
      assert.ok(list.stdout.includes(`${name} `) && list.stdout.includes(title), `formats lists ${name}`);
      const own = await labelport(["convert", "-f", name, "--help"], { folder });
      const detail = await labelport(["formats", name], { folder });
      for (const [option, schema] of Object.entries(options)) {
        const flag = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
        for (const { stdout } of [all, own, detail]) assert.match(stdout, new RegExp(`--(no-)?${flag}\\b`));
        if (typeof schema.default !== "boolean") {
          assert.ok(own.stdout.includes(`default: ${schema.default}`), `${name} --${flag} tells its default`);
        }
      }
      const others = builtin.formats.filter((other) => other !== format).flatMap((other) =>
        Object.keys(describe(other).options)
      );
      for (const option of others) {
        if (!(option in options)) {
          assert.ok(!own.stdout.includes(`--${option} `), `${name} hides --${option}`);
        }
      }
    }
  }));

Deno.test("help: no flag of the command can be shadowed by an option of a format", () =>
  inFolder(async (folder) => {
    const { stdout } = await labelport(["convert", "-f", "json", "--help"], { folder });
    const flags = [...stdout.matchAll(/^\s+(?:-\w, )?--([a-z-]+)/gm)].map(([, flag]) =>
      flag!.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())
    );
    assert.ok(flags.length > 10);
    for (const flag of flags) assert.ok(FRONTEND_OPTIONS.includes(flag), flag);
  }));

Deno.test("convert: a terminal sees a progress bar that goes away, a pipe sees none", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.jsonl`, MANY.repeat(20));
    const line = "labelport convert a.jsonl -o out.jsonl";
    const piped = await shell(`${line} 2>&1`, folder);
    assert.doesNotMatch(piped.stdout, /tasks\/s/);
    const command = commandLine(["convert", "a.jsonl", "-o", "out.jsonl"], folder).join(" ");
    const seen = await shell(`script -qec "${command}" /dev/null < /dev/null`, folder);
    assert.match(seen.stdout, /\d+% \| \d+ MB \| [\d ]+ tasks\/s \| .+ left/);
    assert.match(seen.stdout, /4 000 000 tasks written/);
  }));

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) names.push(entry.name);
  return names.sort();
}

/** Whether Ctrl-C would not simply end a process: Linux tells which signals it handles; Ctrl-C is the second. */
async function listensToCtrlC(pid: number): Promise<boolean> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return (BigInt(`0x${/^SigCgt:\s+(\w+)/m.exec(status)![1]}`) & 2n) !== 0n;
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
