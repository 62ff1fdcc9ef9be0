import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { IMPORT_SCRIPT } from "../../server/islands/bundle.ts";
import { STYLE } from "../../server/pages/style.ts";
import { bundled } from "./islands.ts";

Deno.test("the bundled script is what its sources make: deno task islands writes it", async () => {
  assert.ok(await bundled() === IMPORT_SCRIPT, "run deno task islands");
});

Deno.test("script and style of the pages are under 60 kB, compressed", () => {
  assert.ok(gzipSync(IMPORT_SCRIPT).length + gzipSync(STYLE).length < 60_000);
});
