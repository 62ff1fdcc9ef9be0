/** csv-parse, streaming rows as objects, and JSON.stringify. */
import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { report } from "./outcome.ts";
import { TextOutput } from "./output.ts";

const [input, output] = Deno.args as [string, string];

await report(async () => {
  const tasks = new TextOutput(output);
  const rows = createReadStream(input, { highWaterMark: 2 ** 20 }).pipe(parse({ columns: true }));
  // Listening is its fastest way: a loop with "for await" takes a turn of the event loop a row.
  rows.on("data", (data: unknown) => tasks.write(JSON.stringify({ data }) + "\n"));
  await new Promise<void>((resolve, reject) => rows.on("end", resolve).on("error", reject));
  tasks.close();
});
