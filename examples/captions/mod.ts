import { defineFormat, extensionOf, lines } from "@labelport/core";

const IMAGES = [".png", ".jpg", ".jpeg", ".webp", ".gif"];

/** Images with their captions in text files beside them: `cat.jpg` and `cat.txt`. */
export default defineFormat({
  name: "captions",
  title: "Images with captions in text files beside them",
  reads: "folder",
  extensions: IMAGES,
  detect({ files = [] }) {
    const texts = new Set(files.filter((name) => name.endsWith(".txt")));
    const pairs = files.filter((name) => isImage(name) && texts.has(textOf(name))).length;
    return { fit: pairs > 0 ? "sure" : "no", why: `${pairs} images have a text file of their name` };
  },
  async *read(folder) {
    for await (const image of folder.files()) {
      if (!isImage(image.name)) continue;
      const side = await folder.file(textOf(image.name));
      if (side === undefined) {
        const hint = `write ${textOf(image.name)}`;
        yield { error: "the image has no caption", hint, at: { file: image.name } };
        continue;
      }
      const caption = (await Array.fromAsync(lines(side))).join("\n").trim();
      yield { data: { image: image.url, caption }, at: { file: image.name } };
    }
  },
});

function isImage(name: string): boolean {
  return IMAGES.includes(extensionOf(name));
}

function textOf(image: string): string {
  return image.slice(0, -extensionOf(image).length) + ".txt";
}
