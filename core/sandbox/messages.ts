/** What Labelport and a plugin's process say to each other. All of it is plain JSON, beside bytes. */
import type { FormatDescription } from "../describe.ts";
import type {
  BatchOrigin,
  LabelConfig,
  Position,
  RecordAlone,
  SourceKind,
  TaskRules,
  Verdict,
} from "../contract.ts";

/** An error, as it crosses the border. */
export interface Fault {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly code?: string | undefined;
  readonly at?: Position;
  /** Set for one of how something was asked for, rather than of the data. */
  readonly isUsage?: true;
}

/** What a plugin's process is asked to do: the first thing that it is told, and the only one of its kind. */
export type Work =
  | { readonly t: "describe" }
  | {
    readonly t: "detect";
    readonly name: string;
    readonly whole: boolean;
    readonly files?: readonly string[] | undefined;
  }
  | {
    readonly t: "read";
    readonly source: SourceInfo;
    readonly options: Readonly<Record<string, unknown>>;
    readonly key: string;
    readonly config?: LabelConfig | undefined;
    readonly rules: TaskRules;
    readonly maxRecord: number;
  };

/** What is known of a source before it is read. */
export interface SourceInfo extends FileInfo {
  readonly kind: SourceKind;
}

/** What is known of a file before it is read. */
export interface FileInfo {
  readonly name: string;
  readonly size?: number | undefined;
  readonly url?: string | undefined;
  /** Whether parts of it can be read. */
  readonly seeks?: boolean;
}

/** What a plugin's process is told after that. */
export type Told =
  /** Bytes of a stream, beside it. */
  | {
    readonly t: "chunk";
    readonly stream: number;
    readonly isEnd?: true;
    readonly skipped?: number;
    readonly fault?: Fault;
  }
  /** To what it has asked for last. */
  | { readonly t: "answer"; readonly value?: unknown; readonly fault?: Fault };

/** What a plugin's process asks for. Files are numbers: 0 is the one that it reads. */
export type Asked =
  /** Opens a stream, and asks for its first bytes. */
  | {
    readonly t: "open";
    readonly stream: number;
    readonly file: number;
    readonly start?: number;
    readonly end?: number | undefined;
  }
  | { readonly t: "pull"; readonly stream: number }
  | { readonly t: "cancel"; readonly stream: number }
  /** More of the folder's names: answered by `ListedFile[]`, at the end by none. */
  | { readonly t: "list"; readonly listing: number }
  /** One of the folder's files: answered by a `ListedFile`, or nothing. */
  | { readonly t: "file"; readonly name: string }
  | { readonly t: "get"; readonly file: number; readonly what: "size" | "url" }
  /** How many of the folder's parts could not be looked at. */
  | { readonly t: "faults" };

/** A file of a folder. */
export interface ListedFile {
  readonly file: number;
  readonly name: string;
  /** What else it takes to stand for the file; `size` and `url` are asked for. */
  readonly seeks: boolean;
}

/** What a plugin's process gives. */
export type Given =
  | { readonly t: "described"; readonly format: DescribedFormat }
  | ({ readonly t: "verdict" } & Verdict)
  /** Tasks that were objects: JSON Lines of `size` bytes, then for each of `columns` a float64 a task, or NaN. */
  | {
    readonly t: "tasks";
    readonly count: number;
    readonly size: number;
    readonly columns: readonly PlaceColumn[];
    /** The file of each task, where it is not that of the one before. */
    readonly files: readonly (readonly [task: number, file: string])[];
  }
  /** A batch of the format's: JSON Lines of `size` bytes, then where `lines` is set a uint32 a task. */
  | {
    readonly t: "batch";
    readonly count: number;
    readonly size: number;
    readonly origin?: Omit<BatchOrigin, "lines"> | undefined;
    readonly lines: boolean;
  }
  /** A record that is bad, with its own bytes. */
  | {
    readonly t: "bad";
    readonly error: string;
    readonly hint?: string | undefined;
    readonly code?: string | undefined;
    readonly at?: Position | undefined;
    readonly alone?: RecordAlone | undefined;
    /** It was a task that JSON cannot hold, and has the next number where it names none. */
    readonly isTask?: true;
    readonly hasRaw?: true;
  }
  | {
    readonly t: "note";
    readonly note: string;
    readonly count?: number | undefined;
    readonly at?: Position | undefined;
    readonly code?: string | undefined;
  }
  | { readonly t: "done" }
  | { readonly t: "thrown"; readonly fault: Fault };

/** The numbers of a place. */
export const PLACE_COLUMNS = ["record", "line", "column", "offset"] as const;
export type PlaceColumn = typeof PLACE_COLUMNS[number];

/** A format's own words of itself, with what is not in its description. */
export interface DescribedFormat extends FormatDescription {
  readonly text: boolean;
  readonly seeks: boolean;
  readonly detects: boolean;
}

/** What a process of Labelport's ends with on standard error when it has taken too much memory. */
export const TOO_MUCH_MEMORY = "labelport: the memory limit was passed";

/** The largest batch that a plugin may give at once, in bytes, or the largest record where that is larger. */
export const MAX_BATCH = 2 ** 24;
