/** What a plugin could try: nothing is reached, nothing is harmed, and one message says what it was. */
import assert from "node:assert/strict";
import type { InputFormat } from "../contract.ts";
import { openFile, openFolder } from "../fs.ts";
import { importTasks } from "../import_tasks.ts";
import { createRegistry } from "../registry.ts";
import { memorySink } from "../sinks.ts";
import { lookAtFolder, openSource } from "../source.ts";
import { loadPlugin, type PluginOptions } from "./plugin.ts";

const SECRET = "the secret of another import";

/** A trick, as the body of a plugin's `read`, which ends well unless the trick fails. */
interface Trick {
  readonly name: string;
  /** Statements of `read(file, context)`; it may yield. */
  readonly body: string;
  /** Statements of the module. */
  readonly top?: string;
  /** What is told. Without it the import is to end well, with these tasks. */
  readonly told?: RegExp;
  readonly tasks?: readonly unknown[];
  readonly limits?: Partial<PluginOptions>;
  readonly isFolder?: true;
}

/** Yields what came of an attempt, so that a success would be seen. */
const attempt = (code: string) => `
  let reached;
  try { reached = String(await (async () => { ${code} })()); } catch (error) { reached = "refused: " + error.name; }
  yield { data: { reached } };`;
const refused = [{ data: { reached: "refused: NotCapable" } }];
const endless = "for (;;) {}";

