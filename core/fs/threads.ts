import { Board, MOST_THREADS } from "../threads/board.ts";
import type { Crew, Helper, Order, Threads } from "../threads/threads.ts";
import { openPartFile } from "./part_file.ts";

/** Unless told otherwise: the most threads that still help. */
const ENOUGH = 8;
/** Bytes of a part: large enough that nobody waits, small enough that it stays in the processor's cache. */
const PART = 1 << 19;
/** From this size on starting a thread costs less than it saves. */
const SMALLEST = 1 << 24;

/** Threads of this machine, which end when they are disposed of. */
export interface OpenedThreads extends Threads, Disposable {}

/**
 * So many threads for large files, this one included: all cores unless told otherwise, but no more than help. They
 * are started when a file is large enough to be shared.
 */
export function openThreads(
  count: number = Math.min(navigator.hardwareConcurrency, ENOUGH),
  { partSize = PART, smallest = SMALLEST }: { readonly partSize?: number; readonly smallest?: number } = {},
): OpenedThreads {
  const crews = new Map<string, { readonly board: Board; readonly helpers: WorkerHelper[] }>();
  return {
    count: Math.min(count, MOST_THREADS),
    partSize,
    smallest,
    open: openPartFile,
    crew(module: string, wanted: number): Crew {
      const crew = crews.get(module) ?? { board: Board.for(Math.min(count, MOST_THREADS)), helpers: [] };
      crews.set(module, crew);
      while (crew.helpers.length < wanted) {
        const helper = WorkerHelper.start(module, crew.helpers.length + 1);
        if (helper === undefined) break;
        crew.helpers.push(helper);
      }
      return { board: crew.board, helpers: crew.helpers.slice(0, wanted) };
    },
    [Symbol.dispose]() {
      for (const { helpers } of crews.values()) for (const helper of helpers) helper.end();
      crews.clear();
    },
  };
}

class WorkerHelper implements Helper {
  readonly thread: number;
  hasEnded = false;
  readonly #worker: Worker;

  /** Starts one; nothing where this program may not. */
  static start(module: string, thread: number): WorkerHelper | undefined {
    // Without permission to read the module a terminal would be asked for it, in the middle of an import.
    const { protocol } = new URL(module);
    if (protocol === "file:") {
      const { state } = Deno.permissions.querySync({ name: "read", path: new URL(module) });
      if (state !== "granted") return undefined;
    }
    try {
      return new WorkerHelper(new Worker(module, { type: "module" }), thread);
    } catch {
      return undefined;
    }
  }

  private constructor(worker: Worker, thread: number) {
    this.thread = thread;
    this.#worker = worker;
    const failed = (event: Event) => {
      // It is missed, and nothing else: what it had begun is read again.
      event.preventDefault();
      this.hasEnded = true;
    };
    worker.addEventListener("error", failed);
    worker.addEventListener("messageerror", failed);
  }

  give(order: Order): void {
    this.#worker.postMessage(order);
  }

  end(): void {
    this.hasEnded = true;
    this.#worker.terminate();
  }
}
