import fc from "fast-check";
import { JsonTexts } from "./arbitraries.ts";

/** Records of few shapes, over and over, with other values now and then: as a file has them. */
export function records(breaks: boolean): fc.Arbitrary<string[]> {
  const texts = new JsonTexts(breaks);
  const value = fc.constantFrom(
    ...[
      "1",
      "-0.5e3",
      '"x"',
      '"/é\\n"',
      '"http://a/b"',
      "null",
      "true",
      "[1]",
      "{}",
      '{"a": [ "b" ,{}]}',
      "01",
    ],
    ...[
      "9007199254740992",
      '"\\u00e9"',
      '"\\q"',
      '[{"result":[]}]',
      `"${"long ".repeat(9)}"`,
      '"data"',
      '"a"',
    ],
  );
  const wrong = fc.constantFrom(
    "01",
    '"\\q"',
    "9007199254740992",
    '"data"',
    "tru",
    '[{"result":1}]',
    "\u0001",
  );
  const change = fc.tuple(
    fc.nat(),
    fc.oneof({ weight: 30, arbitrary: value }, { weight: 1, arbitrary: wrong }),
  );
  const shape = fc.oneof(texts.task, usual, usual);
  return fc.tuple(fc.array(shape, { minLength: 1, maxLength: 3 }), fc.constantFrom(0, 0, 1, 3)).chain((
    [shapes, most],
  ) =>
    fc.array(
      fc.record({ shape: fc.nat(shapes.length - 1), changes: fc.array(change, { maxLength: most }) }),
      { maxLength: 24, size: "max" },
    ).map((all) =>
      all.map(({ shape, changes }) => {
        let text = shapes[shape]!;
        for (const [n, other] of changes) {
          const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|[\w.+-]+/gs)];
          const token = tokens[n % (tokens.length || 1)];
          if (
            token === undefined || (n % 4 > 0 && /^\s*:/.test(text.slice(token.index + token[0].length)))
          ) continue;
          text = text.slice(0, token.index) + other + text.slice(token.index + token[0].length);
        }
        return text;
      })
    )
  );
}

/** What exports of Label Studio and of other tools look like. */
const usual = fc.constantFrom(
  '{"id":1,"data":{"a":"x","b":"/1"},"annotations":[{"id":3,"result":[{"type":"choices"}],"score":1}]}',
  '{"data": {"a": "x", "b": "/1", "c": {"d": 1, "e": "f"}}, "predictions": [{"result": [{"x": [1, 2]}], "score": 0.5}]}',
  '{"a": "text", "b": "http://x/y.png"}',
  '{"created_at":"2020","id":7,"meta":{"a":{}},"data":{"b":"/","a":5},"drafts":[],"project":{"id": 1}}',
  '{"data":{"a":null},"completions":[],"predictions":[{"model":"m","result":[]},{"score":1,"result":[ ]}]}',
  '{"id":9007199254740991,"data":{},"created":[{"a":[]}]}',
);