/** `FOLDER` becomes the folder in which the secret lies, beside that of the plugin. */
const TRICKS: readonly Trick[] = [
  ...[
    ["reads a file", 'return Deno.readTextFile("FOLDER/secret.txt");'],
    ["reads a file at once", 'return Deno.readTextFileSync("FOLDER/secret.txt");'],
    ["opens a file", 'return (await Deno.open("FOLDER/secret.txt")).readable;'],
    ["reads a file as Node does", 'return (await import("node:fs")).readFileSync("FOLDER/secret.txt");'],
    ["lists a folder", 'return [...Deno.readDirSync("FOLDER")].length;'],
    ["fetches a file", 'return (await fetch("file://FOLDER/secret.txt")).text();'],
    ["reads the data that it was given, by its path", 'return Deno.readTextFile("FOLDER/in.txt");'],
    ["reads the environment", 'return Deno.env.get("HOME");'],
    ["reads the environment of its process", 'return Deno.readTextFileSync("/proc/self/environ");'],
    ["writes a file", 'return Deno.writeTextFile("FOLDER/secret.txt", "gone");'],
    ["makes a temporary file", "return Deno.makeTempFile();"],
    ["fetches from this machine", 'return (await fetch("http://127.0.0.1:8200/")).status;'],
    ["fetches from elsewhere", 'return (await fetch("https://example.org/")).status;'],
    ["opens a connection", 'return Deno.connect({ hostname: "127.0.0.1", port: 8200 });'],
    ["looks up a name", 'return Deno.resolveDns("example.org", "A");'],
    ["listens", "return Deno.listen({ port: 0 });"],
    ["opens a web socket", 'return new WebSocket("ws://127.0.0.1:8200/");'],
    ["starts a program", 'return new Deno.Command("/bin/true").outputSync().code;'],
    ["starts Deno again", "return new Deno.Command(Deno.execPath(), { args: ['--version'] }).outputSync();"],
    ["starts a program as Node does", 'return (await import("node:child_process")).execSync("id");'],
    ["ends the process that it belongs to", 'return Deno.kill(Deno.ppid, "SIGTERM");'],
    ["loads a library", 'return Deno.dlopen("libc.so.6", {});'],
    ["asks the system who it is for", "return Deno.hostname();"],
  ].map(([name, code]): Trick => ({ name: name!, body: attempt(code!), tasks: refused })),
  {
    name: "asks for permissions",
    body: attempt('return (await Deno.permissions.request({ name: "read" })).state;'),
    tasks: [{ data: { reached: "denied" } }],
  },
  {
    name: "reads a file from a worker",
    body: attempt(`
      const code = 'self.onmessage = () => { let r; try { r = Deno.readTextFileSync("FOLDER/secret.txt"); } catch (e) { r = e.name; } self.postMessage(r); }';
      const worker = new Worker("data:text/javascript," + encodeURIComponent(code), { type: "module" });
      worker.postMessage(0);
      const said = await new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data));
      worker.terminate();
      return said;`),
    tasks: [{ data: { reached: "NotCapable" } }],
  },
  {
    name: "gives a worker more than it has",
    body: attempt(
      'new Worker("data:text/javascript,", { type: "module", deno: { permissions: { read: true } } }); return "made";',
    ),
    told: /ended before its work was done/,
  },
  {
    name: "loads a module from a path",
    body: attempt('const path = "FOLDER/secret.json"; return (await import(path)).default;'),
    tasks: [{ data: { reached: "refused: TypeError" } }],
  },
  {
    name: "loads a module from elsewhere as it runs",
    body: attempt(
      'const name = "https://" + "deno.land/std/version.ts"; return Object.keys(await import(name));',
    ),
    tasks: [{ data: { reached: "refused: TypeError" } }],
  },
  {
    name: "loads a package that is not there as it runs",
    body: attempt('const name = "npm:" + "left-pad@1.3.0"; return Object.keys(await import(name));'),
    tasks: [{ data: { reached: "refused: TypeError" } }],
  },
  {
    name: "keeps what it read for the next import",
    body: attempt("return [typeof localStorage, typeof sessionStorage, typeof caches, typeof Deno.openKv];"),
    tasks: [{ data: { reached: "undefined,undefined,undefined,undefined" } }],
  },
  {
    name: "never ends",
    body: endless,
    told: /took nothing and gave nothing for 3 s.*--plugin-timeout/,
    // Time enough to be loaded, also on a busy machine.
    limits: { timeout: 3 },
  },
  {
    name: "never ends as it is loaded",
    top: endless,
    body: "",
    told: /took nothing and gave nothing/,
    limits: { timeout: 1 },
  },
  {
    name: "waits for ever",
    body: "await new Promise((resolve) => setTimeout(resolve, 1e9));",
    told: /took nothing and gave nothing/,
    limits: { timeout: 1 },
  },
  {
    name: "waits for what nobody does",
    body: "await new Promise(() => {});",
    told: /took nothing and gave nothing/,
    limits: { timeout: 1 },
  },
  {
    name: "never ends its tasks",
    body: 'const text = "x".repeat(50_000); for (;;) yield { data: { text } };',
    told: /gave 256(\.\d)? MiB for .* that it took/,
  },
  {
    name: "never ends its notes",
    body: 'for (let n = 0;; n++) yield { note: "note " + n + "x".repeat(9000) };',
    told: /gave 256(\.\d)? MiB for/,
  },
  {
    name: "never ends its errors",
    body: 'for (;;) yield { error: "no" };',
    told: /^no(\nno){99}$/,
  },
  {
    name: "reads its file again and again",
    body: "for (;;) for await (const _ of file.stream()) { /* again */ }",
    told: /opened its files again and again/,
  },
  {
    name: "opens its file a thousand times",
    body:
      "const all = []; for (let n = 0; n < 90; n++) { const r = file.stream().getReader(); await r.read(); all.push(r); }",
    tasks: [],
  },
  {
    name: "fills its heap",
    body: "const all = []; for (;;) all.push(new Array(1e5).fill({}));",
    told: /took more than 64 MB of memory/,
    limits: { memory: 64 },
  },
  {
    name: "fills memory beside its heap",
    body: "const all = []; for (;;) all.push(new Uint8Array(1e8).fill(1));",
    told: /took more than 64 MB of memory/,
    limits: { memory: 64 },
  },
  {
    name: "fills the memory of a worker",
    body: `
      const code = "const all = []; for (;;) all.push(new Array(1e5).fill({}))";
      new Worker("data:text/javascript," + encodeURIComponent(code), { type: "module" });
      await new Promise((resolve) => setTimeout(resolve, 60_000));`,
    told: /took more than 64 MB of memory/,
    limits: { memory: 64 },
  },
  { name: "ends its process", body: "Deno.exit(0);", told: /ended before its work was done: exit code 0/ },
  { name: "ends its process as Node does", body: "process.exit(3);", told: /exit code 3/ },
  { name: "kills itself", body: 'Deno.kill(Deno.pid, "SIGKILL");', told: /SIGKILL/ },
  {
    name: "fails after a while, unheard",
    body: "Promise.reject(new Error('late')); await new Promise((resolve) => setTimeout(resolve, 100));",
    told: /ended before its work was done: .*late/,
  },
  { name: "throws an error", body: 'throw new Error("no more");', told: /^no more$|Error: no more/ },
  { name: "throws what is no error", body: "throw null;", told: /^null$/ },
  {
    name: "throws what cannot be shown",
    body: 'throw { toString() { throw new Error("never"); } };',
    told: /cannot be shown/,
  },
  {
    name: "writes to standard output",
    body: 'Deno.stdout.writeSync(new TextEncoder().encode("hello, this is no frame at all"));',
    told: /wrote to standard output/,
  },
  {
    name: "says that a frame is larger than all memory",
    body: "Deno.stdout.writeSync(new Uint8Array(64).fill(255));",
    told: /wrote to standard output/,
  },
  {
    name: "gives half a frame",
    body: "Deno.stdout.writeSync(new Uint8Array([200, 0, 0, 0, 9, 0, 0, 0])); Deno.exit(0);",
    told: /ended before its work was done/,
  },
  { name: "prints", body: 'console.log("hello"); yield { data: { a: 1 } };', tasks: [{ data: { a: 1 } }] },
  {
    name: "closes its pipes",
    body: "Deno.stdin.close(); for await (const _ of file.stream()) { /* nothing comes */ }",
    told: /BadResource|ended before|Bad resource/,
  },
  { name: "yields nothing at all", body: "yield undefined;", told: /the format yielded undefined/ },
  { name: "yields what is no item", body: "yield { tasks: [] };", told: /the format yielded \{ tasks \}/ },
  {
    name: "yields what JSON cannot hold",
    body: "yield { data: { when: new Date(0), n: NaN } };",
    told: /data\.when is a Date/,
  },
  {
    name: "yields what contains itself",
    body: "const data = {}; data.self = data; yield { data };",
    told: /contains itself/,
  },
  {
    name: "yields the name of every object's ancestor",
    body: 'yield { data: JSON.parse(\'{"__proto__":{"polluted":1},"constructor":2}\') };',
    tasks: [JSON.parse('{"data":{"__proto__":{"polluted":1},"constructor":2}}')],
  },
  {
    name: "yields bytes that are no JSON",
    body: 'yield { bytes: new TextEncoder().encode("{oops}\\n"), count: 1 };',
    told: /expected a name in double quotes/,
  },
  {
    name: "yields bytes that are no UTF-8",
    body:
      'yield { bytes: Uint8Array.from([...new TextEncoder().encode(\'{"data":{"a":"\'), 233, 34, 125, 125, 10]), count: 1 };',
    told: /UTF-8/,
  },
  {
    name: "counts what it does not yield",
    body: "yield { bytes: new TextEncoder().encode('{\"a\":1}\\n'), count: 7 };",
    told: /a batch of 1 tasks and counted 7/,
  },
  {
    name: "says that its bytes have been checked",
    body:
      'yield { bytes: new TextEncoder().encode("[]\\n"), count: 1, normalized: { completions: 0, predictions: 0, columns: [] } };',
    told: /./,
  },
  {
    name: "yields a batch larger than allowed",
    body: "yield { bytes: new Uint8Array(2 ** 27), count: 1 };",
    told: /a batch of 128 MiB/,
  },
  {
    name: "asks for files outside of the folder",
    body: `for (const name of ["../secret.txt", "FOLDER/secret.txt", "link.txt", "a/../../secret.txt"]) {
      yield { data: { found: (await file.file(name)) === undefined } };
    }`,
    isFolder: true,
    tasks: Array(4).fill({ data: { found: true } }),
  },
  {
    name: "changes what all objects inherit",
    top: "Object.prototype.toJSON = () => 'mine'; Array.prototype.push = () => 0; JSON.parse = () => ({});",
    body: "yield { data: { a: 1 } };",
    told: /./,
  },
];

