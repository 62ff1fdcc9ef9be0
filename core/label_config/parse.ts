import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { ControlTag, LabelConfig, ObjectTag, TagPlace } from "../contract.ts";
import { formatProblem, InputError, problemOfError, UsageError } from "../problem.ts";
import { kindsOf, LABEL_TAGS } from "./tags.ts";

/** A tag as it stands in the XML, with where it begins. */
export interface ReadTag extends TagPlace {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The tags that it lies in, the outermost first. */
  readonly around: readonly ReadTag[];
}

/**
 * All tags of a label config, in their order. A config with several roots is read as if inside `<View>`.
 * Throws `InputError` with line and column where it is no XML.
 */
export function readTags(xml: string, file: string): ReadTag[] {
  const tags: ReadTag[] = [];
  const open: ReadTag[] = [];
  let begins: TagPlace = { line: 1, column: 1 };
  const parser = new SaxesParser({ xmlns: false, position: true, fragment: true });
  parser.on("error", (error) => {
    throw brokenXml(error.message, { xml, file });
  });
  parser.on("opentagstart", (tag) => {
    // The parser stands behind the name and the sign after it.
    begins = { line: parser.line, column: Math.max(1, parser.columnIndex - tag.name.length - 1) };
  });
  parser.on("opentag", ({ name, attributes }: SaxesTagPlain) => {
    const tag = { tag: name, attributes, around: [...open], ...begins };
    tags.push(tag);
    open.push(tag);
  });
  parser.on("closetag", () => void open.pop());
  // A declaration is fine, but not in a fragment: blanks in its place keep the lines and columns.
  const declaration = /^\uFEFF?\s*<\?xml[^>]*\?>/;
  parser.write(xml.replace(declaration, (text) => text.replace(/\S/g, " ")).replace(/^\uFEFF/, "")).close();
  if (tags.length > 0) return tags;
  throw new InputError("there is no tag in it", {
    at: { file, line: 1 },
    code: "config-xml",
    hint: 'write an object tag such as <Text name="text" value="$text"/>',
  });
}

/**
 * Reads a label config. A config with several roots is read as if inside `<View>`.
 * Throws `InputError` with line and column where it is no XML.
 *
 * @example
 * ```ts
 * import { parseLabelConfig } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const config = parseLabelConfig(`
 *   <Image name="photo" value="$url"/>
 *   <Choices name="kind" toName="photo"><Choice value="Opossum"/></Choices>`);
 * assert.deepEqual(config.objects.map(({ tag, key }) => [tag, key]), [["Image", "url"]]);
 * assert.deepEqual(config.controls[0]?.labels, ["Opossum"]);
 * ```
 */
export function parseLabelConfig(xml: string, file = "label config"): LabelConfig {
  const objects: ObjectTag[] = [];
  const controls: ControlTag[] = [];
  let labels: string[] = [];
  let paths: string[][] = [];
  for (const read of readTags(xml, file)) {
    const { tag, attributes, around, line, column } = read;
    const { name = "", toName, value = "", valueList } = attributes;
    const place = { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
    const control = around.findLastIndex((outer) => outer.attributes["toName"] !== undefined);
    if (LABEL_TAGS.has(tag) && control >= 0) {
      const nested = around.slice(control + 1).filter((outer) => LABEL_TAGS.has(outer.tag)).map(labelOf);
      labels.push(labelOf(read));
      paths.push([...nested, labelOf(read)]);
      continue;
    }
    if (toName !== undefined) {
      labels = [];
      paths = [];
      const to = toName.split(",").map((target) => target.trim());
      controls.push({ tag, name, to: to[0]!, tos: to, labels, paths, ...limitsOf(read), ...place });
    }
    if (name === "") continue;
    const shown = {
      tag,
      name,
      ...place,
      ...(attributes["encoding"] === "base64" && { base64: true as const }),
      ...(attributes["valueType"] === "url" && { isUrl: true as const }),
    };
    for (const key of keysIn(value)) {
      const isWhole = value === `$${key}`;
      const kinds = toName !== undefined ? ["array", "string"] as const : isWhole ? kindsOf(tag) : SCALARS;
      objects.push({ ...shown, key, kinds, ...(isWhole && { isWhole }) });
    }
    for (const key of keysIn(valueList ?? "")) objects.push({ ...shown, key, kinds: ["array"] });
  }
  return { objects, controls };
}

/** A value that holds several keys, or text beside one, is put together from these. */
const SCALARS = ["string", "number", "boolean"] as const;

/** The keys of data that a value shows: `$text`, `$user.name`, `$pages[0]`, `Dr. $first $last`. */
export function keysIn(value: string): string[] {
  // What begins with the only `$` is the key to its end, spaces and all, as Label Studio has it.
  if (/^\$[^$]+$/.test(value)) return [value.slice(1)];
  return [...value.matchAll(/\$([\w][\w.]*(?:\[[^\]]*\][\w.]*)*)/g)].map((found) =>
    found[1]!.replace(/\.$/, "")
  );
}

/** How a label is written in results. */
function labelOf({ attributes: { alias, value = "" } }: ReadTag): string {
  return alias ?? value;
}

/** What of a control tag bounds its regions. */
function limitsOf({ tag, attributes }: ReadTag): Partial<ControlTag> {
  const { value, choice, maxRating, min, max } = attributes;
  const isSingle = tag === "Choices" && (choice === undefined || choice.startsWith("single"));
  return {
    ...(value?.includes("$") && { isDynamic: true }),
    ...(isSingle && { isSingle }),
    ...(tag === "Rating" && { min: 0, max: Number(maxRating ?? 5) }),
    ...(tag === "Number" && min !== undefined && { min: Number(min) }),
    ...(tag === "Number" && max !== undefined && { max: Number(max) }),
  };
}

/** saxes writes its errors as "line:column: what.". */
function brokenXml(
  message: string,
  { xml, file }: { readonly xml: string; readonly file: string },
): InputError {
  const [, line, column, what] = /^(?:.*?:)?(\d+):(\d+): (.*?)\.?$/s.exec(message) ?? [];
  if (line === undefined) {
    return new InputError(`it is no XML: ${message}`, { at: { file }, code: "config-xml" });
  }
  return new InputError(`it is no XML: ${what}`, {
    at: { file, line: Number(line), column: Math.max(1, Number(column)) },
    code: "config-xml",
    hint: /&(?!#?\w+;)/.test(xml) ? "write & as &amp;" : "close each tag and quote each attribute",
  });
}

/** `parseLabelConfig` for a config that is given by its path: what is wrong with it is a `UsageError`. */
export function readLabelConfig(xml: string, path: string): LabelConfig {
  try {
    return parseLabelConfig(xml, path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(formatProblem(problemOfError(error, path)));
  }
}
