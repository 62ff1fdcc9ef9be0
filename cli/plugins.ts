import { createRegistry, type InputFormat, type Registry, UsageError } from "@labelport/core";
import { loadPlugin, PLUGIN_LIMITS } from "@labelport/core/sandbox";
import { type Command, InvalidArgumentError, Option } from "commander";
import { say } from "./terminal.ts";

/** Commands that read nothing with a format: a project's broken plugin must not stand in their way. */
const WITHOUT_FORMATS = ["export", "imports", "undo", "explain", "sample", "plugin"];

/** Which plugins are asked for, and how they run. */
export interface PluginFlags {
  readonly plugin: readonly string[];
  /** In MB. */
  readonly pluginMemory: number;
  /** In seconds. */
  readonly pluginTimeout: number;
  readonly trustPlugin?: true;
}

/** Adds the flags of plugins to a command. */
export function addPluginFlags(command: Command): void {
  const { memory, timeout } = PLUGIN_LIMITS;
  const options = [
    new Option("--plugin <specifier>", 'a format of one\'s own: a path or "npm:"; may be given again')
      .argParser((specifier: string, before: readonly string[]) => [...before, specifier]).default(
        [],
        "none",
      ),
    new Option("--plugin-memory <MB>", "what a plugin's process may hold").argParser(parseAmount).default(
      memory,
    ),
    new Option("--plugin-timeout <seconds>", "how long it may take nothing and give nothing")
      .argParser(parseAmount).default(timeout),
    new Option("--trust-plugin", "run those given by --plugin in this process, with all its permissions"),
  ];
  for (const option of options) command.addOption(option.helpGroup("Plugins:"));
}

function parseAmount(text: string): number {
  const amount = Number(text);
  if (!(amount > 0 && amount <= 2 ** 20)) throw new InvalidArgumentError("Write a number above 0.");
  return amount;
}

/**
 * The formats of `registry` with those of plugins: of the arguments, and of the project that they name or that
 * lies in the current folder. They are needed before the arguments can be parsed, since they bring flags.
 */
export async function withPlugins(registry: Registry, args: readonly string[]): Promise<Registry> {
  const flags = flagsOf(args);
  const named = WITHOUT_FORMATS.includes(args[0] ?? "") ? [] : await pluginsOfProject(args);
  const given = flags.plugin.map((specifier) => ({ specifier, base: Deno.cwd(), isGiven: true }));
  const wanted = new Map<string, { specifier: string; base: string; isGiven: boolean }>();
  const { resolve } = await import("node:path");
  for (const plugin of [...named.map((one) => ({ ...one, isGiven: false })), ...given]) {
    const { specifier, base } = plugin;
    // One that is named twice is one.
    wanted.set(specifier.startsWith("npm:") ? specifier : resolve(base, specifier), plugin);
  }
  const formats: InputFormat[] = [];
  for (const { specifier, base, isGiven } of wanted.values()) {
    formats.push(
      await loadPlugin(specifier, {
        base,
        memory: flags.pluginMemory,
        timeout: flags.pluginTimeout,
        trusted: isGiven && flags.trustPlugin === true,
        onSaid: (line) => say(`${specifier}: ${line}`),
      }),
    );
  }
  if (formats.length === 0) return registry;
  const trusted = registry.formats.filter((format) => registry.isTrusted(format));
  const others = registry.formats.filter((format) => !registry.isTrusted(format));
  return createRegistry({ trusted, others: [...others, ...formats] });
}

/** The flags of plugins among the arguments; what is wrong with them is told when all are parsed. */
function flagsOf(args: readonly string[]): PluginFlags {
  const all = (flag: string) => {
    const end = args.indexOf("--");
    return args.slice(0, end < 0 ? args.length : end).flatMap((arg, i) =>
      arg === flag && args[i + 1] !== undefined
        ? [args[i + 1]!]
        : arg.startsWith(`${flag}=`)
        ? [arg.slice(flag.length + 1)]
        : []
    );
  };
  const amount = (flag: string, unless: number) => {
    const value = Number(all(flag).at(-1) ?? unless);
    return value > 0 ? value : unless;
  };
  return {
    plugin: all("--plugin"),
    pluginMemory: amount("--plugin-memory", PLUGIN_LIMITS.memory),
    pluginTimeout: amount("--plugin-timeout", PLUGIN_LIMITS.timeout),
    ...(args.includes("--trust-plugin") && { trustPlugin: true }),
  };
}

/** What the `labelport.json` says of the first folder that the arguments name, or of the current one. */
async function pluginsOfProject(args: readonly string[]): Promise<{ specifier: string; base: string }[]> {
  for (const folder of [...args.slice(1).filter((arg) => !arg.startsWith("-")), "."]) {
    const path = `${folder}/labelport.json`;
    let isThere = false;
    try {
      isThere = Deno.statSync(path).isFile;
    } catch {
      // There is none, or none that may be looked at.
    }
    if (!isThere) continue;
    const { pluginsOf } = await import("@labelport/server");
    return (await pluginsOf(folder)).map((specifier) => ({ specifier, base: folder }));
  }
  return [];
}

/** Refuses a plugin that cannot be told apart from a flag. */
export function checkName(name: string): void {
  if (/^[a-z][a-z0-9-]*$/.test(name)) return;
  throw new UsageError(`Cannot name a format "${name}": use lower-case letters, digits and hyphens`);
}
