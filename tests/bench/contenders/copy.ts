/** Copies the bytes and looks at none: the limit for anything that reads a file and writes one. */
import { report } from "./outcome.ts";

const [input, output] = Deno.args as [string, string];

await report(() => {
  using from = Deno.openSync(input);
  using to = Deno.openSync(output, { write: true, create: true, truncate: true });
  const buffer = new Uint8Array(2 ** 20);
  for (let length = from.readSync(buffer); length !== null; length = from.readSync(buffer)) {
    for (let at = 0; at < length;) at += to.writeSync(buffer.subarray(at, length));
  }
});
