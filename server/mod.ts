export { exportTasks } from "./export_tasks.ts";
export {
  importInto,
  type ImportIntoReport,
  type ImportIntoRequest,
  type ProjectInput,
} from "./import_into.ts";
export { ConflictError, MissingError } from "./errors.ts";
export { createProject, type NewProject } from "./project/create_project.ts";
export { isProject, openProject, pluginsOf, type Project } from "./project/project.ts";
export { sourceOnDisk } from "./project/source_record.ts";
export type { ImportRecord, SourceRecord } from "./store/import_record.ts";
export { Store } from "./store/store.ts";
