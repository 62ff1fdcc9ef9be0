import { defineFormat, readJsonLines } from "@labelport/core";

/** JSON Lines as bytes: the most that a plugin can give in a second. */
export default defineFormat({
  name: "batches",
  title: "JSON Lines, as bytes",
  reads: "file",
  extensions: [".batches"],
  text: true,
  read: readJsonLines,
});
