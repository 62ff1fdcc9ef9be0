import {
  type ConfigFinding,
  formatProblem,
  inspectInput,
  type Inspection,
  lintLabelConfig,
  readLabelConfig,
} from "@labelport/core";
import { readText } from "@labelport/core/fs";
import type { Command } from "commander";
import { givenFormatOptions } from "./format_flags.ts";
import { openInput } from "./input.ts";
import { addReadingFlags, type ReadingFlags, rulesOf } from "./reading_flags.ts";
import { noteText, problemLines } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";
import { countText, numberText, print, tableText } from "./terminal.ts";

interface InspectFlags extends ReadingFlags {
  readonly labelConfig?: string;
  readonly json?: true;
}

/** Adds `labelport inspect`: what would happen, before it does. */
export function addInspect(program: Command, surroundings: Surroundings): void {
  const { registry, args, signal, outcome, openThreads } = surroundings;
  const command = program.command("inspect")
    .description("Say what an input would become: format, columns, label config, problems; nothing is stored")
    .argument("<input>", "a file or a folder")
    .option("-l, --label-config <xml>", "look at it with this label config")
    .option("--json", "print it as JSON");
  addReadingFlags(command, registry, args);
  command.action(async (path: string, flags: InspectFlags) => {
    const { labelConfig } = flags;
    const xml = labelConfig === undefined ? undefined : await readText(labelConfig);
    const config = xml === undefined ? undefined : readLabelConfig(xml, labelConfig!);
    const lint = xml === undefined ? [] : lintLabelConfig(xml, labelConfig);
    using threads = openThreads(flags.threads);
    const found = await inspectInput({
      registry,
      threads,
      signal,
      input: await openInput(path, { signal }),
      options: givenFormatOptions(command, registry),
      rules: rulesOf(flags),
      ...(flags.inputFormat !== undefined && { format: registry.get(flags.inputFormat) }),
      ...(config !== undefined && { config }),
      ...(flags.dataKey !== undefined && { dataKey: flags.dataKey }),
      ...(flags.encoding !== undefined && { encoding: flags.encoding }),
    });
    print(flags.json ? JSON.stringify(inspectionJson(found, lint), null, 2) : inspectionText(found, lint));
    const isBad = found.report.bad > 0 || lint.some(({ severity }) => severity === "error");
    outcome.exitCode = isBad ? 1 : 0;
  });
}

/** What was found, as plain JSON. */
function inspectionJson(found: Inspection, lint: readonly ConfigFinding[]): unknown {
  const { name, format, why, others, report, profiles, keys, media, duplicates, tasks } = found;
  const { tasks: taskCount, completions, predictions, bad, problems, notes } = report;
  return {
    name,
    format: format.name,
    why,
    encoding: found.encoding ?? null,
    others: others.map(({ format, fit, why }) => ({ format: format.name, fit, why })),
    task_count: taskCount,
    completion_count: completions,
    prediction_count: predictions,
    bad_count: bad,
    duplicate_count: duplicates,
    columns: profiles,
    keys,
    label_config: lint,
    problems,
    notes,
    media,
    tasks: tasks.map((task) => JSON.parse(task)),
  };
}

function inspectionText(found: Inspection, lint: readonly ConfigFinding[]): string {
  const { name, format, why, encoding, report, profiles, keys, media, duplicates } = found;
  const { tasks, completions, predictions, bad, problems, notes } = report;
  const counts = [
    countText(tasks, "task"),
    ...(completions > 0 ? [countText(completions, "completion")] : []),
    ...(predictions > 0 ? [countText(predictions, "prediction")] : []),
    ...(bad > 0 ? [`${countText(bad, "record")} refused`] : []),
    ...(duplicates > 0 ? [`${countText(duplicates, "task")} there before, byte for byte`] : []),
  ];
  const codes = [...new Set([...problems, ...lint, ...notes, ...media].map(({ code }) => code ?? ""))].filter(
    (code) => code !== "",
  );
  const changes = profiles.flatMap(({ name, changes }) =>
    changes.map((change) => `${JSON.stringify(name)}: ${change}`)
  );
  return [
    `${name}: ${format.name}: ${why}${encoding === undefined || encoding === "utf-8" ? "" : `; ${encoding}`}`,
    counts.join(", "),
    ...section("columns", profiles.length === 0 ? [] : [columnsText(found)]),
    ...section("label config", [
      ...lint.map((found) => `${found.severity}: ${formatProblem(found)}`),
      ...keys.map(({ key, tag, column, hint }) =>
        column === undefined ? `✗ ${tag} needs "${key}": ${hint}` : `✓ ${tag} shows "${column}"`
      ),
    ]),
    ...section("problems", problemLines(report)),
    ...section("worth a look", [...notes, ...media].map(noteText)),
    ...section("kept here; Label Studio's own reader would have changed it", changes),
    ...(codes.length > 0 ? ["", `labelport explain says more of ${codes.join(", ")}`] : []),
  ].join("\n");
}

function columnsText({ profiles, report: { tasks } }: Inspection): string {
  const shown = profiles.slice(0, 50).map(({ name, count, kinds, empty, samples }) => [
    JSON.stringify(name),
    Object.keys(kinds).join(" or "),
    [
      ...(count < tasks ? [`in ${numberText(count)}`] : []),
      ...(empty > 0 ? [`${numberText(empty)} empty`] : []),
    ].join(", "),
    samples.join(", "),
  ]);
  const more = profiles.length > 50 ? `\n… and ${profiles.length - 50} more` : "";
  return tableText([["key", "values", "", "such as"], ...shown]) + more;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => line.replace(/^/gm, "  "))];
}
