import assert from "node:assert/strict";
import fc from "fast-check";
import { runs } from "../../tests/runs.ts";
import { parseLabelConfig } from "./parse.ts";
import { RegionChecker } from "./region_checker.ts";
import { IMAGE, TEXT } from "./testing/configs.ts";
import { RULES, slowlyFits } from "./testing/slow_checker.ts";

/** What a value is changed to: near what is right, or anything. */
const VALUE = fc.oneof(
  fc.constantFrom(
    "ner",
    "mood",
    "t",
    "img",
    "box",
    "labels",
    "choices",
    "rectanglelabels",
    "1",
    "2",
    "a",
    "relation",
  ),
  fc.constantFrom(
    ["Good"],
    ["Good", "Bad"],
    ["Cat"],
    ["Person", "Place"],
    [["A", "B"]],
    [["B"]],
    "Ada",
    "",
    null,
    true,
  ),
  fc.constantFrom(0, 1, 3, 18, 30, 31, 50, 99.99, 100, 100.005, 100.1, 400, -0.005, -1, 1.5, 120),
  fc.constantFrom([[0, 0], [1, 1]], [[0, 0]], [[0, 101], [1, 1]], {}, []),
  fc.jsonValue({ maxDepth: 1 }),
);
/** Any member of a region or of its value, some of which are not there. */
const MEMBER = fc.constantFrom(
  ..."id from_name to_name type value from_id to_id".split(" ").map((name) => [name] as const),
  ...("start end text labels choices rating number taxonomy x y width height rotation radiusX radiusY points " +
    "rectanglelabels polygonlabels ellipselabels keypointlabels").split(" ").map((name) =>
      ["value", name] as const
    ),
);
const CHANGE = fc.record({
  region: fc.nat(9),
  member: MEMBER,
  to: fc.option(VALUE, { nil: undefined, freq: 6 }),
});

for (const [name, fitting] of Object.entries({ TEXT, IMAGE } as const)) {
  Deno.test(`of any change to regions the checker says what the documented rules say: ${name.toLowerCase()}`, () => {
    const checker = new RegionChecker(parseLabelConfig(fitting.config));
    const rules = RULES[name as keyof typeof RULES];
    let refused = 0;
    fc.assert(
      fc.property(fc.array(CHANGE, { minLength: 1, maxLength: 3 }), (changes) => {
        const result = structuredClone(fitting.regions) as Record<string, unknown>[];
        for (const { region, member, to } of changes) {
          const changed = result[region % result.length]!;
          const [first, second] = member;
          const inside = second === undefined ? changed : changed[first];
          if (typeof inside !== "object" || inside === null || Array.isArray(inside)) continue;
          const object = inside as Record<string, unknown>;
          if (to === undefined) delete object[second ?? first];
          else object[second ?? first] = structuredClone(to);
        }
        const findings = checker.check({ data: fitting.data, predictions: [{ result }] });
        const isTaken = findings.every(({ severity }) => severity === "warning");
        if (!isTaken) refused++;
        assert.equal(isTaken, slowlyFits(rules, result, fitting.data), JSON.stringify({ findings, result }));
      }),
      { numRuns: runs(2000) },
    );
    assert.ok(refused > 500);
  });
}
