/** What a whole file becomes by the model of a task. */
import type { Note, Position, TaskRules } from "../../contract.ts";
import { type Modelled, modelTask, treeOf } from "./model.ts";

/** What must come out of a file. */
export interface Expected {
  readonly tasks: readonly string[];
  readonly places: readonly Position[];
  /** The places of the records that are refused. */
  readonly bad: readonly Position[];
  readonly completions: number;
  readonly predictions: number;
  readonly notes: readonly Note[];
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of bytes, or nothing where they are no UTF-8. */
export function strictText(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** What becomes of a document, or nothing where it is none. */
export function modelDocument(bytes: Uint8Array, rules: TaskRules): Expected | undefined {
  const text = strictText(bytes);
  const tree = text === undefined ? undefined : treeOf(text);
  if (tree === undefined || "token" in tree) return undefined;
  const sum = new Sum(rules);
  for (const [n, item] of ("items" in tree ? tree.items : [tree]).entries()) {
    const place = { record: n + 1, line: text!.slice(0, item.at).split("\n").length };
    sum.add(place, modelTask(item, rules, JSON.stringify({ file: "file", ...place })));
  }
  return sum.expected(0);
}

/** What becomes of JSON Lines. */
export function modelLines(bytes: Uint8Array, rules: TaskRules): Expected {
  const sum = new Sum(rules);
  let blank = 0;
  let record = 0;
  const lines = linesOf(bytes);
  for (const [n, line] of lines.entries()) {
    const text = strictText(line);
    if (text !== undefined && /^[ \t\r]*$/.test(text)) {
      if (n < lines.length - 1 || text !== "") blank++;
      continue;
    }
    const place = { record: ++record, line: n + 1 };
    const tree = text === undefined ? undefined : treeOf(text);
    const source = JSON.stringify({ file: "file", ...place });
    sum.add(place, tree === undefined ? undefined : modelTask(tree, rules, source));
  }
  return sum.expected(blank);
}

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (const [i, byte] of bytes.entries()) {
    if (byte !== 10) continue;
    lines.push(bytes.subarray(start, i));
    start = i + 1;
  }
  return [...lines, bytes.subarray(start)];
}

class Sum {
  readonly #rules: TaskRules;
  readonly #tasks: string[] = [];
  readonly #places: Position[] = [];
  readonly #bad: Position[] = [];
  readonly #notes = new Map<string, number>();
  #completions = 0;
  #predictions = 0;

  constructor(rules: TaskRules) {
    this.#rules = rules;
  }

  add(place: Position, modelled: Modelled | undefined): void {
    if (modelled === undefined) {
      this.#bad.push(place);
      return;
    }
    this.#tasks.push(modelled.task);
    this.#places.push(place);
    this.#completions += modelled.completions;
    this.#predictions += modelled.predictions;
    for (const note of modelled.notes) this.#notes.set(note, (this.#notes.get(note) ?? 0) + 1);
  }

  expected(blank: number): Expected {
    const notes: Note[] = [...this.#notes].map(([note, count]) => ({ note, count }));
    for (const [old, renamed] of this.#rules.map) {
      if (this.#notes.has(`renamed "${old}" to "${renamed}"`)) continue;
      notes.push({ note: `nothing was renamed to "${renamed}": no task has "${old}"` });
    }
    if (blank > 0) notes.push({ note: "blank lines passed over", count: blank });
    return {
      tasks: this.#tasks,
      places: this.#places,
      bad: this.#bad,
      completions: this.#completions,
      predictions: this.#predictions,
      notes,
    };
  }
}
