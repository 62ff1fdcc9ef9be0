import type { LabelConfig } from "../contract.ts";
import type { TaskSink } from "../import_tasks.ts";
import { missingFault, type Need, needsOf, tagText } from "../needs.ts";
import { decode } from "../utf8.ts";
import { ColumnCounter, type ColumnProfile } from "./column_profile.ts";

/** So many tasks are shown. */
const SHOWN = 20;
/** Of so many columns values are looked at. */
const COLUMNS = 1000;
/** So many tasks are compared with each other. */
const COMPARED = 2_000_000;

/** A key that the label config needs, and what there is for it. */
export interface KeyMatch {
  readonly key: string;
  /** `<Text name="t">`: the first tag that shows it. */
  readonly tag: string;
  /** The column that brings it, or nothing. */
  readonly column?: string;
  /** Where there is none: what to do about it. */
  readonly hint?: string;
}

/** Takes tasks, and keeps what is to be told of them: the first of them, their columns, how many are there twice. */
export class Survey implements TaskSink {
  readonly tasks: string[] = [];
  readonly #columns = new Map<string, ColumnCounter>();
  readonly #seen = new Set<number>();
  duplicates = 0;

  write({ bytes }: { readonly bytes: Uint8Array }): void {
    for (let at = 0; at < bytes.length;) {
      const end = bytes.indexOf(10, at);
      const line = bytes.subarray(at, end);
      const text = decode(line);
      if (this.tasks.length < SHOWN) this.tasks.push(text);
      this.#look(JSON.parse(text).data);
      this.#compare(line);
      at = end + 1;
    }
  }

  close(): void {}

  abort(): void {}

  /** The columns, in the order in which they came. `isTable`: a table's cells, of which Label Studio's reader makes something else. */
  profiles(isTable: boolean): ColumnProfile[] {
    return [...this.#columns.values()].map((column) => column.profile(isTable));
  }

  #look(data: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(data)) {
      let column = this.#columns.get(name);
      if (column === undefined) {
        if (this.#columns.size >= COLUMNS) continue;
        this.#columns.set(name, column = new ColumnCounter(name));
      }
      column.add(value);
    }
  }

  /** Counts a task that has been there, byte for byte (but for a chance of one in some thousands of millions). */
  #compare(line: Uint8Array): void {
    const hash = hashOf(line);
    if (this.#seen.has(hash)) this.duplicates++;
    else if (this.#seen.size < COMPARED) this.#seen.add(hash);
  }
}

/** 53 bits of FNV-1a in two halves. */
function hashOf(bytes: Uint8Array): number {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < bytes.length; i++) {
    a = Math.imul(a ^ bytes[i]!, 0x01000193);
    b = Math.imul(b ^ bytes[i]!, 0x85ebca6b) + i | 0;
  }
  return (a >>> 0) * 2 ** 21 + (b >>> 11);
}

/** Which column brings each key that a label config needs. */
export function matchKeys({ objects }: LabelConfig, columns: readonly string[]): KeyMatch[] {
  return needsOf(objects).map((need: Need) => {
    const { key } = need;
    const tag = tagText(need.tags[0]!);
    const column = columns.find((name) => need.names.includes(name));
    if (column !== undefined) return { key, tag, column };
    return { key, tag, hint: missingFault(need, columns, "there is no").hint };
  });
}
