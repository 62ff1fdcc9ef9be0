import {
  defineFormat,
  detectFolder,
  hasExtension,
  InputError,
  type InputFormat,
  readFolder,
} from "@labelport/core";

const extensions = [".png", ".jpg", ".jpeg", ".tiff", ".tif", ".bmp", ".gif", ".webp", ".svg", ".avif"];
const files = { what: "images", isOwn: (name: string) => hasExtension({ extensions }, name) };

/** A folder of images: a task for each, with the URL where an annotator's browser fetches it. */
export const imageDir: InputFormat<"folder"> = defineFormat({
  name: "image-dir",
  title: "Folder of images, one task an image",
  reads: "folder",
  extensions,
  key: "image",
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
