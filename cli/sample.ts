import { readLabelConfig, sampleOf } from "@labelport/core";
import { checkOutputs, fileSink, readText } from "@labelport/core/fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { stdoutSink } from "./terminal.ts";

interface SampleFlags {
  readonly labelConfig: string;
  readonly count: number;
  readonly inputFormat: "csv" | "json" | "jsonl";
  readonly output?: string;
}

/** Adds `labelport sample`: an example file that will import. */
export function addSample(program: Command): void {
  program.command("sample")
    .description("Write an example file for a label config, which imports as it is")
    .requiredOption("-l, --label-config <xml>", "the label config")
    .addOption(new Option("-n, --count <number>", "how many tasks").argParser(parseCount).default(3))
    .addOption(
      new Option("-f, --input-format <format>", "how it is written").choices(["csv", "json", "jsonl"])
        .default("json"),
    )
    .option("-o, --output <file>", "where to write (default: standard output)")
    .action(async ({ labelConfig, count, inputFormat: format, output }: SampleFlags) => {
      const config = readLabelConfig(await readText(labelConfig), labelConfig);
      checkOutputs({ outputs: [output], inputs: [labelConfig] });
      const text = sampleOf(config, { count, format });
      const sink = output === undefined ? stdoutSink() : fileSink(output);
      await sink.write({ bytes: new TextEncoder().encode(text), count });
      await sink.close();
    });
}

function parseCount(text: string): number {
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new InvalidArgumentError("Write a number from 1.");
  return count;
}
