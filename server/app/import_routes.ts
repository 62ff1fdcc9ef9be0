import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { UsageError } from "@labelport/core";
import { importJson } from "./import_json.ts";
import { importRequest, type Served } from "./import_request.ts";
import { inspectFiles } from "./inspect_files.ts";
import { errors, json } from "./responses.ts";
import {
  idParameter,
  importAnswerSchema,
  importPageSchema,
  importQuerySchema,
  importRecordSchema,
  inspectionSchema,
  inspectQuerySchema,
  pageQuerySchema,
  TASKS_BODY,
} from "./schemas.ts";
import { z } from "@hono/zod-openapi";

/** A body that is read as it comes, and so checked by what reads it. */
function bodyOf({ registry }: Served) {
  const schema = { type: "string", format: "binary" } as const;
  const types = registry.formats.flatMap(({ mediaTypes }) => mediaTypes ?? []);
  const content = Object.fromEntries(
    types.map((type) => [type, { schema: type === "application/json" ? TASKS_BODY : schema }]),
  );
  const form = { type: "object", additionalProperties: { type: "string", format: "binary" } } as const;
  return { content: { ...content, "multipart/form-data": { schema: form } }, required: true };
}

/** The formats by name; which is none of them is told with the nearest one. */
function formatParameter({ registry }: Served) {
  return z.string().min(1).optional().openapi({
    enum: registry.formats.map(({ name }) => name),
    description: "How to read it; found by name, content and media type unless given",
  });
}

/** Adds what imports, looks before it does, and takes back. */
export function addImportRoutes(app: OpenAPIHono, served: Served): void {
  const { project: { store } } = served;

  app.openapi(
    createRoute({
      method: "post",
      path: "/api/import",
      summary: "Import tasks: all of them, or none",
      description: "Any number of files in a form, or a body. Options of the format are parameters, too.",
      request: {
        query: importQuerySchema.extend({ format: formatParameter(served) }),
        headers: z.object({
          "idempotency-key": z.string().optional().openapi({
            description: "The same request again with the same key gets the first answer, and stores nothing",
            minLength: 1,
            maxLength: 255,
          }),
        }),
        body: bodyOf(served),
      },
      responses: {
        200: json(importAnswerSchema, "What a dry run found"),
        201: json(importAnswerSchema, "All tasks are there"),
        ...errors(400, 409, 413, 415, 422, 503),
      },
    }),
    async (c) => {
      const { status, body, isReplay } = await importRequest(served, c.req.raw, c.req.valid("query"));
      const headers = {
        "content-type": "application/json",
        ...(isReplay && { "idempotent-replayed": "true" }),
      };
      // The text is an ImportAnswer already, and may be long.
      return new Response(body, { status, headers }) as never;
    },
  );

  app.openapi(
    createRoute({
      method: "post",
      path: "/api/inspect",
      summary: "Say what files would become, from the first 1 MiB of each",
      request: {
        query: inspectQuerySchema.extend({ format: formatParameter(served) }),
        body: bodyOf(served),
      },
      responses: {
        200: json(z.object({ files: z.array(inspectionSchema) }), "A file each"),
        ...errors(400, 415, 422),
      },
    }),
    async (c) => {
      const text = (await inspectFiles(served, c.req.raw, c.req.valid("query"))).join(",");
      return new Response(`{"files":[${text}]}`, {
        headers: { "content-type": "application/json" },
      }) as never;
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/api/imports",
      summary: "List the imports, the newest first",
      request: { query: pageQuerySchema },
      responses: { 200: json(importPageSchema, "A page"), ...errors(422) },
    }),
    (c) => {
      const { cursor, limit = 100 } = c.req.valid("query");
      const records = store.imports({ limit, ...(cursor !== undefined && { before: cursor }) });
      const next = records.length === limit ? String(records.at(-1)!.id) : null;
      return c.json({ imports: records.map(importJson), next_cursor: next }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/api/imports/{id}",
      summary: "Show one import",
      request: { params: idParameter },
      responses: { 200: json(importRecordSchema, "The import"), ...errors(404, 422) },
    }),
    (c) => c.json(importJson(store.import(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createRoute({
      method: "delete",
      path: "/api/imports/{id}",
      summary: "Take an import back: all of its tasks are gone",
      request: { params: idParameter },
      responses: { 200: json(importRecordSchema, "The import, undone"), ...errors(404, 409, 422) },
    }),
    async (c) => {
      const { record, rows } = await store.undo(c.req.valid("param").id);
      // Nobody sees them any more; that they go takes its time.
      rows.catch((error) => {
        if (!(error instanceof UsageError)) throw error;
      });
      return c.json(importJson(record), 200);
    },
  );
}