for (const trick of TRICKS) {
  Deno.test(`a plugin that ${trick.name} ${trick.told ? "is told of" : "gets nowhere"}`, () => play(trick));
}

async function play({ body, top = "", told, tasks, limits, isFolder }: Trick): Promise<void> {
  await using place = await makePlace({ body, top, isFolder });
  const { folder } = place;
  const format = await loadPlugin(`${folder}/plugin`, { base: "/", ...limits }).catch((error) => {
    assert.match(error.message, told!);
    assert.match(error.message, /^Cannot load the plugin/);
  });
  if (format !== undefined) {
    const { text, messages } = await importedFrom(format, isFolder ? `${folder}/data` : `${folder}/in.txt`);
    assert.doesNotMatch(text + messages.join(), new RegExp(SECRET));
    if (told === undefined) {
      assert.deepEqual(messages, []);
      assert.deepEqual(text.split("\n").slice(0, -1).map((line) => JSON.parse(line)), tasks);
    } else assert.match(messages.join("\n") + text, told);
  }
  assert.equal(await Deno.readTextFile(`${folder}/secret.txt`), SECRET);
}

/** A folder with a secret, data, and a plugin. */
async function makePlace(
  { body, top, isFolder }: {
    readonly body: string;
    readonly top: string;
    readonly isFolder?: boolean | undefined;
  },
) {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  const code = `${top}
export default {
  name: "trick", title: "A trick", reads: "${isFolder ? "folder" : "file"}", extensions: [".txt"],
  async *read(file, context) { ${body} },
};`;
  await Deno.mkdir(`${folder}/plugin`);
  await Deno.mkdir(`${folder}/data`);
  await Deno.writeTextFile(`${folder}/plugin/mod.js`, code.replaceAll("FOLDER", folder));
  await Deno.writeTextFile(`${folder}/secret.txt`, SECRET);
  await Deno.writeTextFile(`${folder}/secret.json`, JSON.stringify(SECRET));
  await Deno.writeTextFile(`${folder}/in.txt`, "some data\n");
  await Deno.symlink(`${folder}/secret.txt`, `${folder}/data/link.txt`);
  const dispose = () => Deno.remove(folder, { recursive: true });
  return { folder, [Symbol.asyncDispose]: dispose };
}

