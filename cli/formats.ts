import { describe, detect, type FormatDescription, judge, UsageError } from "@labelport/core";
import type { Command } from "commander";
import { flagHelp, flagOf } from "./format_flags.ts";
import { openInput, peekOf } from "./input.ts";
import type { Surroundings } from "./surroundings.ts";
import { print, say, tableText } from "./terminal.ts";

interface FormatsFlags {
  readonly json?: true;
  readonly why?: string;
  readonly encoding?: string;
}

/** Adds `labelport formats`: what can be read, and with which options. */
export function addFormats(program: Command, surroundings: Surroundings): void {
  const { registry, outcome } = surroundings;
  program.command("formats")
    .description("List the formats, or the options of one")
    .argument("[format]", "show this one with all its options")
    .option("--json", "print the descriptions as JSON")
    .option("--why <input>", "say which format this input has, and why it has none of the others")
    .option("--encoding <name>", "with --why: how text is encoded")
    .action(async (name: string | undefined, { json, why, encoding }: FormatsFlags) => {
      if (why !== undefined) {
        outcome.exitCode = await explain(why, { encoding, surroundings });
        return;
      }
      const formats = (name === undefined ? registry.formats : [registry.get(name)]).map(describe);
      if (json) print(JSON.stringify(formats, null, 2));
      else if (name === undefined) print(table(formats));
      else print(details(formats[0]!));
    });
}

function table(formats: readonly FormatDescription[]): string {
  return tableText(formats.map(({ name, extensions, title }) => [name, extensions.join(" "), title]));
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

/** Says of each format whether it is the input's, and why. */
async function explain(
  path: string,
  { encoding, surroundings }: { readonly encoding: string | undefined; readonly surroundings: Surroundings },
): Promise<number> {
  const { registry, signal } = surroundings;
  const input = await openInput(path, { signal });
  const peek = peekOf(input, encoding);
  const chosen = await detect(registry, peek).catch((error) => {
    if (!(error instanceof UsageError)) throw error;
    return error;
  });
  const judgements = await judge(registry, peek);
  const width = Math.max(...judgements.map(({ format }) => format.name.length));
  for (const { format, fit, why } of judgements) {
    const isChosen = !(chosen instanceof UsageError) && chosen.format === format;
    print(`${isChosen ? "→" : " "} ${format.name.padEnd(width)}  ${fit.padEnd(5)}  ${why}`);
  }
  if (!(chosen instanceof UsageError)) return 0;
  say(`labelport: ${chosen.message.split("\n")[0]}`);
  return 1;
}
