/** @jsxImportSource hono/jsx */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { formatProblem } from "@labelport/core";
import { noteJson, problemJson } from "../app/errors.ts";
import type { Served } from "../app/import_request.ts";
import type { ImportRecord } from "../store/import_record.ts";
import { numberText, pageText, timeText } from "./layout.tsx";

const ROWS = 50;

/** Adds the imports: what came when, how it went, and how it is taken back. */
export function addImportsPages(app: OpenAPIHono, { project: { store } }: Served): void {
  app.get("/imports", (c) => {
    const before = Number(c.req.query("before") ?? NaN);
    const records = store.imports({ limit: ROWS, ...(before > 0 && { before }) });
    return c.html(pageText({ title: "Imports", path: "/imports", children: <Table records={records} /> }));
  });

  app.get("/imports/:id{[0-9]+}", (c) => {
    const record = store.import(Number(c.req.param("id")));
    const children = <Details record={record} />;
    return c.html(pageText({ title: `Import ${record.id}`, path: "/imports", children }));
  });

  app.get("/imports/:id{[0-9]+}/undo", (c) => {
    const record = store.import(Number(c.req.param("id")));
    const children = <Confirm record={record} />;
    return c.html(pageText({ title: `Undo import ${record.id}?`, path: "/imports", children }));
  });

  app.post("/imports/:id{[0-9]+}/undo", async (c) => {
    const { record, rows } = await store.undo(Number(c.req.param("id")));
    await rows;
    return c.redirect(`/imports/${record.id}`, 303);
  });
}

function Table({ records }: { records: readonly ImportRecord[] }) {
  if (records.length === 0) {
    return (
      <p class="empty">
        There are no imports yet. <a href="/import">Import something</a>
      </p>
    );
  }
  return (
    <>
      <div class="scroll" tabindex={0} role="region" aria-label="Imports">
        <table>
          <thead>
            <tr>
              {["import", "state", "tasks", "began", "formats", "source"].map((name) => (
                <th scope="col" key={name}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={record.id}>
                <td>
                  <a href={`/imports/${record.id}`}>{record.id}</a>
                </td>
                <td>{record.state}</td>
                <td>{numberText(record.tasks)}</td>
                <td>{timeText(record.startedAt)}</td>
                <td>{Object.keys(record.formats).join(", ")}</td>
                <td>{record.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {records.length === ROWS
        ? (
          <p>
            <a href={`/imports?before=${records.at(-1)!.id}`} rel="next">Earlier ones</a>
          </p>
        )
        : null}
    </>
  );
}

function Details({ record }: { record: ImportRecord }) {
  const { id, state, source, formats, columns, tasks, completions, predictions, bad, seconds } = record;
  const rows: readonly (readonly [string, string])[] = [
    ["State", state],
    ["Source", source],
    ["Formats", Object.entries(formats).map(([name, count]) => `${name} (${count})`).join(", ")],
    ["Keys", columns.join(", ")],
    ["Tasks", numberText(tasks)],
    ["Completions and predictions", `${numberText(completions)} and ${numberText(predictions)}`],
    ["Refused", numberText(bad)],
    ["Began", timeText(record.startedAt)],
    ...(seconds === undefined ? [] : [["Took", `${seconds.toFixed(2)} s`] as const]),
  ];
  return (
    <>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value || "none"}</dd>
          </div>
        ))}
      </dl>
      <p class="row">
        {state === "done"
          ? (
            <>
              <a class="button" href={`/tasks?import=${id}`}>Its tasks</a>
              <a class="button quiet" href={`/imports/${id}/undo`}>Undo …</a>
            </>
          )
          : null}
      </p>
      <Told title="Problems" lines={record.problems.map((problem) => formatProblem(problemJson(problem)))} />
      <Told
        title="Notes"
        lines={record.notes.map(noteJson).map(({ note, count }) =>
          count === undefined ? note : `${note} (${numberText(count)}×)`
        )}
      />
    </>
  );
}

function Told({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </>
  );
}

function Confirm({ record: { id, state, source, tasks } }: { record: ImportRecord }) {
  if (state !== "done") {
    return <p class="empty">Import {id} is {state}: there is nothing to take back.</p>;
  }
  return (
    <form method="post">
      <p>
        {numberText(tasks)} {tasks === 1 ? "task" : "tasks"} of <b>{source}</b>{" "}
        will be gone, with their completions and predictions. This cannot be taken back.
      </p>
      <p class="row">
        <button type="submit">Undo import {id}</button>
        <a class="button quiet" href={`/imports/${id}`}>Keep it</a>
      </p>
    </form>
  );
}
