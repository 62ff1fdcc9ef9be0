import {
  createRegistry,
  defineFormat,
  type ImportReport,
  importTasks,
  type InputFormat,
  openSource,
  readJsonLines,
  type TaskSink,
} from "@labelport/core";
import { openDatabase } from "./store/database.ts";
import { taskLines } from "./store/stored_tasks.ts";
import type { Store } from "./store/store.ts";

/** The store's own tasks, read as any others are. */
const stored: InputFormat<"file"> = defineFormat({
  name: "store",
  title: "Tasks of a project",
  reads: "file",
  extensions: [],
  read: readJsonLines,
});
const registry = createRegistry({ trusted: [stored] });

/**
 * Writes all tasks of a store to a sink, by their ids: what is there when it begins, whatever is imported or undone
 * meanwhile. `labelStudio`: 1 names completions `annotations`, as Label Studio 1.0 and later does.
 */
export async function exportTasks(
  { path }: Store,
  { sink, labelStudio, signal }: {
    readonly sink: TaskSink;
    readonly labelStudio: "0" | "1";
    readonly signal?: AbortSignal;
  },
): Promise<ImportReport> {
  const db = openDatabase(path);
  const pieces = taskLines(db);
  try {
    const stream = () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull(controller) {
          const { done, value } = pieces.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
      }, { highWaterMark: 0 });
    return await importTasks({
      registry,
      input: await openSource({ name: path, stream }),
      format: stored,
      sink,
      rules: { completionsAs: labelStudio === "1" ? "annotations" : "completions" },
      // What was let in is let out.
      maxRecord: Number.MAX_SAFE_INTEGER,
      ...(signal !== undefined && { signal }),
    });
  } finally {
    pieces.return(undefined);
    db.close();
  }
}
