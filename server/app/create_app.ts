import { OpenAPIHono } from "@hono/zod-openapi";
import type { Registry } from "@labelport/core";
import type { Hono } from "hono";
import { serveMedia } from "../media/media.ts";
import type { Project } from "../project/project.ts";
import { mediaFolders } from "../store/media_folders.ts";
import { answerToError, problemAnswer } from "./errors.ts";
import { guard } from "./guard.ts";
import { addImportRoutes } from "./import_routes.ts";
import { addInfoRoutes } from "./info_routes.ts";
import { addPage } from "./page.tsx";
import { addTaskRoutes } from "./task_routes.ts";

/** What `createApp` is given. */
export interface AppOptions {
  readonly registry: Registry;
  readonly project: Project;
  /** Told what fails that is nobody's mistake. Unless it is given, that is thrown. */
  readonly onFault?: (error: unknown) => void;
}

/**
 * The import server of a project: its HTTP API, its page, and the media of its folders.
 *
 * @example
 * ```ts
 * import { createRegistry, readJson } from "@labelport/core";
 * import { createProject } from "@labelport/server";
 * import { createApp } from "@labelport/server/app";
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const { project, discard } = await createProject(folder);
 * const json = {
 *   name: "json", title: "JSON", reads: "file", extensions: [".json"], mediaTypes: ["application/json"], read: readJson,
 * } as const;
 * const app = createApp({ registry: createRegistry({ trusted: [json] }), project });
 * const answer = await app.request("/api/import", {
 *   method: "POST",
 *   headers: { "content-type": "application/json" },
 *   body: '[{"my_key": "my_value_1"}, {"my_key": "my_value_2"}]',
 * });
 * assert.equal(answer.status, 201);
 * assert.equal((await answer.json()).task_count, 2);
 * discard();
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function createApp(options: AppOptions): Hono {
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (result.success) return;
      const [issue] = result.error.issues;
      const name = issue!.path.join(".");
      const message = `Cannot use ${name === "" ? "this request" : `"${name}"`}: ${issue!.message}`;
      return problemAnswer(422, { detail: message, problems: [{ code: "request", message }] });
    },
  });
  const { project } = options;
  app.use(guard);
  app.onError((error) => answerToError(error, options.onFault ?? rethrow));
  app.notFound((c) => {
    const detail = `There is nothing at ${c.req.method} ${c.req.path}`;
    return problemAnswer(404, { detail, problems: [{ code: "not-found", message: detail }] });
  });
  addImportRoutes(app, options);
  addTaskRoutes(app, options);
  addInfoRoutes(app, options);
  addPage(app, options);
  app.all(
    "/static/*",
    (c) => serveMedia(c.req.raw, () => [...project.media, ...mediaFolders(project.store.db)]),
  );
  app.get("/", (c) => c.redirect("/import"));
  refuseOtherMethods(app);
  return app as unknown as Hono;
}

function rethrow(error: unknown): never {
  throw error;
}

/** A path that is there, with a method that it does not take, is 405 and not 404. */
function refuseOtherMethods(app: OpenAPIHono): void {
  const methods = Map.groupBy(app.routes.filter(({ method }) => method !== "ALL"), ({ path }) => path);
  for (const [path, routes] of methods) {
    const allowed = [...new Set(routes.map(({ method }) => method))];
    app.all(path, (c) => {
      const message = `Cannot ${c.req.method} ${c.req.path}: it takes ${allowed.join(" and ")}`;
      const answer = problemAnswer(405, { detail: message, problems: [{ code: "request", message }] });
      answer.headers.set("allow", allowed.join(", "));
      return answer;
    });
  }
}
