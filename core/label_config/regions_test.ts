import assert from "node:assert/strict";
import { parseLabelConfig } from "./parse.ts";
import { RegionChecker } from "./region_checker.ts";
import { BAD } from "./testing/bad_regions.ts";
import { IMAGE, OTHERS, TEXT } from "./testing/configs.ts";

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
