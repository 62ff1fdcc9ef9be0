import { defineFormat, detectJson, type InputFormat, readJson } from "@labelport/core";

const extensions = [".json"];

/** JSON tasks: one object, or one array of objects, of any size. */
export const json: InputFormat<"file"> = defineFormat({
  name: "json",
  title: "JSON: one task, or an array of tasks",
  reads: "file",
  extensions,
  mediaTypes: ["application/json"],
  text: true,
  thread: import.meta.resolve("./json_thread.ts"),
  detect: (peek) => detectJson(peek, extensions),
  read: readJson,
});
