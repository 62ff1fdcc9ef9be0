import type { FileSource, FolderSource, InputFormat, LabelConfig, TaskRules } from "../contract.ts";
import type { ImportReport } from "../import_report.ts";
import { type ImportRequest, importTasks } from "../import_tasks.ts";
import type { Problem } from "../problem.ts";
import { createRegistry } from "../registry.ts";
import { memorySink } from "../sinks.ts";
import { lookAtFolder, type OpenedFolder, type OpenedSource, openSource } from "../source.ts";
import { encode } from "../utf8.ts";

/** An input, and what is to come out of it. */
export interface Example {
  /** For people: "quotes within quotes". */
  readonly name: string;
  /** The name of the file, with its extension, or of the folder. */
  readonly file: string;
  /** What is in the file; for a folder format, what is in each of its files. */
  readonly input:
    | string
    | Uint8Array<ArrayBuffer>
    | Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;
  /** The tasks that come out, those before and after bad records. */
  readonly tasks: readonly unknown[];
  readonly problems?: readonly ExampleProblem[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly dataKey?: string;
  readonly config?: LabelConfig;
  readonly encoding?: string;
  readonly rules?: Partial<Omit<TaskRules, "needs">>;
}

/** A problem that is to be told. */
export interface ExampleProblem {
  readonly file?: string;
  readonly line?: number;
  readonly message: RegExp;
}

/** How an example is given to a format. */
export interface Feeding {
  /** In bytes; the pieces in which it comes. */
  readonly size: number;
  /** Where it is cut off, in bytes. */
  readonly cut?: number;
  readonly openings?: Openings;
}

/** Counts the streams that are open. */
export class Openings {
  opened = 0;
  closed = 0;

  get open(): number {
    return this.opened - this.closed;
  }
}

/** A file in memory whose bytes come in pieces of a size. */
export function inChunks(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  size: number,
  openings?: Openings,
): FileSource {
  return {
    name,
    size: bytes.length,
    url: `http://127.0.0.1:8200/static/${encodeURIComponent(name)}`,
    stream() {
      let at = 0;
      if (openings !== undefined) openings.opened++;
      return new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull(controller) {
          if (at >= bytes.length) {
            if (openings !== undefined) openings.closed++;
            controller.close();
            return;
          }
          controller.enqueue(bytes.slice(at, at + size));
          at += size;
        },
        cancel() {
          if (openings !== undefined) openings.closed++;
        },
      }, { highWaterMark: 0 });
    },
  };
}

/** The example as `importTasks` wants its input. */
export async function inputOf(example: Example, feeding: Feeding): Promise<OpenedSource | OpenedFolder> {
  const { size, cut = Infinity, openings } = feeding;
  const { file, input } = example;
  const bytesOf = (content: string | Uint8Array<ArrayBuffer>) =>
    typeof content === "string" ? encode(content) : content;
  if (typeof input === "string" || input instanceof Uint8Array) {
    return await openSource(inChunks(file, bytesOf(input).slice(0, cut), size, openings));
  }
  let left = cut;
  const files = Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, content]) => {
    const bytes = bytesOf(content).slice(0, left);
    left -= bytes.length;
    return inChunks(name, bytes, size, openings);
  });
  const folder: FolderSource = {
    name: file,
    async *files() {
      yield* files;
    },
    file: (name) => Promise.resolve(files.find((file) => file.name === name)),
  };
  return await lookAtFolder(folder);
}

/** The parts of an import that an example sets. */
export function requestOf(
  example: Example,
  { format, trusted }: { readonly format: InputFormat; readonly trusted: boolean },
): Omit<ImportRequest, "input" | "sink"> {
  const { options, dataKey, config, encoding, rules } = example;
  return {
    registry: createRegistry(trusted ? { trusted: [format] } : { others: [format] }),
    format,
    onError: "skip",
    ...(options !== undefined && { options }),
    ...(dataKey !== undefined && { dataKey }),
    ...(config !== undefined && { config }),
    ...(encoding !== undefined && { encoding }),
    ...(rules !== undefined && { rules }),
  };
}

/** What came of an example. */
export interface Outcome extends Pick<ImportReport, "notes" | "bad" | "complete"> {
  readonly tasks: readonly unknown[];
  readonly problems: readonly Problem[];
}

/** What is tested, and how. */
export interface Setting {
  readonly format: InputFormat;
  readonly trusted: boolean;
  /** Each reading takes a process of its own. */
  readonly isCostly?: boolean;
  /** Milliseconds after which a reading is taken to hang. */
  readonly patience?: number;
}

/** The bytes of a file; a folder has none of its own. */
export function bytesOf(input: Example["input"]): Uint8Array<ArrayBuffer> | undefined {
  if (typeof input === "string") return encode(input);
  return input instanceof Uint8Array ? input : undefined;
}

/** Imports an example into memory. */
export async function outcomeOf(
  example: Example,
  setting: Setting,
  feeding: Feeding,
): Promise<Outcome> {
  const sink = memorySink();
  const input = await inputOf(example, feeding);
  const report = await importTasks({ ...requestOf(example, setting), input, sink });
  const tasks = sink.text().split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
  const { problems, notes, bad, complete } = report;
  return { tasks, problems, notes, bad, complete };
}
