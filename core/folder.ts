import type { FileSource, FolderSource, InputFormat, Item, Peek, Position, Verdict } from "./contract.ts";
import { extensionOf, hasExtension } from "./names.ts";
import { InputError, problemOfError } from "./problem.ts";

/** What a folder format reads, file by file. */
export interface FolderReading {
  /** What its files are, for people: "images". */
  readonly what: string;
  /** Whether a file is one of them, by its name. */
  isOwn(name: string): boolean;
  /** The items of one file. What it throws is a problem of that file; the next is read all the same. */
  read(file: FileSource): AsyncIterable<Item> | Iterable<Item>;
}

/**
 * Reads a folder file by file, in order. Every item says which file it is of; files passed over are counted by
 * extension. Throws `InputError` where there is nothing to read.
 */
export async function* readFolder(folder: FolderSource, reading: FolderReading): AsyncGenerator<Item> {
  const passed: string[] = [];
  let own = 0;
  for await (const file of folder.files()) {
    if (!reading.isOwn(file.name)) {
      passed.push(extensionOf(file.name));
      continue;
    }
    own++;
    try {
      for await (const item of reading.read(file)) yield placed(item, file.name);
    } catch (error) {
      const { message, hint, code, ...at } = problemOfError(error, file.name);
      const more = { ...(hint !== undefined && { hint }), ...(code !== undefined && { code }) };
      yield { error: message, at: { ...at, file: file.name }, ...more };
    }
  }
  if (own === 0 && (folder.faults ?? []).length === 0) {
    const there = passed.length === 0 ? "it is empty" : `there is only ${countsText(passed)}`;
    throw new InputError(`the folder holds no ${reading.what}: ${there}`);
  }
  if (passed.length > 0) yield { note: `files passed over: ${countsText(passed)}` };
}

/** A format for a folder of media: a task for each file, with the URL where an annotator's browser fetches it. */
export function mediaFolder(
  { name, title, key, what, extensions }: {
    readonly name: string;
    readonly title: string;
    readonly key: string;
    readonly what: string;
    readonly extensions: readonly string[];
  },
): InputFormat<"folder"> {
  const files = { what, isOwn: (file: string) => hasExtension({ extensions }, file) };
  return {
    name,
    title,
    reads: "folder",
    extensions,
    key,
    detect: (peek) => detectFolder(peek, files),
    read: (folder, context) => readFolder(folder, { ...files, read: (file) => mediaTask(file, context.key) }),
  };
}

function mediaTask({ url }: FileSource, key: string): Item[] {
  if (url === undefined) throw new InputError("there is no URL for it", { hint: "read it from a disk" });
  return [{ data: { [key]: url }, at: { record: 1 } }];
}

/** The item, with the file that it is of. */
function placed(item: Item, file: string): Item {
  if ("note" in item) return item;
  if ("bytes" in item) return { ...item, origin: { record: 1, ...item.origin, file } };
  const at: Position = { ...item.at, file };
  return { ...item, at };
}

/** Whether a folder holds files of a kind, by its names. */
export function detectFolder(peek: Peek, reading: Pick<FolderReading, "what" | "isOwn">): Verdict {
  const files = peek.files ?? [];
  const own = files.filter((name) => reading.isOwn(name)).length;
  const all = peek.whole ? `${files.length}` : `the first ${files.length} of them`;
  if (own === 0) return { fit: "no", why: `there are no ${reading.what} among its files (${all})` };
  const share = own === files.length && peek.whole
    ? `all its files (${own})`
    : `${own} of its files (${all})`;
  return { fit: "sure", why: `${share} are ${reading.what}` };
}

/** Extensions for people, the most frequent first: "3 .xml, 1 without extension". */
export function countsText(extensions: readonly string[]): string {
  const groups = [...Map.groupBy(extensions, (extension) => extension)].map(([name, all]) =>
    [name, all.length] as const
  );
  const shown = groups.toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 8);
  const rest = groups.length > shown.length ? " …" : "";
  return shown.map(([name, count]) => `${count} ${name || "without extension"}`).join(", ") + rest;
}
