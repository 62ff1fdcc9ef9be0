import { OpenAPIHono } from "@hono/zod-openapi";
import type { Registry } from "@labelport/core";
import type { Hono } from "hono";
import { serveMedia } from "../media/media.ts";
import { isMedium } from "../media/media_types.ts";
import type { Project } from "../project/project.ts";
import { mediaFolders } from "../store/media_folders.ts";
import { answerToError, problemAnswer } from "./errors.ts";
import { guard } from "./guard.ts";
import { addImportRoutes } from "./import_routes.ts";
import { addInfoRoutes } from "./info_routes.ts";
import { Metrics } from "./observe.ts";
import { addAssets } from "../pages/assets.ts";
import { asPage } from "../pages/error_page.tsx";
import { addPages } from "../pages/pages.ts";
import { readUnread } from "./unread.ts";
import { Work } from "./work.ts";
import type { Served } from "./import_request.ts";
import { requireToken, strictHeaders } from "./access.ts";
import { addFollowRoutes } from "./follow_routes.ts";
import { LIMITS, type Limits } from "../project/settings.ts";
import { addTaskRoutes } from "./task_routes.ts";

/** What `createApp` is given. */
export interface AppOptions {
  readonly registry: Registry;
  readonly project: Project;
  /** Those that are not as the project's settings have them. */
  readonly limits?: Partial<Limits>;
  /** Who does not bring it gets nothing but /health; then any Host may be asked for. */
  readonly token?: string;
  /** The imports under way, for whoever has to wait for them. */
  readonly work?: Work;
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
  const { project, registry, token } = options;
  const limits = { ...LIMITS, ...project.settings.limits, ...options.limits };
  const work = options.work ?? new Work(limits.imports);
  const metrics = new Metrics(work);
  const served: Served = { registry, project, limits, work, metrics };
  for (const middleware of metrics.observe()) app.use(middleware);
  app.use(readUnread());
  app.use(strictHeaders());
  app.use(guard({ anyHost: token !== undefined }));
  if (token !== undefined) app.use(requireToken(token));
  app.onError(async (error, c) => await asPage(c, answerToError(error, options.onFault ?? rethrow)));
  app.notFound((c) => {
    const detail = `There is nothing at ${c.req.method} ${c.req.path}`;
    return asPage(c, problemAnswer(404, { detail, problems: [{ code: "not-found", message: detail }] }));
  });
  addImportRoutes(app, served);
  addTaskRoutes(app, served);
  addInfoRoutes(app, served);
  addFollowRoutes(app, served);
  addPages(app, served);
  addAssets(app);
  app.all(
    "/static/*",
    // What was imported as media is given away, and nothing that lies beside it; of --media all that is there.
    (c) =>
      serveMedia(
        c.req.raw,
        () => isMedium(c.req.path) ? [...project.media, ...mediaFolders(project.store.db)] : project.media,
      ),
  );
  app.get(
    "/metrics",
    async (c) =>
      c.body(await metrics.registry.metrics(), 200, { "content-type": metrics.registry.contentType }),
  );
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
