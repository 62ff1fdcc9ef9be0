/** @jsxImportSource hono/jsx/dom */
/// <reference lib="dom" />
import { type Format, type Inspected, type OptionSchema, problemText, type Reading } from "./api.ts";

interface FormProps {
  readonly found: readonly Inspected[];
  readonly formats: readonly Format[];
  readonly reading: Reading;
  readonly change: (reading: Reading) => void;
}

/** How the files are read: what was found, and what may be chosen instead. */
export function Form({ found, formats, reading, change }: FormProps) {
  const [first] = found;
  const name = reading.format || first?.format || "";
  const format = formats.find((format) => format.name === name);
  const kind = found.some(({ format }) => formats.find(({ name }) => name === format)?.reads === "folder")
    ? "folder"
    : "file";
  const keys = found.flatMap(({ keys }) => keys);
  const problems = found.flatMap(({ problems }) => problems);
  return (
    <fieldset>
      <legend>How it is read</legend>
      {found.slice(0, 5).map(({ name, format, why }) => (
        <p key={name}>
          <b>{name}</b>: {format === null ? "nothing reads it" : `${format}: ${why}`}
        </p>
      ))}
      <details>
        <summary>Why not as something else</summary>
        <ul>{(first?.others ?? []).map(({ format, why }) => <li key={format}>{format}: {why}</li>)}</ul>
      </details>
      <div class="fields">
        <label>
          Format
          <select
            id="format"
            value={reading.format}
            onChange={(event: Event) => change({ ...reading, format: valueOf(event), options: {} })}
          >
            <option value="">{first?.format ? `as found: ${first.format}` : "choose one"}</option>
            {formats.filter(({ reads }) => reads === kind).map(({ name, title }) => (
              <option value={name} key={name}>{name}: {title}</option>
            ))}
          </select>
        </label>
        <label>
          Encoding <small>where text is not UTF-8, such as latin1</small>
          <input
            type="text"
            id="encoding"
            value={reading.encoding}
            onChange={(event: Event) => change({ ...reading, encoding: valueOf(event).trim() })}
          />
        </label>
        {Object.entries(format?.options ?? {}).map(([option, schema]) => (
          <Option
            key={option}
            name={option}
            schema={schema}
            value={reading.options[option] ?? ""}
            change={(value) =>
              // An option belongs to a format: the one that was found is chosen with it.
              change({ ...reading, format: name, options: { ...reading.options, [option]: value } })}
          />
        ))}
        {keys.filter(({ key, column }) => column === undefined || reading.map[key] !== undefined).map((
          { key, tag },
        ) => (
          <label key={key}>
            {tag} needs <code>{key}</code>: take
            <select
              value={reading.map[key] ?? ""}
              onChange={(event: Event) =>
                change({ ...reading, map: { ...reading.map, [key]: valueOf(event) } })}
            >
              <option value="">nothing yet</option>
              {columnsOf(first, reading).map((column) => <option value={column} key={column}>{column}
              </option>)}
            </select>
          </label>
        ))}
      </div>
      <label class="row">
        <input
          type="checkbox"
          id="skip"
          checked={reading.skip}
          onChange={(event: Event) =>
            change({ ...reading, skip: (event.target as HTMLInputElement).checked })}
        />{" "}
        Leave bad records out (else it is all or nothing)
      </label>
      {keys.filter(({ column }) => column !== undefined).map(({ key, tag, column }) => (
        <p class="soft" key={key}>✓ {tag} shows {column}</p>
      ))}
      {first === undefined ? null : <p class="soft">Keys: {first.columns.join(", ") || "none"}</p>}
      {problems.length === 0 ? null : (
        <div class="failed" role="alert" id="problems">
          <strong>What is wrong in the part that was looked at</strong>
          <ul>
            {problems.slice(0, 10).map((problem) => <li key={problemText(problem)}>{problemText(problem)}
            </li>)}
          </ul>
          {problems.length > 10 ? <p>… and {problems.length - 10} more</p> : null}
        </div>
      )}
    </fieldset>
  );
}

/** The columns under the names that they have in the file. */
function columnsOf(first: Inspected | undefined, { map }: Reading): string[] {
  return (first?.columns ?? []).map((column) => map[column] || column);
}

interface OptionProps {
  readonly name: string;
  readonly schema: OptionSchema;
  readonly value: string;
  readonly change: (value: string) => void;
}

/** A field for an option, made of its schema. */
function Option({ name, schema, value, change }: OptionProps) {
  const values = schema.type === "boolean"
    ? ["true", "false"]
    : schema.enum?.filter((one) => /\w{2}/.test(String(one)));
  const onChange = (event: Event) => change(valueOf(event));
  return (
    <label>
      {name} <small>{schema.description}</small>
      {values === undefined
        ? <input type="text" id={`option-${name}`} value={value} onChange={onChange} />
        : (
          <select id={`option-${name}`} value={value} onChange={onChange}>
            <option value="">{String(schema.default ?? "")} (unless set)</option>
            {values.map((one) => <option value={String(one)} key={one}>{String(one)}</option>)}
          </select>
        )}
    </label>
  );
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
