import { defineFormat, detectJsonLines, type InputFormat, readJsonLines } from "@labelport/core";

const extensions = [".jsonl", ".ndjson"];

/** JSON Lines: one task object a line, blank lines passed over. */
export const jsonl: InputFormat<"file"> = defineFormat({
  name: "jsonl",
  title: "JSON Lines, one task a line",
  reads: "file",
  extensions,
  mediaTypes: ["application/x-ndjson", "application/jsonl"],
  text: true,
  thread: import.meta.resolve("./jsonl_thread.ts"),
  detect: (peek) => detectJsonLines(peek, extensions),
  read: readJsonLines,
});
