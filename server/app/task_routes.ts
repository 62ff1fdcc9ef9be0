import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { jsonArraySink, type TaskSink } from "@labelport/core";
import { MissingError } from "../errors.ts";
import { exportTasks } from "../export_tasks.ts";
import { deleteTask, findTask, pageOfTasks, type StoredTask } from "../store/stored_tasks.ts";
import type { Served } from "./import_request.ts";
import { errors, json } from "./responses.ts";
import { idParameter, taskPageSchema, taskQuerySchema, taskSchema } from "./schemas.ts";

const exportQuery = z.strictObject({
  label_studio: z.enum(["0", "1"]).optional().openapi({
    description: "1 names completions `annotations`, as Label Studio 1.0 and later does",
  }),
  format: z.enum(["jsonl", "json"]).optional().openapi({ description: "jsonl unless given" }),
});

/** Adds what shows tasks, and deletes one. */
export function addTaskRoutes(app: OpenAPIHono, { project: { store } }: Served): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/tasks",
      summary: "List tasks by their ids, a page at a time",
      request: { query: taskQuerySchema },
      responses: { 200: json(taskPageSchema, "A page"), ...errors(422) },
    }),
    (c) => {
      const { cursor = -1, limit = 100, import: only } = c.req.valid("query");
      const tasks = pageOfTasks(store.db, { after: cursor, limit, import: only });
      const next = tasks.length === limit ? JSON.stringify(String(tasks.at(-1)!.id)) : "null";
      return jsonText(`{"tasks":[${tasks.map(taskJson).join(",")}],"next_cursor":${next}}`) as never;
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/api/tasks/{id}",
      summary: "Show one task",
      request: { params: idParameter },
      responses: { 200: json(taskSchema, "The task"), ...errors(404, 422) },
    }),
    (c) => {
      const { id } = c.req.valid("param");
      const task = findTask(store.db, id);
      if (task === undefined) throw new MissingError(`Cannot find task ${id}: there is none of this number`);
      return jsonText(taskJson(task)) as never;
    },
  );

  app.openapi(
    createRoute({
      method: "delete",
      path: "/api/tasks/{id}",
      summary: "Delete one task",
      request: { params: idParameter },
      responses: { 204: { description: "It is gone" }, ...errors(404, 422) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      if (!await deleteTask(store.db, id)) {
        throw new MissingError(`Cannot delete task ${id}: there is none of this number`);
      }
      return c.body(null, 204);
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/api/export",
      summary: "All tasks, as JSON Lines or as one JSON array",
      request: { query: exportQuery },
      responses: {
        200: {
          description: "The tasks by their ids, as they are when the answer begins",
          content: {
            "application/x-ndjson": { schema: { type: "string" } },
            "application/json": { schema: { type: "array", items: { type: "object" } } },
          },
        },
        ...errors(422),
      },
    }),
    (c) => {
      const { label_studio: labelStudio = "0", format = "jsonl" } = c.req.valid("query");
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const lines = sinkOf(writable);
      const sink = format === "json" ? jsonArraySink(lines) : lines;
      exportTasks(store, { sink, labelStudio }).catch((error) => lines.fail(error));
      const type = format === "json" ? "application/json" : "application/x-ndjson";
      return c.body(readable, 200, {
        "content-type": type,
        "content-disposition": `attachment; filename="tasks.${format}"`,
      }) as never;
    },
  );
}

/** The body of an answer as a sink: it takes no more than its reader does. */
function sinkOf(writable: WritableStream<Uint8Array>): TaskSink & { fail(error: unknown): void } {
  const writer = writable.getWriter();
  return {
    // The buffer is written again once this returns, and the reader may be slower.
    write: ({ bytes }) => writer.write(bytes.slice()),
    close: () => writer.close(),
    abort: () => {},
    fail: (error) => void writer.abort(error).catch(() => {}),
  };
}

/** A task as the API tells it: its own JSON, byte for byte, with where it came from behind. */
function taskJson({ json, import: from, origin }: StoredTask): string {
  return `${json.slice(0, json.lastIndexOf("}"))},"import":${from},"origin":${JSON.stringify(origin)}}`;
}

function jsonText(text: string): Response {
  return new Response(text, { headers: { "content-type": "application/json" } });
}
