import assert from "node:assert/strict";
import { parseLabelConfig } from "./parse.ts";
import { RegionChecker } from "./region_checker.ts";
import { type Fitting, IMAGE, OTHERS, TEXT } from "./testing/configs.ts";

for (const [name, { config, data, regions }] of Object.entries({ TEXT, IMAGE, OTHERS })) {
  Deno.test(`regions that fit their label config are taken: ${name.toLowerCase()}`, () => {
    const checker = new RegionChecker(parseLabelConfig(config));
    for (const list of ["completions", "annotations", "predictions"]) {
      assert.deepEqual(
        checker.check({ data, [list]: [{ result: regions, score: 0.5 }, { result: [] }] }),
        [],
      );
    }
  });
}

/** A region of a fitting task, with members changed (`value.x` reaches inside; undefined takes away). */
type Bad = readonly [
  fitting: Fitting,
  region: number,
  change: Readonly<Record<string, unknown>>,
  code: string,
  message: string,
  hint: string,
];

const BAD: readonly Bad[] = [
  [
    TEXT,
    3,
    { from_name: "moood" },
    "region-from-name",
    '"from_name" is "moood", which is no control tag of the label config',
    'did you mean "mood"?',
  ],
  [
    IMAGE,
    0,
    { from_name: "zzz" },
    "region-from-name",
    '"from_name" is "zzz", which is no control tag of the label config',
    'there are "box", "poly", "round", "point", "kinds"',
  ],
  [
    TEXT,
    3,
    { to_name: "T" },
    "region-to-name",
    '"to_name" is "T", which is no object tag of the label config',
    'did you mean "t"?',
  ],
  [
    OTHERS,
    0,
    { to_name: "talk" },
    "region-to-name",
    '"to_name" is "talk", and <Labels name="noise"> annotates another tag',
    'write "sound"',
  ],
  [
    TEXT,
    3,
    { type: "labels" },
    "region-type",
    '"type" is "labels", and <Choices name="mood"> makes another',
    'write "choices"',
  ],
  [
    IMAGE,
    0,
    { type: "rectangle" },
    "region-type",
    '"type" is "rectangle", and <RectangleLabels name="box"> makes another',
    'write "rectanglelabels"',
  ],
  [TEXT, 3, { from_name: undefined }, "region-form", '"from_name" is nothing', "name a control tag"],
  [TEXT, 3, { value: ["Good"] }, "region-form", '"value" is ["Good"]', "write an object"],
  [
    TEXT,
    3,
    { "value.choices": ["Godo"] },
    "region-label",
    '"Godo" is no label of <Choices name="mood">',
    'did you mean "Good"? There are "Good", "Bad"',
  ],
  [
    TEXT,
    1,
    { "value.labels": ["City"] },
    "region-label",
    '"City" is no label of <Labels name="ner">',
    'there are "Person", "Place"',
  ],
  [
    IMAGE,
    0,
    { "value.rectanglelabels": ["cat"] },
    "region-label",
    '"cat" is no label of <RectangleLabels name="box">',
    'did you mean "Cat"? There are "Cat", "Dog"',
  ],
  [
    TEXT,
    6,
    { "value.taxonomy": [["A", "X"]] },
    "region-label",
    '"X" is no label of <Taxonomy name="tax">',
    'did you mean "A"? There are "A", "B", "C"',
  ],
  [
    TEXT,
    6,
    { "value.taxonomy": [["B"]] },
    "region-value",
    '"taxonomy" is ["B"]',
    'it is no path of <Taxonomy name="tax">: there are ["A"], ["A","B"], ["C"]',
  ],
  [
    TEXT,
    3,
    { "value.choices": ["Good", "Bad"] },
    "region-value",
    '["Good","Bad"] are 2 choices',
    '<Choices name="mood"> takes one; say choice="multiple" in the label config',
  ],
  [
    TEXT,
    3,
    { "value.choices": "Good" },
    "region-value",
    '"choices" is "Good"',
    'write a list such as ["Cat"]',
  ],
  [TEXT, 4, { "value.rating": 9 }, "region-value", '"rating" is 9', "write a number from 0 to 5"],
  [TEXT, 5, { "value.number": -1 }, "region-value", '"number" is -1', "write a number from 0 to 120"],
  [TEXT, 2, { "value.text": 7 }, "region-value", '"text" is 7', 'write a list of strings such as ["a note"]'],
  [
    IMAGE,
    0,
    { "value.x": 400 },
    "region-geometry",
    '"x" is 400, outside of 0 to 100',
    "write percent of the image's width and height: 100 * pixels / original_width",
  ],
  [
    IMAGE,
    0,
    { "value.x": -5 },
    "region-geometry",
    '"x" is -5, outside of 0 to 100',
    "write percent of the image's width and height: 100 * pixels / original_width",
  ],
  [
    IMAGE,
    0,
    { "value.width": 95 },
    "region-geometry",
    '"x" and "width" are 105 together, over 100',
    "write percent of the image's width and height: 100 * pixels / original_width",
  ],
  [
    IMAGE,
    0,
    { "value.height": undefined },
    "region-geometry",
    '"height" is nothing',
    "write a number, in percent",
  ],
  [
    IMAGE,
    1,
    { "value.points": [[0, 0], [120, 0], [5, 5]] },
    "region-geometry",
    "a point is [120,0], outside of 0 to 100",
    "write percent of the image's width and height: 100 * pixels / original_width",
  ],
  [
    IMAGE,
    1,
    { "value.points": undefined },
    "region-geometry",
    '"points" is nothing',
    "write a list of [x, y], in percent",
  ],
  [
    IMAGE,
    2,
    { "value.radiusX": 60 },
    "region-geometry",
    '"x" less its radius is -10, below 0',
    "write percent of the image's width and height: 100 * pixels / original_width",
  ],
  [IMAGE, 3, { "value.y": "2" }, "region-geometry", '"y" is "2"', "write a number, in percent"],
  [
    TEXT,
    0,
    { "value.end": 300 },
    "region-span",
    '"end" is 300, and the text has 30 characters',
    "count characters, not bytes",
  ],
  [
    TEXT,
    0,
    { "value.start": 1.5 },
    "region-span",
    '"start" is 1.5',
    "write the number of a character, from 0",
  ],
  [TEXT, 0, { "value.start": 9 }, "region-span", '"end" is 3, before "start", 9', "write start first"],
  [
    TEXT,
    0,
    { "value.end": 2 },
    "region-span",
    '"text" is "Ada", but the text has "Ad" there',
    '"end" is left out of a span: write 3',
  ],
  [
    TEXT,
    0,
    { "value.text": "train" },
    "region-span",
    '"text" is "train", but the text has "Ada" there',
    "it stands at 25 to 30",
  ],
  [
    TEXT,
    0,
    { "value.text": "Bob" },
    "region-span",
    '"text" is "Bob", but the text has "Ada" there',
    'write the characters of the text, or leave "text" out',
  ],
  [
    TEXT,
    0,
    { "value.start": undefined, "value.end": undefined },
    "region-span",
    '"start" and "end" are not there',
    "write where the span begins and ends",
  ],
  [OTHERS, 0, { "value.start": -1 }, "region-span", '"start" is -1', "write a number from 0, in seconds"],
  [OTHERS, 0, { "value.start": 2 }, "region-span", '"end" is 1.5, before "start", 2', "write start first"],
  [
    OTHERS,
    1,
    { "value.end": "7" },
    "region-span",
    '"end" is "7", and the last paragraph is 1',
    "count from 0",
  ],
  [
    OTHERS,
    1,
    { "value.start": 0 },
    "region-span",
    '"start" is 0',
    'write the number of a paragraph as a string, such as "0"',
  ],
  [
    OTHERS,
    2,
    { "value.start": 0 },
    "region-span",
    '"start" is 0',
    'write an XPath such as "/p[1]/text()[1]"',
  ],
  [TEXT, 1, { id: 7 }, "region-id", '"id" is 7', "write it as a string"],
  [
    TEXT,
    1,
    { id: "1" },
    "region-id",
    '"id" is "1", which another region has',
    "give each region an id of its own",
  ],
  [
    TEXT,
    7,
    { to_id: "9" },
    "region-relation",
    '"to_id" is "9", which no region has as its id',
    'there are "1", "2"',
  ],
  [
    TEXT,
    7,
    { from_id: undefined },
    "region-relation",
    '"from_id" is nothing, which no region has as its id',
    'there are "1", "2"',
  ],
];

