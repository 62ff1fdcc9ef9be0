import { lineBoundary, type Part } from "../threads/part.ts";
import { LinesKernel } from "./lines_kernel.ts";
import type { JsonKernelOptions } from "./record_output.ts";

/** Reads parts of JSON Lines. */
export function linesPart(options: JsonKernelOptions): Part {
  return { kernel: new LinesKernel(options), boundary: lineBoundary };
}
