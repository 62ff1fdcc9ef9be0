import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { FileSource } from "../contract.ts";
import { importTasks, type TaskSink } from "../import_tasks.ts";
import { sizeText } from "../kernel.ts";
import { openSource } from "../source.ts";
import { bytesOf, type Example, requestOf, type Setting } from "./example.ts";

/**
 * Bytes of the large file, and those of the one for a process whose memory is bounded: twice the heap that
 * `labelport plugin test` gives it, since what is held outside of the heap has more room.
 */
const LARGE = 24 * 2 ** 20;
const LARGER = 128 * 2 ** 20;
/** What may be live more at its end than after its first sixth. */
const MARGIN = 6 * 2 ** 20;

/**
 * Reads the example's bytes again and again as one large file, and compares what is live after its first
 * sixth and at its end. With `isLean` the format's own process is bounded, and ends where that is too little.
 */
export async function checkMemory(
  example: Example,
  setting: Setting & { readonly isLean: boolean },
): Promise<void> {
  const piece = repeated(bytesOf(example.input)!, 2 ** 16);
  const size = setting.isLean ? LARGER : LARGE;
  const live: number[] = [];
  let given = 0;
  const file: FileSource = {
    name: example.file,
    size,
    stream: () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull(controller) {
          const before = given;
          given += piece.length;
          for (const mark of [size / 6, size]) if (before < mark && given >= mark) live.push(liveBytes());
          if (given > size) controller.close();
          else controller.enqueue(piece.slice());
        },
      }, { highWaterMark: 0 }),
  };
  const input = await openSource(file);
  given = 0;
  live.length = 0;
  const { complete, problems } = await importTasks({ ...requestOf(example, setting), input, sink: NOWHERE });
  const full = problems.find(({ code }) => code === "plugin");
  assert.equal(full, undefined, `of ${sizeText(size)}: ${full?.message}; yield tasks as they are read`);
  // A file that cannot be read so often in a row is not held either.
  if (!complete || live.length < 2 || setting.isLean) return;
  const grown = live[1]! - live[0]!;
  assert.ok(
    grown < MARGIN,
    `it held ${sizeText(grown)} more at the end of ${sizeText(size)}; yield tasks as they are read`,
  );
}

const NOWHERE: TaskSink = { write() {}, close() {}, abort() {} };

let collect: (() => void) | undefined;

/** What is in use, once all else has been given back. */
function liveBytes(): number {
  if (collect === undefined) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

function repeated(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const times = Math.max(1, Math.ceil(size / Math.max(1, bytes.length)));
  const all = new Uint8Array(times * bytes.length);
  for (let n = 0; n < times; n++) all.set(bytes, n * bytes.length);
  return all;
}
