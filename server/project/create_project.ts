import { join, resolve } from "node:path";
import { readLabelConfig, UsageError } from "@labelport/core";
import { readText, reasonOf } from "@labelport/core/fs";
import { ProcessLock } from "../store/process_lock.ts";
import { removeIfThere } from "../store/remove.ts";
import { Store } from "../store/store.ts";
import {
  adoptLabelConfig,
  type ConfigText,
  isProject,
  type Project,
  projectOf,
  SETTINGS_FILE,
  STORE_FILE,
  WORK_FOLDER,
  writeSettings,
} from "./project.ts";
import { type Settings, settingsSchema } from "./settings.ts";

/** A project that is being made: it is there once `finish` has been called, or not at all. */
export interface NewProject {
  readonly project: Project;
  /** Puts it in its place. */
  finish(): Promise<void>;
  /** Takes away what there is of it. */
  discard(): void;
}

/**
 * Begins a project in `folder`, which is made where there is none. Throws `UsageError` where there is a project,
 * unless `force` is to replace it.
 */
export async function createProject(
  folder: string,
  { force = false, labelConfig, ...rest }: {
    readonly force?: boolean;
    /** The path of a label config. */
    readonly labelConfig?: string | undefined;
    readonly host?: string | undefined;
    readonly port?: number | undefined;
    readonly baseUrl?: string | undefined;
  } = {},
): Promise<NewProject> {
  if (folder === "") throw new UsageError("Cannot make a project without a name: give a folder");
  refuse(folder, force);
  const config = labelConfig === undefined ? undefined : await configAt(labelConfig);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const settings = settingsSchema.parse({ version: 1, ...given });
  const isNew = !isFolder(folder);
  const { work, lock, building, store } = begun(folder);
  const cleanUp = () => {
    store.close();
    Deno.removeSync(building, { recursive: true });
    lock.release();
  };
  return {
    project: {
      ...projectOf(resolve(folder), settings, store),
      labelConfigPath: labelConfig === undefined ? undefined : resolve(labelConfig),
      labelConfig: () => Promise.resolve(config),
    },
    async finish() {
      try {
        const adopted = labelConfig === undefined
          ? {}
          : { labelConfig: await adoptLabelConfig(folder, labelConfig) };
        store.flush();
        putInPlace(folder, { building, settings: { ...settings, ...adopted }, force });
      } finally {
        cleanUp();
      }
    },
    discard() {
      cleanUp();
      if (isNew) Deno.removeSync(folder, { recursive: true });
      else if ([...Deno.readDirSync(work)].length === 0) Deno.removeSync(work);
    },
  };
}

/** Makes the place in which the project is built. Throws `UsageError` where none can be made. */
function begun(folder: string) {
  const work = join(folder, WORK_FOLDER);
  try {
    Deno.mkdirSync(work, { recursive: true });
    const lock = ProcessLock.take(work);
    takeAwayDead(work, lock);
    const building = join(work, lock.owner);
    Deno.mkdirSync(building);
    return { work, lock, building, store: Store.open(join(building, STORE_FILE), building) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot make a project in "${folder}": ${reasonOf(error)}`);
  }
}

async function configAt(path: string): Promise<ConfigText> {
  const xml = await readText(path);
  return { xml, config: readLabelConfig(xml, path) };
}

/** One process at a time, so that of two that make a project here the second is told. */
function putInPlace(
  folder: string,
  { building, settings, force }: {
    readonly building: string;
    readonly settings: Settings;
    readonly force: boolean;
  },
): void {
  const gate = Deno.openSync(join(folder, WORK_FOLDER, "init.gate"), { write: true, create: true });
  try {
    gate.lockSync(true);
    refuse(folder, force);
    // The log of an older store would be taken for this one's.
    for (const suffix of ["-wal", "-shm"]) removeIfThere(join(folder, STORE_FILE + suffix));
    Deno.renameSync(join(building, STORE_FILE), join(folder, STORE_FILE));
    writeSettings(folder, settings);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot make a project in "${folder}": ${reasonOf(error)}`);
  } finally {
    gate.close();
  }
}

function refuse(folder: string, force: boolean): void {
  if (force) return;
  if (isProject(folder)) {
    throw new UsageError(
      `Cannot make a project in "${folder}": there is one; add to it with labelport import, or replace it with --force`,
    );
  }
  if (isFile(join(folder, STORE_FILE))) {
    throw new UsageError(
      `Cannot make a project in "${folder}": there is a ${STORE_FILE} without ${SETTINGS_FILE}; --force replaces it`,
    );
  }
}

/** What processes were building when they died. */
function takeAwayDead(work: string, lock: ProcessLock): void {
  for (const { name, isDirectory } of Deno.readDirSync(work)) {
    if (isDirectory && !lock.isAlive(name)) Deno.removeSync(join(work, name), { recursive: true });
  }
  lock.sweep();
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
