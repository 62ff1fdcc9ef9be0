/** @jsxImportSource hono/jsx */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { placeText } from "@labelport/core";
import type { Served } from "../app/import_request.ts";
import { MissingError } from "../errors.ts";
import { countTasks, findTask, pageOfTasks, type StoredTask } from "../store/stored_tasks.ts";
import { numberText, pageText } from "./layout.tsx";
import { DataValue, tagsByKey } from "./value.tsx";

const ROWS = 50;
/** Of so many keys a table has a column. */
const COLUMNS = 12;

type Json = Readonly<Record<string, unknown>>;

/** Adds the tasks: a table, a page at a time, and each of them. */
export function addTasksPages(app: OpenAPIHono, { project }: Served): void {
  const tags = async () => tagsByKey((await project.labelConfig().catch(() => undefined))?.config);

  app.get("/tasks", async (c) => {
    const after = whole(c.req.query("after")) ?? -1;
    const only = whole(c.req.query("import"));
    const tasks = pageOfTasks(project.store.db, { after, limit: ROWS, import: only });
    const all = { total: countTasks(project.store.db), after, only, tags: await tags() };
    return c.html(pageText({ title: "Tasks", path: "/tasks", children: <Table tasks={tasks} {...all} /> }));
  });

  app.get("/tasks/:id{[0-9]+}", async (c) => {
    const id = Number(c.req.param("id"));
    const task = findTask(project.store.db, id);
    if (task === undefined) throw new MissingError(`Cannot find task ${id}: there is none of this number`);
    const children = <Details task={task} tags={await tags()} />;
    return c.html(pageText({ title: `Task ${id}`, path: "/tasks", children }));
  });
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

interface TableProps {
  readonly tasks: readonly StoredTask[];
  readonly total: number;
  readonly after: number;
  readonly only: number | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

function Table({ tasks, total, after, only, tags }: TableProps) {
  const parsed = tasks.map((task) => ({ task, json: JSON.parse(task.json) as Json }));
  const keys = [...new Set(parsed.flatMap(({ json }) => Object.keys(json["data"] as Json)))];
  const columns = keys.slice(0, COLUMNS);
  const which = only === undefined ? "" : `import=${only}&`;
  if (tasks.length === 0) {
    return (
      <p class="empty">
        {total === 0 ? "There are no tasks yet. " : "There are no more tasks here. "}
        <a href={total === 0 ? "/import" : "/tasks"}>{total === 0 ? "Import some" : "To the first"}</a>
      </p>
    );
  }
  return (
    <>
      <p class="soft">
        {numberText(total)} {total === 1 ? "task" : "tasks"} in all
        {only === undefined ? "" : `; these came with import ${only}`}
        {keys.length > COLUMNS ? `; ${keys.length - COLUMNS} more keys are shown with each task` : ""}
      </p>
      <div class="scroll" tabindex={0} role="region" aria-label="Tasks">
        <table>
          <thead>
            <tr>
              <th scope="col">id</th>
              {columns.map((key) => <th scope="col" key={key}>{key}</th>)}
              <th scope="col">made</th>
            </tr>
          </thead>
          <tbody>
            {parsed.map(({ task, json }) => (
              <tr key={task.id}>
                <td>
                  <a href={`/tasks/${task.id}`}>{task.id}</a>
                </td>
                {columns.map((key) => {
                  const data = json["data"] as Json;
                  return (
                    <td key={key}>
                      {Object.hasOwn(data, key) ? <DataValue value={data[key]} tag={tags.get(key)} /> : null}
                    </td>
                  );
                })}
                <td class="soft">{madeText(json)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="row">
        {after >= 0 ? <a href={`/tasks?${which}`}>First</a> : null}
        {tasks.length === ROWS
          ? <a href={`/tasks?${which}after=${tasks.at(-1)!.id}`} rel="next">Next</a>
          : null}
      </p>
    </>
  );
}

function madeText(json: Json): string {
  const count = (name: string) => (json[name] as readonly unknown[] | undefined)?.length ?? 0;
  const made = [["completion", count("completions")], ["prediction", count("predictions")]] as const;
  return made.filter(([, n]) => n > 0).map(([name, n]) => `${n} ${name}${n === 1 ? "" : "s"}`).join(", ");
}

function Details({ task, tags }: { task: StoredTask; tags: ReadonlyMap<string, string> }) {
  const json = JSON.parse(task.json) as Json;
  return (
    <>
      <p class="soft">
        from {placeText(task.origin)}, with <a href={`/imports/${task.import}`}>import {task.import}</a>
      </p>
      <dl class="full">
        {Object.entries(json["data"] as Json).map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>
              <DataValue value={value} tag={tags.get(key)} whole />
            </dd>
          </div>
        ))}
      </dl>
      {["completions", "predictions"].map((name) => <Made key={name} name={name} made={json[name]} />)}
      <h2>As JSON</h2>
      <pre tabindex={0}>{task.json}</pre>
    </>
  );
}

function Made({ name, made }: { name: string; made: unknown }) {
  if (!Array.isArray(made) || made.length === 0) return null;
  return (
    <>
      <h2>{name === "completions" ? "Completions" : "Predictions"}</h2>
      {made.map(({ result, score }: { result: readonly Json[]; score?: number }, n) => (
        <section class="card" key={n}>
          {score === undefined ? null : <p class="soft">score {score}</p>}
          <ul>{result.map((region, n) => <li key={n}>{regionText(region)}</li>)}</ul>
        </section>
      ))}
    </>
  );
}

/** A region for people: what it is, what it says, where. */
function regionText(region: Json): string {
  if (region["type"] === "relation") return `relation: ${region["from_id"]} → ${region["to_id"]}`;
  const value = (region["value"] ?? {}) as Json;
  const type = String(region["type"]);
  const { start, end, text, x, y, width, height, ...rest } = value;
  const said = Object.entries(rest).filter(([, part]) => Array.isArray(part) || typeof part === "number")
    .map(([name, part]) => (name === type ? "" : `${name} `) + JSON.stringify(part));
  const place = [
    ...(start === undefined ? [] : [`${start} to ${end}`]),
    ...(x === undefined ? [] : [`at ${x}, ${y}${width === undefined ? "" : `, ${width} × ${height} %`}`]),
    ...(text === undefined ? [] : [JSON.stringify(text)]),
  ];
  return `${type} by ${region["from_name"]}: ${[...said, ...place].join(", ")}`;
}
