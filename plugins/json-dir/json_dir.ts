import { defineFormat, detectFolder, hasExtension, readFolder } from "@labelport/core";
import type { FileSource, InputFormat } from "@labelport/core";
import { json } from "@labelport/json";
import { jsonl } from "@labelport/jsonl";

const extensions = [...json.extensions, ...jsonl.extensions];
const files = { what: "JSON files", isOwn: (name: string) => hasExtension({ extensions }, name) };

/** A folder of JSON and JSON Lines files, each with tasks. */
export const jsonDir: InputFormat<"folder"> = defineFormat({
  name: "json-dir",
  title: "Folder of JSON files, each with tasks",
  reads: "folder",
  extensions,
  text: true,
  detect: (peek) => detectFolder(peek, files),
  async *read(folder, context) {
    const read = (file: FileSource) => (hasExtension(json, file.name) ? json : jsonl).read(file, context);
    yield* readFolder(folder, { ...files, read });
  },
});
