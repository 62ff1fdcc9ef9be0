import {
  formatProblem,
  type ImportReport,
  importTasks,
  InputError,
  type InputFormat,
  jsonArraySink,
  type LabelConfig,
  parseLabelConfig,
  problemOfError,
  type Registry,
  type TaskRules,
  type TaskSink,
  UsageError,
} from "@labelport/core";
import { fileSink, readText, rejectsFile } from "@labelport/core/fs";
import { type Command, Option } from "commander";
import { parseMap, parseSize } from "./arguments.ts";
import { addFormatFlags, givenFormatOptions } from "./format_flags.ts";
import { baseUrlOf, detectInput, type Input, openInput } from "./input.ts";
import { createProgress } from "./progress.ts";
import { sayReport } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";
import { say, stdoutSink } from "./terminal.ts";

interface ConvertFlags {
  readonly inputPath?: string;
  readonly inputFormat?: string;
  readonly output?: string;
  readonly labelConfig?: string;
  readonly dataKey?: string;
  readonly encoding?: string;
  readonly host?: string;
  readonly port?: string;
  readonly baseUrl?: string;
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
    .description(
      "Turn a file or a folder into tasks: JSON Lines, or one JSON array where --output ends in .json",
    )
    .argument("[input]", 'the file or folder to read, or "-" for standard input')
    .option("-i, --input-path <input>", "the same as [input]")
    .option("-f, --input-format <format>", "how to read it (default: found by name and content)")
    .option("-o, --output <file>", "where to write (default: standard output)")
    .option("-l, --label-config <xml>", "check each task against this label config")
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
    .option("--encoding <name>", "how text is encoded (default: UTF-8, or UTF-16 by its mark)")
    .option("--host <host>", "the host in the URLs of media (default: 127.0.0.1)")
    .option("--port <number>", "the port in the URLs of media (default: 8200)")
    .option("--base-url <url>", "what the URLs of media begin with, instead of host and port")
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
  const config = flags.labelConfig === undefined ? undefined : await readLabelConfig(flags.labelConfig);
  let read = 0;
  const onRead = (count: number) => void (read += count);
  const input = await openInput(path, { signal, baseUrl: baseUrlOf(flags), onRead });
  const format = await formatOf(registry, input, flags);
  read = 0;
  const sink = sinkOf(flags.output);
  const rejects = flags.rejects === undefined ? undefined : rejectsFile(flags.rejects);
  const progress = createProgress({
    shown: flags.progress === "auto" && flags.output !== undefined,
    size: sizeOf(input),
  });
  const rules: Omit<TaskRules, "needs"> = {
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
      ...(config !== undefined && { config }),
      ...(flags.dataKey !== undefined && { dataKey: flags.dataKey }),
      ...(flags.encoding !== undefined && { encoding: flags.encoding }),
      ...(rejects !== undefined && { rejects }),
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
async function formatOf(registry: Registry, input: Input, flags: ConvertFlags): Promise<InputFormat> {
  if (flags.inputFormat !== undefined) return registry.get(flags.inputFormat);
  const { format, why } = await detectInput(registry, input, flags.encoding);
  say(`${input.source.name}: read as ${format.name}: ${why}`);
  return format;
}

/** A label config that is none is an error of its own, before anything is read. */
async function readLabelConfig(path: string): Promise<LabelConfig> {
  const xml = await readText(path);
  try {
    return parseLabelConfig(xml, path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(formatProblem(problemOfError(error, path)));
  }
}

/** How many bytes there are to read, where that is known. */
function sizeOf({ source }: Input): number | undefined {
  return "files" in source ? undefined : source.size;
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
