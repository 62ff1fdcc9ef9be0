import { type InputFormat, mediaFolder } from "@labelport/core";

/** A folder of images, at any depth: a task for each, with its URL. */
export const imageDir: InputFormat<"folder"> = mediaFolder({
  name: "image-dir",
  title: "Folder of images, one task an image",
  key: "image",
  what: "images",
  extensions: [".png", ".jpg", ".jpeg", ".tiff", ".tif", ".bmp", ".gif", ".webp", ".svg", ".avif"],
});
