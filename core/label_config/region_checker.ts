import type { ControlTag, LabelConfig, ObjectTag } from "../contract.ts";
import { nearestName } from "../did_you_mean.ts";
import { contentsFault } from "./contents.ts";
import { type Finding, named, type Report, shown } from "./finding.ts";
import { type Fault, geometryFault, type Value } from "./geometry.ts";
import { htmlSpanFault, paragraphSpanFault, rangeFault, textSpanFault } from "./spans.ts";
import { shapeOf } from "./tags.ts";

/** A control tag, ready for use. */
interface Control {
  readonly tag: ControlTag;
  readonly labels: ReadonlySet<string>;
  readonly targets: readonly string[];
}

/** Members that tell where a region of this type lies. */
const GEOMETRY: Readonly<Record<string, readonly string[]>> = {
  rectangle: ["x", "y", "width", "height"],
  rectanglelabels: ["x", "y", "width", "height"],
  ellipse: ["x", "y", "radiusX", "radiusY"],
  ellipselabels: ["x", "y", "radiusX", "radiusY"],
  keypoint: ["x", "y"],
  keypointlabels: ["x", "y"],
  polygon: [],
  polygonlabels: [],
};
const POLYGONS = new Set(["polygon", "polygonlabels"]);

/**
 * Checks completions and predictions against a label config: whatever Label Studio would not show, or show
 * wrongly, is an error; what may not be meant is a warning. Makes nothing per region unless something is wrong.
 *
 * @example
 * ```ts
 * import { parseLabelConfig, RegionChecker } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const config = parseLabelConfig(`<Text name="t" value="$text"/>
 *   <Choices name="mood" toName="t"><Choice value="Good"/><Choice value="Bad"/></Choices>`);
 * const region = { from_name: "mood", to_name: "t", type: "choices", value: { choices: ["Godo"] } };
 * const findings = new RegionChecker(config).check({ data: { text: "Hi" }, predictions: [{ result: [region] }] });
 * assert.deepEqual(findings.map(({ code, hint }) => [code, hint]), [
 *   ["region-label", 'did you mean "Good"? There are "Good", "Bad"'],
 * ]);
 * ```
 */
export class RegionChecker {
  readonly #controls: ReadonlyMap<string, Control>;
  readonly #objects: ReadonlyMap<string, ObjectTag>;
  /** Of one result, used again for the next. */
  readonly #ids = new Set<unknown>();
  readonly #marks = new Set<string>();

