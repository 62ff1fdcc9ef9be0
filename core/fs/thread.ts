/**
 * What the thread of a built-in format runs: it reads parts of a file as it is told.
 *
 * @module
 */
import { Board } from "../threads/board.ts";
import type { Part } from "../threads/part.ts";
import { type PartFile, PartReader } from "../threads/part_reader.ts";
import type { Order } from "../threads/threads.ts";
import { takeModules } from "../wasm_modules.ts";
import { openPartFile } from "./part_file.ts";

/** Reads parts with what `partOf` makes of a kernel's `share().options`, for as long as there are orders. */
export function serveParts<Options>(partOf: (options: Options) => Part): void {
  let job = -1;
  let part: Part | undefined;
  addEventListener("message", (event) => {
    const order = (event as MessageEvent<Order>).data;
    const { thread, plan } = order;
    const board = new Board(order.board);
    board.setActive(thread, true);
    const files: PartFile[] = [];
    try {
      if (!board.isOn(order.round)) return;
      takeModules(order.modules);
      if (order.job !== job || part === undefined) part = partOf(order.options as Options);
      job = order.job;
      const open = (path: string, how: "read" | "write") => {
        const file = openPartFile(path, how);
        files.push(file);
        return file;
      };
      const input = open(order.input, "read");
      const output = order.output === undefined ? undefined : open(order.output, "write");
      new PartReader(part, { board, thread, input, output, plan }).readAll();
    } finally {
      for (const file of files) file.close();
      board.setActive(thread, false);
    }
  });
}
