import { createHash } from "node:crypto";
import type { Contender } from "./contenders.ts";
import type { Input } from "./generate.ts";

/** Files a sub-folder. */
const EACH = 2000;

/** A folder of so many empty images: made now, or found as an earlier run left it. */
export function prepareFolder(options: { readonly files: number; readonly folder: string }): Input {
  const { files } = options;
  const folder = `${Deno.realPathSync(options.folder)}/photos-${files}`;
  const marker = `${folder}.made`;
  const hash = createHash("sha256");
  const isMade = exists(marker);
  for (let n = 0; n < files; n++) {
    const inner = `${folder}/${String(Math.floor(n / EACH)).padStart(4, "0")}`;
    const name = `img ${String(n).padStart(7, "0")}.png`;
    if (!isMade) {
      if (n % EACH === 0) Deno.mkdirSync(inner, { recursive: true });
      Deno.createSync(`${inner}/${name}`).close();
    }
    const url = `http://127.0.0.1:8200/static/${encodeURIComponent(name)}?d=${encodeURIComponent(inner)}`;
    hash.update(`{"data":{"image":"${url}"}}\n`);
  }
  if (!isMade) Deno.writeTextFileSync(marker, "");
  const sha256 = hash.digest("hex");
  // The tasks above are plain already.
  return { dataset: "folder", path: folder, tasks: files, bytes: 0, sha256, values: sha256 };
}

/** Tasks of a folder, beside listing its files. */
export function folderContenders(input: Input, labelport: Contender): readonly Contender[] {
  const find = ["find", input.path, "-type", "f", "-name", "*.png"];
  return [labelport, { name: "find -type f", input, check: "exit", command: () => find }];
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
