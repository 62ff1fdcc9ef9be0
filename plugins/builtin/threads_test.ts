/** Several threads that share a file make of it what one makes, byte for byte, whatever the file is. */
import assert from "node:assert/strict";
import {
  encode,
  type ImportReport,
  importTasks,
  openSource,
  type TaskSink,
  type Threads,
} from "@labelport/core";
import { fileSink, openFile, openThreads } from "@labelport/core/fs";
import fc from "fast-check";
import { runs } from "../../tests/runs.ts";
import { builtin } from "./mod.ts";
import { INPUTS, type SharedFormat } from "./testing/inputs.ts";

const FOLDER = await Deno.makeTempDir();
/** Each with threads of their own, which stay for all runs. */
const POOLS = [2, 5].map((count) => openThreads(count, { smallest: 0 }));
/** Parts that this thread has read, and that all have, as far as it can tell. */
const read = { here: 0, all: 0 };
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Threads of which this one is the slowest, so that the others take part, and in every order. */
function sized(partSize: number): Threads[] {
  return POOLS.map((pool) => ({
    ...pool,
    partSize,
    open(path, how) {
      const file = pool.open(path, how);
      const parts = new Set<number>();
      return {
        ...file,
        readAt(bytes, offset) {
          parts.add(offset);
          Atomics.wait(pause, 0, 0, Math.random() * 2);
          return file.readAt(bytes, offset);
        },
        close() {
          file.close();
          if (parts.size === 0) return;
          read.here += parts.size;
          read.all += (Math.max(...parts) - Math.min(...parts)) / partSize + 1;
        },
      };
    },
  }));
}

interface How {
  readonly format: SharedFormat;
  readonly onError: "stop" | "skip";
  readonly sink: "file" | "memory";
  readonly maxRecord: number;
  readonly wasm: boolean;
}

/** All that became of an input. */
interface Outcome extends Omit<ImportReport, "seconds"> {
  readonly text: string;
  readonly places: readonly (readonly [record: number, line: number])[];
  readonly rejects: readonly unknown[];
  readonly read: number;
}

async function outcomeOf(path: string, how: How, threads: Threads | undefined): Promise<Outcome> {
  const wasm = globalThis.WebAssembly;
  if (!how.wasm) Reflect.deleteProperty(globalThis, "WebAssembly");
  try {
    return await importOne(path, how, threads);
  } finally {
    globalThis.WebAssembly = wasm;
  }
}

async function importOne(path: string, how: How, threads: Threads | undefined): Promise<Outcome> {
  const { format, onError, maxRecord } = how;
  const output = `${path}.out`;
  const places: [number, number][] = [];
  const rejects: unknown[] = [];
  let text = "";
  let read = 0;
  const memory: TaskSink = {
    write({ bytes, count, origin }) {
      text += new TextDecoder().decode(bytes);
      for (let n = 0; n < count; n++) places.push([origin!.record + n, origin!.line! + origin!.lines![n]!]);
    },
    close() {},
    abort: () => void (text = ""),
  };
  const input = await openSource(await openFile(path, (count) => void (read += count)));
  read = 0;
  const { seconds: _, ...report } = await importTasks({
    registry: builtin,
    format: builtin.get(format),
    input,
    sink: how.sink === "file" ? fileSink(output) : memory,
    onError,
    maxRecord,
    rejects: { write: (problem, raw, alone) => void rejects.push([problem, raw?.slice(), alone]) },
    ...(threads !== undefined && { threads }),
  });
  if (how.sink === "file" && report.stored) {
    text = await Deno.readTextFile(output);
    await Deno.remove(output);
  }
  return { ...report, text, places, rejects, read };
}

async function compare(input: Uint8Array, how: How, pools: readonly Threads[]): Promise<void> {
  const path = `${FOLDER}/${crypto.randomUUID()}.${how.format}`;
  await Deno.writeFile(path, input);
  try {
    const { read: _, ...alone } = await outcomeOf(path, how, undefined);
    for (const threads of pools) {
      const { read, ...shared } = await outcomeOf(path, how, threads);
      const what = `${threads.count} threads, parts of ${threads.partSize} bytes`;
      assert.deepEqual(shared, alone, what);
      // What is read twice is taken away again; a byte order mark is passed over.
      if (shared.complete) {
        assert.ok(read === input.length || read === input.length - 3, `${what}: ${read} read`);
      }
    }
  } finally {
    await Deno.remove(path);
  }
}

for (const [format, { input, examples }] of Object.entries(INPUTS)) {
  const name = format as SharedFormat;
  Deno.test(`${format}: 1, 2 and 5 threads with parts of any size make the same of any file`, async () => {
    await fc.assert(
      fc.asyncProperty(
        input,
        fc.constantFrom(64, 64, 100, 1000),
        fc.record({
          format: fc.constant(name),
          onError: fc.constantFrom("stop" as const, "skip" as const),
          sink: fc.constantFrom("file" as const, "memory" as const),
          maxRecord: fc.constantFrom(200, 2 ** 20, 2 ** 20),
          wasm: fc.constantFrom(true, true, false),
        }),
        (bytes, size, how) => compare(bytes, how, sized(size)),
      ),
      { numRuns: runs(100), endOnFailure: true },
    );
  });

  for (const [what, example] of Object.entries(examples)) {
    Deno.test(`${format}, ${what}: threads make the same of it`, async () => {
      for (const onError of ["stop", "skip"] as const) {
        for (const sink of ["file", "memory"] as const) {
          const how = { format: name, onError, sink, maxRecord: 2 ** 20, wasm: true };
          await compare(encode(example), how, [...sized(64), ...sized(4096)]);
        }
      }
    });
  }
}

Deno.test("other threads have read most of what these tests shared", async () => {
  for (const pool of POOLS) pool[Symbol.dispose]();
  assert.ok(read.here < read.all / 2, `${read.here} of ${read.all} parts`);
  await Deno.remove(FOLDER, { recursive: true });
});
