import type {
  BadRecord,
  FileSource,
  FolderSource,
  InputFormat,
  Item,
  LabelConfig,
  Note,
  ReadContext,
  TaskBatch,
  TaskRules,
} from "./contract.ts";
import { keyOf } from "./data_key.ts";
import { ItemNormalizer } from "./item_normalizer.ts";
import { parseOptions } from "./options.ts";
import { type Problem, problemOf, problemOfError, UsageError } from "./problem.ts";
import type { Registry } from "./registry.ts";
import { asText, asTextFolder, type OpenedFolder, type OpenedSource } from "./source.ts";

/** Unless told otherwise: the largest record, in bytes. */
export const MAX_RECORD = 64 * 2 ** 20;
/** After so many problems an import that has failed is read no further. */
export const MAX_PROBLEMS = 100;
/** Milliseconds of work after which others (signals, timers, requests) get their turn. */
const TURN = 100;

/** Where tasks go. Whatever it throws ends the import. */
export interface TaskSink {
  /** Takes tasks; their bytes are its own until it is done. */
  write(batch: TaskBatch): void | Promise<void>;
  /** All is well: make it visible. */
  close(): void | Promise<void>;
  /** Nothing of it is to remain. */
  abort(): void | Promise<void>;
}

/** Where bad records go with `onError: "skip"`. */
export interface RejectSink {
  write(problem: Problem, raw: Uint8Array | undefined): void | Promise<void>;
}

/** What `importTasks` is asked to do. */
export interface ImportRequest {
  readonly registry: Registry;
  readonly input: OpenedSource | OpenedFolder;
  readonly format: InputFormat;
  /** The format's own options, as text or as values. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly sink: TaskSink;
  /** stop: all or nothing. skip: bad records are left out, and given to `rejects`. */
  readonly onError?: "stop" | "skip";
  readonly rejects?: RejectSink;
  /** The key of `data` that a format with one value a task fills. */
  readonly dataKey?: string;
  /** Its object tags say which keys each task must have, and which key a single value fills. */
  readonly config?: LabelConfig;
  readonly rules?: Partial<Omit<TaskRules, "needs">>;
  /** How text is encoded: a label that `TextDecoder` knows. UTF-8, or UTF-16 by its mark, unless set. */
  readonly encoding?: string;
  /** In bytes. */
  readonly maxRecord?: number;
  readonly signal?: AbortSignal;
  /** Called as the work goes on, with the tasks so far. */
  readonly onProgress?: (tasks: number) => void;
}

/** What became of an import. */
export interface ImportReport {
  readonly format: string;
  /** Written, or, if the import failed, good. */
  readonly tasks: number;
  readonly completions: number;
  readonly predictions: number;
  /** Records that were refused. */
  readonly bad: number;
  /** The first of them, up to `MAX_PROBLEMS`. */
  readonly problems: readonly Problem[];
  readonly notes: readonly Note[];
  /** Whether the tasks are in the sink. */
  readonly stored: boolean;
  /** Whether the source was read to its end. */
  readonly complete: boolean;
  readonly seconds: number;
}

/**
 * Reads a source with a format, checks and normalizes every task, and writes them to a sink.
 * Bad data is no exception: the report tells it. Throws `UsageError` for options that do not fit, what the
 * sink throws, and the signal's reason; nothing is left in the sink then.
 *
 * @example
 * ```ts
 * import { createRegistry, defineFormat, importTasks, lines, memorySink, openSource } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const verse = defineFormat({
 *   name: "verse",
 *   title: "Poems, one task a verse",
 *   reads: "file",
 *   extensions: [".poem"],
 *   key: "verse",
 *   text: true,
 *   async *read(file, { key }) {
 *     for await (const line of lines(file)) yield { data: { [key]: line } };
 *   },
 * });
 * const sink = memorySink();
 * const report = await importTasks({
 *   registry: createRegistry({ others: [verse] }),
 *   input: await openSource(new File(["Tyger Tyger,\nburning bright\n"], "tyger.poem")),
 *   format: verse,
 *   sink,
 * });
 * assert.equal(report.tasks, 2);
 * assert.equal(sink.text(), '{"data":{"verse":"Tyger Tyger,"}}\n{"data":{"verse":"burning bright"}}\n');
 * ```
 */
