import { z } from "@hono/zod-openapi";

const COUNT = z.int().min(0);
const POSITION = {
  file: z.string().optional(),
  record: z.int().optional().openapi({ description: "The record's number in its file, from 1" }),
  line: z.int().optional().openapi({ description: "From 1" }),
  column: z.int().optional().openapi({ description: "In characters, from 1" }),
  offset: z.int().optional().openapi({ description: "In bytes, from 0" }),
  pointer: z.string().optional().openapi({ description: "The value within the record: a JSON Pointer" }),
};

export const problemSchema = z.object({
  code: z.string().openapi({ description: "Which kind of problem it is", example: "csv" }),
  message: z.string(),
  ...POSITION,
  hint: z.string().optional().openapi({ description: "What would be right" }),
}).openapi("Problem");

export const problemDetailsSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  problems: z.array(problemSchema),
}).openapi("ProblemDetails", { description: "An error, as RFC 9457 has it" });

export const noteSchema = z.object({
  note: z.string(),
  count: COUNT.optional(),
  code: z.string().optional(),
  ...POSITION,
}).openapi("Note");

/** `true`, `false`, `1` or `0`, as a query writes it. */
const flag = z.enum(["true", "false", "1", "0"]).transform((value) => value === "true" || value === "1");

const READING = {
  format: z.string().min(1).optional().openapi({
    description: "How to read it; found by name, content and media type unless given",
  }),
  map: z.union([z.string(), z.array(z.string())]).optional().openapi({
    description: "`old=new` renames a key of data; may be given again",
  }),
  data_key: z.string().min(1).optional().openapi({
    description: "The key of data for formats with one value a task",
  }),
  encoding: z.string().min(1).optional().openapi({ description: "How text is encoded" }),
  name: z.string().min(1).optional().openapi({ description: "The name of a body that is no form" }),
};

/** What `POST /api/import` may be told. What else is there are options of the format. */
export const importQuerySchema = z.looseObject({
  ...READING,
  ids: z.enum(["keep", "new"]).optional().openapi({
    description: "keep: a task's own id where it is free; new: all are numbered anew",
  }),
  on_error: z.enum(["stop", "skip"]).optional().openapi({
    description: "stop: all or nothing; skip: bad records are left out",
  }),
  provenance: flag.optional().openapi({
    description: "Write file, record and line of each task to meta.source",
  }),
  dry_run: flag.optional().openapi({ description: "Check and count, and store nothing" }),
  commit_to_project: flag.optional().openapi({
    description: "Label Studio's name for the opposite of dry_run",
  }),
  return_task_ids: flag.optional(),
});
export type ImportQuery = z.output<typeof importQuerySchema>;

/** What `POST /api/inspect` may be told. */
export const inspectQuerySchema = z.looseObject({
  ...READING,
  cut: flag.optional().openapi({ description: "A folder holds more files than are sent to be looked at" }),
});
export type InspectQuery = z.output<typeof inspectQuerySchema>;

export const importAnswerSchema = z.object({
  import_id: z.int().nullable().openapi({ description: "null after a dry run" }),
  task_count: COUNT,
  completion_count: COUNT,
  prediction_count: COUNT,
  skipped_count: COUNT.openapi({ description: "Records left out, with on_error=skip" }),
  duration: z.number().openapi({ description: "In seconds" }),
  found_formats: z.record(z.string(), COUNT).openapi({
    description: "How many files were read with each format",
    example: { csv: 1 },
  }),
  data_columns: z.array(z.string()).openapi({ description: "The keys of data that the tasks have" }),
  notes: z.array(noteSchema),
  problems: z.array(problemSchema).openapi({ description: "Why records were left out" }),
  task_ids: z.array(z.int()).optional().openapi({ description: "In the order of the tasks" }),
}).openapi("ImportAnswer");
export type ImportAnswer = z.output<typeof importAnswerSchema>;

