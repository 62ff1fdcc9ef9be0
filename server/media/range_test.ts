import assert from "node:assert/strict";
import { isUnchanged, rangeCounts, rangeOf } from "./range.ts";

type Row = readonly [
  header: string | null,
  size: number,
  slice: [number, number] | "unsatisfiable" | undefined,
];

const RANGES: readonly Row[] = [
  ["bytes=0-0", 10, [0, 1]],
  ["bytes=0-9", 10, [0, 10]],
  ["bytes=2-5", 10, [2, 4]],
  ["bytes=9-", 10, [9, 1]],
  ["bytes=0-", 10, [0, 10]],
  ["bytes=5-99", 10, [5, 5]],
  ["bytes=-3", 10, [7, 3]],
  ["bytes=-99", 10, [0, 10]],
  ["bytes=007-008", 10, [7, 2]],
  ["BYTES=1-1", 10, [1, 1]],
  ["bytes= 1-2 ", 10, [1, 2]],
  [`bytes=1-${"9".repeat(400)}`, 10, [1, 9]],
  [`bytes=-${"9".repeat(400)}`, 10, [0, 10]],
  ["bytes=10-", 10, "unsatisfiable"],
  ["bytes=10-20", 10, "unsatisfiable"],
  [`bytes=${"9".repeat(400)}-`, 10, "unsatisfiable"],
  ["bytes=-0", 10, "unsatisfiable"],
  ["bytes=0-", 0, "unsatisfiable"],
  ["bytes=0-0", 0, "unsatisfiable"],
  ["bytes=-5", 0, undefined],
  [null, 10, undefined],
  ["", 10, undefined],
  ["bytes", 10, undefined],
  ["bytes=", 10, undefined],
  ["bytes=-", 10, undefined],
  ["bytes=5-2", 10, undefined],
  ["bytes=0-1,3-4", 10, undefined],
  ["bytes=0-1,", 10, undefined],
  ["bytes=--1", 10, undefined],
  ["bytes=-1-2", 10, undefined],
  ["bytes=1.5-2", 10, undefined],
  ["bytes=0x1-2", 10, undefined],
  ["bytes=+1-2", 10, undefined],
  ["bytes=1e1-", 10, undefined],
  ["bytes=a-b", 10, undefined],
  ["bytes:0-1", 10, undefined],
  ["items=0-1", 10, undefined],
  ["0-1", 10, undefined],
];

Deno.test("rangeOf() gives the bytes that one range asks for, and nothing for what it may ignore", () => {
  for (const [header, size, slice] of RANGES) {
    const expected = Array.isArray(slice) ? { start: slice[0], length: slice[1] } : slice;
    assert.deepEqual(rangeOf(header, size), expected, `${header} of ${size}`);
  }
});

const DAY = "Tue, 02 Jan 2024 03:04:05 GMT";
const BEFORE = "Tue, 02 Jan 2024 03:04:04 GMT";
const AFTER = "Tue, 02 Jan 2024 03:04:06 GMT";
const STATE = { etag: '"e-1"', modified: Date.parse(DAY) + 678 };

const UNCHANGED: readonly (readonly [Record<string, string>, boolean])[] = [
  [{}, false],
  [{ "If-None-Match": '"e-1"' }, true],
  [{ "If-None-Match": 'W/"e-1"' }, true],
  [{ "If-None-Match": '"x", W/"y,z" ,"e-1"' }, true],
  [{ "If-None-Match": '"x","e-1"' }, true],
  [{ "If-None-Match": " * " }, true],
  [{ "If-None-Match": '"x"' }, false],
  [{ "If-None-Match": "e-1" }, false],
  [{ "If-None-Match": '"*"' }, false],
  [{ "If-None-Match": "" }, false],
  [{ "If-Modified-Since": DAY }, true],
  [{ "If-Modified-Since": AFTER }, true],
  [{ "If-Modified-Since": BEFORE }, false],
  [{ "If-Modified-Since": "tomorrow" }, false],
  [{ "If-Modified-Since": "9999" }, false],
  [{ "If-Modified-Since": "Tue, 99 Foo 2024 03:04:05 GMT" }, false],
  [{ "If-None-Match": '"x"', "If-Modified-Since": DAY }, false],
];

Deno.test("isUnchanged() is true for a client that holds this very state, by tag before date", () => {
  for (const [headers, expected] of UNCHANGED) {
    assert.equal(isUnchanged(new Headers(headers), STATE), expected, JSON.stringify(headers));
  }
  const dateless = { etag: STATE.etag, modified: undefined };
  assert.equal(isUnchanged(new Headers({ "If-Modified-Since": AFTER }), dateless), false);
});

const IF_RANGE: readonly (readonly [value: string, boolean])[] = [
  ['"e-1"', true],
  [DAY, true],
  ['W/"e-1"', false],
  ['"x"', false],
  ["e-1", false],
  ["*", false],
  ['"x", "e-1"', false],
  [BEFORE, false],
  [AFTER, false],
  ["", false],
];

Deno.test("rangeCounts() is true where If-Range names this very state or is not there", () => {
  assert.equal(rangeCounts(new Headers(), STATE), true);
  for (const [value, expected] of IF_RANGE) {
    assert.equal(rangeCounts(new Headers({ "If-Range": value }), STATE), expected, value);
  }
  const dateless = { etag: STATE.etag, modified: undefined };
  assert.equal(rangeCounts(new Headers({ "If-Range": "never" }), dateless), false);
});
