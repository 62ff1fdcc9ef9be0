import { basename } from "node:path";
import type { ImportReport, Registry } from "@labelport/core";
import { importInto } from "../import_into.ts";
import type { Project } from "../project/project.ts";
import type { Limits } from "../project/settings.ts";
import { Uploads } from "../store/uploads.ts";
import type { RunningImport } from "../store/running_import.ts";
import type { TaskIds } from "../store/task_ids.ts";
import { sentBody } from "./body.ts";
import { SentDigest } from "./digest.ts";
import type { TextField } from "./form.ts";
import { dataError, HttpError, noteJson, problemJson } from "./errors.ts";
import { isSetting, readingOf, withFields } from "./query.ts";
import type { Metrics } from "./observe.ts";
import type { ImportQuery } from "./schemas.ts";
import type { Work } from "./work.ts";
import { sentInputs } from "./sent_inputs.ts";

/** What the app serves. */
export interface Served {
  readonly registry: Registry;
  readonly project: Project;
  readonly limits: Limits;
  /** The imports under way. */
  readonly work: Work;
  readonly metrics: Metrics;
}

/** An answer to an import: its status and its JSON, which may be long. */
export interface ImportReply {
  readonly status: 200 | 201;
  readonly body: string;
  /** Whether it is the answer to an earlier request with the same key. */
  readonly isReplay: boolean;
}

/** An `Idempotency-Key` of more characters is refused. */
const KEY_LENGTH = 255;

/**
 * Imports what a request sends. `textField`: the field of a form whose text is a file, too. Throws `HttpError` where the data are bad or the request does not fit, and
 * `ConflictError` while a request with the same key runs.
 */
export async function importRequest(
  served: Served,
  request: Request,
  query: ImportQuery,
  textField?: TextField,
): Promise<ImportReply> {
  let running: RunningImport | undefined;
  return await served.work.run(
    () => running?.staging.importId,
    (signal) =>
      importSent(served, request, { query, textField, signal, onBegin: (begun) => void (running = begun) }),
  );
}

/** How one request is carried out. */
interface SentCall {
  readonly query: ImportQuery;
  readonly textField: TextField | undefined;
  readonly signal: AbortSignal;
  onBegin(running: RunningImport): void;
}

async function importSent(
  { registry, project, limits, metrics }: Served,
  request: Request,
  { query, textField, signal, onBegin }: SentCall,
): Promise<ImportReply> {
  const key = request.headers.get("idempotency-key") ?? undefined;
  if (key !== undefined && (key === "" || key.length > KEY_LENGTH)) {
    throw new HttpError(422, `Cannot use this Idempotency-Key: it has 1 to ${KEY_LENGTH} characters`);
  }
  let bytes = 0;
  const body = await sentBody(request, {
    registry,
    name: query.name,
    hasFormat: query.format !== undefined,
    isSetting: isSetting(registry),
    textField,
    limits,
    onRead: (count) => void (bytes += count),
  });
  const digest = key === undefined ? undefined : new SentDigest(body);
  const kept = key === undefined ? undefined : project.store.answerFor(key);
  if (kept !== undefined) {
    if (fingerprintOf(request, await digest!.read()) !== kept.fingerprint) {
      throw new HttpError(422, "Cannot use this Idempotency-Key again: it was sent with another request");
    }
    return { status: 201, body: kept.answer, isReplay: true };
  }
  const given = withFields(query, body.fields);
  const reading = readingOf(registry, given);
  const format = reading.format ?? body.format;
  const dryRun = given.dry_run === true || given.commit_to_project === false;
  let fingerprint = "";
  const uploads = new Uploads(project.folder, project.store.owner);
  const inputs = async function* (media: Set<string>) {
    const { options } = reading;
    const keep = async (name: string, stream: ReadableStream<Uint8Array>) => {
      const folder = await uploads.keep(name, stream);
      media.add(folder);
      return `${project.baseUrl}/static/${encodeURIComponent(basename(name))}?d=${
        encodeURIComponent(folder)
      }`;
    };
    const encoding = reading.encoding ?? body.encoding;
    yield* sentInputs(digest?.files() ?? body.files, {
      registry,
      format,
      options,
      encoding,
      keep,
      decompressed: limits.decompressed,
    });
    if (digest !== undefined) fingerprint = fingerprintOf(request, digest.digest());
  };
  const encoding = reading.encoding ?? body.encoding;
  let answer = "";
  const made = importInto(project, {
    registry,
    inputs,
    signal,
    maxRecord: limits.record,
    onBegin,
    bytesRead: () => bytes,
    rules: { map: reading.map, provenance: given.provenance === true },
    ids: given.ids ?? "keep",
    onError: given.on_error ?? "stop",
    dryRun,
    options: { ...reading.options, ...(reading.map.length > 0 && { map: reading.map }) },
    ...(reading.dataKey !== undefined && { dataKey: reading.dataKey }),
    ...(encoding !== undefined && { encoding }),
    ...(key !== undefined && !dryRun && { idempotencyKey: key }),
    answer: (report, importId, ids) => {
      answer = answerJson(report, importId, given.return_task_ids === true ? ids : undefined);
      return key === undefined ? undefined : { fingerprint, answer };
    },
  });
  made.then((report) => metrics.ended(report, bytes), () => metrics.ended(undefined, bytes));
  const report = await made.catch(async (error) => {
    await uploads.discard();
    throw error;
  });
  if (!report.stored || dryRun) await uploads.discard();
  if (!report.stored) throw dataError(report.problems, report.bad);
  return dryRun
    ? { status: 200, body: answerJson(report, null, undefined), isReplay: false }
    : { status: 201, body: answer, isReplay: false };
}

function answerJson(report: ImportReport, importId: number | null, ids: TaskIds | undefined): string {
  const text = JSON.stringify({
    import_id: importId,
    task_count: report.tasks,
    completion_count: report.completions,
    prediction_count: report.predictions,
    skipped_count: report.bad,
    duration: Math.round(report.seconds * 1e6) / 1e6,
    found_formats: report.formats,
    data_columns: report.columns,
    notes: report.notes.map(noteJson),
    problems: report.problems.map(problemJson),
  });
  return ids === undefined ? text : `${text.slice(0, -1)},"task_ids":[${[...ids].join(",")}]}`;
}

/** What tells that a request is the same: where it goes, of which type its body is, and what it holds. */
function fingerprintOf(request: Request, digest: string): string {
  const { pathname, search } = new URL(request.url);
  const [type] = (request.headers.get("content-type") ?? "").split(";");
  return `${request.method} ${pathname}${search} ${type} ${digest}`;
}