export async function importTasks(request: ImportRequest): Promise<ImportReport> {
  const { sink, signal } = request;
  const tally = new Tally(request);
  try {
    signal?.throwIfAborted();
    await consume(checkedItems(request, tally), tally, request);
    signal?.throwIfAborted();
    if (tally.failed) await sink.abort();
    else await sink.close();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  return tally.report();
}

/** What has happened so far. */
class Tally {
  readonly #began = performance.now();
  readonly #format: string;
  readonly #stops: boolean;
  readonly problems: Problem[] = [];
  readonly notes = new Map<string, Note>();
  tasks = 0;
  completions = 0;
  predictions = 0;
  bad = 0;
  complete = true;

  constructor(request: ImportRequest) {
    this.#format = request.format.name;
    this.#stops = request.onError !== "skip";
  }

  /** Whether nothing is to be stored any more. */
  get failed(): boolean {
    return this.#stops ? this.bad > 0 : !this.complete && this.tasks === 0;
  }

  /** Whether reading on would tell nothing new. */
  get hasEnough(): boolean {
    return this.failed && this.bad >= MAX_PROBLEMS;
  }

  add(problem: Problem): void {
    this.bad++;
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
  }

  note({ note, count }: Note): void {
    const before = this.notes.get(note);
    const sum = count === undefined ? before?.count : (before?.count ?? 0) + count;
    this.notes.set(note, sum === undefined ? { note } : { note, count: sum });
  }

  report(): ImportReport {
    const { tasks, completions, predictions, bad, problems, complete } = this;
    const seconds = (performance.now() - this.#began) / 1000;
    const notes = [...this.notes.values()];
    const stored = !this.failed;
    return {
      format: this.#format,
      tasks,
      completions,
      predictions,
      bad,
      problems,
      notes,
      stored,
      complete,
      seconds,
    };
  }
}

/** Gives every item to where it belongs, until the end or until there are problems enough. */
async function consume(items: AsyncIterable<Item>, tally: Tally, request: ImportRequest): Promise<void> {
  const { sink, rejects, onProgress, input } = request;
  let turn = performance.now();
  for await (const item of items) {
    if ("bytes" in item) {
      tally.tasks += item.count;
      tally.completions += item.normalized!.completions;
      tally.predictions += item.normalized!.predictions;
      if (!tally.failed) await sink.write(item);
      onProgress?.(tally.tasks);
    } else if ("error" in item) {
      const problem = problemOf(placedIn(input.source, item), input.source.name);
      if (!tally.failed) await onFirstProblem(tally, request);
      tally.add(problem);
      await rejects?.write(problem, item.raw);
      if (tally.hasEnough) {
        tally.complete = false;
        return;
      }
    } else if ("note" in item) tally.note(item);
    if (performance.now() - turn > TURN) {
      // A timer, not an immediate: only for timers does the event loop look at signals.
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      request.signal?.throwIfAborted();
      turn = performance.now();
    }
  }
}

/** A problem in a file of a folder, with the folder's path before the file's. */
function placedIn(source: FileSource | FolderSource, bad: BadRecord): BadRecord {
  const file = bad.at?.file;
  if (!("files" in source) || file === undefined) return bad;
  return { ...bad, at: { ...bad.at, file: `${source.name.replace(/\/+$/, "")}/${file}` } };
}

async function onFirstProblem(tally: Tally, { onError, sink }: ImportRequest): Promise<void> {
  if (onError !== "skip" && tally.bad === 0) await sink.abort();
}

/** The format's items, normalized; an error that ends the reading becomes the last of them. */
async function* checkedItems(request: ImportRequest, tally: Tally): AsyncGenerator<Item> {
  const { format, registry, input } = request;
  const context = contextOf(request);
  const source = sourceOf(request);
  const trusted = registry.isTrusted(format);
  if (format.key !== undefined && request.dataKey === undefined && context.rules.needs?.length === 0) {
    yield { note: `each task has its value under "${context.key}"; --data-key chooses another key` };
  }
  const normalizer = new ItemNormalizer({ ...context, trusted, file: input.source.name });
  try {
    for await (const item of format.read(source, context)) yield* normalizer.push(item);
    yield* normalizer.end();
  } catch (error) {
    request.signal?.throwIfAborted();
    if (error instanceof UsageError && input.peek.files === undefined && tally.tasks === 0) throw error;
    yield* normalizer.flush();
    tally.complete = false;
    const { message, hint, file: _, ...at } = problemOfError(error, source.name);
    yield { error: message, at, ...(hint === undefined ? {} : { hint }) };
  }
  // What a folder could not show is no less an error than what it showed.
  if ("files" in source) yield* source.faults ?? [];
}

/** What the format reads: of a text format, UTF-8. */
function sourceOf({ format, input, encoding }: ImportRequest): FileSource & FolderSource {
  const isFolder = "files" in input.source;
  if ((format.reads === "folder") !== isFolder) {
    const what = isFolder ? "a folder" : "a file";
    throw new UsageError(`Cannot read "${input.source.name}" as ${format.name}: it is ${what}`);
  }
  if (encoding !== undefined && !format.text) {
    throw new UsageError(`Cannot use an encoding with "${format.name}": it reads no text`);
  }
  // The format's kind has just been compared with the source's.
  if (isFolder) {
    return (format.text ? asTextFolder(input.source, encoding) : input.source) as FileSource & FolderSource;
  }
  const opened = input as OpenedSource;
  return (format.text ? asText(opened, encoding).source : opened.source) as FileSource & FolderSource;
}

function contextOf(request: ImportRequest): ReadContext<Record<string, unknown>> {
  const { format, options = {}, config, rules, maxRecord = MAX_RECORD, signal } = request;
  const fitting = { map: [], provenance: false, completionsAs: "completions", ...rules } as const;
  const { key, needs } = keyOf(format, { dataKey: request.dataKey, config, map: fitting.map });
  return {
    options: parseOptions(format, options),
    key,
    ...(config === undefined ? {} : { config }),
    rules: { ...fitting, needs },
    maxRecord,
    signal: signal ?? new AbortController().signal,
  };
}
