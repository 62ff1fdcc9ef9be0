import { type Command, Option } from "commander";
import { UsageError } from "@labelport/core";
import { reasonOf } from "@labelport/core/fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { addPluginFlags, checkName, type PluginFlags } from "./plugins.ts";
import { testPlugin } from "./plugin_test_run.ts";
import type { Surroundings } from "./surroundings.ts";
import { print } from "./terminal.ts";

/** The format that a new one begins as. */
const TEMPLATE = new URL("../examples/subtitles/", import.meta.url);
/** Where the template names itself. */
const OWN_NAME = /(?<=^# |name: ")subtitles/gm;

/** Adds `labelport plugin`: a new format of one's own, and the test of one. */
export function addPlugin(program: Command, { outcome, signal }: Surroundings): void {
  const plugin = program.command("plugin")
    .description("Make a format of one's own, or test one")
    .helpCommand(false);
  plugin.command("new")
    .description("Make a folder with a format that works, its test and its README, to change into one's own")
    .argument("<name>", "what the format is called, and its folder")
    .action(async (name: string) => {
      await makePlugin(name);
      print(
        `${name}: a format for SubRip subtitles, to change into your own\n` +
          `  labelport plugin test ${name} --example ${name}/film.srt=${name}/film.jsonl\n` +
          `  labelport convert ${name}/film.srt --plugin ${name}`,
      );
    });
  const test = plugin.command("test")
    .description("Run the suite that every format passes on a plugin: a line for each check")
    .argument("<specifier>", 'a path or "npm:"')
    .addOption(
      new Option(
        "--example <input=expected>",
        "an input, and the JSON Lines that are to come out; may be given again",
      )
        .argParser((text: string, before: readonly string[]) => [...before, text]).default([], "none"),
    )
    .option("--holds-input", "it has to hold a file whole: leave out the check of its memory");
  addPluginFlags(test);
  test.action(
    async (specifier: string, flags: PluginFlags & { example: readonly string[]; holdsInput?: true }) => {
      outcome.exitCode = await testPlugin(specifier, { ...flags, signal });
    },
  );
}

/** Copies the template into a folder of the format's name. Throws `UsageError` where there is something already. */
async function makePlugin(path: string): Promise<void> {
  const name = basename(resolve(path));
  checkName(name);
  try {
    await Deno.mkdir(path);
  } catch (error) {
    throw new UsageError(`Cannot make "${path}": ${reasonOf(error)}`);
  }
  for await (const { name: file } of Deno.readDir(TEMPLATE)) {
    const text = await Deno.readTextFile(new URL(file, TEMPLATE));
    const renamed = file === "deno.json" ? denoJson(name) : text.replace(OWN_NAME, name);
    await Deno.writeTextFile(join(path, file), renamed);
  }
}

/** The new package's: its core is the one that made it, until it finds another. */
function denoJson(name: string): string {
  const core = import.meta.resolve("@labelport/core");
  const links = core.startsWith("file:") ? { links: [dirname(fileURLToPath(core))] } : {};
  const imports = { "@labelport/core": "jsr:@labelport/core@^0.1.0" };
  const config = { name: `@formats/${name}`, version: "0.1.0", exports: "./mod.ts", imports, ...links };
  return `${JSON.stringify(config, null, 2)}\n`;
}
