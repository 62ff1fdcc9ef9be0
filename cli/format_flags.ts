import { describe, type InputFormat, type OptionSchema, type Registry } from "@labelport/core";
import { type Command, Option } from "commander";

/** An option of a format as a flag: `--delimiter <text>`, `--no-header`. */
export function flagOf(name: string, schema: OptionSchema): string {
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (schema.type === "boolean") return schema.default === true ? `--no-${flag}` : `--${flag}`;
  return `--${flag} <${schema.type === "number" || schema.type === "integer" ? "number" : "text"}>`;
}

/** What the help says of a format's option. */
export function flagHelp(schema: OptionSchema): string {
  const { description = "", default: value } = schema;
  const shown = schema.type === "boolean" || value === undefined || value === ""
    ? ""
    : ` (default: ${value})`;
  const isSwitchedOff = schema.type === "boolean" && value === true;
  return isSwitchedOff ? `not: ${description}` : description + shown;
}

/**
 * Adds the options of all formats. Help shows those of `chosen`, where a format has been chosen, else all;
 * two formats may have an option of one name.
 */
export function addFormatFlags(command: Command, registry: Registry, chosen: string | undefined): void {
  const flags = registry.formats.flatMap((format) =>
    Object.entries(describe(format).options).map(([name, schema]) => ({
      format,
      flag: flagOf(name, schema),
      schema,
    }))
  );
  for (const [flag, uses] of Map.groupBy(flags, ({ flag }) => flag)) {
    const names = uses.map(({ format }) => format.name);
    const option = new Option(flag, flagHelp(uses[0]!.schema)).helpGroup(
      `Options of ${names.join(" and ")}:`,
    );
    command.addOption(option.hideHelp(chosen !== undefined && !names.includes(chosen)));
  }
}

/** The formats' own options that were given, as they were written. */
export function givenFormatOptions(command: Command, registry: Registry): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (
    const name of registry.formats.flatMap((format: InputFormat) => Object.keys(describe(format).options))
  ) {
    if (command.getOptionValueSource(name) === "cli") given[name] = command.getOptionValue(name);
  }
  return given;
}
