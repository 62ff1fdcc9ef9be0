import type { Fault, Value } from "./geometry.ts";
import { shown } from "./finding.ts";

/** What is wrong with a span of a text, in UTF-16 units with its end left out; nothing where it fits. */
export function textSpanFault(value: Value, text: string | undefined): Fault | undefined {
  const { start, end } = value;
  for (const [member, at] of [["start", start], ["end", end]] as const) {
    if (!Number.isSafeInteger(at) || (at as number) < 0) {
      return fault(member, `"${member}" is ${shown(at)}`, "write the number of a character, from 0");
    }
  }
  const [from, to] = [start as number, end as number];
  if (from > to) return fault("end", `"end" is ${to}, before "start", ${from}`, "write start first");
  if (text === undefined) return undefined;
  if (to > text.length) {
    return fault(
      "end",
      `"end" is ${to}, and the text has ${text.length} characters`,
      "count characters, not bytes",
    );
  }
  const slice = text.slice(from, to);
  const told = value["text"];
  if (typeof told !== "string" || told === slice) return undefined;
  const place = text.indexOf(told);
  const hint = told === text.slice(from, to + 1)
    ? `"end" is left out of a span: write ${to + 1}`
    : place < 0
    ? 'write the characters of the text, or leave "text" out'
    : `it stands at ${place} to ${place + told.length}`;
  return fault("text", `"text" is ${shown(told)}, but the text has ${shown(slice)} there`, hint);
}

/** What is wrong with a span of paragraphs, whose ends are numbers of paragraphs as strings. */
export function paragraphSpanFault(value: Value, paragraphs: unknown): Fault | undefined {
  for (const member of ["start", "end"]) {
    const at = value[member];
    if (typeof at !== "string" || !/^\d+$/.test(at)) {
      return fault(
        member,
        `"${member}" is ${shown(at)}`,
        'write the number of a paragraph as a string, such as "0"',
      );
    }
    if (Array.isArray(paragraphs) && Number(at) >= paragraphs.length) {
      return fault(
        member,
        `"${member}" is "${at}", and the last paragraph is ${paragraphs.length - 1}`,
        "count from 0",
      );
    }
  }
  return Number(value["start"]) > Number(value["end"])
    ? fault("end", `"end" is ${shown(value["end"])}, before "start"`, "write start first")
    : undefined;
}

/** What is wrong with a span of HTML, whose ends are XPaths with offsets. */
export function htmlSpanFault(value: Value): Fault | undefined {
  for (const member of ["start", "end"]) {
    if (typeof value[member] === "string") continue;
    if (value["globalOffsets"] !== undefined) continue;
    return fault(
      member,
      `"${member}" is ${shown(value[member])}`,
      'write an XPath such as "/p[1]/text()[1]"',
    );
  }
  for (const member of ["startOffset", "endOffset"]) {
    const at = value[member];
    if (at === undefined || (Number.isSafeInteger(at) && (at as number) >= 0)) continue;
    return fault(member, `"${member}" is ${shown(at)}`, "write the number of a character, from 0");
  }
  return undefined;
}

/** What is wrong with a span of time or of a series. */
export function rangeFault(value: Value): Fault | undefined {
  const { start, end } = value;
  for (const [member, at] of [["start", start], ["end", end]] as const) {
    if (typeof at === "string" || (typeof at === "number" && at >= 0)) continue;
    return fault(member, `"${member}" is ${shown(at)}`, "write a number from 0, in seconds");
  }
  if (typeof start === "number" && typeof end === "number" && start > end) {
    return fault("end", `"end" is ${end}, before "start", ${start}`, "write start first");
  }
  return undefined;
}

function fault(member: string, message: string, hint: string): Fault {
  return { code: "region-span", member, message, hint };
}
