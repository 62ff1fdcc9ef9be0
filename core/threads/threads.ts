import type { Board } from "./board.ts";
import type { PartFile, Plan } from "./part_reader.ts";

/** What a thread is to do. */
export interface Order {
  readonly round: number;
  /** Orders of one number are for one file and one kernel. */
  readonly job: number;
  readonly board: SharedArrayBuffer;
  readonly thread: number;
  /** Of the part that its module makes. */
  readonly options: unknown;
  /** What has been compiled of its kernels. */
  readonly modules: ReadonlyMap<string, WebAssembly.Module>;
  readonly input: string;
  readonly output?: string | undefined;
  readonly plan: Plan;
}

/** Another thread, with a format's module. */
export interface Helper {
  readonly thread: number;
  /** Whether it has ended, for whatever reason. */
  readonly hasEnded: boolean;
  give(order: Order): void;
}

/** Threads that have what one format needs to read parts of a file. */
export interface Crew {
  readonly board: Board;
  readonly helpers: readonly Helper[];
}

/** Threads that share large files; the disk gives them (`openThreads`). */
export interface Threads {
  /** How many work on a file, this one included. */
  readonly count: number;
  /** In bytes. */
  readonly partSize: number;
  /** A file, or what is left of it, of fewer bytes is read by one thread. */
  readonly smallest: number;
  /** So many of them for a format whose threads run this module. */
  crew(module: string, helpers: number): Crew;
  open(path: string, how: "read" | "write"): PartFile;
}

/** Where threads write tasks themselves: a file. */
export interface SharedOutput {
  readonly path: string;
  /** Where the next bytes go. */
  readonly offset: number;
  /** Goes on at this place; behind it nothing is left. */
  continueAt(offset: number): void;
}
