import type { FileSource, TaskBatch } from "../contract.ts";
import { compiledModules } from "../wasm_modules.ts";
import { type Board, MOST_HANDED_OVER } from "./board.ts";
import type { Sharing, SharingKernel } from "./part.ts";
import { accountOf, PartReader, type Plan } from "./part_reader.ts";
import type { Crew, Helper, SharedOutput, Threads } from "./threads.ts";

/** What core adds to the context of a format whose files can be shared. */
export interface SharedContext {
  readonly threads: Threads;
  /** The module that the format's threads run. */
  readonly module: string;
  /** Where tasks go now: a file, through this thread, or nowhere, since they are only counted. */
  output(): SharedOutput | "give" | "count";
}

/** Bytes that a thread should have to read at least, or it costs more than it helps. */
const SHARE = 1 << 23;
/** So many parts in a row without a fault, and the next fault is taken for a single one. */
const GOOD_RUN = 64;
/** After a fault one thread reads on alone for a part; for twice as much after another one soon, up to so many parts. */
const LONGEST_PAUSE = 256;
/** Milliseconds of waiting after which this thread hears what has become of the others. */
const LISTEN = 50;

/** Parts whose tasks are told at once, where they are only counted. */
const TOLD = 16;

const NOTHING = new Uint8Array(0);
let jobs = 0;

/** The reading of one file by several threads, this one included. */
export class SharedReading {
  readonly #file: FileSource & { readonly disk: NonNullable<FileSource["disk"]> };
  readonly #end: number;
  readonly #context: SharedContext;
  readonly #signal: AbortSignal;
  #crew: Crew | undefined;
  /** Where it may be shared (again). */
  #from = 0;
  /** In parts. */
  #pause = 1;
  #given = NOTHING;

  /** The reading of a file that can be shared, or nothing. */
  static of(file: FileSource, context: SharedContext | undefined, signal: AbortSignal) {
    const { disk, size, skipped = 0 } = file;
    if (context === undefined || disk === undefined || size === undefined) return undefined;
    if (context.threads.count < 2) return undefined;
    return new SharedReading({ file: { ...file, disk }, end: size + skipped, context, signal });
  }

  private constructor(
    { file, end, context, signal }: {
      readonly file: FileSource & { readonly disk: NonNullable<FileSource["disk"]> };
      readonly end: number;
      readonly context: SharedContext;
      readonly signal: AbortSignal;
    },
  ) {
    this.#file = file;
    this.#end = end;
    this.#context = context;
    this.#signal = signal;
    // They get ready while this thread reads how the file begins.
    if (this.isWanted(0)) this.#crew = this.#crewFor(end);
  }

