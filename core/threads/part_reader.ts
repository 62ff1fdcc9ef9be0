import type { DiskReader, TaskBatch } from "../contract.ts";
import { BEHIND, WASM_INPUT } from "../kernel_memory.ts";
import { isUtf8 } from "../utf8.ts";
import type { Board, PartResult } from "./board.ts";
import type { Part, Passed } from "./part.ts";

/** A file that is read, or written, at any place. */
export interface PartFile extends DiskReader {
  writeAt(bytes: Uint8Array, offset: number): void;
}

/** What is shared: the same for all threads. */
export interface Plan {
  /** Where the first part begins: with a record. */
  readonly from: number;
  /** Bytes of a part; it ends with the record that goes on behind them. */
  readonly size: number;
  /** How many parts there are. The file goes on behind the last of them. */
  readonly parts: number;
  /** write: each thread writes its tasks. give: they go through shared memory. count: nobody wants them. */
  readonly tasks: "write" | "give" | "count";
}

/** A part that has been read. */
interface ReadPart {
  readonly number: number;
  readonly batches: readonly TaskBatch[];
  readonly numbers: readonly number[];
  readonly text: string;
  readonly count: number;
  readonly size: number;
}

/** Bytes behind a part that are read with it: mostly its last record ends there. */
const OVERLAP = 1 << 12;
/** So many bytes of tasks a part may make: of more, one thread alone takes care. */
const MOST_TASKS = 1 << 24;

/**
 * A thread's share of a file: takes the next part, reads it from its own handle, makes tasks of it, and waits for
 * nothing but the place where it writes them.
 */
export class PartReader {
  readonly #part: Part;
  readonly #board: Board;
  readonly #thread: number;
  readonly #input: PartFile;
  readonly #output: PartFile | undefined;
  readonly #plan: Plan;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  /** Read, but not where the others see it. */
  #waiting: ReadPart | undefined;

  constructor(
    part: Part,
    { board, thread, input, output, plan }: {
      readonly board: Board;
      readonly thread: number;
      readonly input: PartFile;
      readonly output: PartFile | undefined;
      readonly plan: Plan;
    },
  ) {
    this.#part = part;
    this.#board = board;
    this.#thread = thread;
    this.#input = input;
    this.#output = output;
    this.#plan = plan;
    this.#bytes = part.kernel.input ?? new Uint8Array(WASM_INPUT + BEHIND);
  }

