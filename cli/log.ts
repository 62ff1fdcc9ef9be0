import { configure, getJsonLinesFormatter, getTextFormatter } from "@logtape/logtape";
import { say } from "./terminal.ts";

/** Writes a line for each request to standard error. */
export async function startLog(how: "text" | "json"): Promise<void> {
  const format = how === "json" ? getJsonLinesFormatter() : getTextFormatter();
  await configure({
    sinks: { stderr: (record) => say(format(record).trimEnd()) },
    loggers: [
      { category: "labelport", sinks: ["stderr"], lowestLevel: "info" },
      { category: ["logtape", "meta"], sinks: ["stderr"], lowestLevel: "warning" },
    ],
  });
}
