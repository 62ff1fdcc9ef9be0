import type { BadRecord, Item, Note, Position, RecordAlone } from "../contract.ts";
import { InputError } from "../problem.ts";
import type { Frame } from "./frames.ts";
import type { Given } from "./messages.ts";

/** Characters of a message. */
const LONGEST = 10_000;

/**
 * What a plugin gave as items of a format. Nothing in it is believed: bytes are checked by core as any
 * stranger's, and of everything else only what has the right kind is kept.
 */
export class GivenItems {
  /** The number of the last record. */
  #record = 0;

  itemOf({ header, bytes }: Frame<Given>): Item {
    if (header.t === "tasks") return this.#tasks(header, bytes);
    if (header.t === "batch") return this.#batch(header, bytes);
    if (header.t === "bad") return this.#bad(header, bytes);
    if (header.t === "note") return noteOf(header);
    throw new InputError("the plugin gave what is neither task, error nor note");
  }

  #tasks({ count, size, columns, files }: Extract<Given, { t: "tasks" }>, bytes: Uint8Array): Item {
    const numbers = bytes.slice(size);
    if (!isCount(count) || !Array.isArray(columns) || numbers.length !== 8 * count * columns.length) {
      throw misstated();
    }
    const values = new Float64Array(numbers.buffer);
    const names = new Map(Array.isArray(files) ? files : []);
    let file: unknown;
    const places = Array.from({ length: count }, (_, n): Position => {
      file = names.get(n) ?? file;
      const at: Record<string, unknown> = { file: file === "" ? undefined : file };
      columns.forEach((name, c) => at[name] = values[c * count + n]);
      const place = placeOf(at);
      this.#record = place.record ?? this.#record + 1;
      return { ...place, record: this.#record };
    });
    return { bytes: bytes.subarray(0, size), count, origin: { record: places[0]?.record ?? 1, places } };
  }

  #batch({ count, size, origin, lines }: Extract<Given, { t: "batch" }>, bytes: Uint8Array): Item {
    const tasks = bytes.subarray(0, size);
    const { file, record = this.#record + 1, line } = placeOf(origin);
    if (!isCount(count) || (lines && bytes.length - size !== 4 * count)) throw misstated();
    this.#record = record + count - 1;
    return {
      bytes: tasks,
      count,
      origin: {
        record,
        ...(file !== undefined && { file }),
        ...(line !== undefined && { line }),
        ...(lines && { lines: new Uint32Array(bytes.slice(size).buffer) }),
      },
    };
  }

  #bad(
    { error, hint, code, at, alone, isTask, hasRaw }: Extract<Given, { t: "bad" }>,
    bytes: Uint8Array,
  ): Item {
    const place = placeOf(at);
    if (place.record !== undefined) this.#record = place.record;
    else if (isTask) this.#record++;
    const bad: BadRecord = {
      error: textOf(error) ?? "the record is bad",
      ...(textOf(hint) !== undefined && { hint: textOf(hint)! }),
      ...(textOf(code) !== undefined && { code: textOf(code)! }),
      at: isTask ? { ...place, record: this.#record } : place,
      ...(hasRaw && { raw: bytes }),
      ...(typeof alone === "object" && alone !== null && { alone: aloneOf(alone) }),
    };
    return bad;
  }
}

function noteOf({ note, count, at, code }: Extract<Given, { t: "note" }>): Note {
  return {
    note: textOf(note) ?? "a note without words",
    ...(isCount(count) && { count }),
    ...(at !== undefined && { at: placeOf(at) }),
    ...(textOf(code) !== undefined && { code: textOf(code)! }),
  };
}

/** What the plugin threw, or what became of its work. */
export function placeOf(at: unknown): Position {
  if (typeof at !== "object" || at === null) return {};
  const place: Record<string, unknown> = {};
  for (const name of ["record", "line", "column", "offset"]) {
    const value = (at as Record<string, unknown>)[name];
    if (isCount(value)) place[name] = value;
  }
  for (const name of ["file", "pointer"]) {
    const value = textOf((at as Record<string, unknown>)[name]);
    if (value !== undefined) place[name] = value;
  }
  return place;
}

/** The format that reads it again is the plugin's own: it cannot name another. */
function aloneOf({ options, before, key }: RecordAlone): RecordAlone {
  return {
    ...(typeof options === "object" && options !== null && { options }),
    ...(typeof before === "string" && { before }),
    ...(typeof key === "string" && { key }),
  };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value.slice(0, LONGEST) : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function misstated(): InputError {
  return new InputError("the plugin gave other tasks than it counted");
}
