import { basename, dirname, join, resolve, sep } from "node:path";
import { UsageError } from "../problem.ts";
import { isOwnFile } from "./own_files.ts";

/** What is written, and what must stay as it is. */
export interface OutputCheck {
  /** Files to be written, whether they are there or not. */
  readonly outputs: readonly (string | undefined)[];
  /** Files and folders that are read. */
  readonly inputs: readonly (string | undefined)[];
}

/**
 * Throws `UsageError` where writing would destroy what is read, a file of a project, or another output; the same
 * file under another name, through a link or as a hard link, counts as well.
 */
export function checkOutputs({ outputs, inputs }: OutputCheck): void {
  const read = inputs.filter((input) => input !== undefined).map(placeOf);
  const written: Place[] = [];
  for (const output of outputs) {
    if (output === undefined) continue;
    const place = placeOf(output);
    const refuse = (reason: string) => new UsageError(`Cannot write "${output}": ${reason}`);
    if (place.real.split(sep).some(isOwnFile)) {
      throw refuse("it is a project's own file; choose another name");
    }
    if (place.info !== undefined && !place.info.isFile) continue;
    for (const input of read) {
      if (isSame(place, input)) throw refuse("it is read as well; choose another name");
      if (input.info?.isDirectory && place.real.startsWith(withSlash(input.real))) {
        throw refuse(`it lies in "${input.path}", which is read; choose a place outside`);
      }
    }
    const twin = written.find((other) => isSame(place, other));
    if (twin !== undefined) throw refuse("tasks and rejects cannot go to one file");
    written.push(place);
  }
}

interface Place {
  readonly path: string;
  /** With all links resolved. */
  readonly real: string;
  readonly info: Deno.FileInfo | undefined;
}

function placeOf(path: string): Place {
  return { path, real: realPathOf(path), info: orNothing(() => Deno.statSync(path)) };
}

/** Where a path leads, though its last part need not be there. */
function realPathOf(path: string): string {
  const real = orNothing(() => Deno.realPathSync(path));
  if (real !== undefined) return real;
  const folder = orNothing(() => Deno.realPathSync(dirname(resolve(path))));
  return join(folder ?? dirname(resolve(path)), basename(path));
}

function isSame(a: Place, b: Place): boolean {
  if (a.real === b.real) return true;
  const inode = a.info?.ino;
  return inode != null && inode === b.info?.ino && a.info!.dev === b.info!.dev;
}

function withSlash(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

function orNothing<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
