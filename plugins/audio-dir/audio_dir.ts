import { type InputFormat, mediaFolder } from "@labelport/core";

/** A folder of audio files, at any depth: a task for each, with its URL. */
export const audioDir: InputFormat<"folder"> = mediaFolder({
  name: "audio-dir",
  title: "Folder of audio files, one task a file",
  key: "audio",
  what: "audio files",
  extensions: [".wav", ".aiff", ".mp3", ".au", ".flac", ".m4a", ".ogg", ".opus"],
});
