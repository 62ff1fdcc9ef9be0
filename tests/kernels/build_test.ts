import assert from "node:assert/strict";
import { KERNELS, moduleOf, pathOf } from "./build.ts";

for (const kernel of KERNELS) {
  Deno.test(`${kernel.module} is what its source makes: deno task kernels writes it`, async () => {
    const there = await Deno.readTextFile(pathOf(kernel.module));
    assert.ok(await moduleOf(kernel) === there, "run deno task kernels");
  });
}
