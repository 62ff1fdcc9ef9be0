/**
 * What kernels are made of, and nothing else: a thread that reads parts of a file loads this and its format's kernel.
 *
 * @module
 */
export { BatchWriter } from "./batch_writer.ts";
export { CHUNK, type Kernel, type KernelOutput, PADDING, SAMPLE, tooLarge } from "./kernel.ts";
export { type KernelCall, type KernelExports, KernelMemory, WASM_INPUT } from "./kernel_memory.ts";
export { wasmModule } from "./wasm_modules.ts";
export { decode, encode, invalidAt, isUtf8 } from "./utf8.ts";
export { escapeByte } from "./json/escape.ts";
export { documentPart } from "./json/document_part.ts";
export { linesPart } from "./json/lines_part.ts";
export { looksLikeUrl } from "./json/value_checks.ts";
export { InputError } from "./problem.ts";
export { kindBit, kindFault, missingFault, type Need, needsOf } from "./needs.ts";
export { Warnings } from "./warnings.ts";
export { warnOfUrl } from "./url_warning.ts";
export { renameNote } from "./rename_note.ts";
export {
  lineBoundary,
  type Part,
  type PartKernel,
  type Passed,
  type RecordPlace,
  type Sharing,
  type SharingKernel,
} from "./threads/part.ts";
export type { Note, Position, RecordAlone, TaskRules } from "./contract.ts";
