import { z } from "zod";
import type { InputFormat } from "./contract.ts";
import { didYouMean } from "./did_you_mean.ts";
import { UsageError } from "./problem.ts";

/** An option of a format as frontends see it, from its JSON Schema. */
export interface OptionSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
}

/** Made once for each format: a server asks with every request. */
const schemas = new WeakMap<InputFormat, Record<string, OptionSchema>>();

/** The options of a format by name, as JSON Schema. */
export function optionSchemas(format: InputFormat): Record<string, OptionSchema> {
  if (format.options === undefined) return {};
  const known = schemas.get(format);
  if (known !== undefined) return known;
  const schema = z.toJSONSchema(format.options, { io: "input", unrepresentable: "any" });
  const found = (schema.properties ?? {}) as Record<string, OptionSchema>;
  schemas.set(format, found);
  return found;
}

/**
 * The options of a format from what a frontend was given. Text, as flags and query parameters have it, is
 * converted by the schema first. Throws `UsageError` that names the option and what it takes.
 */
export function parseOptions(
  format: InputFormat,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const own = optionSchemas(format);
  const converted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const schema = own[name];
    if (schema === undefined) {
      const known = Object.keys(own);
      throw new UsageError(
        `Cannot use the option "${name}" with "${format.name}": ${didYouMean(name, known)}`,
      );
    }
    converted[name] = typeof value === "string" ? fromText(value, schema) : value;
  }
  const result = (format.options ?? z.object({})).safeParse(converted);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = String(issue!.path[0] ?? "");
  throw new UsageError(
    `Cannot use ${JSON.stringify(values[name] ?? null)} as the option "${name}" of "${format.name}": ${
      issue!.message
    }`,
  );
}

/** A text as the schema's type; what does not fit stays text, for the check to refuse. */
function fromText(text: string, { type }: OptionSchema): unknown {
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if ((type === "number" || type === "integer") && text.trim() !== "") {
    const value = Number(text);
    return Number.isNaN(value) ? text : value;
  }
  return text;
}
