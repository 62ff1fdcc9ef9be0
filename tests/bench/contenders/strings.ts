/** What one would write without a library: strings, JSON.parse, JSON.stringify. */
import { linesOf } from "./lines.ts";
import { report } from "./outcome.ts";
import { TextOutput } from "./output.ts";

const [dataset, input, output] = Deno.args as [string, string, string];

await report(() => {
  const tasks = new TextOutput(output);
  if (dataset === "json") convertArray(tasks);
  else if (dataset === "jsonl") {
    for (const line of linesOf(input)) tasks.write(taskLine(JSON.parse(line)));
  } else for (const line of linesOf(input)) tasks.write(taskLine({ text: line }));
  tasks.close();
});

function taskLine(data: unknown): string {
  return JSON.stringify({ data }) + "\n";
}

function convertArray(tasks: TextOutput): void {
  const all = JSON.parse(Deno.readTextFileSync(input)) as readonly unknown[];
  for (const task of all) tasks.write(JSON.stringify(task) + "\n");
}
