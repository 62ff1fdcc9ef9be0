import { defineFormat, detectFolder, extensionOf, readFolder } from "@labelport/core";
import type { FileSource, InputFormat, Peek } from "@labelport/core";
import { text } from "@labelport/text";

const extensions = text.extensions;

/** A folder of text files, one task a line. */
export const textDir: InputFormat<"folder"> = defineFormat({
  name: "text-dir",
  title: "Folder of text files, one task a line",
  reads: "folder",
  extensions,
  key: "text",
  text: true,
  options: text.options!,
  detect: (peek) => detectFolder(peek, { what: "text files", isOwn: (name) => isOwn(name, peek) }),
  async *read(folder, context) {
    const read = (file: FileSource) => text.read(file, context);
    yield* readFolder(folder, { what: "text files", isOwn, read });
  },
});

/**
 * Text files are those with `.txt`, and those without any extension. For detection the latter count only where
 * nothing else is there: a LICENSE beside images makes no folder of texts.
 */
function isOwn(name: string, peek?: Peek): boolean {
  const extension = extensionOf(name);
  if (extension !== "") return extensions.includes(extension);
  return peek === undefined || (peek.files ?? []).every((name) => extensionOf(name) === "");
}
