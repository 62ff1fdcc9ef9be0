/** The short form of what `deno task soak` does for hours: crashes, load, hostile paths and requests. */
import assert from "node:assert/strict";
import { hostileBodies } from "./reliability/bodies.ts";
import { crashes } from "./reliability/crashes.ts";
import { fuzzApi } from "./reliability/fuzz.ts";
import { load } from "./reliability/load.ts";
import { hostilePaths } from "./reliability/paths.ts";

const MIB = 2 ** 20;

Deno.test("killed at 4 random moments, an import leaves all of it or nothing, and the next one works", async () => {
  const { all, nothing } = await crashes({ moments: 4, seed: Date.now() });
  assert.equal(all + nothing, 4);
});

Deno.test("32 clients at once, small and huge imports: nothing is lost, doubled or refused, and none waits for all", async () => {
  const { requests, tasks, meanwhile } = await load({ clients: 32, rounds: 5 });
  assert.equal(requests, 2 + 30 * 5);
  assert.ok(tasks > 600_000);
  assert.ok(meanwhile > 0, "no small import ended before the huge ones did");
});

Deno.test("500 hostile paths below /static give no byte from outside", () => hostilePaths({ count: 500 }));

Deno.test("500 requests made from the API's own description are answered as it says", () =>
  fuzzApi({ count: 500 }));

Deno.test("bodies that would fill the memory are refused in words, and the server's memory stays flat", async () => {
  const { bodies } = await hostileBodies({ size: 256 * MIB, record: "8MiB", most: 900 * MIB });
  assert.ok(bodies > 25);
});
