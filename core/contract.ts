/**
 * The contract between a format and everything else: types and their meaning, no code.
 * A format is a plain object; `defineFormat` infers its types.
 */
import type { z } from "zod";

/** A place in a source, as far as it is known. */
export interface Position {
  readonly file?: string;
  /** The record's number in its file, from 1. */
  readonly record?: number;
  /** From 1. */
  readonly line?: number;
  /** In characters (Unicode code points), from 1. */
  readonly column?: number;
  /** In bytes, from 0. */
  readonly offset?: number;
  /** The value within the record, as a JSON Pointer (RFC 6901): "/data/text". */
  readonly pointer?: string;
}

/** One thing to label, in Label Studio's basic format. */
export interface Task {
  readonly data: Readonly<Record<string, unknown>>;
  /** 0 to 2^53 - 1. */
  readonly id?: number;
  /** Objects, each with a `result` array. */
  readonly completions?: readonly unknown[];
  /** Objects, each with a `result` array and, if known, a number `score`. */
  readonly predictions?: readonly unknown[];
  readonly meta?: Readonly<Record<string, unknown>>;
}

/**
 * Tasks as bytes: JSON Lines in UTF-8, one task a line, every line ended by `\n`.
 * The buffer is the reader's until it asks for the next item; to keep it longer, it copies.
 */
export interface TaskBatch {
  readonly bytes: Uint8Array;
  /** How many tasks `bytes` holds. */
  readonly count: number;
  readonly origin?: BatchOrigin;
  /**
   * `context.rules` have been applied to these tasks, and what this requires was checked.
   * Believed of built-in formats only; of any other it is ignored.
   */
  readonly normalized?: Normalized;
}

/** What a batch's tasks carry beside their data, and what their data is made of. */
export interface Normalized {
  readonly completions: number;
  readonly predictions: number;
  /** The keys of `data` in this source so far, in the order of their appearance; the first 1,000 of them. */
  readonly columns: readonly string[];
  /** With `rules.idsApart`, where a task of the batch has one: each task's id, or -1. At least `count` long. */
  readonly ids?: Float64Array;
}

/** Where a batch came from. Without `places`, its records follow each other in their file without a gap. */
export interface BatchOrigin {
  readonly file?: string;
  /** The first task's record number, from 1. */
  readonly record: number;
  /** The first task's line, from 1. */
  readonly line?: number;
  /** Each task's line less the first's; at least `count` long. Absent: one line a task. */
  readonly lines?: Uint32Array;
  /** Each task's own place, where one rule does not give them all. */
  readonly places?: readonly Position[];
}

/** What it takes to read a record without the rest of its file. */
export interface RecordAlone {
  /** The format that read it. */
  readonly format?: string;
  /** The format's options. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** What stands before it: a table's header. */
  readonly before?: string;
  /** The key of data that its one value fills. */
  readonly key?: string;
}

/** A record that cannot be read or taken. What follows it may be good. */
export interface BadRecord {
  /** What is wrong: "5 cells, but the header has 4". */
  readonly error: string;
  /** What would be right: "quote a cell that holds a comma". */
  readonly hint?: string;
  /** Which kind of problem it is, for programs: "json", "csv", "encoding", "task", "label-config", "too-large". */
  readonly code?: string;
  readonly at?: Position;
  /** The record's own bytes, for the rejects file. The reader's until it asks for the next item. */
  readonly raw?: Uint8Array;
  /** What else it takes to read it again, once it has been mended. */
  readonly alone?: RecordAlone;
}

/** Something worth telling that is no error: blank lines passed over, the delimiter found. */
export interface Note {
  readonly note: string;
  /** How many times; equal notes are added up. */
  readonly count?: number;
  /** Where it is so for the first time. */
  readonly at?: Position;
  /** Which kind of note it is, for programs. */
  readonly code?: string;
}

/** What a format yields, told apart by the member that each must have: `data`, `bytes`, `error` or `note`. */
export type Item = (Task & { readonly at?: Position }) | TaskBatch | BadRecord | Note;

/** A file on this machine's disk. */
export interface DiskPlace {
  readonly path: string;
  /** Opens it, to be read at any place. */
  open(): DiskReader;
  /** Told how many bytes others have read of it, or, below zero, how many will be read again. */
  onRead?(count: number): void;
}

/** A file of the disk that is open. */
export interface DiskReader {
  /** Reads to `bytes`, as much as there is; returns how much that was. */
  readAt(bytes: Uint8Array, offset: number): number;
  close(): void;
}

/** A named stream of bytes. Every web `File` is one. */
export interface FileSource {
  /** As the user gave it; in a folder the path inside it, with "/". */
  readonly name: string;
  /** In bytes, where it is known before reading. */
  readonly size?: number;
  /** Where a browser fetches the bytes, when there is such a place. */
  readonly url?: string | undefined;
  /** Bytes of the file before those of `stream`, such as a byte order mark; known once it has been read from. */
  readonly skipped?: number;
  /** Opens the bytes from the start, each time. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** A part of the bytes, where the source can seek. */
  slice?(start: number, end?: number): { stream(): ReadableStream<Uint8Array<ArrayBuffer>> };
  /** Where its bytes, those of `skipped` included, lie on this machine's disk: for threads that open it themselves. */
  readonly disk?: DiskPlace | undefined;
}

/** A folder of files, at any depth. */
export interface FolderSource {
  readonly name: string;
  /** All files, sub-folders included, sorted by name. */
  files(): AsyncIterable<FileSource>;
  /** One of them, for a format whose records point at files. */
  file(name: string): Promise<FileSource | undefined>;
  /** What could not be looked at so far, such as a folder without permission. Core tells it. */
  readonly faults?: readonly BadRecord[];
}

