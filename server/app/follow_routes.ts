import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import { CancelledError } from "../errors.ts";
import type { ImportRecord } from "../store/import_record.ts";
import { importJson } from "./import_json.ts";
import type { Served } from "./import_request.ts";
import { errors, json } from "./responses.ts";
import { idParameter, importRecordSchema } from "./schemas.ts";

/** Milliseconds between two events. */
const PERIOD = 200;

/** Adds what follows a running import, and what stops it, whichever process makes it. */
export function addFollowRoutes(app: OpenAPIHono, { project: { store }, work }: Served): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/imports/{id}/events",
      summary: "Follow an import: server-sent events until it ends",
      description:
        "`progress` events hold bytes, tasks, tasks_per_second and problems; the last event, named like the state, holds the import.",
      request: { params: idParameter },
      responses: {
        200: { description: "Events", content: { "text/event-stream": { schema: z.string() } } },
        ...errors(404, 422),
      },
    }),
    (c) => {
      const { id } = c.req.valid("param");
      store.import(id);
      return streamSSE(c, async (stream) => {
        const rate = new Rate();
        for (;;) {
          const record = store.import(id);
          if (record.state !== "running") {
            await stream.writeSSE({ event: record.state, data: JSON.stringify(importJson(record)) });
            return;
          }
          await stream.writeSSE({ event: "progress", data: JSON.stringify(progressOf(record, rate)) });
          if (stream.aborted) return;
          await stream.sleep(PERIOD);
        }
      }) as never;
    },
  );

  app.openapi(
    createRoute({
      method: "post",
      path: "/api/imports/{id}/cancel",
      summary: "Stop a running import: nothing of it remains",
      request: { params: idParameter },
      responses: { 202: json(importRecordSchema, "It is being stopped"), ...errors(404, 409, 422) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const record = await store.cancel(id);
      work.stop(id, new CancelledError(`Import ${id} was cancelled`));
      return c.json(importJson(record), 202);
    },
  );
}

function progressOf({ tasks, bytes, bad }: ImportRecord, rate: Rate) {
  return { bytes, tasks, tasks_per_second: rate.of(tasks), problems: bad };
}

/** Tasks a second, since the event before. */
class Rate {
  #tasks: number | undefined;
  #at = performance.now();

  of(tasks: number): number {
    const now = performance.now();
    const seconds = (now - this.#at) / 1000;
    const rate = Math.round(Math.max(0, tasks - (this.#tasks ?? tasks)) / Math.max(seconds, 0.001));
    this.#tasks = tasks;
    this.#at = now;
    return rate;
  }
}
