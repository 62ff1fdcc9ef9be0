/**
 * What becomes of JSON tasks, written from the words of the rules and as plainly as can be: for tests to compare
 * with. Grammar and UTF-8 are `JSON.parse`'s and `TextDecoder`'s; only texts that they accept become a tree.
 */
import type { TaskRules } from "../../contract.ts";

/** A JSON value whose keys, strings and numbers are as they were written. */
export type Tree =
  | { readonly at: number; readonly members: readonly (readonly [key: string, value: Tree])[] }
  | { readonly at: number; readonly items: readonly Tree[] }
  | { readonly at: number; readonly token: string };

/** What a record becomes. */
export interface Modelled {
  /** Without white space between tokens. */
  readonly task: string;
  readonly completions: number;
  readonly predictions: number;
  /** Once for each time that it happened. */
  readonly notes: readonly string[];
}

/** Keys, strings, numbers, words and signs, in their order. */
export function tokensOf(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[^\s{}[\]:,"]+|[{}[\]:,]/gs) ?? [];
}

/** The tree of a text that `JSON.parse` accepts, or nothing where it does not. */
export function treeOf(text: string): Tree | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|[^\s{}[\]:,"]+|[{}[\]:,]/gs)];
  let next = 0;
  const value = (): Tree => {
    const { 0: token, index: at } = tokens[next++]!;
    if (token === "[") {
      const items: Tree[] = [];
      while (tokens[next]![0] !== "]") {
        items.push(value());
        if (tokens[next]![0] === ",") next++;
      }
      next++;
      return { at, items };
    }
    if (token !== "{") return { at, token };
    const members: [string, Tree][] = [];
    while (tokens[next]![0] !== "}") {
      const key = tokens[next]![0];
      next += 2;
      members.push([key, value()]);
      if (tokens[next]![0] === ",") next++;
    }
    next++;
    return { at, members };
  };
  return value();
}

/** The tree as text, without white space. */
export function textOf(tree: Tree): string {
  if ("token" in tree) return tree.token;
  if ("items" in tree) return `[${tree.items.map(textOf).join(",")}]`;
  return `{${tree.members.map(([key, value]) => `${key}:${textOf(value)}`).join(",")}}`;
}

const nameOf = (key: string): string => JSON.parse(key);
const member = (tree: Tree | undefined, name: string): Tree | undefined =>
  tree !== undefined && "members" in tree
    ? tree.members.find(([key]) => nameOf(key) === name)?.[1]
    : undefined;

/** What becomes of a record, or nothing where it is no task. `source` is its provenance, as JSON. */
export function modelTask(record: Tree, rules: TaskRules, source: string): Modelled | undefined {
  if (!("members" in record) || hasTwice(record.members.map(([key]) => nameOf(key)))) return undefined;
  const notes: string[] = [];
  const own = member(record, "data");
  const data = modelData(own ?? record, rules, notes);
  if (data === undefined) return undefined;
  const provenance = rules.provenance ? `"meta":{"source":${source}}` : undefined;
  if (own === undefined) {
    if (["completions", "annotations", "predictions"].some((name) => member(record, name) !== undefined)) {
      notes.push('tasks without "data" carry predictions or completions, which became data');
    }
    const members = [`"data":${data}`, ...(provenance === undefined ? [] : [provenance])];
    return { task: `{${members.join(",")}}`, completions: 0, predictions: 0, notes };
  }

  const [completions, annotations] = [member(record, "completions"), member(record, "annotations")];
  const predictions = member(record, "predictions");
  const meta = member(record, "meta");
  const isGood = (completions === undefined || annotations === undefined) &&
    [completions, annotations, predictions].every(isList) && isId(member(record, "id")) &&
    (meta === undefined || "members" in meta);
  if (!isGood) return undefined;
  const members: string[] = [];
  for (const [key, value] of record.members) {
    const name = nameOf(key);
    if (name === "data") members.push(`"data":${data}`);
    else if (name === "completions" || name === "annotations") {
      members.push(`"${rules.completionsAs}":${textOf(value)}`);
    } else if (name === "meta" && provenance !== undefined) {
      members.push(`"meta":${modelMeta(value, source, notes)}`);
    } else if (["id", "predictions", "meta"].includes(name)) members.push(`"${name}":${textOf(value)}`);
    else notes.push(`dropped ${JSON.stringify(name)}, which stands beside "data" and is no key of a task`);
  }
  if (meta === undefined && provenance !== undefined) members.push(provenance);
  return {
    task: `{${members.join(",")}}`,
    completions: size(completions ?? annotations),
    predictions: size(predictions),
    notes,
  };
}

/** The data with its keys renamed. */
function modelData(data: Tree, { map }: TaskRules, notes: string[]): string | undefined {
  if (!("members" in data) || hasTwice(data.members.map(([key]) => nameOf(key)))) return undefined;
  const renamed = data.members.map(([key, value]) => {
    const rename = map.find(([old]) => old === nameOf(key));
    if (rename === undefined) return [key, value] as const;
    notes.push(`renamed "${rename[0]}" to "${rename[1]}"`);
    return [JSON.stringify(rename[1]), value] as const;
  });
  if (hasTwice(renamed.map(([key]) => nameOf(key)))) return undefined;
  return `{${renamed.map(([key, value]) => `${key}:${textOf(value)}`).join(",")}}`;
}

/** A task's own meta with the source in it, unless it names one itself. */
function modelMeta(meta: Tree, source: string, notes: string[]): string {
  if (member(meta, "source") !== undefined) {
    notes.push("tasks kept a meta.source of their own");
    return textOf(meta);
  }
  const text = textOf(meta);
  return text === "{}" ? `{"source":${source}}` : `{"source":${source},${text.slice(1)}`;
}

function isId(id: Tree | undefined): boolean {
  return id === undefined ||
    ("token" in id && /^\d+$/.test(id.token) && BigInt(id.token) < 2n ** 53n);
}

/** Whether it is missing, or a list of objects that each have a `result` list and a number for a `score`. */
function isList(list: Tree | undefined): boolean {
  if (list === undefined) return true;
  return "items" in list &&
    list.items.every((item) =>
      "members" in item && item.members.some(([key]) => nameOf(key) === "result") &&
      item.members.every(([key, value]) =>
        nameOf(key) === "result"
          ? "items" in value
          : nameOf(key) !== "score" || ("token" in value && /^[-\d]/.test(value.token))
      )
    );
}

function size(list: Tree | undefined): number {
  return list !== undefined && "items" in list ? list.items.length : 0;
}

function hasTwice(names: readonly string[]): boolean {
  return new Set(names).size < names.length;
}
