import { defineFormat, hasExtension, isJson, transcode } from "@labelport/core";
import type { InputFormat, Peek, Verdict } from "@labelport/core";
import { z } from "zod";
import { TextKernel } from "./text_kernel.ts";

const extensions = [".txt"];

/** Plain text: one task a line. */
export const text: InputFormat<"file"> = defineFormat({
  name: "text",
  title: "Plain text, one task a line",
  reads: "file",
  extensions,
  mediaTypes: ["text/plain"],
  key: "text",
  text: true,
  thread: import.meta.resolve("./text_thread.ts"),
  options: z.object({
    keepBlank: z.boolean().default(false).describe("Make tasks of blank lines, too"),
  }),
  detect,
  async *read(file, context) {
    const { key, options: { keepBlank }, rules, maxRecord } = context;
    yield* transcode(file, new TextKernel({ key, keepBlank, rules, maxRecord }), context);
  },
});

function detect(peek: Peek): Verdict {
  const isNamed = hasExtension({ extensions }, peek.name);
  if (peek.head.includes(0)) return { fit: "no", why: "it holds NUL bytes, so it is no text" };
  if (isJson(peek)) return { fit: "no", why: "its content is JSON" };
  if (isNamed) return { fit: "sure", why: "its name ends with .txt" };
  if (peek.head.length === 0) return { fit: "no", why: "there is nothing in it" };
  return { fit: "maybe", why: "it is text" };
}
