import { parseLabelConfig } from "@labelport/core";
import { testFormat } from "@labelport/core/testing";
import coco from "./mod.ts";

const file = {
  images: [
    { id: 7, file_name: "cat.jpg", width: 200, height: 100 },
    { id: 9, file_name: "none.jpg", width: 10, height: 10 },
  ],
  annotations: [{ id: 1, image_id: 7, category_id: 3, bbox: [20, 10, 100, 50] }],
  categories: [{ id: 3, name: "cat" }],
};
const value = { x: 10, y: 10, width: 50, height: 50, rotation: 0, rectanglelabels: ["cat"] };
const box = { type: "rectanglelabels", original_width: 200, original_height: 100, value };

testFormat(coco, [
  {
    name: "boxes for a label config",
    file: "a.coco.json",
    input: JSON.stringify(file),
    config: parseLabelConfig(
      '<View><Image name="photo" value="$url"/>' +
        '<RectangleLabels name="kind" toName="photo"><Label value="cat"/></RectangleLabels></View>',
    ),
    options: { imageRoot: "https://example.org/" },
    tasks: [
      {
        data: { url: "https://example.org/cat.jpg" },
        predictions: [{ result: [{ from_name: "kind", to_name: "photo", ...box }] }],
      },
      { data: { url: "https://example.org/none.jpg" }, predictions: [{ result: [] }] },
    ],
  },
  {
    name: "what is no COCO file",
    file: "a.coco.json",
    input: '{"images": []}',
    tasks: [],
    problems: [{ message: /no COCO file/ }],
  },
], { holdsInput: true });
