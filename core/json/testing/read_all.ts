/** Reads bytes with the JSON kernels and gathers what comes out, for tests. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { BadRecord, FileSource, Note, Position, TaskRules } from "../../contract.ts";
import { InputError } from "../../problem.ts";
import { decode, encode, isUtf8 } from "../../utf8.ts";
import { readJson, readJsonLines } from "../read.ts";

export type Kind = "json" | "jsonl";

export interface ReadOptions {
  /** The sizes of the chunks, over and over; absent: all in one. */
  readonly chunks?: readonly number[];
  readonly rules?: Partial<TaskRules>;
  readonly maxRecord?: number;
}

export interface Fault extends Position {
  readonly message: string;
  readonly hint?: string;
  /** A byte a character. */
  readonly raw?: string;
}

/** All that a kernel made of a file. */
export interface Reading {
  /** One a line, without their line ends. */
  readonly tasks: string[];
  /** Where each task came from. */
  readonly places: Position[];
  readonly problems: Fault[];
  readonly notes: Note[];
  /** What ended the reading. */
  readonly failure?: Fault;
  readonly completions: number;
  readonly predictions: number;
}

export const INFINITE = 1 << 30;

/** A file whose stream gives chunks of these sizes, over and over. */
export function chunked(bytes: Uint8Array, sizes: readonly number[]): FileSource {
  return {
    name: "file",
    stream() {
      let at = 0;
      let turn = 0;
      return new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull(controller) {
          if (at >= bytes.length) return controller.close();
          const end = at + sizes[turn++ % sizes.length]!;
          controller.enqueue(bytes.slice(at, end));
          at = end;
        },
      });
    },
  };
}

/** Reads `input`, checks what holds of all batches, and gathers the rest. */
export async function readAll(
  kind: Kind,
  input: string | Uint8Array,
  options: ReadOptions = {},
): Promise<Reading> {
  const { chunks = [INFINITE], rules, maxRecord = INFINITE } = options;
  const file = chunked(typeof input === "string" ? encode(input) : input, chunks);
  const context = {
    options: {},
    key: "text",
    rules: { map: [], provenance: false, completionsAs: "completions", ...rules } as TaskRules,
    maxRecord,
    signal: new AbortController().signal,
  };
  const reading = {
    tasks: [],
    places: [],
    problems: [],
    notes: [],
    completions: 0,
    predictions: 0,
  } as Reading;
  const sums = { completions: 0, predictions: 0 };
  try {
    for await (const item of (kind === "json" ? readJson : readJsonLines)(file, context)) {
      if ("bytes" in item) {
        const text = decode(item.bytes);
        const lines = text.split("\n");
        assert.equal(lines.pop(), "", "a batch ends with a line end");
        assert.equal(lines.length, item.count, "a batch holds a line a task");
        assert.ok(isUtf8(item.bytes), "a batch is UTF-8");
        const { record, line, lines: more } = item.origin!;
        for (const [n, task] of lines.entries()) {
          reading.tasks.push(task);
          reading.places.push({ record: record + n, line: line! + more![n]! });
        }
        sums.completions += item.normalized!.completions;
        sums.predictions += item.normalized!.predictions;
      } else if ("error" in item) reading.problems.push(faultOf(item));
      else if ("note" in item) reading.notes.push(item);
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return { ...reading, ...sums, failure: { ...error.at, message: error.message, ...hint } };
  }
  return { ...reading, ...sums };
}

function faultOf({ error, hint, at, raw }: BadRecord): Fault {
  // What the pointer says beside the column has a test of its own.
  const { pointer: _, ...place } = at ?? {};
  return { ...place, message: error, ...(hint === undefined ? {} : { hint }), raw: byteText(raw!) };
}

/** Bytes, or the UTF-8 of a text, as text with a byte a character. */
export function byteText(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString("latin1");
}

/** Reads in chunks of infinity, 7 and 1 bytes, and of `options.chunks`; what comes out must be the same. */
export async function readEveryWay(
  kind: Kind,
  input: string | Uint8Array,
  options: ReadOptions = {},
): Promise<Reading> {
  const whole = await readAll(kind, input, { ...options, chunks: [INFINITE] });
  for (const chunks of [[7], [1], ...(options.chunks === undefined ? [] : [options.chunks])]) {
    const reading = await readAll(kind, input, { ...options, chunks });
    assert.deepEqual(reading, whole, `in chunks of ${chunks} bytes: ${JSON.stringify(input.toString())}`);
  }
  return whole;
}

/** Bytes from texts and single bytes. */
export function bytesOf(...parts: readonly (string | number)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => typeof part === "string" ? [...encode(part)] : [part]));
}
