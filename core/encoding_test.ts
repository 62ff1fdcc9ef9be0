import assert from "node:assert/strict";
import fc from "fast-check";
import { encodingOf, transcodedHead, transcoder } from "./encoding.ts";
import { InputError } from "./problem.ts";

Deno.test("encodingOf() knows UTF-16 by its mark, and takes any name that TextDecoder takes", () => {
  const cases: readonly (readonly [number[], string | undefined, string])[] = [
    [[0xff, 0xfe, 97, 0], undefined, "utf-16le"],
    [[0xfe, 0xff, 0, 97], undefined, "utf-16be"],
    [[0xef, 0xbb, 0xbf], undefined, "utf-8"],
    [[97], undefined, "utf-8"],
    [[97], "latin1", "windows-1252"],
    [[97], "Shift_JIS", "shift_jis"],
    [[0xff, 0xfe], "utf-16be", "utf-16be"],
  ];
  for (const [head, named, expected] of cases) {
    assert.equal(encodingOf(Uint8Array.from(head), named), expected);
  }
  assert.throws(() => encodingOf(new Uint8Array(), "utf-99"), /Cannot decode "utf-99": no such encoding/);
});

const SAMPLES: readonly (readonly [label: string, text: string, bytes: readonly number[]])[] = [
  ["windows-1252", "caf\u00e9 \u20ac", [99, 97, 102, 0xe9, 32, 0x80]],
  ["shift_jis", "\u65e5\u672c", [0x93, 0xfa, 0x96, 0x7b]],
  ["gb18030", "\u6c49\u5b57", [0xba, 0xba, 0xd7, 0xd6]],
  ["euc-kr", "\ud55c", [0xc7, 0xd1]],
  ["koi8-r", "\u043f\u0440", [0xd0, 0xd2]],
];

for (const [label, text, bytes] of SAMPLES) {
  Deno.test(`transcoder() reads ${label}, however it is cut`, async () => {
    for (const size of [99, 1]) assert.equal(await decoded(label, Uint8Array.from(bytes), size), text);
  });
}

Deno.test("transcoder() gives back any text in UTF-16, without its mark, however it is cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary" }),
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      async (raw, isLittle, size) => {
        const text = raw.toWellFormed();
        const view = new DataView(new ArrayBuffer(2 * (text.length + 1)));
        for (const [i, c] of [..."\uFEFF".concat(text).split("")].entries()) {
          view.setUint16(
            2 * i,
            c.charCodeAt(0),
            isLittle,
          );
        }
        const bytes = new Uint8Array(view.buffer);
        assert.equal(await decoded(encodingOf(bytes), bytes, size), text);
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("transcoder() names the line and the offset of bytes that are wrong, far into the text", async () => {
  const text = "line\n".repeat(5000);
  const bytes = new Uint8Array(text.length + 2).fill(10);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  bytes[20_001] = 0xff; // in line 4001
  await assert.rejects(decoded("shift_jis", bytes, 10_000), (error) => {
    assert.ok(error instanceof InputError);
    assert.deepEqual(error.at, { line: 4001, offset: 20_001 });
    assert.match(error.message, /the bytes at offset 20001 are no shift_jis/);
    return true;
  });
});

Deno.test("transcoder() refuses a text that ends within a character", async () => {
  await assert.rejects(decoded("utf-16le", Uint8Array.from([97, 0, 98]), 2), /are no utf-16le/);
});

Deno.test("transcodedHead() leaves out a character that is cut", () => {
  const head = transcodedHead(Uint8Array.from([0xff, 0xfe, 97, 0, 98]), "utf-16le");
  assert.equal(new TextDecoder().decode(head), "a");
});

async function decoded(label: string, bytes: Uint8Array<ArrayBuffer>, size: number): Promise<string> {
  const pieces = ReadableStream.from((function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
  })());
  return await new Response(pieces.pipeThrough(transcoder(label))).text();
}
