/** What a plugin may import, and what it is told otherwise. */
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { loadPlugin } from "./plugin.ts";

const GOOD =
  'export default { name: "good", title: "Good", reads: "file", extensions: [".g"], async *read() {} };';

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Links: name, target. */
  readonly links?: Readonly<Record<string, string>>;
  /** What to load, from the folder of the files. */
  readonly load?: string;
  /** Absent where it is loaded. */
  readonly told?: RegExp;
}

const CASES: readonly Case[] = [
  { name: "a module", files: { "p.ts": GOOD }, load: "p.ts" },
  { name: "a folder with a mod.ts", files: { "p/mod.ts": GOOD } },
  {
    name: "a folder whose deno.json exports another module",
    files: {
      "p/deno.json": '{"exports":"./src/main.ts"}',
      "p/src/main.ts": `import "../a.ts";\n${GOOD}`,
      "p/a.ts": "",
    },
  },
  {
    name: "one that imports core, zod and what its deno.json names",
    files: {
      "p/deno.json": '{"imports":{"near":"npm:fastest-levenshtein@1.0.16","own/":"./own/"}}',
      "p/own/a.ts": "export const a = 1;",
      "p/mod.ts":
        `import { defineFormat, lines } from "@labelport/core"; import { z } from "zod"; import { distance } from "near"; import { a } from "own/a.ts";
export default defineFormat({ name: "good", title: String(distance("a", "b") + a), reads: "file", extensions: [".g"], options: z.object({ deep: z.boolean().default(false) }), async *read(file) { for await (const line of lines(file)) yield { data: { line } }; } });`,
    },
  },
  { name: "a path where nothing is", files: {}, load: "none.ts", told: /no such file/ },
  { name: "a folder without a module", files: { "p/a.txt": "" }, told: /no "mod.ts"/ },
  {
    name: "a module from the web",
    files: {},
    load: "https://example.org/a.ts",
    told: /a path or an "npm:" package/,
  },
  { name: "a module of JSR", files: {}, load: "jsr:@std/fs", told: /a path or an "npm:" package/ },
  {
    name: "code in a URL",
    files: {},
    load: "data:text/javascript,export default 1",
    told: /a path or an "npm:"/,
  },
  {
    name: "one that imports from the web",
    files: { "p/mod.ts": 'import "https://example.org/a.ts";' },
    told: /imports "https:\/\/example.org\/a.ts"; a plugin may import its own files/,
  },
  {
    name: "one that imports from the web further in",
    files: { "p/mod.ts": 'import "./a.ts";', "p/a.ts": 'export * from "https://example.org/b.ts";' },
    told: /imports "https:/,
  },
  {
    name: "one that imports code in a URL",
    files: { "p/mod.ts": 'import "data:text/javascript,1";' },
    told: /imports "data:/,
  },
  {
    name: "one that imports a file beside its folder",
    files: { "p/mod.ts": 'import "../a.ts";', "a.ts": "" },
    told: /outside of its folder/,
  },
  {
    name: "one that imports a file beside its folder as it runs",
    files: { "p/mod.ts": `await import("../a.ts");\n${GOOD}`, "a.ts": "" },
    told: /outside of its folder/,
  },
  {
    name: "one that imports data beside its folder",
    files: { "p/mod.ts": 'import a from "../a.json" with { type: "json" };', "a.json": "1" },
    told: /outside of its folder/,
  },
  {
    name: "one that imports a text of the system",
    files: { "p/mod.ts": 'import a from "/etc/hostname" with { type: "text" };' },
    told: /"\/etc\/hostname", which lies outside/,
  },
  {
    name: "one that imports through a link that leads out",
    files: { "p/mod.ts": 'import a from "./a.json" with { type: "json" };', "secret.json": "1" },
    links: { "p/a.json": "../secret.json" },
    told: /outside of its folder/,
  },
  {
    name: "one that imports through a folder that is a link",
    files: { "p/mod.ts": 'import "./other/a.ts";', "others/a.ts": "" },
    links: { "p/other": "../others" },
    told: /outside of its folder/,
  },
  {
    name: "one whose deno.json leads out",
    files: { "p/mod.ts": 'import "x";', "p/deno.json": '{"imports":{"x":"../a.ts"}}', "a.ts": "" },
    told: /outside of its folder/,
  },
  {
    name: "one that imports the disk of core",
    files: { "p/mod.ts": 'import { openFile } from "@labelport/core/fs"; ' + GOOD },
  },
  {
    name: "one that imports what is not there",
    files: { "p/mod.ts": 'import "./a.ts";' },
    told: /Module not found/,
  },
  {
    name: "one that is no TypeScript",
    files: { "p/mod.ts": "export default {" },
    told: /Expression expected|mod\.ts:1/,
  },
  {
    name: "one that exports nothing",
    files: { "p/mod.ts": "" },
    told: /no default export \(it exports nothing\)/,
  },
  {
    name: "one that exports it under a name",
    files: { "p/mod.ts": GOOD.replace("default", "const format =") },
    told: /no default export \(it exports "format"\); write export default/,
  },
  {
    name: "one whose format is a number",
    files: { "p/mod.ts": "export default 7;" },
    told: /it is no object/,
  },
  {
    name: "one without a read",
    files: { "p/mod.ts": 'export default { name: "a", title: "A", reads: "file", extensions: [".a"] };' },
    told: /"read" is no function/,
  },
  {
    name: "one with a name in capitals",
    files: { "p/mod.ts": GOOD.replace('"good"', '"Good One"') },
    told: /"name" takes lower-case letters/,
  },
  {
    name: "one whose option is a flag of the command",
    files: {
      "p/mod.ts": 'import { z } from "zod";' +
        GOOD.replace("async *read", "options: z.object({ output: z.string() }), async *read"),
    },
    told: /its option "output" has the name of a flag; rename it/,
  },
  {
    name: "one that fails as it is loaded",
    files: { "p/mod.ts": 'throw new Error("not today");' },
    told: /not today/,
  },
];

for (const { name, files, links = {}, load = "p", told } of CASES) {
  Deno.test(`loadPlugin() ${told === undefined ? "loads" : "refuses"} ${name}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      for (const [path, content] of Object.entries(files)) {
        await Deno.mkdir(dirname(`${folder}/${path}`), { recursive: true });
        await Deno.writeTextFile(`${folder}/${path}`, content);
      }
      for (const [path, target] of Object.entries(links)) await Deno.symlink(target, `${folder}/${path}`);
      const loading = loadPlugin(load, { base: folder });
      if (told === undefined) assert.equal((await loading).name, "good");
      else {
        await assert.rejects(loading, (error: Error) => {
          assert.equal(error.name, "UsageError", String(error.stack));
          assert.match(error.message, /^Cannot load the plugin "/);
          assert.match(error.message, told);
          assert.doesNotMatch(error.message, /\n/);
          return true;
        });
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
