import type { ControlTag } from "../contract.ts";
import { nearestName } from "../did_you_mean.ts";
import { named, shown } from "./finding.ts";
import type { Fault, Value } from "./geometry.ts";
import { shapeOf } from "./tags.ts";

/** What is wrong with what a region says: its labels, choices, text or number. `labels`: those of the control. */
export function contentsFault(
  value: Value,
  control: ControlTag,
  labels: ReadonlySet<string>,
): Fault | undefined {
  const { member, holds } = shapeOf(control.tag) ?? { member: "", holds: "nothing" };
  const said = value[member];
  switch (holds) {
    case "labels":
    case "choices": {
      if (!Array.isArray(said)) return fault(member, said, 'write a list such as ["Cat"]');
      for (const label of said) {
        if (typeof label !== "string") return fault(member, said, "write labels as strings");
        if (!control.isDynamic && !labels.has(label)) return unknownLabel(member, label, control);
      }
      if (holds === "choices" && control.isSingle && said.length > 1) {
        return {
          code: "region-value",
          member,
          message: `${shown(said)} are ${said.length} choices`,
          hint:
            `<${control.tag} name="${control.name}"> takes one; say choice="multiple" in the label config`,
        };
      }
      return undefined;
    }
    case "paths":
      return pathsFault(said, control);
    case "texts": {
      const isText = typeof said === "string" ||
        (Array.isArray(said) && said.every((text) => typeof text === "string"));
      return isText ? undefined : fault(member, said, 'write a list of strings such as ["a note"]');
    }
    case "rating":
    case "number": {
      const { min = -Infinity, max = Infinity } = control;
      if (typeof said !== "number") return fault(member, said, "write a number");
      if (said >= min && said <= max) return undefined;
      return fault(member, said, `write a number ${bounds(min, max)}`);
    }
    case "text":
      return typeof said === "string" ? undefined : fault(member, said, "write a string");
    case "nothing":
      return undefined;
  }
}

function pathsFault(said: unknown, control: ControlTag): Fault | undefined {
  const isPaths = Array.isArray(said) &&
    said.every((path) => Array.isArray(path) && path.every((part) => typeof part === "string"));
  if (!isPaths) return fault("taxonomy", said, 'write a list of paths such as [["Animal", "Cat"]]');
  if (control.isDynamic) return undefined;
  const known = new Set((control.paths ?? []).map((path) => JSON.stringify(path)));
  for (const path of said as string[][]) {
    if (known.has(JSON.stringify(path))) continue;
    const unknown = path.find((part) => !control.labels.includes(part));
    if (unknown !== undefined) return unknownLabel("taxonomy", unknown, control);
    const all = [...known].slice(0, 6).join(", ");
    return fault("taxonomy", path, `it is no path of <Taxonomy name="${control.name}">: there are ${all}`);
  }
  return undefined;
}

function unknownLabel(member: string, label: string, { tag, name, labels }: ControlTag): Fault {
  const nearest = nearestName(label, labels);
  const there = labels.length === 0 ? "it has none" : `there are ${named(labels)}`;
  return {
    code: "region-label",
    member,
    message: `${JSON.stringify(label)} is no label of <${tag} name="${name}">`,
    hint: nearest === undefined
      ? there
      : `did you mean ${JSON.stringify(nearest)}? ${there[0]!.toUpperCase()}${there.slice(1)}`,
  };
}

function fault(member: string, value: unknown, hint: string): Fault {
  return { code: "region-value", member, message: `"${member}" is ${shown(value)}`, hint };
}

function bounds(min: number, max: number): string {
  if (min === -Infinity) return `up to ${max}`;
  return max === Infinity ? `from ${min}` : `from ${min} to ${max}`;
}
