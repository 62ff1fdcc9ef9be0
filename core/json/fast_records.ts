import type { BatchWriter } from "../batch_writer.ts";
import type { TaskRules } from "../contract.ts";
import { type KernelExports, KernelMemory } from "../kernel_memory.ts";
import type { Need } from "../needs.ts";
import { countCharacters } from "../utf8.ts";
import { wasmModule } from "../wasm_modules.ts";
import { StepReader } from "./record_steps.ts";
import { RECORDS_WASM } from "./records_wasm.ts";
import { MAX_NEEDS } from "./step.ts";
import { type LearnedSteps, StepTable, TABLE_SIZE } from "./step_table.ts";

interface Exports extends KernelExports {
  records(...args: readonly number[]): number;
  characters(from: number, to: number): number;
  readonly completions: { readonly value: number };
  readonly predictions: { readonly value: number };
  readonly isElement: { readonly value: number };
}

/** Past so many values, objects within data are read as they come: their keys are hardly always the same. */
const MANY_VALUES = 512;
/** So many more records left than taken, and there is a pause, in which TypeScript takes all. In records. */
const MOST_VAIN = 16;
const LONGEST_PAUSE = 4096;

/** Whether WebAssembly reads records by these rules: it knows no renames, and not the inside of values. */
export function isFast(rules: TaskRules, needs: readonly Need[]): boolean {
  return typeof WebAssembly === "object" && rules.map.length === 0 && !rules.provenance &&
    needs.length <= MAX_NEEDS && needs.every(({ isBase64, inner }) => !isBase64 && inner.length === 0);
}

/**
 * Records to tasks, in WebAssembly: those that are built like one that the TypeScript kernel has taken before.
 * All others are left to it.
 */
export class FastRecords {
  readonly memory: KernelMemory;
  /** Where the last run stopped: before the first record that it left. */
  stop = 0;
  /** Whether it stopped where a document wants an element. */
  isElement = false;
  readonly #exports: Exports;
  readonly #table: StepTable;
  readonly #reader: StepReader;
  readonly #oneLine: boolean;
  readonly #maxRecord: number;
  /** Records left that taught nothing, less those taken; and those that TypeScript is to take before the next run. */
  #vain = 0;
  #pause = 0;
  /** Records left that are not read for what they could teach, since the last ones taught nothing. */
  #unread = 0;
  #lesson = 1;

  constructor(
    rules: TaskRules,
    needs: readonly Need[],
    { oneLine, maxRecord, learned }: {
      readonly oneLine: boolean;
      readonly maxRecord: number;
      readonly learned?: LearnedSteps | undefined;
    },
  ) {
    const module = wasmModule("json/records", RECORDS_WASM);
    this.#exports = new WebAssembly.Instance(module, {}).exports as unknown as Exports;
    this.memory = new KernelMemory(this.#exports, {
      own: TABLE_SIZE,
      most: 16,
      ids: rules.idsApart === true,
    });
    this.#table = new StepTable(this.memory, needs, learned);
    this.#reader = new StepReader(rules, needs);
    this.#oneLine = oneLine;
    this.#maxRecord = maxRecord;
  }

  /**
   * Reads records of `b[start, length)`. `isElement`: a document is to go on with an element, not with a comma.
   * `drop` is told the keys that have been dropped.
   */
  run(
    b: Uint8Array,
    range: { readonly start: number; readonly length: number; readonly isElement: boolean },
    writer: BatchWriter,
    { drop, ...place }: {
      readonly record: number;
      readonly line: number;
      readonly drop: (name: string, count: number) => void;
    },
  ): void {
    const { memory } = this;
    const exports = this.#exports;
    if (this.#pause > 0) {
      memory.forget();
      this.stop = range.start;
      return;
    }
    this.stop = memory.run(b, range, writer, {
      ...place,
      call: ({ from, to, out, outMost, places, most, ids }) =>
        exports.records(
          ...[from, to, this.#table.roots, Number(this.#oneLine), Number(range.isElement)],
          ...[Math.min(this.#maxRecord, 2 ** 31), out, outMost, places, ids, most],
        ),
    });
    if (this.stop > range.start) this.isElement = exports.isElement.value === 1;
    if (memory.count > 0) {
      writer.completions += exports.completions.value;
      writer.predictions += exports.predictions.value;
    }
    this.#table.eachDropped(drop);
    this.#vain = Math.max(0, this.#vain - memory.count);
  }

  /** What it has learned, for another that reads on behind it. */
  get learned(): LearnedSteps {
    return this.#table.learned;
  }

  /** How many characters stand in `b[start, end)`. */
  countCharacters(b: Uint8Array, start: number, end: number): number {
    const from = this.memory.find(b, start, end);
    return from === undefined
      ? countCharacters(b, start, end)
      : this.#exports.characters(from, from + end - start);
  }

  /**
   * Learns how the record `b[start, end)`, which has become the task in `written`, is read and written.
   * Returns whether the next records may be run again.
   */
  learn(
    b: Uint8Array,
    range: { readonly start: number; readonly end: number; readonly brokeLine: boolean },
    written: Uint8Array,
  ): boolean {
    if (this.#pause > 0) return --this.#pause === 0;
    if (this.#unread > 0) this.#unread--;
    else {
      this.#reader.deep = this.#table.size < MANY_VALUES;
      const found = this.#reader.read(b, range, written);
      if (found !== undefined && this.#table.add(found.kind, found.steps)) {
        this.#lesson = 1;
        return true;
      }
      this.#unread = this.#lesson;
      this.#lesson = Math.min(2 * this.#lesson, LONGEST_PAUSE);
    }
    if (++this.#vain > MOST_VAIN) this.#pause = Math.min(2 ** (this.#vain - MOST_VAIN), LONGEST_PAUSE);
    return this.#pause === 0;
  }
}
