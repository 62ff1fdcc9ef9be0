import { UsageError } from "@labelport/core";
import { type Command, Option } from "commander";
import { parsePort } from "./arguments.ts";
import { givenFormatOptions } from "./format_flags.ts";
import { type ImportFlags, importPaths } from "./import_run.ts";
import { checkedBaseUrl } from "./input.ts";
import { addReadingFlags } from "./reading_flags.ts";
import { checkConfig } from "./label_config.ts";
import type { Surroundings } from "./surroundings.ts";
import { say } from "./terminal.ts";

interface InitFlags extends ImportFlags {
  readonly inputPath: readonly string[];
  readonly labelConfig?: string;
  readonly host?: string;
  readonly port?: number;
  readonly baseUrl?: string;
  readonly force?: true;
}

/** Adds `labelport init`: a project, with its first tasks. */
export function addInit(program: Command, surroundings: Surroundings): void {
  const { registry, args, outcome } = surroundings;
  const command = program.command("init")
    .description("Make a project: a folder with settings, a label config and a store of tasks")
    .argument("[project]", "its folder, made where there is none", ".")
    .addOption(
      new Option("-i, --input-path <input>", "a file or folder to import; may be given again")
        .argParser((path: string, before: readonly string[]) => [...before, path]).default([], "none"),
    )
    .option("-l, --label-config <xml>", "check each task against this label config, now and later")
    .option("--host <host>", "where the server will listen (default: 127.0.0.1)")
    .addOption(new Option("--port <number>", "the server's port (default: 8200)").argParser(parsePort))
    .option("--base-url <url>", "what the URLs of media begin with, if not the host and the port")
    .option("--force", "replace the project that is there, with all its tasks")
    .addHelpText(
      "after",
      "\nExamples:\n  labelport init --input-path tasks.json" +
        "\n  labelport init reviews -i reviews.csv -l config.xml && labelport start reviews",
    );
  addImportFlags(command);
  addReadingFlags(command, registry, args);
  command.action(async (folder: string, flags: InitFlags) => {
    const options = givenFormatOptions(command, registry);
    outcome.exitCode = await init(folder, { paths: flags.inputPath, flags, options, surroundings });
  });
}

/** Adds the flags of every command that imports into a project. */
export function addImportFlags(command: Command): void {
  command
    .addOption(
      new Option("--ids <which>", "keep: a task's own id where it is free; new: number all anew")
        .choices(["keep", "new"]).default("keep"),
    )
    .option("--again", "import what has been imported and has not changed since");
}

async function init(
  folder: string,
  call: Parameters<typeof importPaths>[1] & { readonly flags: InitFlags },
): Promise<number> {
  const { createProject } = await import("@labelport/server");
  const { labelConfig, host, port, baseUrl, force } = call.flags;
  if (call.paths.length === 0 && call.flags.inputFormat !== undefined) {
    throw new UsageError("Cannot use --input-format without --input-path: there is nothing to read");
  }
  if (labelConfig !== undefined) await checkConfig(labelConfig);
  const made = await createProject(folder, {
    force: force === true,
    labelConfig,
    host,
    port,
    baseUrl: checkedBaseUrl(baseUrl),
  });
  try {
    if (call.paths.length > 0) {
      const report = await importPaths(made.project, call);
      if (!report.stored) {
        made.discard();
        say(
          `labelport: ${
            force === true ? `nothing was changed in ${folder}` : `no project was made in ${folder}`
          }`,
        );
        return 1;
      }
      await made.finish();
      say(`project made in ${folder}`);
      return report.complete ? 0 : 1;
    }
    await made.finish();
  } catch (error) {
    made.discard();
    throw error;
  }
  say(`project made in ${folder}, without tasks yet`);
  return 0;
}
