import { parseArgs } from "node:util";
import { type DatasetName, DATASETS } from "./datasets.ts";

export interface BenchOptions {
  readonly rows: number;
  readonly only: readonly (DatasetName | "folder" | "store" | "requests" | "sandbox")[];
  readonly runs: number;
}

/** Throws an error with the reason where the arguments do not fit. */
export function parseArguments(args: readonly string[]): BenchOptions {
  const names = [...Object.keys(DATASETS), "folder", "store", "requests", "sandbox"];
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: "string", default: "1000000" },
      only: { type: "string", default: names.join(",") },
      runs: { type: "string", default: "3" },
    },
  });
  const only = values.only.split(",");
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`Cannot bench "${unknown}": --only takes some of ${names.join(",")}`);
  }
  return {
    rows: count("rows", values.rows),
    only: only as BenchOptions["only"],
    runs: count("runs", values.runs),
  };
}

function count(flag: string, text: string): number {
  const number = Number(text.replaceAll("_", ""));
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new Error(`Cannot use --${flag} "${text}": it takes a whole number from 1`);
  }
  return number;
}
