import type { ImportReport } from "@labelport/core";
import { checkOutputs, rejectsFile } from "@labelport/core/fs";
import type { Project, ProjectInput } from "@labelport/server";
import { formatOf, onDisk, openInput, sizeOf } from "./input.ts";
import { createProgress, type Progress } from "./progress.ts";
import { checkReadingFlags, type ReadingFlags, rulesOf } from "./reading_flags.ts";
import { sayReport } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";

/** The flags of every command that imports into a project. */
export interface ImportFlags extends ReadingFlags {
  readonly ids: "keep" | "new";
  readonly again?: true;
}

/** What is imported, and how. */
export interface ImportCall {
  readonly paths: readonly string[];
  readonly flags: ImportFlags;
  /** The formats' own options, as they were written. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly surroundings: Surroundings;
}

/** Imports files and folders into a project, all of them or none, and says what became of it. */
export async function importPaths(project: Project, call: ImportCall): Promise<ImportReport> {
  const { flags, options, surroundings: { registry, signal } } = call;
  checkReadingFlags(flags);
  const { importInto } = await import("@labelport/server");
  const { labelConfigPath } = project;
  checkOutputs({ outputs: [flags.rejects], inputs: [...call.paths.map(onDisk), labelConfigPath] });
  const rejects = flags.rejects === undefined ? undefined : rejectsFile(flags.rejects);
  const reading = new Reading(project, call);
  using threads = call.surroundings.openThreads(flags.threads);
  try {
    const report = await importInto(project, {
      registry,
      threads,
      signal,
      inputs: (media) => reading.inputs(media),
      rules: rulesOf(flags),
      ids: flags.ids,
      again: flags.again === true,
      onError: flags.onError,
      maxRecord: flags.maxRecord,
      onProgress: (tasks) => reading.progress?.update(reading.bytes, tasks),
      bytesRead: () => reading.bytes,
      options: { ...options, ...(flags.map.length > 0 && { map: flags.map }) },
      ...(flags.dataKey !== undefined && { dataKey: flags.dataKey }),
      ...(flags.encoding !== undefined && { encoding: flags.encoding }),
      ...(rejects !== undefined && { rejects }),
    });
    rejects?.close();
    reading.progress?.stop();
    const target = report.importId === undefined ? "" : ` as import ${report.importId}`;
    sayReport(report, { done: "imported", target, rejects: flags.rejects, bytes: reading.bytes });
    return report;
  } finally {
    reading.progress?.stop();
    rejects?.abort();
  }
}

/** The inputs of one command, opened one after the other. */
class Reading {
  bytes = 0;
  progress: Progress | undefined;
  readonly #project: Project;
  readonly #call: ImportCall;

  constructor(project: Project, call: ImportCall) {
    this.#project = project;
    this.#call = call;
  }

  async *inputs(media: Set<string>): AsyncGenerator<ProjectInput> {
    const { paths, flags, options, surroundings: { registry, signal } } = this.#call;
    const { sourceOnDisk } = await import("@labelport/server");
    for (const path of paths) {
      const input = await openInput(path, {
        signal,
        baseUrl: this.#project.baseUrl,
        onUrl: (folder) => void media.add(folder),
        onRead: (count) => void (this.bytes += count),
      });
      const format = await formatOf(registry, input, flags);
      this.bytes = 0;
      this.progress?.stop();
      this.progress = await createProgress({ shown: flags.progress === "auto", size: sizeOf(input) });
      yield { input, format, options, record: path === "-" ? { name: "stdin" } : sourceOnDisk(path) };
    }
  }
}
