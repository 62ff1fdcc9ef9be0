import { errorOf } from "./faults.ts";
import { type Frame, frameOf, headOf, LENGTHS, lengthsOf } from "./frames.ts";
import { input, output } from "./guard.ts";
import type { Asked, Given, Told, Work } from "./messages.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The plugin's end of the pipes. It reads and writes without letting go of the thread: while it waits there
 * is nothing else to do, and so a getter may ask, too.
 */
export class Channel {
  /** Bytes of streams that came while something else was waited for. */
  readonly #chunks = new Map<number, Frame<Told>[]>();

  send(header: Asked | Given, ...parts: readonly Uint8Array[]): void {
    let size = 0;
    for (const part of parts) size += part.length;
    writeAll(headOf(header, size));
    for (const part of parts) writeAll(part);
  }

  /** What the process is to do. */
  work(): Frame<Work> {
    return read<Work>();
  }

  /** Asks, and waits for the answer. Throws what the answer says went wrong. */
  ask(header: Asked): unknown {
    this.send(header);
    for (;;) {
      const frame = read<Told>();
      if (frame.header.t === "chunk") this.#keep(frame.header.stream, frame);
      else if (frame.header.fault !== undefined) throw errorOf(frame.header.fault);
      else return frame.header.value;
    }
  }

  /** The next bytes of a stream; they were asked for. */
  chunk(stream: number): Frame<Extract<Told, { t: "chunk" }>> {
    for (;;) {
      const kept = this.#chunks.get(stream)?.shift();
      const frame = kept ?? read<Told>();
      if (frame.header.t !== "chunk") throw new Error("an answer that was not asked for");
      if (frame.header.stream === stream) return { header: frame.header, bytes: frame.bytes };
      this.#keep(frame.header.stream, frame);
    }
  }

  #keep(stream: number, frame: Frame<Told>): void {
    const kept = this.#chunks.get(stream);
    if (kept === undefined) this.#chunks.set(stream, [frame]);
    else kept.push(frame);
  }
}

function read<Header>(): Frame<Header> {
  const { length, header } = lengthsOf(readAll(LENGTHS));
  return frameOf<Header>(readAll(length), header);
}

function readAll(size: number): Bytes {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const count = input.readSync(bytes.subarray(at));
    // Labelport is gone, and with it all reason to go on.
    if (count === null) Deno.exit(0);
    at += count;
  }
  return bytes;
}

function writeAll(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += output.writeSync(bytes.subarray(at));
}
