import type { Contender } from "./contenders.ts";
import type { Input } from "./generate.ts";
import type { Result } from "./race.ts";

const HERE = import.meta.dirname!;
const CLI = `${HERE}/../../cli/main.ts`;

/** A format of one's own, in its process without permissions and, trusted, in that of the command. */
export function sandboxContenders(input: Input, plugin: "objects" | "batches"): readonly Contender[] {
  const contender = (name: string, flags: readonly string[]): Contender => ({
    name,
    input,
    check: "hash",
    command: (output) => [
      ...[Deno.execPath(), "run", "--quiet", "--allow-read", "--allow-write", "--allow-run", CLI],
      ...["convert", input.path, "-o", output, "--progress", "never", "-f", plugin],
      ...["--plugin", `${HERE}/contenders/plugins/${plugin}.ts`, ...flags],
    ],
  });
  return [
    contender(`${plugin}, in its own process`, []),
    contender(`${plugin}, trusted`, ["--trust-plugin"]),
  ];
}

/** How much of its speed a format keeps in its own process, start-up and all. */
export function keptText(results: readonly Result[]): string {
  const [sandboxed, trusted] = results.map((result) =>
    "runs" in result ? Math.min(...result.runs.map(({ seconds }) => seconds)) : NaN
  );
  return `in its own process it keeps ${Math.round(100 * trusted! / sandboxed!)} % of its speed`;
}
