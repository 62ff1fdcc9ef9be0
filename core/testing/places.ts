import assert from "node:assert/strict";
import { decode } from "../utf8.ts";
import { bytesOf, type Example, outcomeOf, type Setting } from "./example.ts";

/** Compares the places that problems name with the input: each is there, and a file's come in its order. */
export async function checkPlaces(example: Example, setting: Setting): Promise<void> {
  const { problems } = await outcomeOf(example, setting, { size: Infinity });
  const files = new Map(
    bytesOf(example.input) === undefined
      ? Object.entries(example.input).map(([name, content]) => [`${example.file}/${name}`, content])
      : [[example.file, example.input as string | Uint8Array<ArrayBuffer>]],
  );
  const last = new Map<string, number>();
  for (const { file = example.file, line, record, column, offset, message } of problems) {
    const content = files.get(file.replace(/\.gz$/, ""));
    if (content === undefined) {
      assert.equal(file, example.file, `a problem in "${file}", which is not there: ${message}`);
      continue;
    }
    const bytes = bytesOf(content)!;
    // In another encoding lines are counted in the text; here it is enough that there are not more.
    const lines = decode(bytes).split(/\r\n|\n|\r/).length;
    const shown = `of the problem in "${file}": ${message}`;
    for (const [what, value] of Object.entries({ line, record, column })) {
      assert.ok(value === undefined || (Number.isSafeInteger(value) && value >= 1), `the ${what} ${shown}`);
    }
    assert.ok(line === undefined || line <= lines, `line ${line} of ${lines}, ${shown}`);
    assert.ok(offset === undefined || (offset >= 0 && offset <= bytes.length), `the offset ${shown}`);
    assert.ok((line ?? 0) >= (last.get(file) ?? 0), `line ${line} after ${last.get(file)}, ${shown}`);
    last.set(file, line ?? 0);
  }
}
