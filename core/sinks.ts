import type { TaskSink } from "./import_tasks.ts";
import { PADDING } from "./kernel.ts";
import { decode, encode } from "./utf8.ts";

/** A sink that keeps the tasks as JSON Lines in memory: for tests and small things. */
export interface MemorySink extends TaskSink {
  /** What was written, empty before `close` and after `abort`. */
  text(): string;
}

/** Makes a `MemorySink`. */
export function memorySink(): MemorySink {
  const parts: string[] = [];
  let closed = false;
  return {
    write: ({ bytes }) => void parts.push(decode(bytes)),
    close: () => void (closed = true),
    abort: () => void (parts.length = 0),
    text: () => closed ? parts.join("") : "",
  };
}

/** Turns JSON Lines, on their way to `sink`, into one JSON array, a task a line. */
export function jsonArraySink(sink: TaskSink): TaskSink {
  let out = new Uint8Array(0);
  let hasTasks = false;
  const passOn = (text: string) => sink.write({ bytes: encode(text), count: 0 });
  return {
    async write(batch) {
      const { bytes, count } = batch;
      if (out.length < bytes.length + count + PADDING) {
        out = new Uint8Array(2 * bytes.length + count + PADDING);
      }
      if (!hasTasks) await passOn("[");
      const length = withCommas(bytes, out, hasTasks);
      hasTasks = true;
      await sink.write({ ...batch, bytes: out.subarray(0, length) });
    },
    async close() {
      await passOn(hasTasks ? "\n]\n" : "[]\n");
      await sink.close();
    },
    abort: () => sink.abort(),
  };
}

/** Copies JSON Lines, each line behind a line end instead of before it, and a comma before that but the first. */
function withCommas(bytes: Uint8Array, out: Uint8Array, hasTasks: boolean): number {
  const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const view = new DataView(out.buffer);
  const last = bytes.length - 1;
  let to = 0;
  if (hasTasks) out[to++] = COMMA;
  out[to++] = NEWLINE;
  for (let i = 0; i < last;) {
    if (i + 4 <= last) {
      // Four bytes at a time, as long as none is a line end.
      const x = from.getInt32(i, true);
      view.setInt32(to, x, true);
      if ((((x ^ 0x0a0a0a0a) - 0x01010101) & ~x & 0x80808080) === 0) {
        i += 4;
        to += 4;
        continue;
      }
    }
    const c = bytes[i++]!;
    if (c === NEWLINE) out[to++] = COMMA;
    out[to++] = c;
  }
  return to;
}

const COMMA = 44;
const NEWLINE = 10;
