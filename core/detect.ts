import type { InputFormat, Peek, Verdict } from "./contract.ts";
import { countsText } from "./folder.ts";
import { extensionOf, hasExtension } from "./names.ts";
import { UsageError } from "./problem.ts";
import type { Registry } from "./registry.ts";

/** What a format said of an input. */
export interface Judgement extends Verdict {
  readonly format: InputFormat;
}

/** The format that was found, why, and what the others said. */
export interface Detection extends Judgement {
  readonly others: readonly Judgement[];
}

/** What the beginnings of files say that no built-in format reads. */
const FOREIGN: readonly (readonly [string, string])[] = [
  ["504b0304", "a ZIP archive (or an Office document): unpack it or save it as CSV"],
  ["50415231", "a Parquet file: convert it to CSV or JSON Lines"],
  ["25504446", "a PDF"],
  ["89504e47", "a PNG image"],
  ["ffd8ff", "a JPEG image"],
  ["47494638", "a GIF image"],
  ["425a68", "compressed with bzip2: decompress it"],
  ["fd377a585a", "compressed with xz: decompress it"],
  ["28b52ffd", "compressed with zstd: decompress it"],
  ["53514c69746520666f726d6174", "an SQLite database"],
];

/** Names of what is never text, whatever its first bytes look like. */
const NO_TEXT =
  /\.(exe|dll|so|dylib|zip|7z|rar|tar|pdf|xlsx?|docx?|pptx?|parquet|arrow|sqlite|db|mp4|mov|avi|mkv|webm)$/i;

/** Asks each format of the right kind whether the input is its own. */
export async function judge(registry: Registry, peek: Peek): Promise<Judgement[]> {
  const kind = peek.files === undefined ? "file" : "folder";
  const judgements: Judgement[] = [];
  for (const format of registry.formats) {
    if (format.reads !== kind) continue;
    const verdict = await (format.detect?.(peek) ?? byName(format, peek.name));
    judgements.push({ format, ...verdict });
  }
  return judgements;
}

/**
 * Finds the format of an input by its name and its content. Of two that fit alike, the one whose extension
 * the name has is taken, then the earlier. Throws `UsageError` with all reasons where none fits.
 */
export async function detect(registry: Registry, peek: Peek): Promise<Detection> {
  const judgements = await judge(registry, peek);
  if (peek.files !== undefined) checkFolder(peek, judgements);
  const best = judgements.toSorted((a, b) => rank(b, peek.name) - rank(a, peek.name))[0];
  if (best?.fit !== "sure") {
    const foreign = FOREIGN.find(([magic]) => hex(peek.head).startsWith(magic));
    if (foreign !== undefined) throw new UsageError(`Cannot read "${peek.name}": it is ${foreign[1]}`);
    if (peek.files === undefined) checkName(registry, peek.name);
  }
  if (best === undefined || best.fit === "no") {
    const reasons = judgements.map(({ format, why }) => `\n  ${format.name}: ${why}`).join("");
    throw new UsageError(
      `Cannot tell the format of "${peek.name}"; choose one with --input-format${reasons}`,
    );
  }
  return { ...best, others: judgements.filter((judgement) => judgement !== best) };
}

/** Refuses what could be text, and by its name is what a format reads from a folder. */
function checkName({ formats }: Registry, name: string): void {
  if (NO_TEXT.test(name)) {
    throw new UsageError(
      `Cannot read "${name}": by its name it is no text; choose a format with --input-format`,
    );
  }
  const named = formats.filter((format) => hasExtension(format, name));
  if (named.length === 0 || named.some(({ reads }) => reads === "file")) return;
  const extension = extensionOf(name);
  throw new UsageError(
    `Cannot read "${name}": ${named[0]!.name} reads ${extension} files, from their folder`,
  );
}

/** Refuses a folder of which several formats would read a part each. */
function checkFolder({ name, files = [], whole }: Peek, judgements: readonly Judgement[]): void {
  const fitting = judgements.filter(({ fit }) => fit !== "no");
  if (fitting.length === 1) return;
  const counts = countsText(files.map(extensionOf));
  const there = files.length === 0
    ? "it is empty"
    : `it holds ${whole ? "" : `more than ${files.length} files, among them `}${counts}`;
  if (fitting.length === 0) {
    const kinds = judgements.map(({ format }) => `${format.name} (${format.extensions.join(" ")})`).join(
      ", ",
    );
    throw new UsageError(`Cannot tell the format of "${name}": ${there}; there are ${kinds}`);
  }
  const names = fitting.map(({ format }) => format.name).join(" or ");
  throw new UsageError(`Cannot tell the format of "${name}": ${there}; choose ${names} with --input-format`);
}

function rank({ format, fit }: Judgement, name: string): number {
  return { no: 0, maybe: 2, sure: 4 }[fit] + (fit !== "no" && hasExtension(format, name) ? 1 : 0);
}

function byName(format: InputFormat, name: string): Verdict {
  const list = format.extensions.join(" or ");
  if (hasExtension(format, name)) return { fit: "sure", why: `its name ends with ${list}` };
  return { fit: "no", why: `its name does not end with ${list}` };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
