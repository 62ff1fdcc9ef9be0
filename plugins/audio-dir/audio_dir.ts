import {
  defineFormat,
  detectFolder,
  hasExtension,
  InputError,
  type InputFormat,
  readFolder,
} from "@labelport/core";

const extensions = [".wav", ".aiff", ".mp3", ".au", ".flac", ".m4a", ".ogg", ".opus"];
const files = { what: "audio files", isOwn: (name: string) => hasExtension({ extensions }, name) };

/** A folder of audio files: a task for each, with the URL where an annotator's browser fetches it. */
export const audioDir: InputFormat<"folder"> = defineFormat({
  name: "audio-dir",
  title: "Folder of audio files, one task a file",
  reads: "folder",
  extensions,
  key: "audio",
  detect: (peek) => detectFolder(peek, files),
  async *read(folder, { key }) {
    yield* readFolder(folder, {
      ...files,
      read({ url }) {
        if (url === undefined) {
          throw new InputError("there is no URL for it", { hint: "read it from a disk" });
        }
        return [{ data: { [key]: url }, at: { record: 1 } }];
      },
    });
  },
});
