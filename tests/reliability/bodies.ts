import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { inFolder, start } from "../command.ts";

/** What is sent: `begin`, then a piece again and again, then `end`. */
interface Hostile {
  readonly name: string;
  readonly type: string;
  readonly begin?: string;
  readonly piece: string;
  /** How often the piece comes, where it is not as often as fits the size. */
  readonly count?: number;
  readonly end?: string;
}

const MIB = 2 ** 20;
const FORM = "multipart/form-data; boundary=XX";
const counted = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join("");

const BODIES: readonly Hostile[] = [
  ...["text/csv", "application/json", "application/x-ndjson", "text/plain"].flatMap((type): Hostile[] => [
    { name: "zero bytes", type, piece: "\0".repeat(MIB) },
    {
      name: "a line that never ends",
      type,
      piece: "a".repeat(MIB),
    },
    { name: "commas", type, piece: "a,".repeat(MIB / 2) },
    {
      name: "blank lines",
      type,
      piece: "\n".repeat(MIB),
      count: 64,
    },
  ]),
  { name: "a cell that never ends", type: "text/csv", begin: 'x\n"', piece: "a".repeat(MIB) },
  {
    name: "a cell of control characters",
    type: "text/csv",
    begin: 'x\n"',
    piece: "\x01".repeat(MIB),
  },
  {
    name: "a string that never ends",
    type: "application/json",
    begin: '[{"a":"',
    piece: "a".repeat(MIB),
  },
  {
    name: "a number that never ends",
    type: "application/json",
    begin: '[{"a":1',
    piece: "1".repeat(MIB),
  },
  { name: "deep nesting", type: "application/json", piece: "[".repeat(MIB) },
  { name: "deep nesting of objects", type: "application/json", piece: '{"a":'.repeat(MIB / 8) },
  {
    name: "a million columns",
    type: "text/csv",
    begin: counted(1_000_000, (n) => `c${n},`),
    piece: "\n",
    count: 1,
  },
  {
    name: "a million keys",
    type: "application/json",
    begin: `{${counted(1_000_000, (n) => `"k${n}":1,`)}`,
    piece: '"z":1}',
    count: 1,
  },
  {
    name: "a million parts",
    type: FORM,
    begin: counted(
      1_000_000,
      (n) => `--XX\r\nContent-Disposition: form-data; name="f"; filename="${n}.json"\r\n\r\n{"a":1}\r\n`,
    ),
    piece: "--XX--\r\n",
    count: 1,
  },
  {
    name: "a million fields",
    type: FORM,
    begin: counted(1_000_000, () => `--XX\r\nContent-Disposition: form-data; name="map"\r\n\r\na=b\r\n`),
    piece: "--XX--\r\n",
    count: 1,
  },
  {
    name: "a header that never ends",
    type: FORM,
    begin: '--XX\r\nContent-Disposition: form-data; name="f"; filename="',
    piece: "a".repeat(MIB),
    count: 64,
  },
];

/** A gzip file may have any number of members, so a bomb of any size is made of one small one. */
function bomb({ begin = "", piece, end = "", count = Infinity }: Hostile, size: number): Blob {
  const repeated = gzipSync(piece, { level: 9 });
  const times = Math.min(count, Math.ceil(size / piece.length));
  return new Blob([gzipSync(begin, { level: 1 }), ...Array(times).fill(repeated), gzipSync(end)]);
}

/**
 * Sends bodies that would fill the memory: each is refused in words, nothing of it is stored, and the server's
 * memory stays below `most`, in bytes. `size`: what the endless ones unpack to, in bytes. Gives how many there were, and
 * the server's peak in MB.
 */
export async function hostileBodies(
  { size, record, most }: { readonly size: number; readonly record: string; readonly most: number },
): Promise<{ readonly bodies: number; readonly peak: number }> {
  let peak = 0;
  await inFolder(async (folder) => {
    await using server = await start(folder, [
      "p",
      "--port",
      "0",
      "--limit",
      `record=${record}`,
      "--log",
      "off",
    ]);
    for (const body of BODIES) {
      const what = `${body.name} as ${body.type}`;
      const response = await fetch(`${server.url}/api/import`, {
        method: "POST",
        headers: { "content-type": body.type, "content-encoding": "gzip" },
        body: bomb(body, size),
      });
      const told = await response.text();
      assert.ok([400, 413].includes(response.status), `${what}: ${told}`);
      assert.ok(JSON.parse(told).detail.length > 20, what);
      peak = peakOf(server.pid);
      assert.ok(peak < most, `${what}: ${Math.round(peak / 1e6)} MB`);
    }
    assert.deepEqual(await server.tasks(), []);
  });
  return { bodies: BODIES.length, peak: Math.round(peak / 1e6) };
}

/** The most memory that a process has held so far, in bytes. */
function peakOf(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return 1024 * Number(/^VmHWM:\s+(\d+) kB/m.exec(status)![1]);
}