  /** Reads parts until there are no more, or no more are wanted. */
  readAll(): void {
    while (this.begin()) {
      if (this.#plan.tasks === "write" && !this.#board.awaitTurn(this.#waiting!.number)) return;
      const slot = this.#board.awaitSlot(this.#thread);
      if (slot < 0 || !this.#end(slot)) return;
    }
  }

  /** Whether it has read a part that waits to be written or taken. */
  get waits(): boolean {
    return this.#waiting !== undefined;
  }

  /** Takes and reads the next part; false where there is none, or where it cannot be read so. */
  begin(): boolean {
    if (this.#board.isStopped) return false;
    const number = this.#board.claim();
    if (number >= this.#plan.parts) return false;
    try {
      this.#waiting = this.#read(number);
    } catch {
      // Whatever it is, the thread that reads on alone will meet it and say so.
      this.#waiting = undefined;
    }
    if (this.#waiting === undefined) this.#giveUp(number);
    return this.#waiting !== undefined;
  }

  /** Ends the part that waits, if it can without waiting for anybody for longer than a moment. */
  tryEnd(): boolean {
    const { number } = this.#waiting!;
    if (this.#plan.tasks === "write" && !this.#board.awaitTurn(number, true)) return false;
    const slot = this.#board.freeSlot(this.#thread);
    if (slot < 0) return false;
    this.#end(slot);
    return true;
  }

  close(): void {
    this.#input.close();
    this.#output?.close();
  }

  /** Writes or gives the tasks of the part that waits, whose turn it is; false where that fails. */
  #end(slot: number): boolean {
    const part = this.#waiting!;
    this.#waiting = undefined;
    const { tasks } = this.#plan;
    try {
      if (tasks === "write") {
        let offset = this.#board.takeOffset(part.number, part.size);
        for (const { bytes } of part.batches) {
          this.#output!.writeAt(bytes, offset);
          offset += bytes.length;
        }
      }
      if (this.#board.fill(slot, part, tasks === "give" ? given(part) : undefined)) {
        this.#board.publish(part.number, slot);
        return true;
      }
    } catch {
      // The disk is full, say: whoever writes the same again will be told.
    }
    this.#giveUp(part.number);
    return false;
  }

  #giveUp(number: number): void {
    // What it has read in vain is not to be told with the next part.
    const { kernel } = this.#part;
    kernel.output.take();
    kernel.output.takeProblem();
    kernel.passed();
    this.#board.publish(number, -1);
  }

  /** A part's tasks; nothing where it is no part, where anything is wrong with it, or where it is too much. */
  #read(number: number): ReadPart | undefined {
    const { from, size } = this.#plan;
    const part = this.#part;
    const bytes = this.#bytes;
    const most = bytes.length - BEHIND;
    const offset = from + number * size;
    let have = this.#input.readAt(bytes.subarray(0, Math.min(size + OVERLAP, most)), offset);
    if (have < size) return undefined;

    let before = 0;
    let after = 0;
    if (part.parity !== undefined) {
      const own = part.parity(bytes, 0, size);
      const told = number === 0 ? 0 : this.#board.parityAfter(number - 1);
      if (told === undefined) return undefined;
      before = told;
      after = told ^ own;
      this.#board.tellParity(number, after);
    }
    /** Where a record begins, read further for if need be. */
    const boundary = (start: number, parity: number): number => {
      for (;;) {
        const found = part.boundary(bytes, start, have, parity);
        if (found >= 0 || have === most) return found;
        const more = this.#input.readAt(
          bytes.subarray(have, Math.min(2 * have, most)),
          offset + have,
        );
        if (more === 0) return -1;
        have += more;
      }
    };
    const begin = number === 0 ? 0 : boundary(0, before);
    const end = boundary(size, after);
    if (begin < 0 || end < begin) return undefined;
    return this.#tasksOf(number, { begin, end, offset });
  }

  #tasksOf(
    number: number,
    { begin, end, offset }: { readonly begin: number; readonly end: number; readonly offset: number },
  ): ReadPart | undefined {
    const { kernel } = this.#part;
    const bytes = this.#bytes;
    const batches: TaskBatch[] = [];
    let count = 0;
    let size = 0;
    bytes.fill(0, end, end + BEHIND);
    if (kernel.checksUtf8) kernel.suspect = true;
    else kernel.suspect = !isUtf8(bytes.subarray(begin, end));
    kernel.offset = offset + begin;
    for (let at = begin; at < end;) {
      const used = kernel.run(bytes.subarray(at), end - at, false);
      at += used;
      kernel.offset += used;
      const batch = kernel.output.take();
      if (kernel.output.takeProblem() !== undefined) return undefined;
      if (batch !== undefined) {
        count += batch.count;
        size += batch.bytes.length;
        // The buffer is written again: what more than one holds is kept elsewhere.
        const isLast = at === end && batches.length === 0;
        batches.push(isLast ? batch : copyOf(batch));
      }
      if (size > MOST_TASKS || (!kernel.stopped && at < end)) return undefined;
    }
    const passed = kernel.passed();
    if (passed === undefined) return undefined;
    const sum = (what: "completions" | "predictions") =>
      batches.reduce((sum, { normalized }) => sum + normalized![what], 0);
    const { numbers, text } = writtenDown({
      begin: offset + begin,
      end: offset + end,
      completions: sum("completions"),
      predictions: sum("predictions"),
      passed,
    });
    return { number, batches, numbers, text, count, size };
  }
}

/** What a part has been. */
interface PartAccount {
  /** Where it begins and ends in the file. */
  readonly begin: number;
  readonly end: number;
  readonly completions: number;
  readonly predictions: number;
  readonly passed: Passed;
}

/** An account as numbers, and as JSON what is seldom there. */
function writtenDown({ begin, end, completions, predictions, passed }: PartAccount) {
  const { records, lines, blank = 0, before = 0, ...more } = passed;
  const hasMore = Object.values(more).some((value) =>
    typeof value === "number" ? value > 0 : value.some((one) => one !== 0)
  );
  return {
    numbers: [begin, end, completions, predictions, records, lines, blank, before],
    text: hasMore ? JSON.stringify(more) : "",
  };
}

/** The account that has been written down so. */
export function accountOf({ numbers, text }: Pick<PartResult, "numbers" | "text">): PartAccount {
  const [begin, end, completions, predictions, records, lines, blank, before] = numbers as PartNumbers;
  const more = text === "" ? {} : JSON.parse(text) as Partial<Passed>;
  return { begin, end, completions, predictions, passed: { ...more, records, lines, blank, before } };
}

type PartNumbers = [number, number, number, number, number, number, number, number];

function copyOf(batch: TaskBatch): TaskBatch {
  const { bytes, count, origin, normalized } = batch;
  const lines = origin!.lines!.slice(0, count);
  const ids = normalized!.ids?.slice(0, count);
  return {
    count,
    bytes: bytes.slice(),
    origin: { ...origin!, lines },
    normalized: { ...normalized!, ...(ids && { ids }) },
  };
}

/** The tasks of a part in one piece each. */
function given({ batches, count }: ReadPart) {
  const lines = new Uint32Array(count);
  const hasIds = batches.some(({ normalized }) => normalized!.ids !== undefined);
  const ids = hasIds ? new Float64Array(count).fill(-1) : undefined;
  let at = 0;
  for (const batch of batches) {
    const { line = 1, lines: more } = batch.origin!;
    for (let n = 0; n < batch.count; n++) lines[at + n] = line - 1 + more![n]!;
    if (batch.normalized!.ids !== undefined) ids!.set(batch.normalized!.ids.subarray(0, batch.count), at);
    at += batch.count;
  }
  return { bytes: batches.map(({ bytes }) => bytes), lines, ids };
}
