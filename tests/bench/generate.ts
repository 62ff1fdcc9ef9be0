import { createHash } from "node:crypto";
import { plainJson } from "./check.ts";
import { type DatasetName, DATASETS } from "./datasets.ts";
import { Random } from "./random.ts";

/** Raised with every change of the data, so that files of before are made anew. */
const VERSION = 2;
const SEEDS: Readonly<Record<DatasetName, number>> = { csv: 1, json: 2, jsonl: 3, text: 4, objects: 5 };
/** Characters gathered before they are encoded and written: memory stays the same for any number of rows. */
const CHUNK = 2 ** 20;

/** What must become of an input. */
export interface Expected {
  readonly tasks: number;
  /** Of the input file, or of the tasks where there is none. */
  readonly bytes: number;
  /** Of the tasks as JSON Lines. */
  readonly sha256: string;
  /** The same of the tasks in plain JSON. */
  readonly values: string;
}

/** A generated input. */
export interface Input extends Expected {
  readonly dataset: DatasetName | "folder";
  readonly path: string;
}

/** The input of so many rows: made now, or found in the folder as an earlier run left it. */
export function prepare(
  name: DatasetName,
  options: { readonly rows: number; readonly folder: string },
): Input {
  const { rows, folder } = options;
  Deno.mkdirSync(folder, { recursive: true });
  const path = `${folder}/${name}-${rows}${DATASETS[name].extension}`;
  const expected = cached(path, name) ?? generate(name, { rows, path });
  return { dataset: name, path, ...expected };
}

function cached(path: string, name: DatasetName): Expected | undefined {
  try {
    const { version, ...found } = JSON.parse(Deno.readTextFileSync(expectedPath(path))) as Expected & {
      version: number;
    };
    const isWhole = name === "objects" || Deno.statSync(path).size === found.bytes;
    return isWhole && version === VERSION ? found : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function generate(
  name: DatasetName,
  { rows, path }: { readonly rows: number; readonly path: string },
): Expected {
  const { before, between, after, sample } = DATASETS[name];
  const random = new Random(SEEDS[name]);
  const hash = createHash("sha256");
  let hashed = 0;
  const tasks = new Encoded((bytes) => {
    hash.update(bytes);
    hashed += bytes.length;
  });
  const hashOfValues = createHash("sha256");
  const values = new Encoded((bytes) => void hashOfValues.update(bytes));
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  let written = 0;
  const input = new Encoded((bytes) => {
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
    written += bytes.length;
  });
  input.add(before);
  for (let index = 0; index < rows; index++) {
    const { input: record, task } = sample(random, index);
    if (index > 0) input.add(between);
    input.add(record);
    tasks.add(task);
    tasks.add("\n");
    values.add(`${plainJson(task)}\n`);
  }
  input.add(after);
  input.flush();
  tasks.flush();
  values.flush();
  // Or the disk would be busy with it while the first contender runs.
  file.syncDataSync();
  const expected = {
    tasks: rows,
    bytes: name === "objects" ? hashed : written,
    sha256: hash.digest("hex"),
    values: hashOfValues.digest("hex"),
  };
  Deno.writeTextFileSync(expectedPath(path), JSON.stringify({ version: VERSION, ...expected }));
  return expected;
}

function expectedPath(path: string): string {
  return `${path}.expected`;
}

/** Text in, bytes out, in large pieces. */
class Encoded {
  readonly #take: (bytes: Uint8Array) => void;
  readonly #encoder = new TextEncoder();
  #buffer = new Uint8Array(4 * CHUNK);
  #text = "";

  constructor(take: (bytes: Uint8Array) => void) {
    this.#take = take;
  }

  add(text: string): void {
    this.#text += text;
    if (this.#text.length >= CHUNK) this.flush();
  }

  flush(): void {
    // A UTF-16 unit takes at most three bytes.
    if (this.#text.length * 3 > this.#buffer.length) this.#buffer = new Uint8Array(this.#text.length * 4);
    const { written } = this.#encoder.encodeInto(this.#text, this.#buffer);
    this.#take(this.#buffer.subarray(0, written));
    this.#text = "";
  }
}
