import type { z } from "@hono/zod-openapi";
import type { ImportRecord } from "../store/import_record.ts";
import { noteJson, problemJson } from "./errors.ts";
import type { importRecordSchema } from "./schemas.ts";

/** An import as the API tells it. */
export function importJson(record: ImportRecord): z.output<typeof importRecordSchema> {
  const { id, state, source, options, seconds, startedAt, endedAt } = record;
  return {
    id,
    state,
    source,
    found_formats: { ...record.formats },
    options: { ...options },
    data_columns: [...record.columns],
    task_count: record.tasks,
    completion_count: record.completions,
    prediction_count: record.predictions,
    bad_count: record.bad,
    bytes: record.bytes,
    problems: record.problems.map(problemJson),
    notes: record.notes.map(noteJson),
    started_at: startedAt,
    ended_at: endedAt ?? null,
    duration: seconds ?? null,
  } as z.output<typeof importRecordSchema>;
}
