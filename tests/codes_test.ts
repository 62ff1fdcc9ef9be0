/** Each code that is documented is told of its example, and each that is told is documented. */
import assert from "node:assert/strict";
import { builtin } from "@labelport/builtin";
import {
  CODES,
  detect,
  importTasks,
  lintLabelConfig,
  memorySink,
  openSource,
  parseLabelConfig,
} from "@labelport/core";
import { asText } from "@labelport/core";

for (const { code, example } of CODES) {
  if (example === undefined) continue;
  Deno.test(`labelport explain ${code}: its example is told so`, async () => {
    const { file, content, config, told } = example;
    if (file === "config.xml") {
      const found = lintLabelConfig(content, file).find((found) => found.code === code);
      assert.equal(found?.message, told);
      return;
    }
    // What is to be no UTF-8 is written as Latin-1.
    const bytes = code === "encoding" ? Uint8Array.from(content, (c) => c.charCodeAt(0)) : content;
    const input = await openSource(new File([bytes], file));
    const { format } = await detect(builtin, asText(input).peek);
    const report = await importTasks({
      registry: builtin,
      input,
      format,
      sink: memorySink(),
      onError: "skip",
      ...(config !== undefined && { config: parseLabelConfig(config) }),
    });
    const [found] = [
      ...report.problems.filter((problem) => problem.code === code).map(({ message }) => message),
      ...report.notes.filter((note) => note.code === code).map(({ note }) => note),
    ];
    assert.equal(found, told, JSON.stringify(report));
  });
}

Deno.test("every code that the sources use is documented, once", async () => {
  const documented = CODES.map(({ code }) => code);
  assert.equal(new Set(documented).size, documented.length);
  const used = new Set<string>();
  for (const folder of ["core", "plugins", "server"]) {
    await collect(new URL(`../${folder}/`, import.meta.url), used);
  }
  assert.ok(used.size > 20);
  assert.deepEqual([...used].filter((code) => !documented.includes(code)), []);
});

/** Codes as sources write them: `code: "csv"`. */
async function collect(folder: URL, used: Set<string>): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) await collect(new URL(`${name}/`, folder), used);
    else if (/\.tsx?$/.test(name) && !/_test\.ts$/.test(name)) {
      const text = await Deno.readTextFile(new URL(name, folder));
      for (const [, code] of text.matchAll(/\bcode: "([a-z][a-z0-9-]*)"/g)) used.add(code!);
    }
  }
}
