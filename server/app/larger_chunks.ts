import { InputError } from "@labelport/core";
import { HttpError } from "./errors.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What one chunk holds at least, but for the last: as much as the kernels and the store like to take at a time. */
const SIZE = 1 << 18;

/**
 * The same bytes in fewer chunks: what comes over the network comes in small ones, and each has its price. A
 * request that breaks off is an `HttpError`.
 */
export function inLargerChunks(stream: ReadableStream<Bytes>, name: string): ReadableStream<Bytes> {
  const reader = stream.getReader();
  let rest: Bytes | undefined;
  const read = async (): Promise<Bytes | undefined> => {
    try {
      return (await reader.read()).value;
    } catch (error) {
      if (error instanceof HttpError || error instanceof InputError) throw error;
      throw new HttpError(400, `Cannot read "${name}": the request broke off: ${(error as Error).message}`);
    }
  };
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const first = rest ?? await read();
      rest = undefined;
      if (first === undefined) return controller.close();
      if (first.length >= SIZE) return controller.enqueue(first);
      let next = await read();
      // Most bodies are small: one chunk, and no buffer.
      if (next === undefined) return controller.enqueue(first);
      const buffer = new Uint8Array(SIZE);
      buffer.set(first);
      let length = first.length;
      while (next !== undefined) {
        const part = next.subarray(0, SIZE - length);
        buffer.set(part, length);
        length += part.length;
        if (part.length < next.length) rest = next.subarray(part.length);
        if (length === SIZE) break;
        next = await read();
      }
      controller.enqueue(buffer.subarray(0, length));
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
