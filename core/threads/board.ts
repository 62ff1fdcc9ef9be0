/** So many parts may be under way at one time. */
const RING = 512;
/** Parts of a thread that wait to be taken. */
export const SLOTS = 3;
/** Bytes of the JSON that says what a part has passed. */
const TEXT = 1 << 15;
/** Bytes of tasks, where they are handed over, and how many. */
const TASKS = 1 << 21;
const RECORDS = 1 << 17;
/** Milliseconds after which a thread that waits looks whether anything is still to come. */
const LOOK = 20;

/** Looks before a thread sleeps. */
const SPINS = 2000;

/** Places of numbers that all threads see. */
const At = { next: 0, turn: 1, stop: 2, round: 3, offset: 4, threads: 8 } as const;
const HEADER = 128;
/** A board has room for so many threads. */
export const MOST_THREADS = 64;

/** Numbers that say what a part has passed. */
export const NUMBERS = 8;

const BEFORE = 16 + 8 * NUMBERS;
const SLOT = BEFORE + TEXT + TASKS + 4 * RECORDS + 8 * RECORDS;

/** What became of a part. */
export interface PartResult {
  /** Numbers, up to `NUMBERS` of them. */
  readonly numbers: readonly number[];
  /** What else there is to tell, as JSON; "" for nothing. */
  readonly text: string;
  readonly count: number;
  /** Bytes of its tasks, here or where it has written them. */
  readonly size: number;
}

/** A part's tasks, for whoever takes them. */
export interface PartTasks {
  readonly bytes: readonly Uint8Array[];
  /** Of each task its line, less the part's first. */
  readonly lines: Uint32Array;
  readonly ids: Float64Array | undefined;
}

const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * What threads tell each other, in memory that they share: which part is next, whose turn it is to write, and what
 * became of the parts that are read. Nobody waits for a message, so that all may work without a pause.
 */