/** What each kind of format is given to read. */
export interface SourceOf {
  file: FileSource;
  folder: FolderSource;
}
export type SourceKind = keyof SourceOf;

/** What is known before reading: a name, the first bytes of a file, some names of a folder. */
export interface Peek {
  readonly name: string;
  /** Up to 64 KiB, decompressed, without a BOM. */
  readonly head: Uint8Array;
  /** Whether `head` is all there is. */
  readonly whole: boolean;
  readonly files?: readonly string[];
}

/** A format's answer to "is this yours?". */
export interface Verdict {
  /** sure: nothing else can be meant. maybe: it can be read so. no: it cannot. */
  readonly fit: "sure" | "maybe" | "no";
  /** "2 of 3 lines are JSON objects", for the person who asks why. */
  readonly why: string;
}

/** The kinds of value that JSON has. */
export type ValueKind = "string" | "number" | "boolean" | "null" | "object" | "array";

/** Where a tag of the label config begins: line and column, from 1. */
export interface TagPlace {
  readonly line?: number;
  readonly column?: number;
}

/** A tag of the label config that shows a value of the task's data: `<Text name="message" value="$text"/>`. */
export interface ObjectTag extends TagPlace {
  readonly tag: string;
  readonly name: string;
  /** The key of `data` that it shows: "text". */
  readonly key: string;
  /** What it can show. */
  readonly kinds: readonly ValueKind[];
  /** Set where it shows the value as it is, with nothing beside it. */
  readonly isWhole?: true;
  /** Set where the value is a URL of what it shows. */
  readonly isUrl?: true;
  /** Set where it decodes the value first. */
  readonly base64?: true;
}

/** A tag of the label config that annotates: `<Choices name="mood" toName="message">`. */
export interface ControlTag extends TagPlace {
  readonly tag: string;
  readonly name: string;
  /** The name of the object tag that it annotates; the first of several. */
  readonly to: string;
  /** All of them. */
  readonly tos?: readonly string[];
  /** Its labels or choices, by alias where they have one. */
  readonly labels: readonly string[];
  /** The same, each behind those that it lies in: what a taxonomy is made of. */
  readonly paths?: readonly (readonly string[])[];
  /** Set where the data bring the labels or choices. */
  readonly isDynamic?: true;
  /** Set where one choice is all there may be. */
  readonly isSingle?: true;
  /** The bounds of a rating or a number. */
  readonly min?: number;
  readonly max?: number;
}

/** The label config as plain data, so that it crosses any border. */
export interface LabelConfig {
  readonly objects: readonly ObjectTag[];
  readonly controls: readonly ControlTag[];
}

/** What is done to every task, whatever its format. Plain data. */
export interface TaskRules {
  /** Renames of top-level keys of `data`: old name, new name. */
  readonly map: readonly (readonly [old: string, renamed: string])[];
  /** Writes file, record and line to `meta.source`. */
  readonly provenance: boolean;
  /** The name under which completions are written: Label Studio 1.0 and later reads `annotations`. */
  readonly completionsAs: "completions" | "annotations";
  /** Ids are given beside the tasks (`ids` of a batch) and not in them: for a store that numbers its tasks. */
  readonly idsApart?: boolean;
  /** What the label config shows: each task must have these keys, in a kind that the tag takes. */
  readonly needs?: readonly ObjectTag[];
  /** The label config: completions and predictions are checked against it. */
  readonly config?: LabelConfig;
}

/** What a format is told beside its source. */
export interface ReadContext<Options = Record<never, never>> {
  readonly options: Options;
  /** The key of `data` that a format with one value a task fills. */
  readonly key: string;
  readonly config?: LabelConfig;
  /** Core applies them to every task; a built-in format that has done so marks its batches `normalized`. */
  readonly rules: TaskRules;
  /** The largest record, in bytes; one past it is an error. */
  readonly maxRecord: number;
  /** Aborted when the result is no longer wanted. */
  readonly signal: AbortSignal;
}

/**
 * A format: what it is called, what it takes, and how to read it.
 *
 * `read` yields tasks (or batches, problems, notes) in the order of the source. Returning ends the
 * import well; throwing means that the rest cannot be read; an item with `error` means this record only.
 */
export interface InputFormat<
  Kind extends SourceKind = SourceKind,
  Options extends z.ZodObject = z.ZodObject,
> {
  /** What `--input-format` takes: "csv", "image-dir". */
  readonly name: string;
  /** For people: "CSV / TSV table". */
  readonly title: string;
  readonly reads: Kind;
  /** Lower case, with the dot. */
  readonly extensions: readonly string[];
  /** What an HTTP body may say: "text/csv". */
  readonly mediaTypes?: readonly string[];
  /** One declaration gives types, flags, the web form and the API. */
  readonly options?: Options;
  /** Set by a format with one value a task: the key that it fills when nothing else names one. */
  readonly key?: string;
  /** It reads UTF-8 text: core takes the BOM away and decodes other encodings first. */
  readonly text?: true;
  /** It needs `slice`: core spools a source that has none. */
  readonly seeks?: true;
  /**
   * For built-in formats, whose kernels can share a large file: the URL of the module that other threads run to read
   * parts of it. Whoever writes a format leaves it out; of one that core does not trust it is ignored.
   */
  readonly thread?: string;
  /** Looks before reading. Without it the extension decides. */
  detect?(peek: Peek): Verdict | Promise<Verdict>;
  read(source: SourceOf[Kind], context: ReadContext<z.output<Options>>): AsyncIterable<Item>;
}
