import { createHash } from "node:crypto";
import { linesOf } from "./contenders/lines.ts";
import type { Expected } from "./generate.ts";

/**
 * How a result is checked. hash: the number of tasks and the SHA-256 of their lines. values: the number of
 * tasks and the SHA-256 of their values, where a contender writes them in other bytes. bytes: the size of
 * the input. exit: only that it ended well.
 */
export type Check = "hash" | "values" | "bytes" | "exit";

/** Why what a contender wrote is wrong, or nothing. */
export function faultIn(path: string, check: Check, expected: Expected): string | undefined {
  if (check === "exit") return undefined;
  const { size, lines, sha256 } = digest(path, check !== "bytes");
  if (check === "bytes") return size === expected.bytes ? undefined : `${size} bytes, not ${expected.bytes}`;
  if (lines !== expected.tasks) return `${lines} tasks, not ${expected.tasks}`;
  if (sha256 === expected.sha256) return undefined;
  const isEqual = check === "values" && valuesOf(path) === expected.values;
  return isEqual ? undefined : "the tasks are not those expected";
}

/** JSON without what its writer was free to choose: spaces, escapes, how a number is written. */
export function plainJson(line: string): string {
  return JSON.stringify(JSON.parse(line));
}

/** The hash of the lines in plain JSON. */
function valuesOf(path: string): string {
  const hash = createHash("sha256");
  for (const line of linesOf(path)) hash.update(`${plainJson(line)}\n`);
  return hash.digest("hex");
}

function digest(path: string, hashed: boolean) {
  using file = Deno.openSync(path);
  const hash = createHash("sha256");
  const buffer = new Uint8Array(2 ** 20);
  let size = 0;
  let lines = 0;
  for (let length = file.readSync(buffer); length !== null; length = file.readSync(buffer)) {
    const bytes = buffer.subarray(0, length);
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
    if (hashed) hash.update(bytes);
    size += length;
  }
  return { size, lines, sha256: hash.digest("hex") };
}
