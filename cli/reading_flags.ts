import type { Registry, TaskRules } from "@labelport/core";
import { UsageError } from "@labelport/core";
import { type Command, Option } from "commander";
import { parseMap, parseSize, parseThreads } from "./arguments.ts";
import { addFormatFlags } from "./format_flags.ts";

/** The flags of every command that reads data. */
export interface ReadingFlags {
  readonly inputFormat?: string;
  readonly dataKey?: string;
  readonly encoding?: string;
  readonly map: readonly (readonly [string, string])[];
  readonly onError: "stop" | "skip";
  readonly rejects?: string;
  readonly provenance?: true;
  readonly progress: "auto" | "never";
  readonly maxRecord: number;
  readonly threads?: number;
}

/** Adds them, and the options of the formats. */
export function addReadingFlags(command: Command, registry: Registry, args: readonly string[]): void {
  command
    .option("-f, --input-format <format>", "how to read it (default: found by name and content)")
    .option("--data-key <key>", "the key of data for formats with one value a task")
    .addOption(
      new Option("--map <old=new>", "rename a key of data; may be given again").argParser(parseMap)
        .default([], "none"),
    )
    .addOption(
      new Option("--on-error <action>", "stop: all or nothing; skip: leave bad records out")
        .choices(["stop", "skip"]).default("stop"),
    )
    .option("--rejects <file>", "where skipped records go, with their place and reason")
    .option("--encoding <name>", "how text is encoded (default: UTF-8, or UTF-16 by its mark)")
    .option("--provenance", "write file, record and line of each task to meta.source")
    .addOption(
      new Option("--progress <when>", "show a progress bar on a terminal").choices(["auto", "never"])
        .default("auto"),
    )
    .addOption(
      new Option("--max-record <size>", "the largest record").argParser(parseSize).default(
        64 * 2 ** 20,
        "64MiB",
      ),
    );
  command.addOption(
    new Option(
      "--threads <number>",
      "threads that share a large file (default: one a core, as far as that helps)",
    )
      .argParser(parseThreads),
  );
  addFormatFlags(command, registry, chosenFormat(args));
}

/** Refuses flags that do not go together. */
export function checkReadingFlags({ rejects, onError }: ReadingFlags): void {
  if (rejects !== undefined && onError !== "skip") {
    throw new UsageError("Cannot use --rejects alone: it goes with --on-error skip");
  }
}

/** What the flags say of every task. */
export function rulesOf({ map, provenance }: ReadingFlags): Pick<TaskRules, "map" | "provenance"> {
  return { map, provenance: provenance === true };
}

/** The format that the arguments name, before they are parsed. */
function chosenFormat(args: readonly string[]): string | undefined {
  for (const [i, arg] of args.entries()) {
    if (arg === "-f" || arg === "--input-format") return args[i + 1];
    const written = /^(?:-f|--input-format=)(.+)$/.exec(arg)?.[1];
    if (written !== undefined) return written;
  }
  return undefined;
}