async function importedFrom(format: InputFormat, path: string) {
  const sink = memorySink();
  const report = await importTasks({
    registry: createRegistry({ others: [format] }),
    input: format.reads === "folder"
      ? await lookAtFolder(await openFolder(path))
      : await openSource(await openFile(path)),
    format,
    sink,
  });
  const messages = report.problems.map(({ message, hint }) => hint ? `${message}; ${hint}` : message);
  return { text: sink.text(), messages };
}

Deno.test("a plugin that keeps what it sees gets nowhere: imports at once see their own data alone", async () => {
  await using place = await makePlace({
    top: "globalThis.seen = [];",
    body: `
      for await (const chunk of file.stream()) {
        globalThis.seen.push(new TextDecoder().decode(chunk));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      yield { data: { seen: globalThis.seen } };`,
  });
  const { folder } = place;
  const names = ["one", "two", "three"];
  for (const name of names) await Deno.writeTextFile(`${folder}/${name}.txt`, name);
  const format = await loadPlugin(`${folder}/plugin`, { base: "/" });
  const all = await Promise.all(names.map((name) => importedFrom(format, `${folder}/${name}.txt`)));
  assert.deepEqual(all.map(({ text }) => text), names.map((name) => `{"data":{"seen":["${name}"]}}\n`));
});

Deno.test("a plugin that never ends does not outlive what it works for", async () => {
  await using place = await makePlace({
    top: "",
    body: "yield { note: Deno.pid + ' is here' }; for (;;) {}",
  });
  const { folder } = place;
  const code = `
    import { loadPlugin } from ${JSON.stringify(import.meta.resolve("./plugin.ts"))};
    const format = await loadPlugin("${folder}/plugin", { base: "/" });
    const context = { options: {}, key: "text", maxRecord: 2 ** 20, signal: new AbortController().signal,
      rules: { map: [], provenance: false, completionsAs: "completions" } };
    for await (const { note } of format.read(new File(["a"], "a.txt"), context)) await Deno.writeTextFile("${folder}/pid", note);`;
  await Deno.writeTextFile(`${folder}/host.ts`, code);
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const host = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", "--no-check", `--config=${config}`, `${folder}/host.ts`],
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  let pid = 0;
  while (pid === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    pid = parseInt(await Deno.readTextFile(`${folder}/pid`).catch(() => "0"), 10) || 0;
  }
  host.kill("SIGKILL");
  await host.status;
  for (let tries = 0; isRunning(pid); tries++) {
    assert.ok(tries < 500, "its process is still there");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

/** Whether there is a process of this number that has not ended. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}
