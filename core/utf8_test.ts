import assert from "node:assert/strict";
import fc from "fast-check";
import { runs } from "../tests/runs.ts";
import { countCharacters, encode, invalidAt, isUtf8, Utf8Window } from "./utf8.ts";

/** Bytes that are mostly UTF-8, and bytes of every kind. */
const bytes = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }).map(encode),
  fc.uint8Array({ maxLength: 12 }),
  fc.tuple(
    fc.string({ unit: "binary" }),
    fc.uint8Array({ minLength: 1, maxLength: 3 }),
    fc.string({ unit: "binary" }),
  )
    .map(([before, between, after]) => Uint8Array.from([...encode(before), ...between, ...encode(after)])),
);

function isStrict(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

Deno.test("invalidAt() finds the first byte that a strict decoder refuses", () => {
  fc.assert(
    fc.property(bytes, (bytes) => {
      const at = invalidAt(bytes);
      assert.equal(at < 0, isStrict(bytes));
      if (at < 0) return;
      assert.ok(isStrict(bytes.subarray(0, at)), "what stands before it is good");
      for (let size = 1; size <= 4 && at + size <= bytes.length; size++) {
        assert.ok(!isStrict(bytes.subarray(at, at + size)), "no character begins there");
      }
    }),
    { numRuns: runs(1000) },
  );
});

Deno.test("countCharacters() counts code points", () => {
  const long = fc.constantFrom(0, 700, 1100).chain((n) =>
    fc.string({ unit: "binary", minLength: n, maxLength: n + 40 })
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 9 }), long, (before, text) => {
      const start = encode(before).length;
      const all = encode(`${before}${text}日`);
      assert.equal(countCharacters(all, start, all.length - 3), [...text].length);
    }),
    { numRuns: runs(300) },
  );
  assert.equal(countCharacters(encode("😀".repeat(5000)), 0, 20_000), 5000);
});

Deno.test("Utf8Window suspects every line that is no UTF-8, and nothing in a file that is", () => {
  const lines = fc.array(bytes, { minLength: 1, maxLength: 6 })
    .map((all) => Uint8Array.from(all.flatMap((line) => [...line, 10])));
  fc.assert(
    fc.property(
      lines,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      (file, sizes) => {
        const window = new Utf8Window();
        const isGood = isUtf8(file);
        let gone = 0;
        for (let length = 0, turn = 0; length < file.length || turn === 0;) {
          length = Math.min(file.length, length + sizes[turn++ % sizes.length]!);
          const here = file.subarray(gone, length);
          window.extend(here, here.length, length === file.length);
          // As a kernel does: lines that are whole are looked at and given back.
          let start = 0;
          for (let end = here.indexOf(10); end >= 0; end = here.indexOf(10, start)) {
            if (isGood) assert.ok(!window.suspect(start));
            else if (!isUtf8(here.subarray(start, end))) assert.ok(window.suspect(start));
            start = end + 1;
          }
          window.drop(start);
          gone += start;
        }
        assert.equal(gone, file.length);
      },
    ),
    { numRuns: runs(1000) },
  );
});

Deno.test("Utf8Window forgets bad bytes that are gone", () => {
  const window = new Utf8Window();
  window.extend(Uint8Array.of(97, 0xff, 10, 97, 10), 5, false);
  assert.deepEqual([0, 3, 4].map((start) => window.suspect(start)), [true, true, true]);
  window.drop(5);
  window.extend(encode("abcdefg\n"), 8, true);
  assert.deepEqual([0, 4].map((start) => window.suspect(start)), [false, false]);
});
