/** What the documents show is what happens: every example of a session is run, every task and flag exists. */
import assert from "node:assert/strict";
import { builtin } from "@labelport/builtin";
import { describe } from "@labelport/core";
import { labelport } from "./command.ts";
import { inFolder, shell } from "./command.ts";

const ROOT = new URL("../", import.meta.url);
const README = await Deno.readTextFile(new URL("README.md", ROOT));

/** Each command of a session with what it prints. */
function sessionsOf(markdown: string): { command: string; output: string }[] {
  const sessions = [...markdown.matchAll(/```console\n([^]*?)```/g)].map((match) => match[1]!);
  return sessions.flatMap((session) =>
    session.split(/^\$ /m).slice(1).map((part) => {
      const [command, ...output] = part.split("\n");
      return { command: command!, output: output.join("\n") };
    })
  );
}

Deno.test("README: every session prints what it shows", () =>
  inFolder(async (folder) => {
    const sessions = sessionsOf(README);
    assert.ok(sessions.length >= 4);
    for (const { command, output } of sessions) {
      const file = /^cat (\S+)$/.exec(command)?.[1];
      if (file !== undefined) {
        await Deno.writeTextFile(`${folder}/${file}`, output);
        continue;
      }
      const { stdout } = await shell(`{ ${command}; } 2>&1`, folder);
      const timeless = (text: string) =>
        text.replace(/in \d+\.\d\d s/g, "in T s").split("\n").sort().join("\n");
      assert.equal(timeless(stdout), timeless(output), command);
    }
  }));

Deno.test("README: every command of its shell blocks runs in a clone", () =>
  inFolder(async (folder) => {
    const blocks = [...README.matchAll(/```sh\n([^]*?)```/g)].flatMap((match) =>
      match[1]!.trimEnd().split("\n")
    );
    const commands = blocks.map((line) =>
      line.replace(/\s+#.*/, "").replace(/^deno run .*cli\/main\.ts/, "labelport")
    )
      .filter((line) => line.startsWith("labelport "));
    assert.ok(commands.length >= 2);
    await shell(`cp -r '${new URL("examples", ROOT).pathname}' .`, folder);
    for (const command of commands) {
      const { code, stderr } = await shell(command, folder);
      assert.equal(code, 0, `${command}\n${stderr}`);
    }
  }));

Deno.test("README: the example that is shown is the one in examples/", async () => {
  const shown = sessionsOf(README)[0]!;
  assert.equal(shown.command, "cat reviews.csv");
  assert.equal(shown.output, await Deno.readTextFile(new URL("examples/data/reviews.csv", ROOT)));
});

Deno.test("README and CONTRIBUTING: every task that they name exists", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const documents = README + await Deno.readTextFile(new URL("CONTRIBUTING.md", ROOT));
  const named = [...documents.matchAll(/deno(?:@[\d.]+)? task (\w+)/g)].map((match) => match[1]!);
  assert.ok(named.length >= 4);
  for (const name of named) assert.ok(name in tasks, name);
});

Deno.test("README: the table of formats has each format with its extensions and options", () => {
  for (const format of builtin.formats) {
    const { name, extensions, options } = describe(format);
    const row = README.split("\n").find((line) => line.startsWith(`| \`${name}\` `));
    assert.ok(row !== undefined, name);
    for (const extension of extensions) assert.ok(row.includes(`\`${extension}\``), `${name} ${extension}`);
    for (const option of Object.keys(options)) {
      const flag = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      assert.match(row, new RegExp(`--(no-)?${flag}\``), `${name} --${flag}`);
    }
  }
});

Deno.test("README: the table of dependencies has each import of deno.json", async () => {
  const { imports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  for (const name of Object.keys(imports)) {
    if (name.startsWith("@types/") || name.includes("/sync")) continue;
    assert.ok(README.includes(`\`${name}\``), name);
  }
});

Deno.test("the command with the least permissions that README names works", () =>
  inFolder(async (folder) => {
    await Deno.copyFile(new URL("examples/data/reviews.csv", ROOT), `${folder}/reviews.csv`);
    const run = await labelport(["convert", "reviews.csv", "-o", "tasks.jsonl"], { folder });
    assert.equal(run.code, 0, run.stderr);
  }));

Deno.test("the demo shows a task of each format", async () => {
  const command = new Deno.Command(Deno.execPath(), { args: ["task", "demo"], cwd: ROOT });
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder().decode(stdout);
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  assert.ok(
    text.split("\n").filter((line) => line.startsWith("{")).length >= 18,
    text,
  );
});

Deno.test("the project names no package registry's host", async () => {
  const lock = await Deno.readTextFile(new URL("deno.lock", ROOT));
  assert.doesNotMatch(lock, /https?:\/\//);
});
