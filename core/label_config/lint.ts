import { nearestName } from "../did_you_mean.ts";
import { InputError, type Problem, problemOfError } from "../problem.ts";
import { named } from "./finding.ts";
import { type ReadTag, readTags } from "./parse.ts";
import { isObjectTag, KNOWN_TAGS, LABEL_TAGS, needsLabels, shapeOf } from "./tags.ts";

/** Something about a label config. */
export interface ConfigFinding extends Problem {
  readonly code: string;
  /** error: Label Studio refuses the config, or part of it does nothing. warning: it may not be what was meant. */
  readonly severity: "error" | "warning";
}

/**
 * What is wrong with a label config, or odd about it, in the order of its tags.
 *
 * @example
 * ```ts
 * import { formatProblem, lintLabelConfig } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const xml = '<View><Text name="t" value="$text"/>\n<Choices name="c" toName="txt"><Choice value="A"/></Choices></View>';
 * assert.deepEqual(lintLabelConfig(xml, "c.xml").map(formatProblem), [
 *   'c.xml:2:1: toName="txt" leads to no tag of this name; did you mean "t"?',
 * ]);
 * ```
 */
export function lintLabelConfig(xml: string, file = "label config"): ConfigFinding[] {
  let tags: ReadTag[];
  try {
    tags = readTags(xml, file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ ...problemOfError(error, file), code: "config-xml", severity: "error" }];
  }
  const findings: ConfigFinding[] = [];
  const lint = new Lint(tags, (tag, severity, code, message, hint) => {
    const { line, column } = tag;
    const at = { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
    findings.push({ file, ...at, code, severity, message, hint });
  });
  for (const tag of tags) lint.tag(tag);
  lint.whole();
  return findings;
}

type Tell = (
  tag: ReadTag,
  severity: "error" | "warning",
  code: string,
  message: string,
  hint: string,
) => void;

class Lint {
  readonly #tags: readonly ReadTag[];
  readonly #tell: Tell;
  readonly #byName: ReadonlyMap<string, ReadTag>;
  readonly #objects: readonly string[];
  readonly #names = new Set<string>();

