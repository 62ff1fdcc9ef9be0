/** Shows the main job: a project made of every format's example, its tasks, and how to serve it. */
import { main } from "./main.ts";
import { print } from "./terminal.ts";

const PROJECT = ".demo";
const DATA = "examples/data";

const COMMANDS: readonly (readonly string[])[] = [
  ["init", PROJECT, "--force", "--input-path", `${DATA}/tasks.json`],
  ["import", PROJECT, `${DATA}/events.jsonl`],
  ["import", PROJECT, `${DATA}/reviews.csv`],
  ["import", PROJECT, `${DATA}/images.tsv`, "--map", "caption=text"],
  ["import", PROJECT, `${DATA}/lines.txt`, "--data-key", "message", "--provenance"],
  ["import", PROJECT, `${DATA}/batches`, `${DATA}/letters`],
  ["import", PROJECT, `${DATA}/photos`],
  ["import", PROJECT, `${DATA}/sounds`],
  ["export", PROJECT],
  ["imports", PROJECT],
];

let exitCode = 0;
for (const args of COMMANDS) {
  print(`\n$ labelport ${args.join(" ")}`);
  exitCode ||= await main(args);
}
print("\nServe it, with its page, its API and its media: deno task start");
print("Now with a file of yours: deno task labelport convert <file or folder> -o tasks.jsonl");
Deno.exit(exitCode);