export const inspectionSchema = z.object({
  name: z.string(),
  format: z.string().nullable().openapi({ description: "null where it cannot be told" }),
  why: z.string(),
  cut: z.boolean().openapi({ description: "Whether there may be more than was looked at" }),
  others: z.array(z.object({ format: z.string(), fit: z.string(), why: z.string() })).openapi({
    description: "What speaks for and against the other formats",
  }),
  columns: z.array(z.string()),
  profiles: z.array(z.any()).openapi({ description: "What the values of each key are" }),
  keys: z.array(z.object({
    key: z.string(),
    tag: z.string(),
    column: z.string().optional(),
    hint: z.string().optional(),
  })).openapi({ description: "Which column brings each key that the label config needs" }),
  duplicate_count: COUNT.openapi({ description: "Tasks that are there before, byte for byte" }),
  task_count: COUNT.openapi({ description: "In the part that was looked at" }),
  tasks: z.array(z.any()).openapi({ description: "The first 20" }),
  problems: z.array(problemSchema),
  notes: z.array(noteSchema),
}).openapi("Inspection");

export const taskSchema = z.looseObject({
  id: z.int(),
  data: z.record(z.string(), z.any()),
  completions: z.array(z.any()).optional(),
  predictions: z.array(z.any()).optional(),
  meta: z.record(z.string(), z.any()).optional(),
  import: z.int().openapi({ description: "The import that it came with" }),
  origin: z.object(POSITION).openapi({ description: "Where that import found it" }),
}).openapi("Task");

export const taskPageSchema = z.object({
  tasks: z.array(taskSchema),
  next_cursor: z.string().nullable().openapi({ description: "For the next page; null on the last" }),
}).openapi("TaskPage");

export const importRecordSchema = z.object({
  id: z.int(),
  state: z.enum(["running", "done", "failed", "undone"]),
  source: z.string(),
  found_formats: z.record(z.string(), COUNT),
  options: z.record(z.string(), z.any()),
  data_columns: z.array(z.string()),
  task_count: COUNT,
  completion_count: COUNT,
  prediction_count: COUNT,
  bad_count: COUNT,
  bytes: COUNT.openapi({ description: "Read so far" }),
  problems: z.array(problemSchema),
  notes: z.array(noteSchema),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  duration: z.number().nullable().openapi({ description: "In seconds" }),
}).openapi("Import");

export const importPageSchema = z.object({
  imports: z.array(importRecordSchema),
  next_cursor: z.string().nullable(),
}).openapi("ImportPage");

const ID = z.string().regex(/^\d{1,16}$/, "give a number").transform(Number);

export const idParameter = z.object({ id: ID });

/** How many on a page. */
const LIMIT = ID.pipe(z.int().min(1).max(1000)).optional().openapi({
  type: "integer",
  minimum: 1,
  maximum: 1000,
  description: "100 unless given",
});
const CURSOR = ID.optional().openapi({ description: "next_cursor of the page before" });

export const taskQuerySchema = z.strictObject({
  cursor: CURSOR,
  limit: LIMIT,
  import: ID.optional().openapi({ description: "Only tasks of this import" }),
});

export const pageQuerySchema = z.strictObject({ cursor: CURSOR, limit: LIMIT });

export const formatSchema = z.object({
  name: z.string(),
  title: z.string(),
  reads: z.enum(["file", "folder"]),
  extensions: z.array(z.string()),
  mediaTypes: z.array(z.string()),
  key: z.string().optional(),
  options: z.record(z.string(), z.any()).openapi({ description: "Each option's JSON Schema" }),
}).openapi("Format");

/** What a JSON body holds. */
const TASK_BODY = {
  type: "object",
  description: "A task, or as a whole the data of one",
  properties: {
    id: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    data: { type: "object" },
    completions: {
      type: "array",
      items: { type: "object", required: ["result"], properties: { result: { type: "array" } } },
    },
    predictions: {
      type: "array",
      items: { type: "object", required: ["result"], properties: { result: { type: "array" } } },
    },
    meta: { type: "object" },
  },
} as const;
export const TASKS_BODY = { oneOf: [TASK_BODY, { type: "array", minItems: 1, items: TASK_BODY }] } as const;
