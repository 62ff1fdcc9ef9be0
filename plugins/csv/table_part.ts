import type { Part } from "@labelport/core/kernels";
import { CsvKernel } from "./csv_kernel.ts";
import type { CsvKernelOptions } from "./kernel_options.ts";
import { LF, QUOTE } from "./row.ts";

/**
 * Reads parts of a table. A row begins behind a line end that stands in no quotes: the quotes of all that is before
 * tell, as long as none stands for itself in a cell without quotes. Such a table is noticed, since a part then does
 * not end where the next begins.
 */
export function tablePart(options: CsvKernelOptions): Part {
  const kernel = new CsvKernel(options);
  return {
    kernel,
    boundary: rowBoundary,
    parity: (b, start, end) => kernel.quoteParity(b, start, end),
  };
}

function rowBoundary(b: Uint8Array, start: number, end: number, parity: number): number {
  for (let i = start; i < end; i++) {
    const c = b[i];
    if (c === QUOTE) parity ^= 1;
    else if (c === LF && parity === 0) return i + 1;
  }
  return -1;
}
