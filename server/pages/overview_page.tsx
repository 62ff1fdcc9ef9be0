/** @jsxImportSource hono/jsx */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Served } from "../app/import_request.ts";
import { countTasks } from "../store/stored_tasks.ts";
import { numberText, pageText, timeText } from "./layout.tsx";

/** Adds the first page: what there is, and what to do next. */
export function addOverviewPage(app: OpenAPIHono, { project, registry }: Served): void {
  app.get("/", (c) => {
    const tasks = countTasks(project.store.db);
    const imports = project.store.imports({ limit: 5 });
    const hasConfig = project.labelConfigPath !== undefined;
    const formats = registry.formats.map(({ name }) => name).join(", ");
    const children = (
      <>
        <div class="cards">
          <section class="card">
            <b>{numberText(tasks)}</b> {tasks === 1 ? "task" : "tasks"}
            <p>{tasks === 0 ? "Nothing has been imported." : <a href="/tasks">Look at them</a>}</p>
          </section>
          <section class="card">
            <b>{hasConfig ? "Yes" : "None"}</b> label config
            <p>
              <a href="/config">{hasConfig ? "Look at it" : "Write one"}</a>
              {hasConfig ? "" : ": then each task is checked for what it shows."}
            </p>
          </section>
          <section class="card">
            <b>{numberText(registry.formats.length)}</b> formats
            <p class="soft">{formats}</p>
          </section>
        </div>
        <h2>{tasks === 0 ? "What to do next" : "Go on"}</h2>
        <p class="row">
          <a class="button" href="/import">Import files or text</a>
          {tasks === 0 ? null : <a class="button quiet" href="/api/export">Take all tasks out</a>}
        </p>
        {imports.length === 0 ? null : (
          <>
            <h2>The last imports</h2>
            <ul>
              {imports.map(({ id, state, source, tasks, startedAt }) => (
                <li key={id}>
                  <a href={`/imports/${id}`}>Import {id}</a>: {source}, {state}, {numberText(tasks)} tasks,
                  {" "}
                  {timeText(startedAt)}
                </li>
              ))}
            </ul>
          </>
        )}
        <p class="soft">
          For programs: <a href="/openapi.json">the HTTP API</a>
        </p>
      </>
    );
    return c.html(pageText({ title: "Overview", path: "/", children }));
  });
}
