/**
 * The format `image-dir`: all images of a folder, at any depth, each a task that holds its URL.
 * @module
 */
export { imageDir } from "./image_dir.ts";
