/** What the documents show is what happens: every example of a session is run, every task and flag exists. */
import assert from "node:assert/strict";
import { builtin } from "@labelport/builtin";
import { describe } from "@labelport/core";
import { createApp, LIMITS } from "@labelport/server/app";
import { inProject } from "../server/testing/project.ts";
import { inFolder, labelport, shell, start } from "./command.ts";
import { runSessions, sessionsOf } from "./sessions.ts";
import { walk } from "./walk.ts";

const ROOT = new URL("../", import.meta.url);
const README = await Deno.readTextFile(new URL("README.md", ROOT));

Deno.test("README: every session prints what it shows", () =>
  inFolder(async (folder) => {
    const sessions = sessionsOf(README);
    assert.ok(sessions.length >= 4);
    await runSessions(sessions, folder);
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

Deno.test("README: the server is started and sent to as it shows", () =>
  inFolder(async (folder) => {
    const [server, ...requests] = /```bash\n([^]*?)```/.exec(README)![1]!.trimEnd().split("\n");
    assert.equal(server, "labelport start shop --no-browser &");
    await Deno.copyFile(new URL("examples/data/reviews.csv", ROOT), `${folder}/reviews.csv`);
    await Deno.writeTextFile(`${folder}/more.jsonl`, '{"my_text": "Lovely"}\n');
    await shell("labelport init shop", folder);
    await using running = await start(`${folder}/shop`, ["--port", "0"]);
    assert.ok(requests.length >= 3);
    for (const line of requests) {
      const command = line.replace("curl ", "curl --fail-with-body -s ").replace(
        "http://localhost:8200",
        running.url,
      );
      const { code, stdout } = await shell(command, folder);
      assert.equal(code, 0, `${line}\n${stdout}`);
      const { task_count, task_ids, tasks } = JSON.parse(stdout);
      assert.equal(line.includes("/api/tasks") ? tasks.length : task_count, line.includes("-F") ? 3 : 2);
      assert.equal(task_ids?.length, line.includes("return_task_ids") ? 3 : undefined);
    }
  }));

Deno.test("server/README.md: its tables have each route, parameter and field of the API, and no others", () =>
  inProject(async (project) => {
    const text = await Deno.readTextFile(new URL("server/README.md", ROOT));
    const document = await (await createApp({ registry: builtin, project }).request("/openapi.json")).json();
    const routes = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
    );
    const shown = [...text.matchAll(/^\| `((?:GET|POST|PUT|DELETE) [^`]+)`/gm)].map((match) => match[1]!);
    const others = ["GET /metrics", "GET /openapi.json", "GET /", "GET /static/{name}"];
    assert.deepEqual(shown.sort(), [...routes, ...others].sort());
    const { parameters, responses } = document.paths["/api/import"].post;
    for (const { name, in: where } of parameters) {
      if (where !== "query" || name === "commit_to_project") continue;
      assert.match(text, new RegExp(`^\\| \`${name}\` `, "m"), name);
    }
    for (const name of Object.keys(LIMITS)) assert.match(text, new RegExp(`^\\| \`${name}\` `, "m"), name);
    for (const status of Object.keys(responses)) assert.ok(text.includes(status), status);
    for (const name of Object.keys(document.components.schemas.ImportAnswer.properties)) {
      assert.ok(text.includes(`\`${name}\``) || name === "task_ids", name);
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
  for (const { name } of builtin.formats) assert.match(text, new RegExp(`\\b${name}\\b`));
  assert.match(text, /deno task start/);
});

Deno.test("the project names no package registry's host", async () => {
  const lock = await Deno.readTextFile(new URL("deno.lock", ROOT));
  assert.doesNotMatch(lock, /https?:\/\//);
});

Deno.test("docs/reliability.md: every test that it names exists", async () => {
  const text = await Deno.readTextFile(new URL("docs/reliability.md", ROOT));
  const rows = text.split("\n").filter((line) => /^\| (?!promise|-)/.test(line));
  assert.ok(rows.length >= 20);
  let code = "";
  for (const path of await walk(ROOT)) {
    if (path.endsWith("_test.ts")) code += await Deno.readTextFile(new URL(path, ROOT));
  }
  for (const row of rows) {
    const names = [...row.split(" | ")[1]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
    assert.ok(names.length > 0, row);
    // Of a name that a table makes, the words around what the table puts in.
    for (const name of names) assert.ok(code.includes(name) || fromTable(name, code), name);
  }
});

/** Whether some template, such as `past a limit: ${name} is 413`, makes this name. */
function fromTable(name: string, code: string): boolean {
  const templates = [...code.matchAll(/Deno\.test\(\s*`([^`]*)`/g)].map((match) => match[1]!);
  return templates.some((template) => {
    const pattern = template.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/).map((part) =>
      part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    );
    return pattern.length > 1 && new RegExp(`^${pattern.join(".*")}$`).test(name);
  });
}
