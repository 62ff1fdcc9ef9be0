import type { z } from "zod";
import type { InputFormat, SourceKind } from "./contract.ts";

/**
 * Gives a format its types, so that its author writes none.
 *
 * @example
 * ```ts
 * import { defineFormat, lines } from "@labelport/core";
 *
 * export default defineFormat({
 *   name: "verse",
 *   title: "Poems, one task a verse",
 *   reads: "file",
 *   extensions: [".poem"],
 *   key: "verse",
 *   text: true,
 *   async *read(file, { key }) {
 *     for await (const line of lines(file)) yield { data: { [key]: line } };
 *   },
 * });
 * ```
 */
export function defineFormat<
  const Kind extends SourceKind,
  Options extends z.ZodObject = z.ZodObject<Record<never, never>>,
>(format: InputFormat<Kind, Options>): InputFormat<Kind, Options> {
  return format;
}
