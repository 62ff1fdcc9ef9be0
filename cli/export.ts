import { type TaskSink, UsageError } from "@labelport/core";
import { checkOutputs } from "@labelport/core/fs";
import { type Command, Option } from "commander";
import { sinkOf } from "./output.ts";
import type { Surroundings } from "./surroundings.ts";
import { countText, say } from "./terminal.ts";

interface ExportFlags {
  readonly output?: string;
  readonly labelStudio: "0" | "1";
}

/** Adds `labelport export`: the tasks of a project, out again. */
export function addExport(program: Command, { signal }: Surroundings): void {
  program.command("export")
    .description("Write the tasks of a project: JSON Lines, or one JSON array where --output ends in .json")
    .argument("[project]", "the project's folder", ".")
    .option("-o, --output <file>", "where to write (default: standard output)")
    .addOption(
      new Option("--label-studio <version>", "write completions as Label Studio 0 or 1 names them")
        .choices(["0", "1"]).default("0"),
    )
    .action(async (folder: string, { output, labelStudio }: ExportFlags) => {
      const { exportTasks, openProject } = await import("@labelport/server");
      const project = await openProject(folder);
      try {
        checkOutputs({ outputs: [output], inputs: [project.labelConfigPath] });
        const sink: TaskSink = sinkOf(output);
        const report = await exportTasks(project.store, { sink, labelStudio, signal });
        if (!report.stored) throw new UsageError("Cannot export: the store is damaged");
        const { tasks, seconds } = report;
        say(
          `${countText(tasks, "task")} written${output === undefined ? "" : ` to ${output}`} in ${
            seconds.toFixed(2)
          } s`,
        );
      } finally {
        project.close();
      }
    });
}
