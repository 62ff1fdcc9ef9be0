/**
 * The format `json-dir`: all `.json` and `.jsonl` files of a folder, at any depth, in the order of their names.
 * @module
 */
export { jsonDir } from "./json_dir.ts";
