import type { FileSource, InputFormat, LabelConfig, TaskRules } from "./contract.ts";
import { detect } from "./detect.ts";
import type { ImportReport } from "./import_report.ts";
import { importTasks, type TaskSink } from "./import_tasks.ts";
import { SampleEnd } from "./problem.ts";
import type { Registry } from "./registry.ts";
import { asText, openSource } from "./source.ts";
import { decode } from "./utf8.ts";

/** So much of a file is looked at. In bytes. */
export const SAMPLE_SIZE = 1 << 20;
/** So many tasks are shown. */
const SHOWN = 20;

/** What a file would become. */
export interface Inspection {
  readonly name: string;
  readonly format: InputFormat;
  /** Why it is read with this format. */
  readonly why: string;
  /** Whether there is more of it than was looked at. */
  readonly cut: boolean;
  /** The first tasks, as JSON. */
  readonly tasks: readonly string[];
  /** What was found in the part that was looked at. */
  readonly report: ImportReport;
}

/** What to look at, and how. */
export interface InspectRequest {
  readonly registry: Registry;
  readonly file: FileSource;
  /** Found by name and content unless it is given. */
  readonly format?: InputFormat;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly config?: LabelConfig;
  readonly dataKey?: string;
  readonly encoding?: string;
  readonly rules?: Partial<Omit<TaskRules, "needs">>;
  readonly signal?: AbortSignal;
}

/**
 * Says what a file would become, from its first `SAMPLE_SIZE` bytes: what lies past them is no error.
 * Throws `UsageError` where the format cannot be told, or an option does not fit.
 *
 * @example
 * ```ts
 * import { createRegistry, inspect, readJsonLines } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const jsonl = { name: "jsonl", title: "JSON Lines", reads: "file", extensions: [".jsonl"], read: readJsonLines } as const;
 * const file = new File(['{"text": "Opossum is great"}\n{"text": 1'], "a.jsonl");
 * const { format, tasks, report } = await inspect({ registry: createRegistry({ others: [jsonl] }), file });
 * assert.equal(format.name, "jsonl");
 * assert.deepEqual(tasks, ['{"data":{"text": "Opossum is great"}}']);
 * assert.equal(report.problems[0]?.line, 2);
 * ```
 */
export async function inspect(request: InspectRequest): Promise<Inspection> {
  const { registry, file, format: chosen, encoding, ...rest } = request;
  const packed = firstPart(file);
  const opened = await openSource(packed.source, rest.signal);
  // What was compressed may be any number of times as large.
  const unpacked = firstPart(opened.source);
  const input = { ...opened, source: unpacked.source };
  const peek = asText(input, encoding).peek;
  const { format, why } = chosen === undefined
    ? await detect(registry, peek)
    : { format: chosen, why: "it was chosen" };
  const sink = new FirstTasks();
  const report = await importTasks({
    ...rest,
    registry,
    input,
    format,
    sink,
    onError: "skip",
    ...(encoding !== undefined && { encoding }),
  });
  return { name: file.name, format, why, cut: packed.isCut() || unpacked.isCut(), tasks: sink.tasks, report };
}

/** The first bytes of a file, which end in a way of their own where there may be more. */
function firstPart(file: FileSource): { readonly source: FileSource; isCut(): boolean } {
  let cut = false;
  const stream = () => {
    const reader = file.stream().getReader();
    let left = SAMPLE_SIZE;
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      async pull(controller) {
        if (left === 0) {
          cut = true;
          await reader.cancel();
          controller.error(new SampleEnd());
          return;
        }
        // A pull that gives nothing is not made again.
        let part = new Uint8Array();
        while (part.length === 0) {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          part = value.subarray(0, left);
        }
        left -= part.length;
        controller.enqueue(part);
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 });
  };
  return { source: { name: file.name, stream }, isCut: () => cut };
}

/** Keeps the first tasks, and lets the others go. */
class FirstTasks implements TaskSink {
  readonly tasks: string[] = [];

  write({ bytes }: { readonly bytes: Uint8Array }): void {
    for (let at = 0; at < bytes.length && this.tasks.length < SHOWN;) {
      const end = bytes.indexOf(10, at);
      this.tasks.push(decode(bytes.subarray(at, end)));
      at = end + 1;
    }
  }

  close(): void {}

  abort(): void {}
}
