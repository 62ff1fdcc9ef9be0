import { basename, join, relative, resolve } from "node:path";
import { type LabelConfig, readLabelConfig, UsageError } from "@labelport/core";
import { readText, reasonOf } from "@labelport/core/fs";
import { moveMedia } from "../store/media_folders.ts";
import { Store } from "../store/store.ts";
import { baseUrlOfSettings, parseSettings, type Settings } from "./settings.ts";

/** The files of a project. */
export const SETTINGS_FILE = "labelport.json";
export const STORE_FILE = "labelport.db";
/** Locks, and what is being made. */
export const WORK_FOLDER = ".labelport";

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
  /** The label config as it is now, or nothing where there is none. Throws `UsageError` where it is wrong. */
  labelConfig(): Promise<ConfigText | undefined>;
  /** Lets the URLs of media, those of tasks included, begin with `baseUrl`. Gives the number of tasks changed. */
  moveTo: (baseUrl: string) => Promise<number>;
  close(): void;
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
  const store = Store.open(join(folder, STORE_FILE));
  await store.recover();
  const project = projectOf(resolve(folder), { ...settings, media: [...settings.media, ...media] }, store);
  const { moveTo } = project;
  project.moveTo = async (url) => {
    const count = await moveTo(url);
    // A port that the system chooses is another each time.
    const kept = settings.port === 0 ? { ...settings, port: written.port } : settings;
    if (kept.host !== written.host || kept.port !== written.port) writeSettings(folder, kept);
    return count;
  };
  return project;
}

/** A project of these parts. */
export function projectOf(folder: string, settings: Settings, store: Store): Project {
  let baseUrl = baseUrlOfSettings(settings);
  return {
    folder,
    settings,
    store,
    get baseUrl() {
      return baseUrl;
    },
    media: settings.media.map((path) => resolve(folder, path)),
    labelConfig: async () => {
      if (settings.labelConfig === undefined) return undefined;
      const path = join(folder, settings.labelConfig);
      const xml = await readText(path);
      return { xml, config: readLabelConfig(xml, settings.labelConfig) };
    },
    moveTo: async (url) => {
      baseUrl = url.replace(/\/+$/, "");
      return await moveMedia(store.db, baseUrl);
    },
    close: () => store.close(),
  };
}

/** Writes settings, whole or not at all. */
export function writeSettings(folder: string, settings: Settings): void {
  const part = join(folder, `.${SETTINGS_FILE}.${crypto.randomUUID().slice(0, 8)}.part`);
  try {
    Deno.writeTextFileSync(part, `${JSON.stringify(settings, null, 2)}\n`);
    Deno.renameSync(part, join(folder, SETTINGS_FILE));
  } catch (error) {
    throw new UsageError(`Cannot write "${join(folder, SETTINGS_FILE)}": ${reasonOf(error)}`);
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