export class Board {
  readonly buffer: SharedArrayBuffer;
  readonly #ints: Int32Array<SharedArrayBuffer>;
  readonly #offset: Float64Array<SharedArrayBuffer>;
  /** For each part under way: its number + 1 once its parity is known, and that; the same for its slot. */
  readonly #parities: Int32Array<SharedArrayBuffer>;
  readonly #ready: Int32Array<SharedArrayBuffer>;
  readonly #slots: number;
  readonly #heads: readonly Int32Array<SharedArrayBuffer>[];
  readonly #numbers: readonly Float64Array<SharedArrayBuffer>[];
  readonly #spins: number;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#ints = new Int32Array(buffer, 0, HEADER);
    this.#offset = new Float64Array(buffer, 4 * At.offset, 1);
    this.#parities = new Int32Array(buffer, 4 * HEADER, 2 * RING);
    this.#ready = new Int32Array(buffer, 4 * HEADER + 8 * RING, 2 * RING);
    this.#slots = 4 * HEADER + 16 * RING;
    const count = Math.floor((buffer.byteLength - this.#slots) / SLOT);
    this.#heads = Array.from(
      { length: count },
      (_, slot) => new Int32Array(buffer, this.#slots + slot * SLOT, 4),
    );
    this.#numbers = this.#heads.map(({ byteOffset }) => new Float64Array(buffer, byteOffset + 16, NUMBERS));
    // More threads than cores would keep each other from what they wait for.
    this.#spins = count / SLOTS <= navigator.hardwareConcurrency ? SPINS : 0;
  }

  /** Makes one for so many threads. */
  static for(threads: number): Board {
    return new Board(newBuffer(threads));
  }

  /** Begins another round; nobody may be at work. `offset`: where its first task is written. Returns its number. */
  begin(offset: number): number {
    this.#ints[At.next] = this.#ints[At.turn] = 0;
    this.#parities.fill(0);
    this.#ready.fill(0);
    // Parts of the last round that nobody took.
    for (const head of this.#heads) head[0] = 0;
    this.#offset[0] = offset;
    // In this order: whoever comes late to the last round sees that it has been stopped, or that this is another.
    const round = Atomics.add(this.#ints, At.round, 1) + 1;
    Atomics.store(this.#ints, At.stop, 0);
    return round;
  }

  /** Whether a thread, which has said that it is at work, may begin with this round. */
  isOn(round: number): boolean {
    return !this.isStopped && Atomics.load(this.#ints, At.round) === round;
  }

  /** The number of a part that nobody has taken. */
  claim(): number {
    return Atomics.add(this.#ints, At.next, 1);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#ints, At.stop) === 1;
  }

  /** No more parts are wanted. */
  stop(): void {
    Atomics.store(this.#ints, At.stop, 1);
    Atomics.notify(this.#ints, At.turn);
  }

  /** Says that a thread is at work, or not. Called before `isOn`. */
  setActive(thread: number, isActive: boolean): void {
    Atomics.store(this.#ints, At.threads + thread, isActive ? 1 : 0);
    Atomics.notify(this.#ints, At.threads + thread);
  }

  isActive(thread: number): boolean {
    return Atomics.load(this.#ints, At.threads + thread) === 1;
  }

  /** Waits a moment for a thread to have ended its work. */
  awaitRest(thread: number): void {
    Atomics.wait(this.#ints, At.threads + thread, 1, LOOK);
  }

  /** Tells the parity of all up to a part's end. */
  tellParity(part: number, parity: number): void {
    const at = 2 * (part % RING);
    Atomics.store(this.#parities, at + 1, parity);
    Atomics.store(this.#parities, at, part + 1);
    Atomics.notify(this.#parities, at);
  }

  /** The parity of all up to a part's end; undefined where it will not be told any more. */
  parityAfter(part: number): number | undefined {
    const at = 2 * (part % RING);
    // A thread that has a part reads it at once; so many looks are only waited for one that is gone.
    for (let looks = 0; looks < 250 && !this.isStopped; looks++) {
      const told = Atomics.load(this.#parities, at);
      if (told === part + 1) return Atomics.load(this.#parities, at + 1);
      Atomics.wait(this.#parities, at, told, LOOK);
    }
    return undefined;
  }

  /** Whether it is this part's turn to learn where its tasks are written. */
  hasTurn(part: number): boolean {
    return Atomics.load(this.#ints, At.turn) === part;
  }

  /** Waits for its turn, with `once` only a moment; false where it does not come. */
  awaitTurn(part: number, once = false): boolean {
    // It mostly comes at once, and sooner than a thread that sleeps can be woken.
    for (let looks = 0; looks < this.#spins; looks++) if (this.hasTurn(part)) return true;
    while (!this.isStopped) {
      const turn = Atomics.load(this.#ints, At.turn);
      if (turn === part) return true;
      Atomics.wait(this.#ints, At.turn, turn, LOOK);
      if (once) return this.hasTurn(part);
    }
    return false;
  }

  /** Where a part whose turn it is writes `size` bytes; the next may write behind them. */
  takeOffset(part: number, size: number): number {
    const offset = this.#offset[0]!;
    this.#offset[0] = offset + size;
    Atomics.store(this.#ints, At.turn, part + 1);
    Atomics.notify(this.#ints, At.turn);
    return offset;
  }

  /** A slot of this thread's that is free, or -1. */
  freeSlot(thread: number): number {
    for (let slot = thread * SLOTS; slot < (thread + 1) * SLOTS; slot++) {
      if (Atomics.load(this.#head(slot), 0) === 0) return slot;
    }
    return -1;
  }

  /** Waits for one; -1 where nothing is wanted any more. */
  awaitSlot(thread: number): number {
    for (;;) {
      const slot = this.freeSlot(thread);
      if (slot >= 0) return slot;
      if (this.isStopped) return -1;
      Atomics.wait(this.#head(thread * SLOTS), 0, 1, LOOK);
    }
  }

  /** Puts a part's result into a slot; false where there is too much of it. */
  fill(slot: number, result: PartResult, tasks: PartTasks | undefined): boolean {
    const text = result.text === "" ? NOTHING : encoder.encode(result.text);
    if (text.length > TEXT) return false;
    const start = this.#slots + slot * SLOT;
    const head = this.#head(slot);
    if (tasks !== undefined) {
      if (result.size > TASKS || result.count > RECORDS) return false;
      let at = start + BEFORE + TEXT;
      for (const bytes of tasks.bytes) {
        new Uint8Array(this.buffer, at, bytes.length).set(bytes);
        at += bytes.length;
      }
      new Uint32Array(this.buffer, start + BEFORE + TEXT + TASKS, result.count).set(tasks.lines);
      if (tasks.ids !== undefined) this.#ids(slot, result.count).set(tasks.ids.subarray(0, result.count));
    }
    new Uint8Array(this.buffer, start + BEFORE, text.length).set(text);
    this.#numbers[slot]!.set(result.numbers);
    head[1] = text.length | (tasks?.ids === undefined ? 0 : 1 << 30);
    head[2] = result.count;
    head[3] = result.size;
    Atomics.store(head, 0, 1);
    return true;
  }

  /** Says that a part is in its slot, or, with -1, that it could not be read so. */
  publish(part: number, slot: number): void {
    const at = 2 * (part % RING);
    Atomics.store(this.#ready, at + 1, slot);
    Atomics.store(this.#ready, at, part + 1);
    Atomics.notify(this.#ready, at);
  }

  /** The slot of a part, -1 where it could not be read; undefined where it is still under way. */
  slotOf(part: number): number | undefined {
    const at = 2 * (part % RING);
    if (Atomics.load(this.#ready, at) !== part + 1) return undefined;
    return Atomics.load(this.#ready, at + 1);
  }

  /** Waits a moment for a part. */
  awaitPart(part: number): void {
    const at = 2 * (part % RING);
    const told = Atomics.load(this.#ready, at);
    if (told !== part + 1) Atomics.wait(this.#ready, at, told, LOOK);
  }

  resultIn(slot: number): PartResult {
    const head = this.#head(slot);
    const length = head[1]! & ~(1 << 30);
    const start = this.#slots + slot * SLOT + BEFORE;
    // Decoders take no memory that is shared.
    const text = length === 0 ? "" : decoder.decode(new Uint8Array(this.buffer, start, length).slice());
    return { numbers: [...this.#numbers[slot]!], text, count: head[2]!, size: head[3]! };
  }

  /** The tasks of a slot; views of shared memory, which are another's once the slot is free. */
  tasksIn(slot: number): { bytes: Uint8Array; lines: Uint32Array; ids: Float64Array | undefined } {
    const head = this.#head(slot);
    const start = this.#slots + slot * SLOT + BEFORE + TEXT;
    return {
      bytes: new Uint8Array(this.buffer, start, head[3]!),
      lines: new Uint32Array(this.buffer, start + TASKS, head[2]!),
      ids: (head[1]! & (1 << 30)) === 0 ? undefined : this.#ids(slot, head[2]!),
    };
  }

  free(slot: number): void {
    const head = this.#head(slot);
    Atomics.store(head, 0, 0);
    Atomics.notify(this.#head(slot - slot % SLOTS), 0);
  }

  #head(slot: number): Int32Array<SharedArrayBuffer> {
    return this.#heads[slot]!;
  }

  #ids(slot: number, count: number): Float64Array<SharedArrayBuffer> {
    return new Float64Array(
      this.buffer,
      this.#slots + slot * SLOT + BEFORE + TEXT + TASKS + 4 * RECORDS,
      count,
    );
  }
}

function newBuffer(threads: number): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * HEADER + 16 * RING + threads * SLOTS * SLOT);
}

/** The most bytes of tasks that a part may have where they are handed over. */
export const MOST_HANDED_OVER: number = TASKS;
