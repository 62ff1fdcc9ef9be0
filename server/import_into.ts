import { importAll, type ImportInput, type ImportReport, type ImportRules } from "@labelport/core";
import { CancelledError, ConflictError } from "./errors.ts";
import type { Project } from "./project/project.ts";
import type { SourceRecord } from "./store/import_record.ts";
import type { KeptAnswer, RunningImport } from "./store/running_import.ts";
import type { TaskIds } from "./store/task_ids.ts";

/** A source, how it is read, and what the store keeps of it. */
export interface ProjectInput extends ImportInput {
  readonly record: SourceRecord;
}

/** What `importInto` is asked to do. */
export interface ImportIntoRequest extends Omit<ImportRules, "sink" | "config"> {
  /**
   * Read one after the other. `media` takes the folders whose files annotators are to fetch; `baseUrl` is what
   * their URLs begin with.
   */
  inputs(media: Set<string>): Iterable<ProjectInput> | AsyncIterable<ProjectInput>;
  /** keep (unless set): a task's own id where it is free. new: the store numbers all. */
  readonly ids?: "keep" | "new";
  /** Takes a source again that has been imported and has not changed. */
  readonly again?: boolean;
  /** Checks and counts, and stores nothing. */
  readonly dryRun?: boolean;
  /** What is kept of the request. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string;
  /** Called before anything is read. */
  onBegin?(running: RunningImport): void;
  /** Bytes read so far, for those who follow the import. */
  bytesRead?(): number;
  /** What a request is answered, kept where it has a key; called with the import's number when all else is done. */
  answer?(report: ImportReport, importId: number, ids: TaskIds): KeptAnswer | undefined;
}

/** What became of it. */
export interface ImportIntoReport extends ImportReport {
  /** The import's number; absent where nothing was stored and nothing is kept of it. */
  readonly importId?: number;
  /** The ids of its tasks, in their order. */
  readonly ids: TaskIds;
}

/**
 * Imports sources into a project: all of their tasks, or none. Bad data is no exception: the report tells it, and
 * the store keeps what was wrong. Throws `UsageError` where a source, an option or the label config does not
 * fit, and `ConflictError` where a source is there already.
 */
export async function importInto(project: Project, request: ImportIntoRequest): Promise<ImportIntoReport> {
  const { ids = "keep", again = false, dryRun = false, idempotencyKey, options = {}, answer, ...rules } =
    request;
  const { store } = project;
  const config = (await project.labelConfig())?.config;
  const running = store.begin({ ids, again, baseUrl: project.baseUrl, options, idempotencyKey });
  const { staging, progress } = running;
  request.onBegin?.(running);
  if (idempotencyKey !== undefined) await store.reserve(running);
  let report: ImportReport;
  try {
    report = await importAll({
      ...rules,
      rules: { ...rules.rules, idsApart: true },
      ...(config !== undefined && { config }),
      inputs: noted(request.inputs(running.media), running, project),
      sink: staging,
      onProgress: (tasks, bad) => {
        progress.bad = bad;
        progress.bytes = request.bytesRead?.() ?? 0;
        rules.onProgress?.(tasks, bad);
      },
    });
    if (report.stored && report.tasks === 0) report = nothingIn(report, running);
    if (report.stored && !dryRun) {
      const done = report;
      const kept = answer && ((importId: number) => answer(done, importId, staging.ids));
      return { ...report, importId: await store.publish(running, report, kept), ids: staging.ids };
    }
  } catch (error) {
    await store.discard(running, undefined, error instanceof CancelledError ? "it was cancelled" : undefined);
    throw error;
  }
  // A form without a file is no import that failed.
  await store.discard(running, dryRun || running.sources.length === 0 ? undefined : report);
  const kept = staging.importId !== undefined && !dryRun ? { importId: staging.importId } : {};
  return { ...report, ...kept, ids: staging.ids };
}

/** The inputs, each written down as it begins. */
async function* noted(
  inputs: Iterable<ProjectInput> | AsyncIterable<ProjectInput>,
  { staging, sources, again }: RunningImport,
  { store }: Project,
): AsyncGenerator<ImportInput> {
  for await (const { record, ...input } of inputs) {
    if (!again) {
      store.refuseKnown(record);
      if (record.path !== undefined && sources.some(({ path }) => path === record.path)) {
        throw new ConflictError(
          `Cannot import "${record.name}" twice at once; --again imports it all the same`,
        );
      }
    }
    sources.push(record);
    staging.reading(record.name, "files" in input.input.source);
    yield input;
  }
}

/** An import without a task is a mistake, and told as one. */
function nothingIn(report: ImportReport, { sources }: RunningImport): ImportReport {
  const problem = {
    ...(sources[0] !== undefined && { file: sources[0].name }),
    code: "empty",
    message: sources.length === 0
      ? "no file was sent"
      : report.bad > 0
      ? "no record of it could be taken"
      : "there are no tasks in it",
  };
  return { ...report, stored: false, problems: [...report.problems, problem], bad: report.bad + 1 };
}