for (const [fitting, index, change, code, message, hint] of BAD) {
  Deno.test(`a region with ${JSON.stringify(change)} is refused: ${code}`, () => {
    const checker = new RegionChecker(parseLabelConfig(fitting.config));
    const result = structuredClone(fitting.regions) as Record<string, unknown>[];
    for (const [path, to] of Object.entries(change)) {
      const inside = path.startsWith("value.")
        ? result[index]!["value"] as Record<string, unknown>
        : result[index]!;
      const member = path.replace("value.", "");
      if (to === undefined) delete inside[member];
      else inside[member] = to;
    }
    const [first] = checker.check({ data: fitting.data, predictions: [{ result }] });
    assert.deepEqual([first?.code, first?.severity, first?.message, first?.hint], [
      code,
      "error",
      message,
      hint,
    ]);
    assert.deepEqual(first?.path.slice(0, 4), ["predictions", 0, "result", index]);
  });
}

/** What is told and taken all the same. */
const ODD: readonly (readonly [prediction: object, code: string, message: string])[] = [
  [{ score: 2, result: [] }, "score-range", '"score" is 2'],
  [{ score: -0.1, result: [] }, "score-range", '"score" is -0.1'],
  [
    { result: [{ ...IMAGE.regions[0], original_width: 0 }] },
    "region-size",
    '"original_width" is 0',
  ],
  [
    { result: [{ ...IMAGE.regions[0], original_height: undefined }] },
    "region-size",
    '"original_height" is nothing',
  ],
];

for (const [prediction, code, message] of ODD) {
  Deno.test(`a prediction that is odd is taken, and told: ${message}`, () => {
    const checker = new RegionChecker(parseLabelConfig(IMAGE.config));
    const found = checker.check({ data: IMAGE.data, predictions: [prediction] });
    assert.deepEqual(found.map(({ code, severity, message }) => [code, severity, message]), [[
      code,
      "warning",
      message,
    ]]);
  });
}
