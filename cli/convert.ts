import {
  asText,
  detect,
  type ImportReport,
  importTasks,
  type InputFormat,
  jsonArraySink,
  type OpenedSource,
  openSource,
  type Registry,
  type TaskRules,
  type TaskSink,
  UsageError,
} from "@labelport/core";
import { fileSink, openFile, openStdin, rejectsFile } from "@labelport/core/fs";
import { type Command, Option } from "commander";
import { parseMap, parseSize } from "./arguments.ts";
import { addFormatFlags, givenFormatOptions } from "./format_flags.ts";
import type { Surroundings } from "./program.ts";
import { createProgress } from "./progress.ts";
import { sayReport } from "./report.ts";
import { say, stdoutSink } from "./terminal.ts";

interface ConvertFlags {
  readonly inputPath?: string;
  readonly inputFormat?: string;
  readonly output?: string;
  readonly dataKey?: string;
  readonly map: readonly (readonly [string, string])[];
  readonly labelStudio: "0" | "1";
  readonly onError: "stop" | "skip";
  readonly rejects?: string;
  readonly provenance?: true;
  readonly progress: "auto" | "never";
  readonly maxRecord: number;
}

/** Adds `labelport convert`: a file in, tasks out. */
export function addConvert(program: Command, surroundings: Surroundings): void {
  const { registry, args } = surroundings;
  const command = program.command("convert")
    .description("Turn a file into tasks: JSON Lines, or one JSON array where --output ends in .json")
    .argument("[input]", 'the file to read, or "-" for standard input')
    .option("-i, --input-path <input>", "the same as [input]")
    .option("-f, --input-format <format>", "how to read it (default: found by name and content)")
    .option("-o, --output <file>", "where to write (default: standard output)")
    .option("--data-key <key>", "the key of data for formats with one value a task")
    .addOption(
      new Option("--map <old=new>", "rename a key of data; may be given again").argParser(parseMap).default(
        [],
        "none",
      ),
    )
    .addOption(
      new Option("--label-studio <version>", "write completions as Label Studio 0 or 1 names them").choices([
        "0",
        "1",
      ])
        .default("0"),
    )
    .addOption(
      new Option("--on-error <action>", "stop: all or nothing; skip: leave bad records out").choices([
        "stop",
        "skip",
      ])
        .default("stop"),
    )
    .option("--rejects <file>", "where skipped records go, with their place and reason")
    .option("--provenance", "write file, record and line of each task to meta.source")
    .addOption(
      new Option("--progress <when>", "show a progress bar on a terminal").choices(["auto", "never"]).default(
        "auto",
      ),
    )
    .addOption(
      new Option("--max-record <size>", "the largest record").argParser(parseSize).default(
        64 * 2 ** 20,
        "64MiB",
      ),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  labelport convert reviews.csv -o tasks.jsonl" +
        "\n  labelport convert reviews.csv --map review=text | head" +
        "\n  gunzip < logs.gz | labelport convert - -f text --data-key message -o tasks.json",
    );
  addFormatFlags(command, registry, chosenFormat(args));
  command.action(async (path: string | undefined, flags: ConvertFlags) => {
    const options = givenFormatOptions(command, registry);
    const report = await convert(inputOf(path, flags), { flags, options, surroundings });
    surroundings.outcome.exitCode = report.stored && report.complete ? 0 : 1;
  });
}

interface ConvertCall {
  readonly flags: ConvertFlags;
  readonly options: Readonly<Record<string, unknown>>;
  readonly surroundings: Surroundings;
}

async function convert(path: string, { flags, options, surroundings }: ConvertCall): Promise<ImportReport> {
  const { registry, signal } = surroundings;
  checkFlags(flags);
  let read = 0;
  const onRead = (count: number) => void (read += count);
  const source = path === "-" ? openStdin(onRead) : await openFile(path, onRead);
  const input = await openSource(source, signal);
  const format = await formatOf(registry, input, flags);
  read = 0;
  const sink = sinkOf(flags.output);
  const rejects = flags.rejects === undefined ? undefined : rejectsFile(flags.rejects);
  const progress = createProgress({
    shown: flags.progress === "auto" && flags.output !== undefined,
    size: source.size,
  });
  const rules: TaskRules = {
    map: flags.map,
    provenance: flags.provenance === true,
    completionsAs: flags.labelStudio === "1" ? "annotations" : "completions",
  };
  try {
    const report = await importTasks({
      registry,
      input,
      format,
      options,
      sink,
      rules,
      signal,
      onError: flags.onError,
      maxRecord: flags.maxRecord,
      onProgress: (tasks) => progress.update(read, tasks),
      ...(flags.dataKey === undefined ? {} : { dataKey: flags.dataKey }),
      ...(rejects === undefined ? {} : { rejects }),
    });
    rejects?.close();
    progress.stop();
    sayReport(report, { output: flags.output, rejects: flags.rejects, bytes: read });
    return report;
  } finally {
    progress.stop();
    rejects?.abort();
  }
}

/** The format that was asked for, or the one that fits: this is said, with the reason. */
async function formatOf(registry: Registry, input: OpenedSource, flags: ConvertFlags): Promise<InputFormat> {
  if (flags.inputFormat !== undefined) {
    const format = registry.get(flags.inputFormat);
    return format;
  }
  const { format, why } = await detect(registry, asText(input).peek);
  say(`${input.source.name}: read as ${format.name}: ${why}`);
  return format;
}

function sinkOf(output: string | undefined): TaskSink {
  if (output === undefined) return stdoutSink();
  const sink = fileSink(output);
  return output.toLowerCase().endsWith(".json") ? jsonArraySink(sink) : sink;
}

function inputOf(path: string | undefined, { inputPath }: ConvertFlags): string {
  if (path !== undefined && inputPath !== undefined) {
    throw new UsageError(`Cannot read both "${path}" and "${inputPath}": give one input`);
  }
  const input = path ?? inputPath;
  if (input === undefined) {
    throw new UsageError('Cannot convert nothing: give a file, or "-" for standard input');
  }
  return input;
}

function checkFlags({ rejects, onError, output }: ConvertFlags): void {
  if (rejects === undefined) return;
  if (onError !== "skip") throw new UsageError("Cannot use --rejects alone: it goes with --on-error skip");
  if (rejects === output) throw new UsageError(`Cannot write tasks and rejects to one file: "${output}"`);
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
