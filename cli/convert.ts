import { type ImportReport, importTasks, UsageError } from "@labelport/core";
import { checkOutputs, rejectsFile } from "@labelport/core/fs";
import { type Command, Option } from "commander";
import { givenFormatOptions } from "./format_flags.ts";
import { baseUrlOf, formatOf, onDisk, openInput, sizeOf } from "./input.ts";
import { labelConfigAt } from "./label_config.ts";
import { sinkOf } from "./output.ts";
import { createProgress } from "./progress.ts";
import { addReadingFlags, checkReadingFlags, type ReadingFlags, rulesOf } from "./reading_flags.ts";
import { sayReport } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";

interface ConvertFlags extends ReadingFlags {
  readonly inputPath?: string;
  readonly output?: string;
  readonly labelConfig?: string;
  readonly host?: string;
  readonly port?: string;
  readonly baseUrl?: string;
  readonly labelStudio: "0" | "1";
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
    .option("-o, --output <file>", "where to write (default: standard output)")
    .option("-l, --label-config <xml>", "check each task against this label config")
    .addOption(
      new Option("--label-studio <version>", "write completions as Label Studio 0 or 1 names them").choices([
        "0",
        "1",
      ])
        .default("0"),
    )
    .option("--host <host>", "the host in the URLs of media (default: 127.0.0.1)")
    .option("--port <number>", "the port in the URLs of media (default: 8200)")
    .option("--base-url <url>", "what the URLs of media begin with, instead of host and port")
    .addHelpText(
      "after",
      "\nExamples:\n  labelport convert reviews.csv -o tasks.jsonl" +
        "\n  labelport convert reviews.csv --map review=text | head" +
        "\n  gunzip < logs.gz | labelport convert - -f text --data-key message -o tasks.json",
    );
  addReadingFlags(command, registry, args);
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
  checkReadingFlags(flags);
  checkOutputs({ outputs: [flags.output, flags.rejects], inputs: [onDisk(path), flags.labelConfig] });
  const config = flags.labelConfig === undefined ? undefined : await labelConfigAt(flags.labelConfig);
  let read = 0;
  const onRead = (count: number) => void (read += count);
  const input = await openInput(path, { signal, baseUrl: baseUrlOf(flags), onRead });
  const format = await formatOf(registry, input, flags);
  read = 0;
  const sink = sinkOf(flags.output);
  const rejects = flags.rejects === undefined ? undefined : rejectsFile(flags.rejects);
  const progress = await createProgress({
    shown: flags.progress === "auto" && flags.output !== undefined,
    size: sizeOf(input),
  });
  const rules = {
    ...rulesOf(flags),
    completionsAs: flags.labelStudio === "1" ? "annotations" : "completions",
  } as const;
  using threads = surroundings.openThreads(flags.threads);
  try {
    const report = await importTasks({
      registry,
      threads,
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
    const target = flags.output === undefined ? "" : ` to ${flags.output}`;
    const isPartial = flags.output === undefined && report.tasks > 0;
    sayReport(report, { done: "written", target, isPartial, rejects: flags.rejects, bytes: read });
    return report;
  } finally {
    progress.stop();
    rejects?.abort();
  }
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
