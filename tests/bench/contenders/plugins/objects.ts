import { defineFormat, lines } from "@labelport/core";

/** Lines as plain objects: what most authors write. */
export default defineFormat({
  name: "objects",
  title: "Lines, as objects",
  reads: "file",
  extensions: [".objects"],
  text: true,
  async *read(file) {
    let line = 0;
    for await (const text of lines(file)) {
      line++;
      if (text !== "") yield { data: { text }, at: { line } };
    }
  },
});
