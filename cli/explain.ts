import { CODES, didYouMean, UsageError } from "@labelport/core";
import type { Command } from "commander";
import { print, tableText } from "./terminal.ts";

/** Adds `labelport explain`: what a code means. */
export function addExplain(program: Command): void {
  program.command("explain")
    .description("Say what the code of a problem means and what to do about it, or list all codes")
    .argument("[code]", 'as --json and the API show it, such as "region-label"')
    .action((code: string | undefined) => print(code === undefined ? list() : details(code)));
}

function list(): string {
  return tableText([["code", "what it is"], ...CODES.map(({ code, title }) => [code, title])]);
}

function details(code: string): string {
  const found = CODES.find((known) => known.code === code);
  if (found === undefined) {
    throw new UsageError(`Cannot explain "${code}": ${didYouMean(code, CODES.map(({ code }) => code))}`);
  }
  const { title, text, example } = found;
  if (example === undefined) return `${code}: ${title}\n\n${text}`;
  const config = example.config === undefined
    ? []
    : ["", "With the label config", "", indented(example.config)];
  const shown = [
    "For example",
    "",
    indented(example.content),
    ...config,
    "",
    "is told as",
    "",
    indented(example.told),
  ];
  return [`${code}: ${title}`, "", text, "", ...shown].join("\n");
}

function indented(text: string): string {
  return text.trimEnd().replace(/^/gm, "  ");
}
