import { describe } from "@labelport/core";
import { Command } from "commander";
import config from "./deno.json" with { type: "json" };
import { addConvert } from "./convert.ts";
import { addExplain } from "./explain.ts";
import { addExport } from "./export.ts";
import { addFormats } from "./formats.ts";
import { addImport } from "./import.ts";
import { addImports, addUndo } from "./imports.ts";
import { addInit } from "./init.ts";
import { addRetry } from "./retry.ts";
import { addSample } from "./sample.ts";
import { addStart } from "./start.ts";
import { addInspect } from "./inspect.ts";
import { addPlugin } from "./plugin.ts";
import { addPluginFlags } from "./plugins.ts";
import type { Surroundings } from "./surroundings.ts";

/** The commands and their flags. It throws `CommanderError` instead of ending the process. */
export function createProgram(surroundings: Surroundings): Command {
  const formats = surroundings.registry.formats.map((format) => describe(format).name).join(", ");
  const program = new Command("labelport")
    .description(
      `Turns data files into labelling tasks in Label Studio's basic JSON format.\nIt reads ${formats}.`,
    )
    .version(config.version, "--version", "Show the version")
    .helpOption("-h, --help", "Show this help")
    .helpCommand(false)
    .showHelpAfterError("Run with --help to see what there is.")
    .configureHelp({ showGlobalOptions: false })
    // Asking the environment about colours would need a permission.
    .configureOutput({ getOutHasColors: () => false, getErrHasColors: () => false })
    .exitOverride();
  addInit(program, surroundings);
  addStart(program, surroundings);
  addImport(program, surroundings);
  addRetry(program, surroundings);
  addExport(program, surroundings);
  addImports(program, surroundings);
  addUndo(program, surroundings);
  addConvert(program, surroundings);
  addFormats(program, surroundings);
  addInspect(program, surroundings);
  addSample(program);
  addExplain(program);
  for (const command of program.commands) addPluginFlags(command);
  addPlugin(program, surroundings);
  return program;
}
