import type { PartFile } from "../threads/part_reader.ts";

/** Opens a file that is there, to be read or written at any place. */
export function openPartFile(path: string, how: "read" | "write"): PartFile {
  const file = Deno.openSync(path, how === "read" ? { read: true } : { write: true });
  return {
    readAt(bytes, offset) {
      file.seekSync(offset, Deno.SeekMode.Start);
      let length = 0;
      while (length < bytes.length) {
        const count = file.readSync(length === 0 ? bytes : bytes.subarray(length));
        if (count === null) break;
        length += count;
      }
      return length;
    },
    writeAt(bytes, offset) {
      file.seekSync(offset, Deno.SeekMode.Start);
      for (let at = 0; at < bytes.length;) at += file.writeSync(at === 0 ? bytes : bytes.subarray(at));
    },
    close: () => file.close(),
  };
}
