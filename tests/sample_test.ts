/** Whatever a label config shows: its sample imports as it is. */
import assert from "node:assert/strict";
import { inFolder, shell } from "./command.ts";

const CONFIGS: readonly string[] = [
  '<Text name="t" value="$text"/>',
  '<Image name="i" value="$Image URL"/><Audio name="a" value="$sound"/><Video name="v" value="$film"/>',
  '<HyperText name="h" value="$page" encoding="base64"/>',
  '<Text name="t" value="$a.b"/><Text name="u" value="Dr. $first $last"/>',
];
const IN_JSON: readonly string[] = [
  '<Paragraphs name="p" value="$talk"/><List name="l" value="$items"/><Table name="t" value="$row"/>',
  '<Image name="i" valueList="$pages"/><Text name="t" value="$t"/><Choices name="c" toName="t" value="$options"/>',
  '<Text name="t" value="$a[1].b"/>',
];

for (const config of [...CONFIGS, ...IN_JSON]) {
  Deno.test(`labelport sample makes a file that imports: ${config}`, () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/c.xml`, config);
      for (const format of IN_JSON.includes(config) ? ["json", "jsonl"] : ["json", "jsonl", "csv"]) {
        const lines =
          `labelport sample -l c.xml -n 5 -f ${format} -o s.${format} && labelport convert s.${format} -l c.xml`;
        const { code, stdout, stderr } = await shell(lines, folder);
        assert.equal(code, 0, stderr);
        assert.equal(stdout.trimEnd().split("\n").length, 5);
        assert.doesNotMatch(stderr, /looks like no URL/);
      }
    }));
}
