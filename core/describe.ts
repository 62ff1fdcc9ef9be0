import type { InputFormat, SourceKind } from "./contract.ts";
import { type OptionSchema, optionSchemas } from "./options.ts";

/** A format as frontends see it: plain JSON. */
export interface FormatDescription {
  readonly name: string;
  readonly title: string;
  readonly reads: SourceKind;
  readonly extensions: readonly string[];
  readonly mediaTypes: readonly string[];
  /** The key of `data` that it fills when nothing else names one, if it has one value a task. */
  readonly key?: string;
  readonly options: Readonly<Record<string, OptionSchema>>;
}

/** All that a flag, a web form or an API needs to know of a format. */
export function describe(format: InputFormat): FormatDescription {
  const { name, title, reads, extensions, mediaTypes = [], key } = format;
  const options = optionSchemas(format);
  return { name, title, reads, extensions, mediaTypes, ...(key === undefined ? {} : { key }), options };
}
