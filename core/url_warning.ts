import { type Need, tagText } from "./needs.ts";
import type { Warnings } from "./warnings.ts";

/** Counts a value that a browser is to fetch and that looks like no URL. (Four arguments: it may be every record.) */
export function warnOfUrl(warnings: Warnings, { key, tags }: Need, record: number, line: number): void {
  if (warnings.again("value-url", key)) return;
  const note = `${JSON.stringify(key)} looks like no URL, and ${tagText(tags[0]!)} has a browser fetch it; ` +
    "begin it with https://, a slash or another scheme";
  warnings.add("value-url", note, { record, line }, key);
}
