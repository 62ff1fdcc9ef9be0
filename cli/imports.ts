import { formatProblem, UsageError } from "@labelport/core";
import type { ImportRecord } from "@labelport/server";
import type { Command } from "commander";
import { noteText } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";
import { countText, numberText, print, say, tableText } from "./terminal.ts";

/** Adds `labelport imports`: what a project is made of. */
export function addImports(program: Command, _: Surroundings): void {
  program.command("imports")
    .description("List the imports of a project, or show one")
    .argument("[project]", "the project's folder", ".")
    .option("--import <number>", "show this one with all that is known of it")
    .option("--json", "print them as JSON")
    .action(async (folder: string, flags: { readonly import?: string; readonly json?: true }) => {
      const { openProject } = await import("@labelport/server");
      const project = await openProject(folder);
      try {
        const records = flags.import === undefined
          ? project.store.imports().reverse()
          : [project.store.import(parseImport(flags.import))];
        if (flags.json) print(JSON.stringify(records, null, 2));
        else if (flags.import !== undefined) print(details(records[0]!));
        else if (records.length === 0) say("there are no imports yet");
        else print(table(records));
      } finally {
        project.close();
      }
    });
}

/** Adds `labelport undo`: takes an import back. */
export function addUndo(program: Command, _: Surroundings): void {
  program.command("undo")
    .description("Take an import back: all of its tasks are gone")
    .argument("[project]", "the project's folder (default: the current one)")
    .argument("<import>", "its number, as labelport imports shows it")
    .usage("[options] [project] <import>")
    .allowExcessArguments()
    .action(async (first: string | undefined, second: string | undefined) => {
      const { openProject } = await import("@labelport/server");
      const [folder, number] = second === undefined ? [".", first] : [first!, second];
      const project = await openProject(folder);
      try {
        const { record, rows } = await project.store.undo(parseImport(number ?? ""));
        await rows;
        say(`import ${record.id} undone: ${countText(record.tasks, "task")} of ${record.source} taken back`);
      } finally {
        project.close();
      }
    }).registeredArguments[1]!.required = false;
}

function parseImport(text: string): number {
  const id = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(id)) {
    throw new UsageError(`Cannot find import "${text}": give its number, as labelport imports shows it`);
  }
  return id;
}

function table(records: readonly ImportRecord[]): string {
  return tableText([
    ["import", "state", "tasks", "began", "formats", "source"],
    ...records.map(({ id, state, tasks, startedAt, formats, source }) => [
      String(id),
      state,
      numberText(tasks),
      timeText(startedAt),
      Object.keys(formats).join(", "),
      source,
    ]),
  ]);
}

function details(record: ImportRecord): string {
  const { id, state, source, formats, options, columns, tasks, completions, predictions, bad } = record;
  const given = Object.keys(options).length === 0 ? [] : [["options", JSON.stringify(options)]];
  const rows = [
    ["import", String(id)],
    ["state", state],
    ["source", source],
    ["formats", Object.entries(formats).map(([name, count]) => `${name} (${count})`).join(", ")],
    ...given,
    ["columns", columns.join(", ")],
    ["tasks", numberText(tasks)],
    ["completions", numberText(completions)],
    ["predictions", numberText(predictions)],
    ["refused", numberText(bad)],
    ["began", timeText(record.startedAt)],
    ...(record.endedAt === undefined ? [] : [["ended", timeText(record.endedAt)]]),
    ...(record.seconds === undefined ? [] : [["seconds", record.seconds.toFixed(2)]]),
  ];
  const problems = record.problems.map((problem) => `  ${formatProblem(problem)}`);
  const notes = record.notes.map((note) => `  note: ${noteText(note)}`);
  return [tableText(rows), ...problems, ...notes].join("\n");
}

function timeText(iso: string): string {
  return iso.replace("T", " ").replace(/\..*$/, " UTC");
}
