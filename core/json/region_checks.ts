import type { TaskRules } from "../contract.ts";
import type { Finding } from "../label_config/finding.ts";
import { RegionChecker } from "../label_config/region_checker.ts";
import { decode } from "../utf8.ts";
import type { Warnings } from "../warnings.ts";
import type { TaskFault } from "./faults.ts";
import { valueAt } from "./value_checks.ts";

/** Checks the completions and predictions of records that have been scanned, against the label config. */
export class RegionChecks {
  readonly #checker: RegionChecker;
  readonly #renames: ReadonlyMap<string, string>;
  readonly #warnings: Warnings;

  constructor(config: NonNullable<TaskRules["config"]>, rules: TaskRules, warnings: Warnings) {
    this.#checker = new RegionChecker(config);
    this.#renames = new Map(rules.map);
    this.#warnings = warnings;
  }

  /** What is wrong with the record `b[start, end)`, which is a task; what is odd is counted. */
  fault(
    b: Uint8Array,
    start: number,
    end: number,
    at: { record: number; line: number },
  ): TaskFault | undefined {
    const task = JSON.parse(decode(b.subarray(start, end)));
    if (this.#renames.size > 0) {
      const data = Object.entries(task.data).map(([key, value]) => [this.#renames.get(key) ?? key, value]);
      task.data = Object.fromEntries(data);
    }
    const findings = this.#checker.check(task);
    if (findings.length === 0) return undefined;
    const errors: Finding[] = [];
    for (const finding of findings) {
      if (finding.severity === "error") errors.push(finding);
      else {this.#warnings.add(finding.code, `${finding.message}; ${finding.hint}`, {
          ...at,
          pointer: pointerOf(finding.path),
        });}
    }
    const [first, ...others] = errors;
    if (first === undefined) return undefined;
    const more = others.length === 0 ? "" : `; ${others.length} more in this task`;
    const { message, hint, code } = first;
    return { at: placeOf(b, start, first.path), message, hint: hint + more, code };
  }
}

/** Where the value lies, or the nearest around it that is there. */
function placeOf(b: Uint8Array, start: number, path: Finding["path"]): number {
  for (let length = path.length; length > 0; length--) {
    const found = valueAt(b, start, path.slice(0, length));
    if (found >= 0) return found;
  }
  return start;
}

function pointerOf(path: Finding["path"]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