  /** The threads for so many bytes. */
  #crewFor(bytes: number): Crew {
    const { threads, module } = this.#context;
    const wanted = Math.min(threads.count, Math.ceil(bytes / SHARE));
    return threads.crew(module, Math.max(1, wanted - 1));
  }

  get partSize(): number {
    return this.#context.threads.partSize;
  }

  /** Whether what begins here is worth sharing. */
  isWanted(offset: number): boolean {
    return offset >= this.#from && this.#end - offset >= this.#context.threads.smallest;
  }

  /**
   * Reads on behind `kernel`, as far as parts can be read side by side, which the kernel then has passed. `ratio`:
   * bytes of tasks that a byte of input makes.
   */
  async *read(kernel: SharingKernel, sharing: Sharing, ratio: number): AsyncGenerator<TaskBatch> {
    const output = this.#context.output();
    const plan = this.#plan(kernel.offset, { output, ratio });
    this.#from = Infinity;
    if (plan.parts < 2) return;
    const crew = this.#crew ??= this.#crewFor(this.#end - plan.from);
    const helpers = crew.helpers.filter((helper) => !helper.hasEnded);
    if (helpers.length === 0) return;
    const target = typeof output === "string" ? undefined : output;
    const own = this.#ownReader(crew.board, sharing, { plan, target });
    if (own === undefined) return;

    // What others have made of an earlier kernel may guess otherwise.
    const job = jobs++;
    const round = crew.board.begin(target?.offset ?? 0);
    const { path } = this.#file.disk;
    for (const helper of helpers) {
      helper.give({
        ...{ round, plan, job, board: crew.board.buffer, thread: helper.thread },
        ...{ options: sharing.options, modules: compiledModules(), input: path, output: target?.path },
      });
    }
    const at = { next: 0, output: target?.offset ?? 0 };
    try {
      yield* this.#parts(kernel, { board: crew.board, own, plan, helpers, at });
    } finally {
      crew.board.stop();
      own.close();
      await rest(crew.board, helpers);
      // What was written of parts that do not count is written again.
      target?.continueAt(at.output);
    }
    if (at.next === plan.parts) return;
    if (at.next >= GOOD_RUN) this.#pause = 1;
    this.#from = kernel.offset + this.#pause * plan.size;
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
  }

  /** Works on parts, and gives all that are ready, in order, until the last or the first that could not be read. */
  async *#parts(
    kernel: SharingKernel,
    { board, own, plan, helpers, at }: {
      readonly board: Board;
      readonly own: PartReader;
      readonly plan: Plan;
      readonly helpers: readonly Helper[];
      readonly at: { next: number; output: number };
    },
  ): AsyncGenerator<TaskBatch> {
    let heard = performance.now();
    const untold = new Untold();
    while (at.next < plan.parts) {
      this.#signal.throwIfAborted();
      const slot = board.slotOf(at.next);
      if (slot !== undefined) {
        const taken = slot < 0 ? undefined : this.#taken(kernel, { board, slot, plan });
        if (taken === undefined) break;
        const { batch, size } = taken;
        at.next++;
        at.output += size;
        if (plan.tasks !== "give") untold.add(batch);
        else if (batch.count > 0) yield batch;
        if (untold.parts === TOLD) yield untold.take();
        heard = performance.now();
      } else if (!(own.waits ? own.tryEnd() : own.begin())) {
        board.awaitPart(at.next);
        if (performance.now() - heard > LISTEN) {
          await new Promise<void>((resolve) => setTimeout(resolve, 0));
          // A part that nobody reads any more will not come.
          if (helpers.some(({ hasEnded }) => hasEnded)) break;
          heard = performance.now();
        }
      }
    }
    if (untold.parts > 0) yield untold.take();
  }

  /** The tasks of a part that is ready: the kernel goes on behind it. */
  #taken(
    kernel: SharingKernel,
    { board, slot, plan }: { readonly board: Board; readonly slot: number; readonly plan: Plan },
  ): { readonly batch: TaskBatch; readonly size: number } | undefined {
    const result = board.resultIn(slot);
    const { count, size } = result;
    const { begin, end, completions, predictions, passed } = accountOf(result);
    // What its reader took for a beginning is proved only now.
    if (begin !== kernel.offset) return undefined;
    const { record, line } = kernel.next();
    const tasks = plan.tasks === "give" ? this.#copied(board.tasksIn(slot)) : undefined;
    board.free(slot);
    this.#file.disk.onRead?.(end - kernel.offset);
    kernel.absorb(passed);
    kernel.offset = end;
    const { columns } = kernel.output;
    return {
      size,
      batch: {
        bytes: tasks?.bytes ?? NOTHING,
        count,
        ...(tasks && { origin: { record, line: line + tasks.first, lines: tasks.lines } }),
        normalized: { completions, predictions, columns, ...(tasks?.ids && { ids: tasks.ids }) },
      },
    };
  }

  /** What lies in shared memory, in memory of this thread's own, which the next is copied to. */
  #copied({ bytes, lines, ids }: ReturnType<Board["tasksIn"]>) {
    if (this.#given.length < bytes.length) this.#given = new Uint8Array(MOST_HANDED_OVER);
    this.#given.set(bytes);
    const own = lines.slice();
    const first = own[0] ?? 0;
    if (first > 0) { for (let n = 0; n < own.length; n++) own[n]! -= first; }
    return { bytes: this.#given.subarray(0, bytes.length), lines: own, first, ids: ids?.slice() };
  }

  #plan(
    from: number,
    { output, ratio }: { readonly output: SharedOutput | "give" | "count"; readonly ratio: number },
  ): Plan {
    const tasks = typeof output === "string" ? output : "write";
    // Of what makes very much of little, parts are smaller: what they make has to fit.
    const size = Math.floor(Math.min(this.#context.threads.partSize, MOST_HANDED_OVER / 2 / ratio));
    // The end of the file is left to the thread that reads alone.
    const parts = Math.max(0, Math.floor((this.#end - from - 1) / size));
    return { from, size, parts, tasks };
  }

  #ownReader(
    board: Board,
    sharing: Sharing,
    { plan, target }: { readonly plan: Plan; readonly target: SharedOutput | undefined },
  ): PartReader | undefined {
    const { threads } = this.#context;
    try {
      const input = threads.open(this.#file.disk.path, "read");
      const output = target && threads.open(target.path, "write");
      return new PartReader(sharing.part(), { board, thread: 0, input, output, plan });
    } catch {
      // Whoever reads alone says why it cannot be opened.
      return undefined;
    }
  }
}

/** Tasks that are where they belong already: of them there are only counts to tell, those of several parts at once. */
class Untold {
  parts = 0;
  #count = 0;
  #completions = 0;
  #predictions = 0;
  #columns: readonly string[] = [];

  add({ count, normalized }: TaskBatch): void {
    const { completions, predictions, columns } = normalized!;
    this.parts++;
    this.#count += count;
    this.#completions += completions;
    this.#predictions += predictions;
    this.#columns = columns;
  }

  take(): TaskBatch {
    const normalized = {
      completions: this.#completions,
      predictions: this.#predictions,
      columns: this.#columns,
    };
    const batch = { bytes: NOTHING, count: this.#count, normalized };
    this.parts =
      this.#count =
      this.#completions =
      this.#predictions =
        0;
    return batch;
  }
}

/** Waits until nobody is at work. */
async function rest(board: Board, helpers: readonly Helper[]): Promise<void> {
  for (const helper of helpers) {
    for (let looks = 1; board.isActive(helper.thread) && !helper.hasEnded; looks++) {
      board.awaitRest(helper.thread);
      if (looks % 4 === 0) await new Promise<void>((resolve) => setTimeout(resolve, 0));
    }
  }
}
