import type { InputFormat } from "./contract.ts";
import { didYouMean } from "./did_you_mean.ts";
import { optionSchemas } from "./options.ts";
import { UsageError } from "./problem.ts";

/** The formats that a program knows. */
export interface Registry {
  /** In the order in which they were given; detection prefers the earlier of two that fit alike. */
  readonly formats: readonly InputFormat[];
  /** Throws `UsageError` with the nearest name where there is no such format. */
  get(name: string): InputFormat;
  /** Whether core believes the format's batches without checking them. */
  isTrusted(format: InputFormat): boolean;
}

/** Names that frontends use themselves, so that no option of a format may have them. */
export const FRONTEND_OPTIONS: readonly string[] = [
  ..."help version input inputPath inputFormat output dataKey map labelStudio onError rejects provenance"
    .split(" "),
  ..."progress maxRecord encoding labelConfig host port baseUrl media browser force ids again project".split(
    " ",
  ),
  ..."plugin pluginMemory pluginTimeout trustPlugin threads format dryRun returnTaskIds why json".split(" "),
];

/**
 * Brings formats together under their names. `trusted` are the built-in ones: their reading is the check
 * that core makes of any other format. Throws `UsageError` where a format is not well-formed.
 */
export function createRegistry(
  formats: { readonly trusted?: readonly InputFormat[]; readonly others?: readonly InputFormat[] },
): Registry {
  const trusted = new Set(formats.trusted);
  const byName = new Map<string, InputFormat>();
  for (const format of [...trusted, ...formats.others ?? []]) {
    checkFormat(format);
    if (byName.has(format.name)) {
      throw new UsageError(
        `Cannot add the format "${format.name}": there is one of this name; give it another`,
      );
    }
    byName.set(format.name, format);
  }
  return {
    formats: [...byName.values()],
    get(name) {
      const format = byName.get(name);
      if (format !== undefined) return format;
      throw new UsageError(`Cannot read "${name}": no such format; ${didYouMean(name, [...byName.keys()])}`);
    },
    isTrusted: (format) => trusted.has(format),
  };
}

/** Refuses what is no format, as a module of a stranger may hold anything. */
export function checkFormat(format: InputFormat): void {
  const refuse = (why: string): never => {
    throw new UsageError(`Cannot add the format ${JSON.stringify(format?.name ?? null)}: ${why}`);
  };
  if (typeof format !== "object" || format === null) {
    refuse("it is no object; export what defineFormat returns");
  }
  if (typeof format.name !== "string" || !/^[a-z][a-z0-9-]*$/.test(format.name)) {
    refuse('"name" takes lower-case letters, digits and hyphens');
  }
  if (typeof format.title !== "string" || format.title === "") {
    refuse('"title" is missing: say what it reads');
  }
  if (format.reads !== "file" && format.reads !== "folder") refuse('"reads" takes "file" or "folder"');
  if (typeof format.read !== "function") refuse('"read" is no function');
  if (!Array.isArray(format.extensions) || !format.extensions.every((name) => /^\.[^A-Z/\\]+$/.test(name))) {
    refuse('"extensions" takes a list such as [".csv"], in lower case');
  }
  for (const name of Object.keys(optionSchemas(format))) {
    if (FRONTEND_OPTIONS.includes(name)) refuse(`its option "${name}" has the name of a flag; rename it`);
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) refuse(`its option "${name}" is not written like "keepBlank"`);
  }
}
