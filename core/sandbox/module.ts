import type { InputFormat } from "../contract.ts";
import { UsageError } from "../problem.ts";

/** The format that a plugin's module exports by default. Throws `UsageError` where it exports none. */
export function formatOfModule(module: unknown): InputFormat {
  const { default: format, ...others } = module as { default?: InputFormat } & Record<string, unknown>;
  if (format !== undefined) return format;
  const names = Object.keys(others);
  const there = names.length === 0 ? "nothing" : names.map((name) => `"${name}"`).join(", ");
  throw new UsageError(
    `its module has no default export (it exports ${there}); write export default defineFormat({ … })`,
  );
}
