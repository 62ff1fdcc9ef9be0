import { defineFormat, hasExtension, isJson, transcode } from "@labelport/core";
import type { InputFormat, Peek, Verdict } from "@labelport/core";
import { z } from "zod";
import { CsvKernel } from "./csv_kernel.ts";
import { delimiterName, DELIMITERS, dialectText, findDialect } from "./dialect.ts";

const extensions = [".csv", ".tsv"];
const SPELLINGS = ["auto", ...Object.keys(DELIMITERS), ...Object.values(DELIMITERS), "\\t"];

/** Tables: the first row names the columns, each other row is a task, each cell a string. */
export const csv: InputFormat<"file"> = defineFormat({
  name: "csv",
  title: "CSV or TSV table, one task a row",
  reads: "file",
  extensions,
  mediaTypes: ["text/csv", "text/tab-separated-values"],
  text: true,
  thread: import.meta.resolve("./csv_thread.ts"),
  options: z.object({
    delimiter: z.enum(SPELLINGS).default("auto").describe(
      "What separates cells: comma, tab, semicolon, pipe, or auto",
    ),
    header: z.boolean().default(true).describe(
      "The first row names the columns; without it they are column1, column2 …",
    ),
  }),
  detect,
  async *read(file, context) {
    const delimiter = delimiterName(context.options.delimiter);
    const { header } = context.options;
    const { rules, maxRecord } = context;
    yield* transcode(
      file,
      new CsvKernel({ fileName: file.name, delimiter, header, rules, maxRecord }),
      context,
    );
  },
});

function detect(peek: Peek): Verdict {
  const isNamed = hasExtension({ extensions }, peek.name);
  if (peek.head.includes(0)) return { fit: "no", why: "it holds NUL bytes, so it is no text" };
  if (isJson(peek)) return { fit: "no", why: "its content is JSON" };
  if (peek.head.length === 0) return { fit: isNamed ? "maybe" : "no", why: "there is nothing in it" };
  const dialect = findDialect(peek.head, { whole: peek.whole, fileName: peek.name });
  const why = dialectText(dialect);
  if (isNamed) return { fit: "sure", why };
  const isTable = dialect.columns > 1 && dialect.rows > 1 && dialect.even === dialect.rows;
  return { fit: isTable ? "maybe" : "no", why };
}
