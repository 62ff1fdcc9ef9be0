/** Holds the layout: who may import whom, and who may touch the system. */
import assert from "node:assert/strict";
import { walk } from "./walk.ts";

const ROOT = new URL("../", import.meta.url);

/** For each folder, what its modules may import beside npm, node and their own package. Tests are free. */
const MAY_IMPORT: readonly (readonly [folder: string, allowed: readonly RegExp[]])[] = [
  ["core/", []],
  ["plugins/json/", [/^@labelport\/core(\/kernels|\/thread)?$/]],
  ["plugins/jsonl/", [/^@labelport\/core(\/kernels|\/thread)?$/]],
  ["plugins/csv/", [/^@labelport\/core(\/kernels|\/thread)?$/]],
  ["plugins/text/", [/^@labelport\/core(\/kernels|\/thread)?$/]],
  ["plugins/json-dir/", [/^@labelport\/(core|json|jsonl)$/]],
  ["plugins/text-dir/", [/^@labelport\/(core|text)$/]],
  ["plugins/image-dir/", [/^@labelport\/core$/]],
  ["plugins/audio-dir/", [/^@labelport\/core$/]],
  ["plugins/builtin/", [/^@labelport\/(?!cli|builtin)[a-z-]+$/]],
  ["server/", [/^@labelport\/(core|core\/fs)$/]],
  ["cli/", [/^@labelport\/(core|core\/fs|core\/sandbox|core\/testing|builtin|server|server\/app)$/]],
  ["examples/", [/^@labelport\/core(\/testing)?$/]],
];

/** Who may use Deno's and Node's access to files, processes and the network. */
const SYSTEM = [
  /^core\/fs(\.ts$|\/)/,
  /^core\/sandbox\//,
  /^core\/testing/,
  /^server\/(store|project|media)\//,
  /^server\/serve\.ts$/,
  /^cli\//,
];
const SYSTEM_NODE = /^node:(fs|child_process|net|http|os|process)/;

const modules = (await walk(ROOT)).filter((path) =>
  /\.ts$/.test(path) && !/_test\.ts$|^tests\/|\/testing\//.test(path)
);

for (const [folder, allowed] of MAY_IMPORT) {
  Deno.test(`${folder} imports only what the layout allows`, async () => {
    const own = modules.filter((path) => path.startsWith(folder));
    assert.ok(own.length > 0, "there is nothing to check");
    for (const path of own) {
      for (const target of await importsOf(path)) {
        if (target.startsWith("@labelport") && !allowed.some((pattern) => pattern.test(target))) {
          assert.fail(`${path} imports ${target}`);
        }
        if (target.startsWith(".")) {
          const resolved = new URL(target, new URL(path, ROOT)).href.slice(ROOT.href.length);
          // AssemblyScript knows no packages: kernels share what lies in core's folder for it.
          const isShared = path.includes("/assembly/") && resolved.startsWith("core/assembly/");
          assert.ok(resolved.startsWith(folder) || isShared, `${path} imports ${resolved}`);
        }
      }
    }
  });
}

Deno.test("only the rim touches files, processes and the network", async () => {
  for (const path of modules) {
    if (SYSTEM.some((pattern) => pattern.test(path))) continue;
    // Examples in doc comments show how a user calls it.
    const code = (await Deno.readTextFile(new URL(path, ROOT))).replace(/\/\*\*[\s\S]*?\*\//g, "");
    assert.doesNotMatch(code, /\bDeno\.(?!test\b)/, path);
    for (const target of await importsOf(path)) assert.doesNotMatch(target, SYSTEM_NODE, path);
  }
});

async function importsOf(path: string): Promise<string[]> {
  const code = (await Deno.readTextFile(new URL(path, ROOT))).replace(/\/\*\*[\s\S]*?\*\//g, "");
  return [...code.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!);
}
