/** docs/formats.md is a program: its formats are saved as they stand, its commands print what they show. */
import assert from "node:assert/strict";
import { inFolder } from "./command.ts";
import { runSessions, sessionsOf } from "./sessions.ts";

const GUIDE = await Deno.readTextFile(new URL("../docs/formats.md", import.meta.url));
const CONTRACT = await Deno.readTextFile(new URL("../core/contract.ts", import.meta.url));

/** The modules that it shows, by the name in their first line. */
const modules = [...GUIDE.matchAll(/```ts\n\/\/ (\S+)\n([^]*?)```/g)].map(([, name, code]) => ({
  name: name!,
  code: code!,
}));

Deno.test("docs/formats.md: its first format is complete in under 20 lines", () => {
  assert.ok(modules[0]!.code.trimEnd().split("\n").length < 20);
  assert.ok(GUIDE.indexOf("```ts") < 400, "it stands on the first screen");
});

Deno.test("docs/formats.md: every block is run", () =>
  inFolder(async (folder) => {
    const blocks = GUIDE.match(/^```\w+$/gm) ?? [];
    const sessions = GUIDE.match(/^```console$/gm) ?? [];
    assert.equal(
      blocks.length,
      modules.length + sessions.length,
      "a block that is neither module nor session",
    );
    for (const { name, code } of modules) await Deno.writeTextFile(`${folder}/${name}`, code);
    await runSessions(sessionsOf(GUIDE), folder);
  }));

Deno.test("docs/formats.md: its tables have each member of a format and of its context", () => {
  for (const type of ["interface InputFormat", "interface ReadContext"]) {
    const body = CONTRACT.slice(CONTRACT.indexOf(type));
    const names = body.slice(body.indexOf("{"), body.indexOf("\n}")).matchAll(
      /^ {2}(?:readonly )?(\w+)[?:(]/gm,
    );
    const members = [...names].map((match) => match[1]!);
    assert.ok(members.length >= 6);
    for (const member of members) assert.ok(GUIDE.includes(`| \`${member}\` `), member);
  }
});
