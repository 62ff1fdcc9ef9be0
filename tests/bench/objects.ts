/** Core with a format of plain objects that costs nothing to read: what a third-party format can reach. */
import { createHash } from "node:crypto";
import { createRegistry, defineFormat, importTasks, openSource, type TaskSink } from "@labelport/core";
import { report } from "./contenders/outcome.ts";
import { objectTask } from "./datasets.ts";

const rows = Number(Deno.args[0]);

const made = defineFormat({
  name: "made",
  title: "Tasks made in memory",
  reads: "file",
  extensions: [".made"],
  async *read() {
    for (let index = 0; index < rows; index++) yield objectTask(index);
  },
});

/** Counts and hashes: about a tenth of the time, but no figure without a check. */
const hash = createHash("sha256");
let tasks = 0;
const sink: TaskSink = {
  write(batch) {
    hash.update(batch.bytes);
    tasks += batch.count;
  },
  close() {},
  abort() {},
};

const input = await openSource(new File([], "tasks.made"));
await report(async () => {
  const { problems } = await importTasks({
    registry: createRegistry({ others: [made] }),
    input,
    format: made,
    sink,
  });
  if (problems.length > 0) throw new Error(problems[0]!.message);
  return { tasks, sha256: hash.digest("hex") };
});
