import assert from "node:assert/strict";
import type { FileSource } from "./contract.ts";
import { problemOfError } from "./problem.ts";
import { asText, openSource } from "./source.ts";

type Bytes = Uint8Array<ArrayBuffer>;
const TEXT = "text,zip\n" + "héllo,00713\n".repeat(20_000);

/** A source that can be read once, in pieces, as standard input. */
function pipe(bytes: Bytes, size: number): FileSource {
  let used = false;
  return {
    name: "pipe",
    stream() {
      assert.ok(!used, "opened twice");
      used = true;
      return ReadableStream.from((function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
      })());
    },
  };
}

async function gzip(text: string): Promise<Bytes> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function joined(...parts: readonly Bytes[]): Bytes {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

const textOf = (source: FileSource) => new Response(source.stream()).text();

Deno.test("openSource() gives a pipe whole, though it has looked at its beginning", async () => {
  const bytes = new TextEncoder().encode(TEXT);
  for (const size of [1000, 65_536, 1_000_000]) {
    const { source, peek } = await openSource(pipe(bytes, size));
    assert.equal(peek.head.length, 65_536);
    assert.equal(peek.whole, false);
    assert.equal(await textOf(source), TEXT);
  }
  const short = await openSource(pipe(bytes.slice(0, 20), 7));
  assert.equal(short.peek.whole, true);
  assert.equal(await textOf(short.source), "text,zip\nhéllo,0071");
  const empty = await openSource(pipe(new Uint8Array(), 7));
  assert.equal(await textOf(empty.source), "");
});

Deno.test("openSource() opens a file again for each reading", async () => {
  const { source } = await openSource(new File([TEXT], "a.csv"));
  assert.equal(await textOf(source), TEXT);
  assert.equal(await textOf(source), TEXT);
});

Deno.test("openSource() decompresses gzip by its content, of several members too, from files and pipes", async () => {
  const packed = joined(await gzip(TEXT), await gzip("bye,1\n"));
  for (
    const raw of [new File([packed], "table.CSV.GZ"), new File([packed], "table.csv"), pipe(packed, 999)]
  ) {
    const { source, peek } = await openSource(raw);
    assert.equal(source.name, raw.name.replace(".GZ", ""));
    assert.equal(new TextDecoder().decode(peek.head.subarray(0, 9)), "text,zip\n");
    assert.equal(await textOf(source), `${TEXT}bye,1\n`);
  }
});

const whole = await gzip(TEXT);
const DAMAGED: readonly (readonly [string, Bytes])[] = [
  ["cut in its data", whole.slice(0, -30)],
  ["cut in its checksum", whole.slice(0, -3)],
  ["with a wrong checksum", whole.map((byte, i) => i === whole.length - 6 ? byte ^ 255 : byte)],
  ["with text behind it", joined(whole, new TextEncoder().encode("more"))],
];

for (const [name, bytes] of DAMAGED) {
  Deno.test(`openSource() reports gzip data ${name}`, async () => {
    const reading = openSource(new File([bytes], "a.gz")).then(({ source }) => textOf(source));
    await assert.rejects(reading, (error) => {
      assert.match(problemOfError(error, "a.gz").message, /its gzip data is damaged: /);
      return true;
    });
  });
}

Deno.test("openSource() decompresses no more than is taken", async () => {
  const random = new Uint8Array(1 << 16);
  const plain = new Blob(Array.from({ length: 256 }, () => crypto.getRandomValues(random).slice()));
  const packed = new Uint8Array(
    await new Response(plain.stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  );
  let given = 0;
  const raw: FileSource = {
    name: "a.gz",
    size: packed.length,
    stream: () =>
      ReadableStream.from((function* () {
        for (let at = 0; at < packed.length; at += 1 << 16, given += 1 << 16) {
          yield packed.slice(at, at + (1 << 16));
        }
      })()),
  };
  const { source } = await openSource(raw);
  given = 0;
  const reader = source.stream().getReader();
  await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.ok(given < packed.length / 4, `${given} of ${packed.length} bytes were read for the first chunk`);
  await reader.cancel();
});

Deno.test("openSource() stops waiting for a pipe when it is told to", async () => {
  const controller = new AbortController();
  const silent: FileSource = { name: "silent", stream: () => new ReadableStream() };
  const opening = openSource(silent, controller.signal);
  controller.abort(new Error("enough"));
  await assert.rejects(opening, /enough/);
});

Deno.test("asText() takes a byte order mark away, and only one, however it is cut", async () => {
  const bytes = new TextEncoder().encode("\uFEFF\uFEFFa");
  for (const size of [1, 2, 4, 99]) {
    const { source, peek } = asText(await openSource(pipe(bytes, size)));
    assert.equal(new TextDecoder("utf-8", { ignoreBOM: true }).decode(peek.head), "\uFEFFa");
    const read = new Uint8Array(await new Response(source.stream()).arrayBuffer());
    assert.deepEqual(read, new TextEncoder().encode("\uFEFFa"));
  }
});
