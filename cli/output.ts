import { jsonArraySink, type TaskSink } from "@labelport/core";
import { fileSink } from "@labelport/core/fs";
import { stdoutSink } from "./terminal.ts";

/** Where tasks are written: a file, an array in it where its name ends in .json, or standard output. */
export function sinkOf(output: string | undefined): TaskSink {
  if (output === undefined) return stdoutSink();
  const sink = fileSink(output);
  return output.toLowerCase().endsWith(".json") ? jsonArraySink(sink) : sink;
}
