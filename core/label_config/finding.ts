/** What is wrong with a value of a task, or odd about it. */
export interface Finding {
  /** Which kind it is: see `CODES`. */
  readonly code: string;
  /** error: Label Studio would not show it, or show it wrongly. warning: it may not be what was meant. */
  readonly severity: "error" | "warning";
  /** The way from the task to the value. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint: string;
}

/** Takes findings. */
export type Report = (finding: Finding) => void;

/** A value for people, cut where it is long. */
export function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A list of names for people: the first of them. */
export function named(names: readonly string[]): string {
  const some = names.slice(0, 6).map((name) => JSON.stringify(name)).join(", ");
  return names.length > 6 ? `${some} …` : some;
}
