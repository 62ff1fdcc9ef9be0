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

/** The same for one that a project is to have: Label Studio would refuse what is wrong with it. */
export async function checkConfig(path: string): Promise<void> {
  const xml = await readText(path);
  readLabelConfig(xml, path);
  const findings = lintLabelConfig(xml, path);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new UsageError(errors.map(formatProblem).join("\n"));
  for (const found of findings) say(`note: ${formatProblem(found)}`);
}
