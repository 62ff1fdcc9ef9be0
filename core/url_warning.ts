import type { Position } from "./contract.ts";
import { type Need, tagText } from "./needs.ts";
import type { Warnings } from "./warnings.ts";

/** Counts a value that a browser is to fetch and that looks like no URL. */
export function warnOfUrl(warnings: Warnings, { key, tags }: Need, { record, line }: Position): void {
  const note = `${JSON.stringify(key)} looks like no URL, and ${tagText(tags[0]!)} has a browser fetch it; ` +
    "begin it with https://, a slash or another scheme";
  const at = { ...(record !== undefined && { record }), ...(line !== undefined && { line }) };
  warnings.add(`value-url ${key}`, note, at);
}
