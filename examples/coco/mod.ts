import { defineFormat, InputError } from "@labelport/core";
import { z } from "zod";

const id = z.number();
const coco = z.object({
  images: z.array(z.object({ id, file_name: z.string(), width: z.number(), height: z.number() })),
  annotations: z.array(z.object({ image_id: id, category_id: id, bbox: z.array(z.number()).length(4) })),
  categories: z.array(z.object({ id, name: z.string() })),
});

/** COCO detections: an image a task, its boxes a prediction for the label config's RectangleLabels. */
export default defineFormat({
  name: "coco",
  title: "COCO boxes, as predictions",
  reads: "file",
  extensions: [".coco.json"],
  options: z.object({ imageRoot: z.string().default("").describe("What stands before file names: a URL") }),
  async *read(file, { config, options }) {
    const { success, data, error } = coco.safeParse(JSON.parse(await new Response(file.stream()).text()));
    if (!success) throw new InputError(`it is no COCO file: ${z.prettifyError(error).split("\n")[0]}`);
    const control = config?.controls.find(({ tag }) => tag === "RectangleLabels");
    const { name = "label", to = "image" } = control ?? {};
    const key = config?.objects.find(({ name }) => name === to)?.key ?? "image";
    const names = new Map(data.categories.map(({ id, name }) => [id, name]));
    const boxes = Map.groupBy(data.annotations, ({ image_id }) => image_id);
    for (const { id, file_name, width: w, height: h } of data.images) {
      const size = { original_width: w, original_height: h };
      const result = (boxes.get(id) ?? []).map(({ category_id, bbox: [x = 0, y = 0, bw = 0, bh = 0] }) => {
        const rectanglelabels = [names.get(category_id) ?? `category ${category_id}`];
        const place = { x: 100 * x / w, y: 100 * y / h, width: 100 * bw / w, height: 100 * bh / h };
        const value = { ...place, rotation: 0, rectanglelabels };
        return { from_name: name, to_name: to, type: "rectanglelabels", ...size, value };
      });
      yield { data: { [key]: options.imageRoot + file_name }, predictions: [{ result }] };
    }
  },
});
