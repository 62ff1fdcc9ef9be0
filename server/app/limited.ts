import { InputError, sizeText } from "@labelport/core";

type Bytes = Uint8Array<ArrayBuffer>;

/** The same bytes, counted; past the limit the stream fails with an `InputError` that says so. */
export function limited(
  stream: ReadableStream<Bytes>,
  { limit, what, onRead }: {
    readonly limit: number;
    /** "the body": for the message. */
    readonly what: string;
    readonly onRead?: (count: number) => void;
  },
): ReadableStream<Bytes> {
  const reader = stream.getReader();
  let size = 0;
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      size += value.length;
      onRead?.(value.length);
      if (size > limit) {
        await reader.cancel().catch(() => {});
        throw tooLong(what, limit);
      }
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

/** The error for what has more bytes than it may. */
export function tooLong(what: string, limit: number): InputError {
  return new InputError(`${what} has more than ${sizeText(limit)}`, {
    code: "too-large",
    hint: "send it in parts, or raise the limit in labelport.json",
  });
}
