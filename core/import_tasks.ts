import type {
  BadRecord,
  FileSource,
  FolderSource,
  InputFormat,
  Item,
  LabelConfig,
  ReadContext,
  RecordAlone,
  TaskBatch,
  TaskRules,
} from "./contract.ts";
import { keyOf } from "./data_key.ts";
import { ItemNormalizer } from "./item_normalizer.ts";
import { parseOptions } from "./options.ts";
import { type ImportReport, Tally } from "./import_report.ts";
import { type Problem, problemOf, problemOfError, SampleEnd, UsageError } from "./problem.ts";
import type { Registry } from "./registry.ts";
import { asText, asTextFolder, type OpenedFolder, type OpenedSource } from "./source.ts";
import type { SharedContext } from "./threads/shared_reading.ts";
import type { SharedOutput, Threads } from "./threads/threads.ts";

/** Unless told otherwise: the largest record, in bytes. */
export const MAX_RECORD = 64 * 2 ** 20;
/** Milliseconds of work after which others (signals, timers, requests) get their turn. */
const TURN = 100;

/** Where tasks go. Whatever it throws ends the import. */
export interface TaskSink {
  /**
   * Takes tasks; their bytes are its own until it is done. It may refuse some, such as one whose id is taken:
   * it returns them, each with its bytes as `raw`, and has not stored them.
   */
  write(batch: TaskBatch): void | readonly BadRecord[] | Promise<void | readonly BadRecord[]>;
  /** All is well: make it visible. */
  close(): void | Promise<void>;
  /** Nothing of it is to remain. */
  abort(): void | Promise<void>;
  /** A file to which threads may write tasks themselves, at their own places; `write` goes on behind them. */
  shared?(): SharedOutput | undefined;
}

/** Where bad records go with `onError: "skip"`. */
export interface RejectSink {
  write(problem: Problem, raw: Uint8Array | undefined, alone?: RecordAlone): void | Promise<void>;
}

/** A source and how it is read. */
export interface ImportInput {
  readonly input: OpenedSource | OpenedFolder;
  readonly format: InputFormat;
  /** The format's own options, as text or as values. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What `importTasks` is asked to do with its one input. */
export interface ImportRequest extends ImportInput, ImportRules {}

/** What `importAll` is asked to do. */
export interface ImportAllRequest extends ImportRules {
  /** Read one after the other; the next is asked for when the one before has been read. */
  readonly inputs: Iterable<ImportInput> | AsyncIterable<ImportInput>;
}

/** How an import is made, whatever it reads. */
export interface ImportRules {
  readonly registry: Registry;
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
  /** They share large files on the disk; without them one thread reads all. */
  readonly threads?: Threads;
  readonly signal?: AbortSignal;
  /** Called as the work goes on, with the tasks and the bad records so far. */
  readonly onProgress?: (tasks: number, bad: number) => void;
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
export function importTasks({ input, format, options, ...rules }: ImportRequest): Promise<ImportReport> {
  return importAll({ ...rules, inputs: [{ input, format, ...(options !== undefined && { options }) }] });
}

/** `importTasks` for any number of sources: one import, stored whole or not at all. */
export async function importAll(request: ImportAllRequest): Promise<ImportReport> {
  const { inputs, sink, signal } = request;
  const tally = new Tally(request.onError ?? "stop");
  try {
    signal?.throwIfAborted();
    for await (const input of inputs) {
      tally.begin(input.format);
      const one = { ...request, ...input, context: contextOf({ ...request, ...input }, tally) };
      await consume(checkedItems(one, tally), tally, one);
      signal?.throwIfAborted();
      if (tally.hasEnough) break;
    }
    if (tally.failed) await sink.abort();
    else await sink.close();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  return tally.report();
}

/** An input of an import, with what its format is told. */
interface OneImport extends ImportRequest {
  readonly context: ReadContext<Record<string, unknown>>;
}

/** Gives every item to where it belongs, until the end or until there are problems enough. */
async function consume(items: AsyncIterable<Item>, tally: Tally, request: OneImport): Promise<void> {
  const { sink, onProgress } = request;
  let turn = performance.now();
  for await (const item of items) {
    if ("bytes" in item) {
      tally.addBatch(item);
      const refused = tally.failed ? undefined : await sink.write(item);
      for (const bad of refused ?? []) {
        tally.remove(bad);
        await reject(bad, tally, request);
      }
      onProgress?.(tally.tasks, tally.bad);
    } else if ("error" in item) await reject(item, tally, request);
    else if ("note" in item) tally.note(item, request.input.source.name);
    if (performance.now() - turn > TURN) {
      // A timer, not an immediate: only for timers does the event loop look at signals.
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      request.signal?.throwIfAborted();
      turn = performance.now();
    }
    if (tally.hasEnough) {
      tally.complete = false;
      return;
    }
  }
}

/** Tells of a record that cannot be taken, and keeps it where rejects are kept. */
async function reject(bad: BadRecord, tally: Tally, request: OneImport): Promise<void> {
  const { source } = request.input;
  const problem = problemOf(placedIn(source, bad), source.name);
  if (!tally.failed) await onFirstProblem(tally, request);
  tally.add(problem);
  await request.rejects?.write(problem, bad.raw, aloneOf(request, bad.alone));
}

/** What it takes to read a record without its file: what its format says, and how that was asked to read. */
function aloneOf({ format, options, context }: OneImport, own: RecordAlone = {}): RecordAlone {
  if (own.format !== undefined) return own;
  const all = { ...options, ...own.options };
  return {
    ...own,
    format: format.name,
    ...(Object.keys(all).length > 0 && { options: all }),
    ...(format.key !== undefined && { key: context.key }),
  };
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
async function* checkedItems(request: OneImport, tally: Tally): AsyncGenerator<Item> {
  const { format, registry, input, context } = request;
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
    if (error instanceof SampleEnd) return;
    tally.complete = false;
    const { message, hint, code, file: _, ...at } = problemOfError(error, source.name);
    yield { error: message, at, ...(hint !== undefined && { hint }), ...(code !== undefined && { code }) };
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

function contextOf(request: ImportRequest, tally: Tally): ReadContext<Record<string, unknown>> {
  const { format, options = {}, config, rules, maxRecord = MAX_RECORD, signal } = request;
  const shared = sharedOf(request, tally);
  const fitting = { map: [], provenance: false, completionsAs: "completions", ...rules } as const;
  const { key, needs } = keyOf(format, { dataKey: request.dataKey, config, map: fitting.map });
  return {
    options: parseOptions(format, options),
    key,
    ...(config === undefined ? {} : { config }),
    rules: { ...fitting, needs, ...(config !== undefined && { config }) },
    maxRecord,
    signal: signal ?? new AbortController().signal,
    // For `transcode`, to which built-in formats pass their context on.
    ...(shared !== undefined && { shared }),
  };
}

/** What several threads need to share a file, where there are any and the format can. */
function sharedOf(
  { format, registry, threads, sink, rules }: ImportRequest,
  tally: Tally,
): SharedContext | undefined {
  const { thread: module } = format;
  // With provenance each task names its record, which a part does not know.
  if (rules?.provenance) return undefined;
  if (threads === undefined || module === undefined || !registry.isTrusted(format)) return undefined;
  return { threads, module, output: () => tally.failed ? "count" : sink.shared?.() ?? "give" };
}
