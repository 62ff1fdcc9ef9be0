import type {
  FileSource,
  FolderSource,
  InputFormat,
  Item,
  Position,
  ReadContext,
  RecordAlone,
} from "./contract.ts";
import { lines } from "./lines.ts";
import { parseOptions } from "./options.ts";
import { type Problem, problemOfError } from "./problem.ts";
import type { Registry } from "./registry.ts";
import { decode, encode, isUtf8 } from "./utf8.ts";

/** A bad record as a line of a rejects file: its place, why, and its own bytes (in base64 if they are no UTF-8). */
export function rejectLine(
  problem: Problem,
  raw: Uint8Array | undefined,
  alone?: RecordAlone,
): Uint8Array<ArrayBuffer> {
  const { message, hint, ...place } = problem;
  const bytes = raw === undefined ? {} : isUtf8(raw) ? { raw: decode(raw) } : { raw_base64: raw.toBase64() };
  const line = { ...place, problem: message, ...(hint && { hint }), ...(raw && alone), ...bytes };
  return encode(`${JSON.stringify(line)}\n`);
}

/** What a line of a rejects file holds. */
interface Reject extends RecordAlone {
  readonly format: string;
  readonly file?: string;
  readonly record?: number;
  readonly line?: number;
  readonly problem?: string;
  readonly raw?: string;
  readonly raw_base64?: string;
}

/**
 * Reads a rejects file, whose records somebody has mended: each by the format that refused it, and as of the place
 * that it came from.
 */
export function rejectsFormat(registry: Registry): InputFormat<"file"> {
  return {
    name: "rejects",
    title: "Records that were refused, mended",
    reads: "file",
    extensions: [".jsonl"],
    text: true,
    async *read(file, context) {
      let line = 0;
      for await (const text of lines(file, context)) {
        line++;
        if (text.trim() === "") continue;
        const at = { record: line, line };
        const reject = parsed(text);
        if (typeof reject === "string") {
          yield { error: reject, at, hint: "write a line as --rejects writes it", code: "rejects" };
          continue;
        }
        try {
          yield* mended(reject, registry, context);
        } catch (error) {
          context.signal.throwIfAborted();
          const { message, hint, code } = problemOfError(error, file.name);
          yield {
            error: message,
            at: placeOf(reject),
            ...(hint !== undefined && { hint }),
            ...(code !== undefined && { code }),
          };
        }
      }
    },
  };
}

/** A line of a rejects file, or what is wrong with it. */
function parsed(text: string): Reject | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `the line is no JSON: ${(error as Error).message}`;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return "the line is no JSON object";
  }
  const reject = value as Partial<Reject>;
  if (typeof reject.format !== "string") {
    return 'the line has no "format", so nothing says how to read its record';
  }
  if (typeof reject.raw !== "string" && typeof reject.raw_base64 !== "string") {
    return 'the line has no record in "raw"';
  }
  return reject as Reject;
}

/** The items of one record, each said to be of the place that the record came from. */
async function* mended(
  reject: Reject,
  registry: Registry,
  context: ReadContext,
): AsyncGenerator<Item> {
  const { format: name, options = {}, before = "", key, raw, raw_base64: base64 } = reject;
  const format = registry.get(name);
  const bytes = raw === undefined ? Uint8Array.fromBase64(base64!) : encode(raw);
  const place = placeOf(reject);
  const inner = { ...context, options: parseOptions(format, options), key: key ?? context.key };
  const source = sourceOf(format, place.file ?? "record", [encode(before), bytes]);
  let isEmpty = true;
  // The format's kind says which of the two it reads.
  for await (const item of format.read(source, inner)) {
    if ("note" in item) {
      // That nothing is there is an error here, and no note.
      if (!isEmpty) yield item;
      continue;
    }
    isEmpty = false;
    if ("error" in item) yield { ...item, at: place, alone: { ...aloneOf(reject), ...item.alone } };
    else if ("bytes" in item) {
      const { normalized, ...batch } = item;
      const origin = { ...place, record: place.record ?? 1, places: Array(item.count).fill(place) };
      yield {
        ...batch,
        origin,
        ...(normalized !== undefined && registry.isTrusted(format) && { normalized }),
      };
    } else yield { ...item, at: place };
  }
  if (isEmpty) {
    const hint = "write the record into it, or take the whole line away";
    yield { error: 'there is no record in "raw"', at: place, hint, code: "rejects", alone: aloneOf(reject) };
  }
}

function sourceOf(
  format: InputFormat,
  name: string,
  parts: Uint8Array<ArrayBuffer>[],
): FileSource & FolderSource {
  const file = new File(parts, name.split("/").at(-1)!);
  if (format.reads === "file") return file as unknown as FileSource & FolderSource;
  const folder: FolderSource = {
    name: name.split("/").at(-2) ?? name,
    async *files() {
      yield file;
    },
    file: () => Promise.resolve(undefined),
  };
  return folder as FileSource & FolderSource;
}

function placeOf({ file, record, line }: Reject): Position {
  return {
    ...(file !== undefined && { file }),
    ...(record !== undefined && { record }),
    ...(line !== undefined && { line }),
  };
}

function aloneOf({ format, options, before, key }: Reject): RecordAlone {
  return {
    format,
    ...(options !== undefined && { options }),
    ...(before !== undefined && { before }),
    ...(key !== undefined && { key }),
  };
}
