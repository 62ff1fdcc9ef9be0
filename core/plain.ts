/** Checks that a value survives as JSON, so that nothing a format yields is changed or lost in silence. */
import { MAX_DEPTH } from "./json/record_scanner.ts";
import { InputError } from "./problem.ts";

/** What JSON cannot hold, and what would be right. */
export interface Unplain {
  /** "data.score is NaN". */
  readonly error: string;
  readonly hint: string;
}

interface Fault {
  readonly what: string;
  /** The keys that lead there, the last one first. */
  readonly path: (string | number)[];
}

const DEEPER = "is nested too deep";

/** What of a task JSON cannot hold; nothing if all is well. */
export function unplain(task: Readonly<Record<string, unknown>>): Unplain | undefined {
  const fault = membersFault(task, 1);
  if (fault === undefined) return undefined;
  const path = fault.path.reverse();
  if (fault.what !== DEEPER) {
    const hint = "yield only what JSON has: strings, numbers, booleans, null, arrays, plain objects";
    return { error: `${pathText(path)} ${fault.what}`, hint };
  }
  const loop = loopLength(task, path);
  if (loop === undefined) {
    const hint = "flatten the data, or store it as a string";
    return { error: `${path[0]} is nested deeper than ${MAX_DEPTH} levels`, hint };
  }
  const hint = "name what it points back at instead";
  return { error: `${pathText(path.slice(0, loop))} contains itself`, hint };
}

/** `depth`: how many objects and arrays the value would stand in, itself included. */
function faultOf(value: unknown, depth: number): Fault | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : { what: `is ${value}`, path: [] };
    case "object":
      if (value === null) return undefined;
      if (depth > MAX_DEPTH) return { what: DEEPER, path: [] };
      return Array.isArray(value) ? elementsFault(value, depth) : objectFault(value, depth);
    default:
      return { what: value === undefined ? "is undefined" : `is a ${typeof value}`, path: [] };
  }
}

function elementsFault(values: readonly unknown[], depth: number): Fault | undefined {
  for (let i = 0; i < values.length; i++) {
    const fault = faultOf(values[i], depth + 1);
    if (fault !== undefined) return under(i, fault);
  }
  return undefined;
}

function objectFault(value: object, depth: number): Fault | undefined {
  const prototype = Object.getPrototypeOf(value);
  // One level of prototypes, so that the plain objects of another realm are plain.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return { what: `is a ${value.constructor?.name ?? "class instance"}`, path: [] };
  }
  return membersFault(value as Record<string, unknown>, depth);
}

function membersFault(value: Readonly<Record<string, unknown>>, depth: number): Fault | undefined {
  for (const name in value) {
    const member = value[name];
    // Optional members are often written as undefined: they are absent.
    if (member === undefined) continue;
    const fault = faultOf(member, depth + 1);
    if (fault !== undefined) return under(name, fault);
  }
  return undefined;
}

function under(key: string | number, fault: Fault): Fault {
  fault.path.push(key);
  return fault;
}

/** Of a path that is too long, how much of it leads to what is met again further down. */
function loopLength(task: object, path: readonly (string | number)[]): number | undefined {
  const met: object[] = [];
  let value = task;
  for (const key of path) {
    const first = met.indexOf(value);
    if (first >= 0) return met.length;
    met.push(value);
    value = (value as Record<string | number, object>)[key]!;
  }
  return undefined;
}

function pathText(path: readonly (string | number)[]): string {
  return path.map((key) => typeof key === "number" ? `[${key}]` : `.${key}`).join("").replace(/^\./, "");
}

/** Says that a format has yielded what is none of the four kinds. */
export function notAnItem(item: unknown): InputError {
  const what = typeof item === "object" && item !== null
    ? `{ ${Object.keys(item).slice(0, 20).join(", ")} }`
    : String(item);
  return new InputError(`the format yielded ${what}`, {
    hint: 'yield a task (with "data"), a batch ("bytes" and "count"), an "error" or a "note"',
  });
}
