import { UsageError } from "@labelport/core";
import type { Command } from "commander";
import { givenFormatOptions } from "./format_flags.ts";
import { addImportFlags } from "./init.ts";
import { type ImportFlags, importPaths } from "./import_run.ts";
import { addReadingFlags } from "./reading_flags.ts";
import type { Surroundings } from "./surroundings.ts";

/** Adds `labelport import`: more tasks for a project. */
export function addImport(program: Command, surroundings: Surroundings): void {
  const { registry, args, outcome } = surroundings;
  const command = program.command("import")
    .description("Add tasks to a project: all of the inputs, or nothing")
    .argument("[project]", "the project's folder (default: the current one)")
    .argument("<input...>", 'files or folders to import, or "-" for standard input')
    .usage("[options] [project] <input...>")
    .addHelpText(
      "after",
      "\nThe first argument is the project where it is a folder that holds one." +
        "\n\nExamples:\n  labelport import more.csv\n  labelport import reviews more.csv letters/",
    );
  // commander fills the optional argument first: which is which is found out here.
  command.allowExcessArguments();
  command.registeredArguments[1]!.required = false;
  addImportFlags(command);
  addReadingFlags(command, registry, args);
  command.action(
    async (first: string | undefined, rest: readonly string[] | undefined, flags: ImportFlags) => {
      const { isProject, openProject } = await import("@labelport/server");
      const given = [...(first === undefined ? [] : [first]), ...rest ?? []];
      const named = given[0] !== undefined && isProject(given[0]);
      const folder = named ? given[0]! : ".";
      const paths = named ? given.slice(1) : given;
      if (paths.length === 0) throw new UsageError('Cannot import nothing: give a file, a folder, or "-"');
      const project = await openProject(folder);
      try {
        const options = givenFormatOptions(command, registry);
        const report = await importPaths(project, { paths, flags, options, surroundings });
        outcome.exitCode = report.stored && report.complete ? 0 : 1;
      } finally {
        project.close();
      }
    },
  );
}
