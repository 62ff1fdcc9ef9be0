/**
 * The disk: files, folders and pipes as sources, files as sinks. All that touches it is in `fs/`, so that the rest
 * of core runs anywhere.
 * @module
 */
export { isFolder, type OnRead, openFile, openStdin, readText } from "./fs/files.ts";
export { BASE_URL, openFolder } from "./fs/folders.ts";
export { reasonOf } from "./fs/reason.ts";
export { checkOutputs, type OutputCheck } from "./fs/output_check.ts";
export { fileSink, rejectsFile } from "./fs/outputs.ts";
export { type OpenedThreads, openThreads } from "./fs/threads.ts";
export { isOwnFile } from "./fs/own_files.ts";
