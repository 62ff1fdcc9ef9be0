import type { Readable } from "node:stream";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * A stream of Node's as one of the web's, read no faster than it is asked. Not by Node's own adapter: that of Deno
 * throws, where nobody can catch it, when data come after the reader has gone. `leave` is called when the reader
 * goes; unless it is given, the stream is destroyed.
 */
export function webStreamOf(
  readable: Readable,
  leave: () => void = () => void readable.destroy(),
): ReadableStream<Bytes> {
  let hasEnded = false;
  let failure: Error | undefined;
  let wake = () => {};
  const onReadable = () => wake();
  readable.on("readable", onReadable);
  readable.on("end", () => {
    hasEnded = true;
    wake();
  });
  readable.on("error", (error) => {
    failure ??= error;
    wake();
  });
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        if (failure !== undefined) throw failure;
        const chunk: Bytes | null = readable.read();
        if (chunk !== null) return controller.enqueue(chunk);
        if (hasEnded) return controller.close();
        await new Promise<void>((resolve) => wake = resolve);
      }
    },
    cancel() {
      readable.off("readable", onReadable);
      leave();
    },
  }, { highWaterMark: 0 });
}
