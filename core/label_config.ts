import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { ControlTag, LabelConfig, ObjectTag, ValueKind } from "./contract.ts";
import { formatProblem, InputError, problemOfError, UsageError } from "./problem.ts";

/** What kinds of JSON value an object tag shows. Tags that are not listed take a string. */
const KINDS: Readonly<Record<string, readonly ValueKind[]>> = {
  Text: ["string", "number", "boolean"],
  Header: ["string", "number", "boolean"],
  Image: ["string", "array"],
  Paragraphs: ["array", "string"],
  Table: ["object", "string"],
  TimeSeries: ["object", "array", "string"],
  List: ["array"],
};
const STRING: readonly ValueKind[] = ["string"];

/** Tags whose `value` is a label or a choice of the control tag around them. */
const LABELS = new Set(["Label", "Choice", "Relation", "Item"]);

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
  const controls: (ControlTag & { labels: string[] })[] = [];
  const open: SaxesTagPlain[] = [];
  const parser = new SaxesParser({ xmlns: false, position: true, fragment: true });
  parser.on("error", (error) => {
    throw brokenXml(error.message, file);
  });
  parser.on("opentag", (tag) => {
    open.push(tag);
    const { name = "", toName, value = "", alias } = tag.attributes;
    if (toName !== undefined) controls.push({ tag: tag.name, name, to: toName, labels: [] });
    else if (LABELS.has(tag.name) && open.some((outer) => outer.attributes["toName"] !== undefined)) {
      controls.at(-1)?.labels.push(alias ?? value);
    } else if (name !== "" && value.startsWith("$")) {
      const key = value.slice(1);
      const kinds = KINDS[tag.name] ?? STRING;
      objects.push({ tag: tag.name, name, key, kinds });
    }
  });
  parser.on("closetag", () => void open.pop());
  // A declaration is fine, but not in a fragment: blanks in its place keep the lines and columns.
  const declaration = /^\uFEFF?\s*<\?xml[^>]*\?>/;
  parser.write(xml.replace(declaration, (text) => text.replace(/\S/g, " ")).replace(/^\uFEFF/, "")).close();
  const hasElement = objects.length + controls.length > 0 || /<[A-Za-z]/.test(xml);
  if (!hasElement) {
    throw new InputError("there is no tag in it", {
      at: { file, line: 1 },
      hint: 'write an object tag such as <Text name="text" value="$text"/>',
    });
  }
  return { objects, controls };
}

/** saxes writes its errors as "line:column: what.". */
function brokenXml(message: string, file: string): InputError {
  const [, line, column, what] = /^(?:.*?:)?(\d+):(\d+): (.*?)\.?$/s.exec(message) ?? [];
  if (line === undefined) return new InputError(`it is no XML: ${message}`, { at: { file } });
  return new InputError(`it is no XML: ${what}`, {
    at: { file, line: Number(line), column: Number(column) },
    hint: "close each tag and quote each attribute",
  });
}

/** The keys of `data` that the object tags need, each once. */
export function neededKeys(config: LabelConfig): string[] {
  return [...new Set(config.objects.map(({ key }) => key))];
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
