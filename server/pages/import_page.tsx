/** @jsxImportSource hono/jsx */
// deno-lint-ignore-file jsx-key -- it is written out once, and nothing is ever compared
import type { OpenAPIHono } from "@hono/zod-openapi";
import {
  describe,
  formatProblem,
  type OptionSchema,
  type Problem,
  type Registry,
  UsageError,
} from "@labelport/core";
import type { Child } from "hono/jsx";
import { HttpError } from "../app/errors.ts";
import { importRequest, type Served } from "../app/import_request.ts";
import type { ImportAnswer } from "../app/schemas.ts";
import { pageText } from "./layout.tsx";

/** Adds the import page: a form that works without script, and says what became of what it sent. */
export function addImportPage(app: OpenAPIHono, served: Served): void {
  const { registry } = served;
  const page = (shown?: Child, text = "") =>
    pageText({
      title: "Import tasks",
      path: "/import",
      script: "/assets/import.js",
      children: (
        <>
          {shown}
          <div id="island"></div>
          <Form registry={registry} text={text} />
        </>
      ),
    });
  app.get("/import", (c) => c.html(page()));
  app.post("/import", async (c) => {
    // What has been pasted is there again after an error.
    let pasted = "";
    const textField = { name: "text", taken: (text: string) => void (pasted = text) };
    try {
      const { status, body } = await importRequest(served, c.req.raw, {}, textField);
      return c.html(page(<Done answer={JSON.parse(body)} />), status);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const { status, problems } = error instanceof HttpError ? error : { status: 422, problems: [] };
      return c.html(page(<Failed message={error.message} problems={problems} />, pasted), status as 400);
    }
  });
}

/** The settings come before the files: a form is read as it arrives. */
function Form({ registry, text }: { registry: Registry; text: string }) {
  const formats = registry.formats.filter(({ reads }) => reads === "file").map(describe);
  const options = new Map(
    formats.flatMap(({ name, options }) =>
      Object.entries(options).map(([option, schema]) => [option, { schema, format: name }] as const)
    ),
  );
  return (
    <form id="plain" method="post" enctype="multipart/form-data">
      <fieldset>
        <legend>How to read it</legend>
        <label>
          Format
          <select name="format">
            <option value="">found by name and content</option>
            {formats.map(({ name, title }) => <option value={name}>{name}: {title}</option>)}
          </select>
        </label>
        <label>
          Bad records
          <select name="on_error">
            <option value="stop">all or nothing</option>
            <option value="skip">leave them out</option>
          </select>
        </label>
        <label>
          Rename a key of data <input type="text" name="map" placeholder="old=new" />
        </label>
        <label>
          Key for formats with one value a task <input type="text" name="data_key" placeholder="text" />
        </label>
        <details>
          <summary>Options of formats</summary>
          {[...options].map(([name, { schema, format }]) => (
            <FormatOption name={name} format={format} schema={schema} />
          ))}
        </details>
      </fieldset>
      <fieldset>
        <legend>What to import</legend>
        <label>
          Paste it <textarea name="text" spellcheck={false}>{text}</textarea>
        </label>
        <label>
          Or choose files <input type="file" name="file" multiple />
        </label>
      </fieldset>
      <button type="submit">Import</button>
    </form>
  );
}

function FormatOption({ name, format, schema }: { name: string; format: string; schema: OptionSchema }) {
  const values = schema.type === "boolean" ? ["true", "false"] : schema.enum;
  return (
    <label>
      {format}: {name} <small>{schema.description}</small>
      {values === undefined ? <input type="text" name={name} /> : (
        <select name={name}>
          <option value="">{schema.default === undefined ? "" : `${schema.default} (unless set)`}</option>
          {values.map((value) => <option value={String(value)}>{String(value)}</option>)}
        </select>
      )}
    </label>
  );
}

function Done({ answer }: { answer: ImportAnswer }) {
  const formats = Object.entries(answer.found_formats).map(([name, count]) => `${name} (${count})`).join(
    ", ",
  );
  const { task_count: tasks, completion_count: completions, prediction_count: predictions } = answer;
  return (
    <div class="done" role="status">
      <p>
        <strong>{tasks} {tasks === 1 ? "task" : "tasks"} imported</strong> in {answer.duration.toFixed(2)}
        {" "}
        s, with {completions} completions and {predictions} predictions. Import {answer.import_id}, read as
        {" "}
        {formats}.
      </p>
      <p>Columns: {answer.data_columns.join(", ")}</p>
      <ul>
        {answer.notes.map(({ note, count }) => <li>{note}{count === undefined ? "" : ` (${count}×)`}</li>)}
        {answer.problems.map((problem) => <li>skipped: {formatProblem(problem as Problem)}</li>)}
      </ul>
    </div>
  );
}

function Failed({ message, problems }: { message: string; problems: readonly Problem[] }) {
  return (
    <div class="failed" role="alert">
      <p>
        <strong>Nothing was imported</strong>
      </p>
      <ul>
        {problems.length === 0
          ? <li>{message}</li>
          : problems.map((problem) => <li>{formatProblem(problem)}</li>)}
      </ul>
    </div>
  );
}
