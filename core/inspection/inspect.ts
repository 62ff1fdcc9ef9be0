import type { FileSource, FolderSource, InputFormat, LabelConfig, Note, TaskRules } from "../contract.ts";
import { encodingOf } from "../encoding.ts";
import { detect, type Judgement } from "../detect.ts";
import type { ImportReport } from "../import_report.ts";
import { importTasks } from "../import_tasks.ts";
import { SampleEnd } from "../problem.ts";
import type { Registry } from "../registry.ts";
import type { Threads } from "../threads/threads.ts";
import { asText, type OpenedFolder, type OpenedSource, openSource } from "../source.ts";
import type { ColumnProfile } from "./column_profile.ts";
import { mediaNotes } from "./media.ts";
import { type KeyMatch, matchKeys, Survey } from "./survey.ts";

/** So much of a file is looked at. In bytes. */
export const SAMPLE_SIZE = 1 << 20;

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
  /** What the other formats said. */
  readonly others: readonly Judgement[];
  /** How its text is encoded; absent where it is no text file. */
  readonly encoding?: string;
  /** The keys of data, with what their values are. */
  readonly profiles: readonly ColumnProfile[];
  /** Which column brings each key that the label config needs; empty without one. */
  readonly keys: readonly KeyMatch[];
  /** Media that would not load. */
  readonly media: readonly Note[];
  /** Tasks that are there a second time, byte for byte. */
  readonly duplicates: number;
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
  /** They share a large file on the disk, where all of it is looked at. */
  readonly threads?: Threads;
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
export async function inspect({ file, ...request }: InspectRequest): Promise<Inspection> {
  const packed = await held(firstPart(file));
  let isCut = () => false;
  const open = async (): Promise<OpenedSource> => {
    const opened = await openSource(packed.source, request.signal);
    // What was compressed may be any number of times as large.
    const unpacked = firstPart(opened.source);
    isCut = unpacked.isCut;
    return { ...opened, source: unpacked.source };
  };
  const inspection = await inspectInput({ ...request, input: await open(), reopen: open });
  return { ...inspection, name: file.name, cut: packed.isCut() || isCut() };
}

/** `inspect` for the whole of an input that has been opened: a file or a folder. */
export async function inspectInput(
  { registry, input, format: chosen, reopen, ...rest }: Omit<InspectRequest, "file"> & {
    readonly input: OpenedSource | OpenedFolder;
    /** Opens the input once more, where it is read once. */
    readonly reopen?: () => Promise<OpenedSource>;
  },
): Promise<Inspection> {
  const isFolder = "files" in input.source;
  const peek = isFolder ? input.peek : asText(input as OpenedSource, rest.encoding).peek;
  const { format, why, others } = chosen === undefined
    ? await detect(registry, peek)
    : { format: chosen, why: "it was chosen", others: [] };
  const survey = new Survey();
  const report = await importTasks({ ...rest, registry, input, format, sink: survey, onError: "skip" });
  const { config, ...bare } = rest;
  let profiles = survey.profiles(isTable(format));
  if (profiles.length === 0 && config !== undefined && !isFolder) {
    // The config refuses all of it: what there is shows what it could be matched with.
    const again = new Survey();
    const anew = await reopen?.() ?? input;
    await importTasks({ ...bare, registry, input: anew, format, sink: again, onError: "skip" }).catch(
      () => {},
    );
    profiles = again.profiles(isTable(format));
  }
  const columns = profiles.map(({ name }) => name);
  return {
    name: input.source.name,
    format,
    why,
    others,
    cut: false,
    tasks: survey.tasks,
    report,
    ...(format.text && !isFolder && { encoding: encodingOf(input.peek.head, rest.encoding) }),
    profiles,
    keys: config === undefined ? [] : matchKeys(config, columns),
    media: isFolder ? await mediaNotes(input.source as FolderSource) : [],
    duplicates: survey.duplicates,
  };
}

/** Whether its values are cells, which Label Studio reads as numbers where it can. */
function isTable({ mediaTypes = [] }: InputFormat): boolean {
  return mediaTypes.includes("text/csv");
}

/** The same, kept: what was sent comes once, and is read several times. */
async function held({ source, isCut }: Part): Promise<Part> {
  const kept: Uint8Array<ArrayBuffer>[] = [];
  try {
    for await (const part of source.stream()) kept.push(part.slice());
  } catch (error) {
    if (!(error instanceof SampleEnd)) throw error;
  }
  const stream = () => {
    let at = 0;
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        if (at < kept.length) controller.enqueue(kept[at++]!.slice());
        else if (isCut()) controller.error(new SampleEnd());
        else controller.close();
      },
    }, { highWaterMark: 0 });
  };
  return { source: { name: source.name, stream }, isCut };
}

interface Part {
  readonly source: FileSource;
  /** Whether there is more. */
  isCut(): boolean;
}

/** The first bytes of a file, which end in a way of their own where there may be more. */
function firstPart(file: FileSource): Part {
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
