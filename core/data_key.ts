import type { InputFormat, LabelConfig, ObjectTag } from "./contract.ts";
import { didYouMean } from "./did_you_mean.ts";
import { kindBit, kindFault, needsOf, tagText } from "./needs.ts";
import { UsageError } from "./problem.ts";

/**
 * The key of `data` that a format with one value a task fills: the one that was asked for, else the label
 * config's, else the format's own. With it, what of the label config each task has to meet.
 * Throws `UsageError` where there are several to choose from, or where the one asked for is not shown.
 */
export function keyOf(
  format: InputFormat,
  options: {
    readonly dataKey: string | undefined;
    readonly config: LabelConfig | undefined;
    readonly map: readonly (readonly [string, string])[];
  },
): { readonly key: string; readonly needs: readonly ObjectTag[] } {
  const { dataKey, config, map } = options;
  const tags = config?.objects ?? [];
  if (format.key === undefined) {
    if (dataKey === undefined) return { key: "text", needs: tags };
    throw new UsageError(`Cannot use a data key with "${format.name}": its records name their own keys`);
  }
  const needs = needsOf(tags);
  const keys = needs.map(({ key }) => key);
  if (dataKey === undefined && keys.length > 1) {
    const shown = needs.map(({ key, tags }) => `"${key}" (${tagText(tags[0]!)})`).join(", ");
    throw new UsageError(
      `Cannot choose a key for the one value of each "${format.name}" task: the label config needs ${shown}; ` +
        `choose with --data-key`,
    );
  }
  const key = dataKey ?? keys[0] ?? format.key;
  const renamed = map.find(([old]) => old === key)?.[1] ?? key;
  const need = needs.find(({ names }) => names.includes(renamed));
  if (keys.length > 0 && need === undefined) {
    throw new UsageError(
      `Cannot fill "${renamed}": no tag of the label config shows it; ${didYouMean(renamed, keys)}`,
    );
  }
  const isString = kindBit('"'.charCodeAt(0));
  if (need !== undefined && (need.kinds & isString) === 0) {
    const { message, hint } = kindFault(need, "a string", isString);
    throw new UsageError(`Cannot read "${format.name}" for this label config: ${message}; ${hint}`);
  }
  // The one value meets the tags that show it; the others are left to whoever asked for this key.
  return { key, needs: need?.tags ?? [] };
}
