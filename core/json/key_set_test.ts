import assert from "node:assert/strict";
import fc from "fast-check";
import { runs } from "../../tests/runs.ts";
import { encode } from "../utf8.ts";
import { KeySet } from "./key_set.ts";
import { readAll, readEveryWay } from "./testing/read_all.ts";

const CODES = new Map([["data", 2], ["é", 8], ["a name of more than thirty-one bytes", 16]]);

/** Keys as they are written between quotes. */
const key = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("data", "d\\u0061ta", "é", "\\u00e9", "a", "\\u0061", "b", "", "dat"),
  },
  fc.constantFrom("a name of more than thirty-one bytes", "a name of more than thirty-one byte\\u0073"),
  fc.nat(30).map((n) => `k${n}`),
);
const keys = fc.oneof(
  { weight: 3, arbitrary: fc.uniqueArray(key, { maxLength: 12 }) },
  fc.array(key, { maxLength: 6 }),
  fc.uniqueArray(fc.nat(60).map((n) => `k${n}`), { minLength: 20, maxLength: 40 }),
);

/** Records that often repeat the one before, wholly or to a point; some break off before they are whole. */
const records = fc.array(
  fc.record({ keys, like: fc.nat(3), cut: fc.nat(12), whole: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);

/** Adds the keys to the set as they stand in JSON, and returns the codes. */
function add(set: KeySet, keys: readonly string[]): number[] {
  set.begin();
  const codes: number[] = [];
  const bytes = encode(keys.map((key) => `"${key}":0`).join());
  let at = 0;
  for (const key of keys) {
    const { length } = encode(key);
    codes.push(set.add(bytes, new DataView(bytes.buffer), at + 1, at + 1 + length));
    at += length + 5;
  }
  return codes;
}

Deno.test("KeySet knows names, codes and duplicates of every record, whatever came before it", () => {
  fc.assert(
    fc.property(records, (all) => {
      const set = new KeySet(CODES);
      let last: readonly string[] = [];
      for (const { keys, like, cut, whole } of all) {
        // Like the last but longer, shorter, or different from some key on; or quite another.
        const record = [...last, ...keys.slice(0, 2)];
        if (like === 1) record.splice(0, record.length, ...last.slice(0, cut));
        if (like === 2) record.splice(0, record.length, ...last.slice(0, cut), ...keys.slice(0, 3));
        if (like === 3) record.splice(0, record.length, ...keys);
        const names = record.map((key) => JSON.parse(`"${key}"`) as string);
        assert.deepEqual(add(set, record), names.map((name) => CODES.get(name) ?? 0));
        assert.equal(set.count, record.length);
        assert.deepEqual(names.map((_, n) => set.name(n)), names);
        last = record;
        if (!whole) continue;
        const isTwice = new Set(names).size < names.length;
        const found = set.duplicate();
        assert.equal(found >= 0, isTwice, JSON.stringify(record));
        if (isTwice) assert.ok(names.indexOf(names[found]!) < found, "the second of the two is named");
      }
    }),
    { numRuns: runs(1000) },
  );
});

Deno.test("keys that were made to have one hash are told apart", () => {
  // FNV-1a, by its low bits in a table of 1,024.
  const hash = (key: string) => {
    const all = encode(key).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5);
    return (all ^ (all >>> 15)) & 1023;
  };
  const alike: string[] = [];
  for (let n = 0; alike.length < 300; n++) if (hash(`key${n}`) === 5) alike.push(`key${n}`);
  const set = new KeySet(CODES);
  add(set, alike);
  assert.equal(set.duplicate(), -1);
  add(set, [...alike, "another", alike[7]!]);
  assert.equal(set.duplicate(), 301);
  add(set, alike.slice(0, 7).concat(alike[3]!));
  assert.equal(set.duplicate(), 7);
});

Deno.test("keys that take turns keep their places and meanings", async () => {
  const shapes = [
    '{"data":{"a":1,"b":2},"id":5}',
    '{"data":{"a":1,"b":2},"id":5,"dropped":1}',
    '{"id":6,"data":{"b":3}}',
    '{"a":4,"b":5}',
    '{"b":6,"a":7,"data":{}}',
    '{"data":{"a":8,"b":9,"c":10},"meta":{},"predictions":[{"result":[]}]}',
    '{"a":11}',
    "{}",
    '{"d\\u0061ta":{"a":12}}',
    '{"data":{"a":13,"a":14}}',
    '{"a":15,"a":16}',
  ];
  const out = [
    '{"data":{"a":1,"b":2},"id":5}',
    '{"data":{"a":1,"b":2},"id":5}',
    '{"id":6,"data":{"b":3}}',
    '{"data":{"a":4,"b":5}}',
    '{"data":{}}',
    '{"data":{"a":8,"b":9,"c":10},"meta":{},"predictions":[{"result":[]}]}',
    '{"data":{"a":11}}',
    '{"data":{}}',
    '{"data":{"a":12}}',
    undefined,
    undefined,
  ];
  const check = async (order: readonly number[]) => {
    const { tasks } = await readAll("jsonl", order.map((n) => shapes[n]!).join("\n"), { chunks: [101] });
    assert.deepEqual(tasks, order.map((n) => out[n]).filter((task) => task !== undefined));
  };
  for (let first = 0; first < shapes.length; first++) {
    for (let step = 1; step < shapes.length; step++) {
      await check(Array.from({ length: 40 }, (_, n) => (first + n * step) % shapes.length));
      const other = (first + step) % shapes.length;
      await check([first, other, first, other, first]);
    }
  }
});

Deno.test("a record that broke off in its names leaves nothing behind", async () => {
  const lines = [
    '{"a":1,"a"',
    '{"a":1,"a":2}',
    '{"a":1,"b":2}',
    '{"a":1,"b":2,"a"',
    '{"a":1,"b":2,"a":3}',
    '{"a":1}',
  ];
  const { tasks, problems } = await readEveryWay("jsonl", lines.join("\n"));
  assert.deepEqual(tasks, ['{"data":{"a":1,"b":2}}', '{"data":{"a":1}}']);
  assert.deepEqual(problems.map(({ record }) => record), [1, 2, 4, 5]);
  assert.deepEqual(
    problems.filter((_, n) => n % 2 === 1).map(({ message }) => message),
    ['"a" is there twice', '"a" is there twice'],
  );
});
