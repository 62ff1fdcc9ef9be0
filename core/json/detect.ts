import type { Peek, TaskRules, Verdict } from "../contract.ts";
import { hasExtension } from "../names.ts";
import { type Probe, probe } from "../probe.ts";
import { decode } from "../utf8.ts";
import { DocumentKernel } from "./document_kernel.ts";
import { LinesKernel } from "./lines_kernel.ts";
import type { JsonKernelOptions } from "./record_output.ts";

const RULES: TaskRules = { map: [], provenance: false, completionsAs: "completions" };
const OPTIONS: JsonKernelOptions = { rules: RULES, maxRecord: Infinity, wasm: false };

/** Whether an input is a JSON document, by its content first. `extensions` are those of the format that asks. */
export function detectJson(peek: Peek, extensions: readonly string[]): Verdict {
  const isNamed = hasExtension({ extensions }, peek.name);
  const start = beginning(peek.head);
  if (!isBracket(peek.head[start])) {
    const why = start === peek.head.length ? "there is nothing in it" : "it begins with neither { nor [";
    return isNamed ? { fit: "maybe", why: `its name says so, though ${why}` } : { fit: "no", why };
  }
  const { fault, broken } = documentProbe(peek);
  const kind = peek.head[start] === 91 ? "array" : "object";
  if (!broken) {
    const isSure = kind === "array" || peek.whole;
    return { fit: isSure ? "sure" : "maybe", why: `its content is a JSON ${kind}` };
  }
  const looksSo = isNamed || /^(\[\s*\{|\{\s*")/.test(decode(peek.head.subarray(start)));
  return { fit: looksSo ? "maybe" : "no", why: `it begins like a JSON ${kind}, but ${fault}` };
}

/** Whether an input is JSON Lines. */
export function detectJsonLines(peek: Peek, extensions: readonly string[]): Verdict {
  const isNamed = hasExtension({ extensions }, peek.name);
  const { tasks, bad, fault } = linesProbe(peek);
  if (tasks > 0 && bad === 0) {
    const lines = tasks === 1
      ? "the first line is a JSON object"
      : `the first ${tasks} lines are JSON objects`;
    return { fit: tasks > 1 || isNamed ? "sure" : "maybe", why: lines };
  }
  const why = fault ??
    (peek.head.length === 0 ? "there is nothing in it" : "its first line is longer than 64 KiB");
  if (tasks > bad) {
    return { fit: isNamed ? "sure" : "maybe", why: `most of its first lines are JSON objects, but ${why}` };
  }
  return isNamed ? { fit: "maybe", why: `its name says so, though ${why}` } : { fit: "no", why };
}

/** Whether an input is JSON or JSON Lines by its content, whatever its name: then formats that read any text refuse it. */
export function isJson(peek: Peek): boolean {
  if (!isBracket(peek.head[beginning(peek.head)])) return false;
  return detectJsonLines(peek, []).fit === "sure" || !documentProbe(peek).broken;
}

/** What the kernels make of a beginning: several formats ask for it. */
const documents = new WeakMap<Peek, Probe>();
const lines = new WeakMap<Peek, Probe>();

function documentProbe(peek: Peek): Probe {
  const found = documents.get(peek) ?? probe(new DocumentKernel(OPTIONS), peek);
  documents.set(peek, found);
  return found;
}

function linesProbe(peek: Peek): Probe {
  const found = lines.get(peek) ?? probe(new LinesKernel(OPTIONS), peek);
  lines.set(peek, found);
  return found;
}

/** The position behind white space. */
function beginning(head: Uint8Array): number {
  let i = 0;
  while (head[i] === 32 || head[i] === 9 || head[i] === 10 || head[i] === 13) i++;
  return i;
}

function isBracket(byte: number | undefined): boolean {
  return byte === 91 || byte === 123;
}
