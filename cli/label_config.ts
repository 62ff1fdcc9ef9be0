import {
  formatProblem,
  type LabelConfig,
  lintLabelConfig,
  readLabelConfig,
  UsageError,
} from "@labelport/core";
import { readText } from "@labelport/core/fs";
import { say } from "./terminal.ts";

/** Reads a label config, and says what is odd about it. */
export async function labelConfigAt(path: string): Promise<LabelConfig> {
  const xml = await readText(path);
  const config = readLabelConfig(xml, path);
  for (const found of lintLabelConfig(xml, path)) say(`note: ${formatProblem(found)}`);
  return config;
}

/** Refuses a label config that Label Studio would refuse, and says what is odd about any other. */
export async function checkConfig(path: string): Promise<void> {
  const findings = lintLabelConfig(await readText(path), path);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new UsageError(errors.map(formatProblem).join("\n"));
  for (const found of findings) say(`note: ${formatProblem(found)}`);
}
