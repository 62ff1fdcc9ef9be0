/** Shows the main job: every format's example file, turned into tasks by the command itself. */
import { main } from "./main.ts";
import { print } from "./terminal.ts";

const EXAMPLES: readonly (readonly string[])[] = [
  ["convert", "examples/data/tasks.json"],
  ["convert", "examples/data/events.jsonl"],
  ["convert", "examples/data/reviews.csv", "--label-config", "examples/data/sentiment.xml"],
  ["convert", "examples/data/images.tsv", "--map", "caption=text"],
  ["convert", "examples/data/lines.txt", "--data-key", "message", "--provenance"],
  ["convert", "examples/data/batches"],
  ["convert", "examples/data/letters", "--label-config", "examples/data/sentiment.xml"],
  ["convert", "examples/data/photos"],
  ["convert", "examples/data/sounds", "--base-url", "https://label.example.org"],
];

let exitCode = 0;
for (const args of EXAMPLES) {
  print(`\n$ labelport ${args.join(" ")}`);
  exitCode ||= await main(args);
}
print("\nNow with a file of yours: deno task labelport convert <file or folder> -o tasks.jsonl");
Deno.exit(exitCode);