  constructor(tags: readonly ReadTag[], tell: Tell) {
    this.#tags = tags;
    this.#tell = tell;
    this.#byName = new Map(tags.map((tag) => [tag.attributes["name"] ?? "", tag]));
    this.#objects = tags.filter(isShowing).map(({ attributes }) => attributes["name"] ?? "").filter((name) =>
      name !== ""
    );
  }

  tag(tag: ReadTag): void {
    const { tag: kind, attributes } = tag;
    if (!KNOWN_TAGS.includes(kind)) {
      const nearest = nearestName(kind, KNOWN_TAGS);
      const hint = nearest === undefined ? "see https://labelstud.io/tags" : `did you mean <${nearest}>?`;
      this.#tell(tag, "warning", "config-tag", `<${kind}> is no tag of Label Studio's`, hint);
    }
    const isControl = attributes["toName"] !== undefined;
    if (isControl || isShowing(tag)) this.#name(tag);
    if (isControl) this.#control(tag);
    else if (shapeOf(kind) !== undefined && !LABEL_TAGS.has(kind) && kind !== "Ranker") {
      const hint = `write toName=${JSON.stringify(this.#objects[0] ?? "the name of an object tag")}`;
      this.#tell(tag, "error", "config-target", `<${kind}> has no toName`, hint);
    }
    this.#value(tag);
  }

  /** What no single tag shows. */
  whole(): void {
    if (this.#tags.some((tag) => isShowing(tag) && /\$/.test(textOf(tag)))) return;
    const hint = 'write an object tag such as <Text name="text" value="$text"/>';
    this.#tell(this.#tags[0]!, "error", "config-object", "no tag shows anything of a task's data", hint);
  }

  #name(tag: ReadTag): void {
    const name = tag.attributes["name"] ?? "";
    if (name === "") {
      if (tag.tag === "Header") return;
      return this.#tell(
        tag,
        "error",
        "config-name",
        `<${tag.tag}> has no name`,
        'write name="…", which no other tag has',
      );
    }
    if (this.#names.has(name)) {
      this.#tell(
        tag,
        "error",
        "config-name",
        `another tag is named "${name}"`,
        "give each tag a name of its own",
      );
    }
    this.#names.add(name);
  }

  #control(tag: ReadTag): void {
    const { tag: kind, attributes: { toName = "", value = "" } } = tag;
    for (const target of toName.split(",").map((name) => name.trim())) {
      const found = this.#byName.get(target);
      if (found === undefined) {
        const nearest = nearestName(target, this.#objects);
        const hint = nearest !== undefined
          ? `did you mean "${nearest}"?`
          : this.#objects.length === 0
          ? "there is no object tag"
          : `there is ${named(this.#objects)}`;
        this.#tell(tag, "error", "config-target", `toName="${target}" leads to no tag of this name`, hint);
      } else if (found.attributes["toName"] !== undefined) {
        const hint = `annotate an object tag: ${named(this.#objects)}`;
        this.#tell(
          tag,
          "error",
          "config-target",
          `toName="${target}" leads to <${found.tag}>, which annotates itself`,
          hint,
        );
      }
    }
    if (!needsLabels(kind) || value.includes("$")) return;
    const labels = this.#tags.filter(({ tag: inner, around }) =>
      LABEL_TAGS.has(inner) && around.includes(tag)
    );
    if (labels.length === 0) {
      const inner = kind === "Choices" || kind === "Taxonomy" ? "Choice" : "Label";
      this.#tell(
        tag,
        "warning",
        "config-labels",
        `<${kind}> has nothing to choose`,
        `write <${inner} value="…"/> into it`,
      );
    }
    const seen = new Set<string>();
    for (const label of labels) {
      const { alias, value = "" } = label.attributes;
      const way = [
        ...label.around.slice(label.around.indexOf(tag) + 1).map((outer) => outer.attributes["value"]),
        alias ?? value,
      ];
      const key = JSON.stringify(way);
      if (seen.has(key)) {
        this.#tell(
          label,
          "error",
          "config-labels",
          `"${alias ?? value}" is there twice in <${kind}>`,
          "keep one of them, or give one an alias",
        );
      }
      seen.add(key);
    }
  }

  #value(tag: ReadTag): void {
    if (LABEL_TAGS.has(tag.tag)) return;
    const { value } = tag.attributes;
    if (value === undefined) {
      if (isObjectTag(tag.tag) && tag.attributes["name"] !== undefined && textOf(tag) === "") {
        this.#tell(
          tag,
          "error",
          "config-value",
          `<${tag.tag}> has no value`,
          'write the key of data that it shows, such as value="$text"',
        );
      }
      return;
    }
    const fixed = value.replace(/^\s+|\s+$/g, "").replace(/^\$\s+/, "$");
    if (fixed !== value && value.includes("$")) {
      this.#tell(
        tag,
        "error",
        "config-value",
        `value=${JSON.stringify(value)} has spaces in it, and they count`,
        `write value="${fixed}"`,
      );
    } else if (/^\$[^$\s]*\s[^$]*$/.test(value)) {
      this.#tell(
        tag,
        "warning",
        "config-value",
        `value="${value}" needs a key with spaces in its name`,
        `Label Studio looks for "${value.slice(1)}"`,
      );
    } else if (isObjectTag(tag.tag) && tag.tag !== "Header" && value !== "" && !value.includes("$")) {
      const hint = `to show data write value="$${/^\w+$/.test(value) ? value : "text"}"`;
      this.#tell(
        tag,
        "warning",
        "config-value",
        `value="${value}" has no $: every task shows these words`,
        hint,
      );
    }
  }
}

/** Whether a tag shows something that annotations may be about. */
function isShowing({ tag, attributes }: ReadTag): boolean {
  return isObjectTag(tag) && attributes["toName"] === undefined;
}

function textOf({ attributes: { value = "", valueList = "" } }: ReadTag): string {
  return value + valueList;
}
