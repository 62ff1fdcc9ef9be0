import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { describe, formatProblem, lintLabelConfig } from "@labelport/core";
import config from "../deno.json" with { type: "json" };
import { MissingError } from "../errors.ts";
import { countTasks } from "../store/stored_tasks.ts";
import type { Served } from "./import_request.ts";
import { HttpError, problemJson } from "./errors.ts";
import { limited } from "./limited.ts";
import { errors, json } from "./responses.ts";
import { formatSchema, problemSchema } from "./schemas.ts";

/** No label config is larger, in bytes. */
const MAX_CONFIG = 1 << 20;

const healthSchema = z.object({ status: z.literal("ok"), version: z.string() }).openapi("Health");
const projectSchema = z.object({
  task_count: z.int(),
  label_config: z.boolean().openapi({ description: "Whether there is one" }),
  base_url: z.string().openapi({ description: "What the URLs of media begin with" }),
}).openapi("Project");

/** Adds what says what this server is and knows. */
export function addInfoRoutes(app: OpenAPIHono, { registry, project }: Served): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/formats",
      summary: "The formats, with their options",
      responses: { 200: json(z.array(formatSchema), "All of them") },
    }),
    (c) => c.json(registry.formats.map(describe) as unknown as z.output<typeof formatSchema>[], 200),
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/api/label-config",
      summary: "The label config",
      responses: {
        200: {
          description: "As it was written",
          content: { "application/xml": { schema: { type: "string" } } },
        },
        ...errors(404),
      },
    }),
    async (c) => {
      const found = await project.labelConfig();
      if (found === undefined) throw new MissingError("Cannot show the label config: this project has none");
      return c.body(found.xml, 200, { "content-type": "application/xml; charset=utf-8" }) as never;
    },
  );

  app.openapi(
    createRoute({
      method: "put",
      path: "/api/label-config",
      summary: "Take another label config, from the next import on",
      request: { body: { content: { "application/xml": { schema: { type: "string" } } }, required: true } },
      responses: {
        200: json(z.object({ notes: z.array(problemSchema) }), "It is taken; what is odd about it"),
        ...errors(400, 413, 415),
      },
    }),
    async (c) => {
      const body = c.req.raw.body ?? new Blob([]).stream();
      const xml = await new Response(limited(body, { limit: MAX_CONFIG, what: "the label config" })).text();
      const findings = lintLabelConfig(xml, "label config").map((found) => ({
        found,
        said: problemJson(found),
      }));
      const errors = findings.filter(({ found }) => found.severity === "error").map(({ said }) => said);
      if (errors.length > 0) {
        throw new HttpError(400, `Cannot take this label config: ${formatProblem(errors[0]!)}`, errors);
      }
      await project.saveLabelConfig(xml);
      return c.json({ notes: findings.map(({ said }) => said) }, 200) as never;
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/api/project",
      summary: "What there is",
      responses: { 200: json(projectSchema, "The project") },
    }),
    (c) => {
      const { store, baseUrl } = project;
      const answer = {
        task_count: countTasks(store.db),
        label_config: project.labelConfigPath !== undefined,
        base_url: baseUrl,
      };
      return c.json(answer, 200);
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/health",
      summary: "Whether the server and its store answer",
      responses: { 200: json(healthSchema, "They do"), ...errors(507) },
    }),
    (c) => {
      project.store.file.checkIsThere();
      project.store.db.prepare("select 1").get();
      return c.json({ status: "ok" as const, version: config.version }, 200);
    },
  );

  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Labelport",
      version: config.version,
      description: "Turns raw files into labelling tasks.",
    },
  });
}