  constructor({ objects, controls }: LabelConfig) {
    this.#controls = new Map(controls.map((tag) => [
      tag.name,
      { tag, labels: new Set(tag.labels), targets: tag.tos ?? [tag.to] },
    ]));
    this.#objects = new Map(
      objects.filter(({ name }) => !this.#controls.has(name)).map((tag) => [tag.name, tag]),
    );
  }

  /** Checks a task that has the form of one: what is found, in its order. */
  check(task: Readonly<Record<string, unknown>>): Finding[] {
    const findings: Finding[] = [];
    const report: Report = (finding) => void findings.push(finding);
    const data = task["data"] as Value;
    for (const list of ["completions", "annotations", "predictions"]) {
      const made = task[list];
      if (!Array.isArray(made)) continue;
      for (let n = 0; n < made.length; n++) {
        const { result, score } = made[n] as { result: readonly unknown[]; score?: unknown };
        if (typeof score === "number" && (score < 0 || score > 1)) {
          report({
            code: "score-range",
            severity: "warning",
            path: [list, n, "score"],
            message: `"score" is ${score}`,
            hint: "Label Studio expects 0 to 1",
          });
        }
        this.#result(result, data, [list, n, "result"], report);
      }
    }
    return findings;
  }

  #result(result: readonly unknown[], data: Value, path: readonly (string | number)[], report: Report): void {
    this.#ids.clear();
    this.#marks.clear();
    let relations = 0;
    for (let n = 0; n < result.length; n++) {
      const region = result[n] as Value;
      if (typeof region !== "object" || region === null || Array.isArray(region)) {
        const hint = 'write an object with "from_name", "to_name", "type" and "value"';
        error(report, [...path, n], {
          code: "region-form",
          member: "",
          message: `the region is ${shown(region)}`,
          hint,
        });
        continue;
      }
      if (region["type"] === "relation") {
        relations++;
        continue;
      }
      if (region["id"] !== undefined) this.#id(region, [...path, n, "id"], report);
      const wrong = this.#regionFault(
        region,
        data,
        (warning) => report({ ...warning, path: [...path, n, ...warning.path] }),
      );
      if (wrong !== undefined) error(report, [...path, n, ...wrong.inside], wrong);
    }
    if (relations > 0) this.#relations(result, path, report);
  }

  /** Notes the id of a region: a string that no other region of the same control has. */
  #id({ id, from_name: from }: Value, path: readonly (string | number)[], report: Report): void {
    const wrong = (message: string, hint: string) =>
      error(report, path, { code: "region-id", member: "id", message, hint });
    if (typeof id !== "string") return wrong(`"id" is ${shown(id)}`, "write it as a string");
    const mark = `${id}\0${typeof from === "string" ? from : ""}`;
    if (this.#marks.has(mark)) {
      wrong(`"id" is ${shown(id)}, which another region has`, "give each region an id of its own");
    }
    this.#marks.add(mark);
    this.#ids.add(id);
  }

  #relations(result: readonly unknown[], path: readonly (string | number)[], report: Report): void {
    for (const [n, region] of result.entries()) {
      const relation = region as Value | null;
      if (relation === null || relation["type"] !== "relation") continue;
      for (const end of ["from_id", "to_id"]) {
        if (this.#ids.has(relation[end])) continue;
        const hint = this.#ids.size === 0
          ? "no region has an id"
          : `there are ${named([...this.#ids].map(String))}`;
        error(report, [...path, n, end], {
          ...fault(end, `"${end}" is ${shown(relation[end])}, which no region has as its id`, hint),
          code: "region-relation",
        });
      }
    }
  }

  /** The first thing that is wrong with a region, with the way to it from the region. */
  #regionFault(
    region: Value,
    data: Value,
    warn: Report,
  ): (Fault & { readonly inside: readonly string[] }) | undefined {
    const { from_name: from, to_name: to, type, value } = region;
    for (const member of ["from_name", "to_name", "type"]) {
      if (typeof region[member] === "string") continue;
      const hint = {
        from_name: "name a control tag",
        to_name: "name an object tag",
        type: 'write it as "choices"',
      }[member]!;
      return at([member], {
        ...fault(member, `"${member}" is ${shown(region[member])}`, hint),
        code: "region-form",
      });
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return at(["value"], {
        ...fault("value", `"value" is ${shown(value)}`, "write an object"),
        code: "region-form",
      });
    }
    const control = this.#controls.get(from as string);
    if (control === undefined) {
      return at(
        ["from_name"],
        unknownName("from_name", from as string, [...this.#controls.keys()], "control tag"),
      );
    }
    const object = this.#objects.get(to as string);
    if (object === undefined) {
      return at(["to_name"], unknownName("to_name", to as string, [...this.#objects.keys()], "object tag"));
    }
    if (!control.targets.includes(to as string)) {
      const message = `"to_name" is ${
        shown(to)
      }, and <${control.tag.tag} name="${from}"> annotates another tag`;
      return at(["to_name"], {
        ...fault("to_name", message, `write ${named(control.targets)}`),
        code: "region-to-name",
      });
    }
    const own = control.tag.tag.toLowerCase();
    if (type !== own && shapeOf(control.tag.tag) !== undefined) {
      const message = `"type" is ${shown(type)}, and <${control.tag.tag} name="${from}"> makes another`;
      return at(["type"], { ...fault("type", message, `write "${own}"`), code: "region-type" });
    }
    const inside = value as Value;
    const wrong = contentsFault(inside, control.tag, control.labels) ?? placeFault(inside, own, object, data);
    if (wrong !== undefined) return at(["value", wrong.member], wrong);
    if (object.tag === "Image" && GEOMETRY[own] !== undefined) warnOfSize(region, warn);
    return undefined;
  }
}

/** What is wrong with where a region lies in what it is about. */
function placeFault(value: Value, type: string, object: ObjectTag, data: Value): Fault | undefined {
  const needed = GEOMETRY[type];
  if (needed !== undefined) {
    if (POLYGONS.has(type) && value["points"] === undefined) {
      return {
        code: "region-geometry",
        member: "points",
        message: `"points" is nothing`,
        hint: "write a list of [x, y], in percent",
      };
    }
    return geometryFault(value, needed);
  }
  // Labels stand beside a shape, which has the geometry; choices and texts may be about a region or about all.
  const { start, end } = value;
  if (start === undefined && end === undefined) {
    return /^(hypertext|paragraph|timeseries)?labels$/.test(type) && object.tag !== "Image" &&
        object.tag !== "Video"
      ? {
        code: "region-span",
        member: "start",
        message: '"start" and "end" are not there',
        hint: "write where the span begins and ends",
      }
      : value["x"] === undefined
      ? undefined
      : geometryFault(value, []);
  }
  const shownText = object.isWhole && !object.isUrl ? data[object.key] : undefined;
  switch (object.tag) {
    case "Text":
      return textSpanFault(value, typeof shownText === "string" ? shownText : undefined);
    case "Paragraphs":
      return paragraphSpanFault(value, shownText);
    case "HyperText":
      return htmlSpanFault(value);
    default:
      return rangeFault(value);
  }
}

function warnOfSize(region: Value, warn: Report): void {
  for (const member of ["original_width", "original_height"]) {
    const size = region[member];
    if (typeof size === "number" && size > 0) continue;
    warn({
      code: "region-size",
      severity: "warning",
      path: [member],
      message: `"${member}" is ${shown(size)}`,
      hint: "exports to other formats need the image's size in pixels",
    });
    return;
  }
}

function unknownName(
  member: "from_name" | "to_name",
  name: string,
  known: readonly string[],
  what: string,
): Fault {
  const nearest = nearestName(name, known);
  const there = known.length === 0
    ? `there is no ${what}`
    : `there ${known.length === 1 ? "is" : "are"} ${named(known)}`;
  return {
    code: member === "from_name" ? "region-from-name" : "region-to-name",
    member,
    message: `"${member}" is ${shown(name)}, which is no ${what} of the label config`,
    hint: nearest === undefined ? there : `did you mean "${nearest}"?`,
  };
}

function fault(member: string, message: string, hint: string): Fault {
  return { code: "region-value", member, message, hint };
}

function at(inside: readonly string[], fault: Fault): Fault & { readonly inside: readonly string[] } {
  return { ...fault, inside: inside.filter((part) => part !== "") };
}

function error(report: Report, path: readonly (string | number)[], { code, message, hint }: Fault): void {
  report({ code, severity: "error", path, message, hint });
}
