/// <reference lib="dom" />

/** What `POST /api/inspect` says of a file or a folder. */
export interface Inspected {
  readonly name: string;
  readonly format: string | null;
  readonly why: string;
  readonly others: readonly { readonly format: string; readonly fit: string; readonly why: string }[];
  readonly columns: readonly string[];
  readonly keys: readonly {
    readonly key: string;
    readonly tag: string;
    readonly column?: string;
    readonly hint?: string;
  }[];
  readonly task_count: number;
  readonly problems: readonly Problem[];
  readonly notes: readonly { readonly note: string; readonly count?: number }[];
  readonly tasks: readonly { readonly data: Readonly<Record<string, unknown>> }[];
}

/** Something that is wrong with the data. */
export interface Problem {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly record?: number;
  readonly hint?: string;
}

/** A format, as `GET /api/formats` describes it. */
export interface Format {
  readonly name: string;
  readonly title: string;
  readonly reads: "file" | "folder";
  readonly options: Readonly<Record<string, OptionSchema>>;
}

/** An option of a format as JSON Schema. */
export interface OptionSchema {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly description?: string;
}

/** How the files are read. */
export interface Reading {
  readonly format: string;
  readonly options: Readonly<Record<string, string>>;
  /** Which column is taken for each key. */
  readonly map: Readonly<Record<string, string>>;
  readonly skip: boolean;
  /** How text is encoded; found unless it is said. */
  readonly encoding: string;
}

/** The query that says so. */
export function queryOf({ format, options, map, skip, encoding }: Reading, isImport: boolean): string {
  const query = new URLSearchParams();
  if (format !== "") query.set("format", format);
  if (encoding !== "") query.set("encoding", encoding);
  for (const [name, value] of Object.entries(options)) if (value !== "") query.set(name, value);
  for (const [key, column] of Object.entries(map)) if (column !== "") query.append("map", `${column}=${key}`);
  if (isImport && skip) query.set("on_error", "skip");
  return query.toString();
}

/** A problem as one line. */
export function problemText({ file = "input", line, column, record, message, hint }: Problem): string {
  const place = line !== undefined
    ? `${file}:${line}${column === undefined ? "" : `:${column}`}`
    : record === undefined
    ? file
    : `${file}: record ${record}`;
  return `${place}: ${message}${hint === undefined ? "" : `; ${hint}`}`;
}

/** How far an import is. */
export interface Progress {
  readonly sent: number;
  readonly size: number;
  readonly tasks: number;
  readonly seconds: number;
}

/** What became of an import. */
export type Outcome =
  | { readonly kind: "done"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly detail: string; readonly problems: readonly Problem[] }
  | { readonly kind: "cancelled" };

/** What `POST /api/import` answers. */
export interface Answer {
  readonly import_id: number;
  readonly task_count: number;
  readonly skipped_count: number;
  readonly duration: number;
  readonly notes: readonly { readonly note: string; readonly count?: number }[];
  readonly problems: readonly Problem[];
}

/** An import under way. */
export interface Running {
  readonly outcome: Promise<Outcome>;
  cancel(): void;
}

/** Sends files to be imported, and tells how far it is. */
export function startImport(form: Blob, query: string, tell: (progress: Progress) => void): Running {
  const request = new XMLHttpRequest();
  const began = performance.now();
  let sent = 0;
  let size = 0;
  let tasks = 0;
  const told = () => tell({ sent, size, tasks, seconds: (performance.now() - began) / 1000 });
  // The newest import that runs is most likely this one: only its number of tasks is shown.
  const watch = setInterval(async () => {
    const { imports } = await fetch("/api/imports?limit=5").then((answer) => answer.json()).catch(() => ({
      imports: [],
    }));
    tasks = imports.find(({ state }: { state: string }) => state === "running")?.task_count ?? tasks;
    told();
  }, 1000);
  const outcome = new Promise<Outcome>((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => {
      sent = loaded;
      size = total;
      told();
    };
    request.onload = () => resolve(outcomeOf(request));
    request.onabort = () => resolve({ kind: "cancelled" });
    request.onerror = () => resolve({ kind: "failed", detail: "The server cannot be reached", problems: [] });
  }).finally(() => clearInterval(watch));
  request.open("POST", `/api/import?${query}`);
  request.send(form);
  return { outcome, cancel: () => request.abort() };
}

function outcomeOf({ status, responseText }: XMLHttpRequest): Outcome {
  const answer = JSON.parse(responseText);
  if (status === 201) return { kind: "done", answer };
  return { kind: "failed", detail: answer.detail, problems: answer.problems ?? [] };
}
