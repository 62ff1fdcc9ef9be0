import { resolve } from "node:path";
import type { SourceRecord } from "../store/import_record.ts";

/**
 * What tells a file or folder that comes again: its path, the bytes in it, and when it was changed last. A pipe
 * or a device has no such thing. Of a folder all files count.
 */
export function sourceOnDisk(name: string): SourceRecord {
  const info = Deno.statSync(name);
  if (!info.isFile && !info.isDirectory) return { name };
  const path = Deno.realPathSync(name);
  if (info.isFile) return { name, path, size: info.size, modified: info.mtime?.getTime() ?? 0 };
  const sum = { size: 0, modified: 0 };
  addFolder(path, sum);
  return { name, path, ...sum };
}

function addFolder(folder: string, sum: { size: number; modified: number }): void {
  const stack = [folder];
  const seen = new Set<string>();
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const real = infoOf(at)?.ino;
    if (real !== null && real !== undefined) {
      if (seen.has(String(real))) continue;
      seen.add(String(real));
    }
    const info = infoOf(at);
    sum.modified = Math.max(sum.modified, info?.mtime?.getTime() ?? 0);
    for (const { name, isDirectory, isFile } of entriesOf(at)) {
      if (name.startsWith(".") || /^labelport\.(json|db(-wal|-shm)?)$/.test(name)) continue;
      const path = resolve(at, name);
      if (isDirectory) stack.push(path);
      else {
        const info = infoOf(path);
        if (info === undefined) continue;
        if (!isFile && info.isDirectory) stack.push(path);
        sum.size += info.isFile ? info.size : 0;
        sum.modified = Math.max(sum.modified, info.mtime?.getTime() ?? 0);
      }
    }
  }
}

function entriesOf(folder: string): Iterable<Deno.DirEntry> {
  try {
    return [...Deno.readDirSync(folder)];
  } catch {
    // The import itself says what it cannot read.
    return [];
  }
}

function infoOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}
