import { createRegistry, type Registry, rejectsFormat, UsageError } from "@labelport/core";
import type { Command } from "commander";
import { addImportFlags } from "./init.ts";
import { type ImportFlags, importPaths } from "./import_run.ts";
import { addReadingFlags } from "./reading_flags.ts";
import type { Surroundings } from "./surroundings.ts";

/** Adds `labelport retry`: records that were refused, once they have been mended. */
export function addRetry(program: Command, surroundings: Surroundings): void {
  const { registry, args, outcome } = surroundings;
  const command = program.command("retry")
    .description(
      "Import what --rejects has kept, once its records have been mended; they keep their places of origin",
    )
    .argument("[project]", "the project's folder (default: the current one)")
    .argument("<rejects>", 'the rejects file: mend "raw" in its lines')
    .usage("[options] [project] <rejects>")
    .allowExcessArguments();
  command.registeredArguments[1]!.required = false;
  addImportFlags(command);
  addReadingFlags(command, registry, args);
  command.action(async (first: string | undefined, second: string | undefined, flags: ImportFlags) => {
    const { openProject } = await import("@labelport/server");
    const [folder, path] = second === undefined ? [".", first] : [first!, second];
    if (path === undefined) throw new UsageError("Cannot retry nothing: give a rejects file");
    const project = await openProject(folder);
    try {
      const call = { paths: [path], flags: { ...flags, inputFormat: "rejects" }, options: {} };
      const report = await importPaths(project, {
        ...call,
        surroundings: { ...surroundings, registry: withRejects(registry) },
      });
      outcome.exitCode = report.stored && report.complete ? 0 : 1;
    } finally {
      project.close();
    }
  });
}

/** The same formats, and that of rejects: what it reads is checked by the format that it names. */
function withRejects(registry: Registry): Registry {
  const trusted = registry.formats.filter((format) => registry.isTrusted(format));
  const others = registry.formats.filter((format) => !registry.isTrusted(format));
  return createRegistry({ trusted: [...trusted, rejectsFormat(registry)], others });
}
