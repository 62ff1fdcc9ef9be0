import { basename, dirname, join, relative, resolve } from "node:path";
import { type LabelConfig, readLabelConfig, UsageError } from "@labelport/core";
import { readText, reasonOf } from "@labelport/core/fs";
import { ProjectError } from "../errors.ts";
import { moveMedia } from "../store/media_folders.ts";
import { Store } from "../store/store.ts";
import { baseUrlOfSettings, parseSettings, type Settings } from "./settings.ts";

/** The files of a project. */
export const SETTINGS_FILE = "labelport.json";
export const STORE_FILE = "labelport.db";
/** Locks, and what is being made. */
export const WORK_FOLDER = ".labelport";

/** What a label config is called that is written for a project without one. */
const NEW_CONFIG = "label_config.xml";

/** A folder with settings, a label config and a store. */
export interface Project {
  /** Absolute. */
  readonly folder: string;
  readonly settings: Settings;
  readonly store: Store;
  /** What the URLs of media begin with, without a slash at its end. */
  readonly baseUrl: string;
  /** Folders whose files annotators may fetch, beside those of imports. Absolute. */
  readonly media: readonly string[];
  /** Where its label config is, if it has one. Absolute. */
  readonly labelConfigPath: string | undefined;
  /** The label config as it is now, or nothing where there is none. Throws `UsageError` where it is wrong. */
  labelConfig(): Promise<ConfigText | undefined>;
  /** Takes another label config, from the next import on. Throws `UsageError` where it cannot be written. */
  saveLabelConfig(xml: string): Promise<void>;
  /** Lets the URLs of media, those of tasks included, begin with `baseUrl`. */
  moveTo: (baseUrl: string) => Promise<Move>;
  close(): void;
}

/** What a change of a project's address changed. */
export interface Move {
  /** Tasks with media URLs. */
  readonly moved: number;
  /** Whether its settings have the new address. */
  readonly kept: boolean;
}

/** A label config as XML and as what it means. */
export interface ConfigText {
  readonly xml: string;
  readonly config: LabelConfig;
}

/** Whether there is a project in this folder. */
export function isProject(folder: string): boolean {
  return exists(join(folder, SETTINGS_FILE));
}

/** The plugins that a project's settings name. Throws `UsageError` where the settings are broken. */
export async function pluginsOf(folder: string): Promise<readonly string[]> {
  const path = join(folder, SETTINGS_FILE);
  return parseSettings(await readText(path), path).plugins ?? [];
}

/**
 * Opens the project in `folder`, and cleans up after processes that died. `moved`: where it is to be served from now
 * on, which its settings keep once `moveTo` is called. `media`: folders whose files annotators may fetch this time. Throws `UsageError`
 * where there is no project.
 */
export async function openProject(
  folder: string,
  moved: Partial<Pick<Settings, "host" | "port">> = {},
  media: readonly string[] = [],
): Promise<Project> {
  const path = join(folder, SETTINGS_FILE);
  if (!exists(path)) {
    const hint = "make one with labelport init";
    throw new UsageError(`Cannot open a project in "${folder}": there is no ${SETTINGS_FILE}; ${hint}`);
  }
  const written = parseSettings(await readText(path), path);
  const settings = { ...written, ...moved };
  const store = Store.open(storeIn(folder));
  await store.recover();
  const project = projectOf(resolve(folder), { ...settings, media: [...settings.media, ...media] }, store);
  const { moveTo } = project;
  project.moveTo = async (url) => {
    const { moved } = await moveTo(url);
    // A port that the system chooses is another each time.
    const kept = settings.port === 0 ? { ...settings, port: written.port } : settings;
    const isOther = kept.host !== written.host || kept.port !== written.port;
    if (isOther) writeSettings(folder, kept);
    return { moved, kept: isOther };
  };
  return project;
}

/** The path of the store in a project's folder. Throws `UsageError` where it is gone: it is not made anew in silence. */
function storeIn(folder: string): string {
  const path = join(folder, STORE_FILE);
  const lost = (what: string) => {
    const hint = "bring it back from a copy, or begin anew with labelport init --force";
    return new UsageError(`Cannot open the project in "${folder}": its store ${STORE_FILE} ${what}; ${hint}`);
  };
  let info: Deno.FileInfo;
  try {
    info = Deno.statSync(path);
  } catch (error) {
    throw lost(error instanceof Deno.errors.NotFound ? "is gone" : `cannot be read (${reasonOf(error)})`);
  }
  if (!info.isFile) throw lost("is no file");
  // SQLite takes an empty file for an empty store.
  if (info.size === 0) throw lost("is empty");
  return path;
}

/** A project of these parts. */
export function projectOf(folder: string, settings: Settings, store: Store): Project {
  let baseUrl = baseUrlOfSettings(settings);
  let { labelConfig } = settings;
  const labelConfigPath = () => labelConfig === undefined ? undefined : resolve(folder, labelConfig);
  return {
    folder,
    settings,
    store,
    get labelConfigPath() {
      return labelConfigPath();
    },
    get baseUrl() {
      return baseUrl;
    },
    media: settings.media.map((path) => resolve(folder, path)),
    labelConfig: async () => {
      const path = labelConfigPath();
      if (path === undefined) return undefined;
      try {
        const xml = await readText(path);
        return { xml, config: readLabelConfig(xml, labelConfig!) };
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        throw new ProjectError(`Cannot use the project's label config: ${error.message}`);
      }
    },
    saveLabelConfig: async (xml) => {
      const name = labelConfig ?? NEW_CONFIG;
      writeWhole(resolve(folder, name), xml);
      if (labelConfig !== undefined) return;
      const path = join(folder, SETTINGS_FILE);
      writeSettings(folder, { ...parseSettings(await readText(path), path), labelConfig: name });
      labelConfig = name;
    },
    moveTo: async (url) => {
      baseUrl = url.replace(/\/+$/, "");
      return { moved: await moveMedia(store.db, baseUrl), kept: false };
    },
    close: () => store.close(),
  };
}

/** Writes settings, whole or not at all. */
export function writeSettings(folder: string, settings: Settings): void {
  writeWhole(join(folder, SETTINGS_FILE), `${JSON.stringify(settings, null, 2)}\n`);
}

function writeWhole(path: string, text: string): void {
  const part = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(0, 8)}.part`);
  try {
    Deno.writeTextFileSync(part, text);
    Deno.renameSync(part, path);
  } catch (error) {
    throw new UsageError(`Cannot write "${path}": ${reasonOf(error)}`);
  }
}

/**
 * Puts a label config into a project's folder and gives its path from there: one that is there already stays where
 * it is. Throws `UsageError` where another file has its name.
 */
export async function adoptLabelConfig(folder: string, path: string): Promise<string> {
  const inside = relative(resolve(folder), resolve(path));
  if (
    !inside.startsWith("..") && !resolve(folder, inside).includes("\0") &&
    resolve(folder, inside) === resolve(path)
  ) {
    return inside;
  }
  const name = basename(path);
  const xml = await readText(path);
  const target = join(folder, name);
  if (!exists(target)) {
    try {
      Deno.writeTextFileSync(target, xml);
    } catch (error) {
      throw new UsageError(`Cannot copy "${path}" into the project: ${reasonOf(error)}`);
    }
  } else if (await readText(target) !== xml) {
    throw new UsageError(`Cannot copy "${path}" into the project: there is another "${name}" already`);
  }
  return name;
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
