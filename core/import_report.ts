import type { BadRecord, InputFormat, Note, TaskBatch } from "./contract.ts";
import { MAX_COLUMNS } from "./json/column_set.ts";
import type { Problem } from "./problem.ts";
import { type ProblemGroup, ProblemGroups } from "./problem_groups.ts";
import { decode } from "./utf8.ts";

/** After so many problems an import that has failed is read no further. */
export const MAX_PROBLEMS = 100;

/** What became of an import. */
export interface ImportReport {
  /** The formats that were read, with the number of inputs that each had. */
  readonly formats: Readonly<Record<string, number>>;
  /** The keys of `data` that the tasks have, in the order of their appearance; the first 1,000 of them. */
  readonly columns: readonly string[];
  /** Written, or, if the import failed, good. */
  readonly tasks: number;
  readonly completions: number;
  readonly predictions: number;
  /** Records that were refused. */
  readonly bad: number;
  /** The first of them, up to `MAX_PROBLEMS`. */
  readonly problems: readonly Problem[];
  /** All of them, those that are alike together. */
  readonly groups: readonly ProblemGroup[];
  readonly notes: readonly Note[];
  /** Whether the tasks are in the sink. */
  readonly stored: boolean;
  /** Whether the source was read to its end. */
  readonly complete: boolean;
  readonly seconds: number;
}

/** What has happened so far. */
export class Tally {
  readonly #began = performance.now();
  readonly #formats: Record<string, number> = {};
  readonly #columns = new Set<string>();
  #lastColumns: readonly string[] = [];
  readonly #stops: boolean;
  readonly problems: Problem[] = [];
  readonly #groups = new ProblemGroups();
  readonly notes = new Map<string, Note>();
  tasks = 0;
  completions = 0;
  predictions = 0;
  bad = 0;
  complete = true;

  constructor(onError: "stop" | "skip") {
    this.#stops = onError === "stop";
  }

  begin({ name }: InputFormat): void {
    this.#formats[name] = (this.#formats[name] ?? 0) + 1;
  }

  /** Whether nothing is to be stored any more. */
  get failed(): boolean {
    return this.#stops ? this.bad > 0 : !this.complete && this.tasks === 0;
  }

  /** Whether reading on would tell nothing new. */
  get hasEnough(): boolean {
    return this.failed && this.bad >= MAX_PROBLEMS;
  }

  addBatch({ count, normalized }: TaskBatch): void {
    const { completions, predictions, columns } = normalized!;
    this.tasks += count;
    this.completions += completions;
    this.predictions += predictions;
    if (columns === this.#lastColumns) return;
    this.#lastColumns = columns;
    for (const name of columns) if (this.#columns.size < MAX_COLUMNS) this.#columns.add(name);
  }

  /** Takes a task that the sink refused out of the count again. */
  remove({ raw }: BadRecord): void {
    const task = JSON.parse(decode(raw!));
    this.tasks--;
    this.completions -= (task.completions ?? task.annotations ?? []).length;
    this.predictions -= (task.predictions ?? []).length;
  }

  add(problem: Problem): void {
    this.bad++;
    this.#groups.add(problem);
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
  }

  /** Adds a note on a file. */
  note({ note, count, at, code }: Note, file: string): void {
    const before = this.notes.get(note);
    const sum = count === undefined ? before?.count : (before?.count ?? 0) + count;
    const first = before?.at ?? (at && { file, ...at });
    this.notes.set(note, {
      note,
      ...(sum !== undefined && { count: sum }),
      ...(first !== undefined && { at: first }),
      ...(code !== undefined && { code }),
    });
  }

  report(): ImportReport {
    const { tasks, completions, predictions, bad, problems, complete } = this;
    const seconds = (performance.now() - this.#began) / 1000;
    const notes = [...this.notes.values()];
    const stored = !this.failed;
    return {
      formats: this.#formats,
      columns: [...this.#columns],
      tasks,
      completions,
      predictions,
      bad,
      problems,
      groups: this.#groups.all(),
      notes,
      stored,
      complete,
      seconds,
    };
  }
}
