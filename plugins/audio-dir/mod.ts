/**
 * The format `audio-dir`: all audio files of a folder, at any depth, each a task that holds its URL.
 * @module
 */
export { audioDir } from "./audio_dir.ts";
