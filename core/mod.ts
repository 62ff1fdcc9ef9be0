/**
 * Turns files and folders into labelling tasks: give `importTasks` an input, a format and a sink.
 *
 * @example
 * ```ts
 * import { createRegistry, importTasks, memorySink, openSource, readJson } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * const json = { name: "json", title: "JSON", reads: "file", extensions: [".json"], read: readJson } as const;
 * const sink = memorySink();
 * const report = await importTasks({
 *   registry: createRegistry({ others: [json] }),
 *   input: await openSource(new File(['[{"text": "Opossum is great"}, {"data": 1}]'], "tasks.json")),
 *   format: json,
 *   onError: "skip",
 *   sink,
 * });
 * assert.equal(sink.text(), '{"data":{"text": "Opossum is great"}}\n');
 * assert.equal(report.problems[0]?.message, '"data" is a number');
 * ```
 * @module
 */
export type * from "./contract.ts";
export { defineFormat } from "./define_format.ts";
export { formatProblem, InputError, placeText, type Problem, problemOfError, UsageError } from "./problem.ts";
export { BatchWriter } from "./batch_writer.ts";
export { CHUNK, type Kernel, type KernelOutput, PADDING, SAMPLE, sizeText, tooLarge } from "./kernel.ts";
export { transcode, type TranscodeOptions } from "./transcode.ts";
export type { SharedContext } from "./threads/shared_reading.ts";
export type { Crew, Helper, Order, SharedOutput, Threads } from "./threads/threads.ts";
export type { Part, PartKernel, Passed, Sharing, SharingKernel } from "./threads/part.ts";
export { type KernelCall, type KernelExports, KernelMemory, WASM_INPUT } from "./kernel_memory.ts";
export { countCharacters, decode, encode, invalidAt, isUtf8 } from "./utf8.ts";
export { escapeByte } from "./json/escape.ts";
export { DocumentKernel } from "./json/document_kernel.ts";
export { LinesKernel } from "./json/lines_kernel.ts";
export type { JsonKernelOptions } from "./json/record_output.ts";
export { detectJson, detectJsonLines, isJson } from "./json/detect.ts";
export { readJson, readJsonLines } from "./json/read.ts";
export { type Probe, probe } from "./probe.ts";
export { encodingOf } from "./encoding.ts";
export { extensionOf, hasExtension } from "./names.ts";
export { countsText, detectFolder, type FolderReading, mediaFolder, readFolder } from "./folder.ts";
export type { Code, CodeExample } from "./codes/code.ts";
export { CODES } from "./codes/codes.ts";
export type { Finding } from "./label_config/finding.ts";
export { type ConfigFinding, lintLabelConfig } from "./label_config/lint.ts";
export { type SampleFormat, sampleOf } from "./label_config/sample.ts";
export { RegionChecker } from "./label_config/region_checker.ts";
export { parseLabelConfig, readLabelConfig } from "./label_config/parse.ts";
export { kindBit, kindFault, KINDS, missingFault, type Need, needsOf, tagText } from "./needs.ts";
export { lines } from "./lines.ts";
export { webStreamOf } from "./node_stream.ts";
export {
  asText,
  asTextFolder,
  lookAtFolder,
  type OpenedFolder,
  type OpenedSource,
  openSource,
} from "./source.ts";
export { type OptionSchema, optionSchemas, parseOptions } from "./options.ts";
export { createRegistry, FRONTEND_OPTIONS, type Registry } from "./registry.ts";
export { describe, type FormatDescription } from "./describe.ts";
export { detect, type Detection, judge, type Judgement } from "./detect.ts";
export { didYouMean } from "./did_you_mean.ts";
export { Warnings } from "./warnings.ts";
export { warnOfUrl } from "./url_warning.ts";
export { looksLikeUrl } from "./json/value_checks.ts";
export { renameNote } from "./rename_note.ts";
export {
  importAll,
  type ImportAllRequest,
  type ImportInput,
  type ImportRequest,
  type ImportRules,
  importTasks,
  MAX_RECORD,
  type RejectSink,
  type TaskSink,
} from "./import_tasks.ts";
export type { ProblemGroup } from "./problem_groups.ts";
export { type ImportReport, MAX_PROBLEMS } from "./import_report.ts";
export {
  inspect,
  inspectInput,
  type Inspection,
  type InspectRequest,
  SAMPLE_SIZE,
} from "./inspection/inspect.ts";
export type { ColumnProfile } from "./inspection/column_profile.ts";
export type { KeyMatch } from "./inspection/survey.ts";
export { jsonArraySink, type MemorySink, memorySink } from "./sinks.ts";
export { rejectLine, rejectsFormat } from "./rejects.ts";
