import { builtin } from "@labelport/builtin";
import { openSource, type Registry } from "@labelport/core";
import { createApp } from "../app/create_app.ts";
import { importInto, type ImportIntoReport, type ImportIntoRequest } from "../import_into.ts";
import { createProject } from "../project/create_project.ts";
import { openProject, type Project } from "../project/project.ts";
import { pageOfTasks } from "../store/stored_tasks.ts";

/** Calls `use` with a project in a new folder, and takes both away afterwards. */
export async function inProject(
  use: (project: Project, folder: string) => Promise<void>,
  config?: string,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    if (config !== undefined) await Deno.writeTextFile(`${folder}/config.xml`, config);
    const labelConfig = config === undefined ? undefined : `${folder}/config.xml`;
    await (await createProject(folder, { labelConfig })).finish();
    const project = await openProject(folder);
    try {
      await use(project, folder);
    } finally {
      project.close();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The app of a project, as a function that answers requests. */
export function appOf(project: Project, registry: Registry = builtin) {
  const app = createApp({ registry, project });
  return (path: string, init?: RequestInit): Promise<Response> => Promise.resolve(app.request(path, init));
}

/** Imports a text under a name into a project. */
export function importText(
  project: Project,
  [name, text]: readonly [name: string, text: string],
  options: Partial<ImportIntoRequest> = {},
): Promise<ImportIntoReport> {
  const format = builtin.formats.find(({ extensions, reads }) =>
    reads === "file" && extensions.some((extension) => name.endsWith(extension))
  )!;
  return importInto(project, {
    registry: builtin,
    async *inputs() {
      yield { input: await openSource(new File([text], name)), format, record: { name } };
    },
    ...options,
  });
}

/** What can be seen: each task's JSON. */
export function tasksOf(project: Project): string[] {
  return pageOfTasks(project.store.db, { after: -1, limit: 100_000 }).map(({ json }) => json);
}
