import type { ValueKind } from "../contract.ts";

/** What is known of the values of one key of data. */
export interface ColumnProfile {
  readonly name: string;
  /** Tasks that have it. */
  readonly count: number;
  /** How many values are of each kind. */
  readonly kinds: Readonly<Partial<Record<ValueKind, number>>>;
  /** Empty strings. */
  readonly empty: number;
  /** The length of the longest string, in characters. */
  readonly longest: number;
  /** The first values that differ, as JSON, cut where they are long. */
  readonly samples: readonly string[];
  /** What Label Studio's own reader would have made of a table's column, in words; nothing where it would have kept all. */
  readonly changes: readonly string[];
}

const SAMPLES = 3;
const SAMPLE_LENGTH = 60;
/** What pandas, Label Studio's reader of tables, takes for nothing: https://pandas.pydata.org, `read_csv`, na_values. */
const NOTHING = new Set([
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
]);
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;

/** Adds up what the values of one key are. */
export class ColumnCounter {
  readonly name: string;
  readonly #kinds: Partial<Record<ValueKind, number>> = {};
  readonly #samples = new Set<string>();
  #count = 0;
  #empty = 0;
  #longest = 0;
  /** Strings that are numbers and not written as they would be written again, with the first of them. */
  #rewritten = 0;
  #firstRewritten = "";
  #numbers = 0;
  #booleans = 0;
  #nothing = 0;
  #firstNothing = "";

  constructor(name: string) {
    this.name = name;
  }

  add(value: unknown): void {
    this.#count++;
    const kind = kindOf(value);
    this.#kinds[kind] = (this.#kinds[kind] ?? 0) + 1;
    if (this.#samples.size < SAMPLES) {
      const text = JSON.stringify(value);
      this.#samples.add(text.length > SAMPLE_LENGTH ? `${text.slice(0, SAMPLE_LENGTH)}…` : text);
    }
    if (typeof value === "string") this.#addText(value);
  }

  #addText(text: string): void {
    if (text.length > this.#longest) this.#longest = text.length;
    if (text === "") this.#empty++;
    else if (NOTHING.has(text)) {
      if (this.#nothing++ === 0) this.#firstNothing = text;
    } else if (NUMBER.test(text)) {
      this.#numbers++;
      if (String(Number(text)) !== text && this.#rewritten++ === 0) this.#firstRewritten = text;
    } else if (/^(true|false)$/i.test(text)) this.#booleans++;
  }

  profile(isTable: boolean): ColumnProfile {
    return {
      name: this.name,
      count: this.#count,
      kinds: this.#kinds,
      empty: this.#empty,
      longest: this.#longest,
      samples: [...this.#samples],
      changes: isTable ? this.#changes() : [],
    };
  }

  /** A column is all numbers or none for pandas: one word in it, and all stay text. */
  #changes(): string[] {
    const changes: string[] = [];
    if (this.#nothing > 0) {
      changes.push(`${times(this.#nothing)} such as ${JSON.stringify(this.#firstNothing)} would be empty`);
    }
    const rest = this.#count - this.#empty - this.#nothing;
    if (rest === 0) return changes;
    if (this.#numbers === rest) {
      const hasGaps = this.#empty + this.#nothing > 0;
      if (this.#rewritten > 0) {
        const written = Number(this.#firstRewritten);
        changes.push(
          `${times(this.#rewritten)} such as ${JSON.stringify(this.#firstRewritten)} would be ${written}`,
        );
      }
      if (hasGaps) changes.push("numbers would be written with a fraction: 1.0 for 1");
      else if (this.#rewritten === 0) changes.push("texts would be numbers");
    } else if (this.#booleans === rest) changes.push("texts would be true or false");
    return changes;
  }
}

function times(count: number): string {
  return count === 1 ? "1 value" : `${count} values`;
}

function kindOf(value: unknown): ValueKind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as ValueKind;
}
