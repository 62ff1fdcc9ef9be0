import { didYouMean, type InputFormat, optionSchemas, type Registry, UsageError } from "@labelport/core";
import { HttpError } from "./errors.ts";
import { type ImportQuery, importQuerySchema, type InspectQuery, inspectQuerySchema } from "./schemas.ts";

/** How something that was sent is read: what the query, and the fields of a form, say. */
export interface Reading {
  readonly format: InputFormat | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly map: readonly (readonly [string, string])[];
  readonly dataKey: string | undefined;
  readonly encoding: string | undefined;
}

/** Whether a field of a form is a setting: a parameter of the API, or an option of a format. */
export function isSetting(registry: Registry): (name: string) => boolean {
  const names = new Set(Object.keys(importQuerySchema.shape));
  for (const format of registry.formats) {
    for (const name of Object.keys(optionSchemas(format))) names.add(name);
  }
  return (name) => names.has(name) || names.has(camel(name));
}

/** The query with the fields of a form in it, checked by the schema of the import. Throws `HttpError`. */
export function withFields(
  query: ImportQuery,
  fields: ReadonlyMap<string, readonly string[]>,
): ImportQuery {
  if (fields.size === 0) return query;
  const given = Object.fromEntries(
    // A field of a form that was left empty says nothing.
    [...fields].map(([name, values]) => [name, values.filter((value) => value !== "")] as const)
      .filter(([, values]) => values.length > 0)
      .map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
  const result = importQuerySchema.safeParse(given);
  if (result.success) return { ...query, ...result.data };
  const [issue] = result.error.issues;
  throw new HttpError(422, `Cannot use the field "${issue!.path.join(".")}": ${issue!.message}`);
}

/** What the query says of reading. Throws `UsageError` that names the parameter that does not fit. */
export function readingOf(registry: Registry, query: ImportQuery | InspectQuery): Reading {
  const { format, map, data_key, encoding, name: _, ...rest } = query;
  const known = new Set([...Object.keys(importQuerySchema.shape), ...Object.keys(inspectQuerySchema.shape)]);
  const optionNames = optionNamesOf(registry);
  const options: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (known.has(name)) continue;
    if (typeof value !== "string") throw new UsageError(`Cannot use "${name}" more than once`);
    // Without a format it is some format's option, or a mistake.
    if (format === undefined && !optionNames.has(camel(name))) {
      const names = [...known, ...optionNames];
      throw new UsageError(
        `Cannot use the parameter "${name}": there is none of this name; ${didYouMean(name, names)}`,
      );
    }
    options[camel(name)] = value;
  }
  return {
    format: format === undefined ? undefined : registry.get(format),
    options,
    map: [map ?? []].flat().map(parseRename),
    dataKey: data_key,
    encoding,
  };
}

function optionNamesOf({ formats }: Registry): ReadonlySet<string> {
  return new Set(formats.flatMap((format) => Object.keys(optionSchemas(format))));
}

function parseRename(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) {
    throw new UsageError(`Cannot rename "${text}": write it as map=old=new`);
  }
  return [text.slice(0, at), text.slice(at + 1)];
}

function camel(name: string): string {
  return name.replace(/[_-]([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
