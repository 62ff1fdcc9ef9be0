import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { reasonOf } from "../fs/reason.ts";
import { UsageError } from "../problem.ts";
import { denoDir, runDeno } from "./deno.ts";
import config from "../deno.json" with { type: "json" };

/** A plugin whose modules may all be read. */
export interface Checked {
  /** As the user wrote it. */
  readonly specifier: string;
  /** Its main module: `file:` or `npm:`. */
  readonly url: string;
  /** What imports mean in its process, as a `data:` URL. */
  readonly importMap: string;
  /** Where Deno keeps what came from npm. */
  readonly denoDir: string;
}

/** A module, as `deno info --json` has it. */
interface Module {
  readonly specifier: string;
  readonly kind?: string;
  readonly local?: string;
  readonly error?: string;
}

const CORE = new URL("../", import.meta.url).href;

/**
 * Finds a plugin's main module and looks at all that it imports, since imports are read whatever the permissions
 * say. `base`: the folder that a path begins from. Throws `UsageError` with what to change.
 */
export async function checkGraph(specifier: string, base: string): Promise<Checked> {
  const refuse = refusal(specifier);
  const { url, folder } = await mainModule(specifier, base);
  const importMap = await importMapOf(url, folder);
  const args = [
    "info",
    "--json",
    "--no-config",
    "--no-lock",
    "--no-remote",
    `--import-map=${importMap}`,
    url,
  ];
  const text = await runDeno(args, refuse);
  const { modules } = JSON.parse(text) as { readonly modules: readonly Module[] };
  for (const { specifier: module, kind, local, error } of modules) {
    const shown = shortened(module, folder);
    if (module.startsWith("npm:") || module.startsWith("node:")) {
      if (error !== undefined) throw refuse(`it imports "${shown}": ${firstLine(error)}`);
    } else if (!module.startsWith("file:")) {
      throw refuse(
        `it imports "${shown}"; a plugin may import its own files, npm: packages and @labelport/core`,
      );
    } else if (!module.startsWith(CORE) && kind !== "npm" && !isFromNpm(local, await denoDir(refuse))) {
      if (folder === undefined || !await isInside(fileURLToPath(module), folder)) {
        throw refuse(`it imports "${shown}", which lies outside of its folder; copy it into "${folder}"`);
      }
      if (error !== undefined) throw refuse(firstLine(error));
    } else if (error !== undefined) throw refuse(firstLine(error));
  }
  return { specifier, url, importMap, denoDir: await denoDir(refuse) };
}

function refusal(specifier: string): (why: string) => UsageError {
  return (why) => new UsageError(`Cannot load the plugin "${specifier}": ${why}`);
}

/** The main module of a plugin, and the folder that its modules lie in. Throws `UsageError` where there is none. */
export async function mainModule(
  specifier: string,
  base: string,
): Promise<{ readonly url: string; readonly folder: string | undefined }> {
  const refuse = refusal(specifier);
  if (specifier.startsWith("npm:")) return { url: specifier, folder: undefined };
  if (/^[a-z][a-z+.-]+:/i.test(specifier) && !specifier.startsWith("file:")) {
    throw refuse('give a path or an "npm:" package');
  }
  const path = specifier.startsWith("file:") ? fileURLToPath(specifier) : resolve(base, specifier);
  const info = await Deno.stat(path).catch((error) => {
    throw refuse(reasonOf(error));
  });
  const real = await Deno.realPath(path);
  if (info.isFile) return { url: pathToFileURL(real).href, folder: dirname(real) };
  const main = await mainOfFolder(real);
  if (main === undefined) throw refuse('the folder has no "mod.ts", and no deno.json that "exports" another');
  return { url: pathToFileURL(main).href, folder: real };
}

/** What the folder's deno.json exports, or its mod.ts. */
async function mainOfFolder(folder: string): Promise<string | undefined> {
  const { exports } = await readConfig(folder);
  const named = typeof exports === "object" ? (exports as Record<string, unknown>)["."] : exports;
  for (const name of [...(typeof named === "string" ? [named] : []), "mod.ts", "mod.js"]) {
    const path = join(folder, name);
    if ((await Deno.stat(path).catch(() => undefined))?.isFile) return path;
  }
  return undefined;
}

/** The folder's deno.json; nothing where there is none that can be read. */
async function readConfig(folder: string): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await Deno.readTextFile(join(folder, "deno.json")));
  } catch {
    return {};
  }
}

/** What imports mean: core and its own dependencies, and of the plugin what its deno.json says. */
async function importMapOf(url: string, folder: string | undefined): Promise<string> {
  const imports: Record<string, string> = { ...config.imports, "#plugin": url };
  for (const [name, path] of Object.entries(config.exports)) {
    imports[`${config.name}${name.slice(1)}`] = new URL(path, CORE).href;
  }
  const own: Record<string, string> = {};
  if (folder !== undefined) {
    const root = `${pathToFileURL(folder).href}/`;
    const { imports: named = {} } = await readConfig(folder);
    for (const [name, target] of Object.entries(named as Record<string, unknown>)) {
      if (typeof target !== "string" || name.startsWith(config.name) || name === "#plugin") continue;
      own[name] = /^\.{1,2}\//.test(target) ? new URL(target, root).href : target;
    }
    const map = { imports, scopes: { [root]: own } };
    return `data:application/json,${encodeURIComponent(JSON.stringify(map))}`;
  }
  return `data:application/json,${encodeURIComponent(JSON.stringify({ imports }))}`;
}

/** Whether a path lies in a folder, wherever links lead. A missing one is where it says. */
async function isInside(path: string, folder: string): Promise<boolean> {
  const real = await Deno.realPath(path).catch(() => path);
  return isAbsolute(real) && real.startsWith(`${folder}/`);
}

function isFromNpm(local: string | undefined, denoDir: string): boolean {
  return local?.startsWith(`${denoDir}/npm/`) === true;
}

function shortened(module: string, folder: string | undefined): string {
  if (!module.startsWith("file:")) return module;
  const path = fileURLToPath(module);
  return folder !== undefined && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

/** What Deno says, without the lines of code under it, but with their place. */
function firstLine(error: string): string {
  const [first] = error.split("\n");
  const place = /\n\s+at (file:\/\/\S+)$/.exec(error)?.[1];
  return place === undefined ? first! : `${first} at ${place.replace(/^file:\/\//, "")}`;
}
