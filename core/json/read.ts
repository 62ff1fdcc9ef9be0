import type { FileSource, Item, ReadContext } from "../contract.ts";
import { transcode } from "../transcode.ts";
import { DocumentKernel } from "./document_kernel.ts";
import { LinesKernel } from "./lines_kernel.ts";
import type { JsonKernelOptions } from "./record_output.ts";

/** Reads a JSON document, one object or one array of objects, as tasks. */
export function readJson(file: FileSource, context: ReadContext): AsyncGenerator<Item> {
  return transcode(file, new DocumentKernel(kernelOptions(file, context)), context);
}

/** Reads JSON Lines, one object a line, as tasks. */
export function readJsonLines(file: FileSource, context: ReadContext): AsyncGenerator<Item> {
  return transcode(file, new LinesKernel(kernelOptions(file, context)), context);
}

function kernelOptions(file: FileSource, { rules, maxRecord }: ReadContext): JsonKernelOptions {
  return { rules, maxRecord, sourceOf: (record, line) => ({ file: file.name, record, line }) };
}
