import { describe, type FormatDescription } from "@labelport/core";
import type { Command } from "commander";
import { flagHelp, flagOf } from "./format_flags.ts";
import type { Surroundings } from "./program.ts";
import { print } from "./terminal.ts";

/** Adds `labelport formats`: what can be read, and with which options. */
export function addFormats(program: Command, { registry }: Surroundings): void {
  program.command("formats")
    .description("List the formats, or the options of one")
    .argument("[format]", "show this one with all its options")
    .option("--json", "print the descriptions as JSON")
    .action((name: string | undefined, { json }: { json?: true }) => {
      const formats = (name === undefined ? registry.formats : [registry.get(name)]).map(describe);
      if (json) print(JSON.stringify(formats, null, 2));
      else if (name === undefined) print(table(formats));
      else print(details(formats[0]!));
    });
}

function table(formats: readonly FormatDescription[]): string {
  const rows = formats.map(({ name, extensions, title }) => [name, extensions.join(" "), title]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}

function details({ name, title, extensions, mediaTypes, key, options }: FormatDescription): string {
  const lines = [`${name}: ${title}`, `  Extensions   ${extensions.join(" ")}`];
  if (mediaTypes.length > 0) lines.push(`  Media types  ${mediaTypes.join(" ")}`);
  if (key !== undefined) lines.push(`  Data key     ${key} (--data-key chooses another)`);
  const flags = Object.entries(options).map(([option, schema]) => [flagOf(option, schema), flagHelp(schema)]);
  if (flags.length === 0) return lines.join("\n");
  const width = Math.max(...flags.map(([flag]) => flag!.length));
  lines.push("  Options", ...flags.map(([flag, help]) => `    ${flag!.padEnd(width)}  ${help}`));
  return lines.join("\n");
}
