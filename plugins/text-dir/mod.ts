/**
 * The format `text-dir`: all text files of a folder, at any depth, one task a line.
 * @module
 */
export { textDir } from "./text_dir.ts";
