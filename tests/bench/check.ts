import { createHash } from "node:crypto";
import type { Expected } from "./generate.ts";

/**
 * How a result is checked. hash: the number of tasks and the SHA-256 of their lines. lines: the number of
 * lines, where a contender writes the same values in other bytes. bytes: the size of the input. exit: only
 * that it ended well.
 */
export type Check = "hash" | "lines" | "bytes" | "exit";

/** Why what a contender wrote is wrong, or nothing. */
export function faultIn(path: string, check: Check, expected: Expected): string | undefined {
  if (check === "exit") return undefined;
  const { size, lines, sha256 } = digest(path, check === "hash");
  if (check === "bytes") return size === expected.bytes ? undefined : `${size} bytes, not ${expected.bytes}`;
  if (lines !== expected.tasks) return `${lines} tasks, not ${expected.tasks}`;
  return check === "hash" && sha256 !== expected.sha256 ? "the tasks are not those expected" : undefined;
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
