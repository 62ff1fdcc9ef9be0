import type { z } from "@hono/zod-openapi";
import { inspect, inspectInput, type Inspection, UsageError } from "@labelport/core";
import { inApiTerms } from "./api_terms.ts";
import { sentBody } from "./body.ts";
import { HttpError, noteJson, problemJson } from "./errors.ts";
import type { Served } from "./import_request.ts";
import { isSetting, readingOf, withFields } from "./query.ts";
import type { inspectQuerySchema } from "./schemas.ts";
import { SentFolder } from "./sent_folder.ts";

/** What each file that was sent would become, or the folder that their names form: JSON in which tasks keep their bytes. */
export async function inspectFiles(
  { registry, project, limits }: Served,
  request: Request,
  query: z.output<typeof inspectQuerySchema>,
): Promise<string[]> {
  const body = await sentBody(request, {
    registry,
    name: query.name,
    hasFormat: query.format !== undefined,
    isSetting: isSetting(registry),
    limits,
  });
  const reading = readingOf(registry, withFields(query, body.fields));
  const format = reading.format ?? body.format;
  const config = (await project.labelConfig())?.config;
  const encoding = reading.encoding ?? body.encoding;
  const how = {
    registry,
    options: reading.options,
    rules: { map: reading.map, idsApart: false },
    ...(format !== undefined && { format }),
    ...(config !== undefined && { config }),
    ...(reading.dataKey !== undefined && { dataKey: reading.dataKey }),
    ...(encoding !== undefined && { encoding }),
  };
  const found: string[] = [];
  const folder = new SentFolder();
  for await (const file of body.files) {
    if (file.name.includes("/") && (format === undefined || format.reads === "folder")) {
      await folder.add(file);
    } else if (format?.reads === "folder") {
      throw new HttpError(422, `Cannot inspect "${file.name}" as ${format.name}: it reads a folder`);
    } else found.push(await looked(file.name, () => inspect({ ...how, file })));
  }
  if (!folder.isEmpty) {
    const cut = query.cut === true;
    const input = folder.opened(!cut);
    found.push(await looked(folder.name, async () => ({ ...await inspectInput({ ...how, input }), cut })));
  }
  return found;
}

/** What was found, or why nothing was. */
async function looked(name: string, look: () => Promise<Inspection>): Promise<string> {
  try {
    return inspectionJson(await look());
  } catch (error) {
    if (!(error instanceof UsageError) || error instanceof HttpError) throw error;
    const problems = [problemJson({ code: "format", file: name, message: error.message })];
    return JSON.stringify({
      name,
      format: null,
      why: "",
      cut: false,
      others: [],
      columns: [],
      profiles: [],
      keys: [],
      duplicate_count: 0,
      task_count: 0,
      problems,
      notes: [],
      tasks: [],
    });
  }
}

function inspectionJson(found: Inspection): string {
  const { name, format, why, cut, tasks, report, others, profiles, keys, media, duplicates } = found;
  const text = JSON.stringify({
    name,
    format: format.name,
    why,
    cut,
    others: others.map(({ format, fit, why }) => ({ format: format.name, fit, why })),
    columns: profiles.map(({ name }) => name),
    profiles,
    keys: keys.map(({ hint, ...key }) => ({ ...key, ...(hint !== undefined && { hint: inApiTerms(hint) }) })),
    duplicate_count: duplicates,
    task_count: report.tasks,
    problems: report.problems.map(problemJson),
    notes: [...report.notes, ...media].map(noteJson),
  });
  return `${text.slice(0, -1)},"tasks":[${tasks.join(",")}]}`;
}
