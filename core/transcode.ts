import { byteInputOf } from "./byte_reader.ts";
import type { FileSource, Item } from "./contract.ts";
import { CHUNK, type Kernel, PADDING, SAMPLE, tooLarge } from "./kernel.ts";
import { isSharing, type Sharing, type SharingKernel } from "./threads/part.ts";
import { type SharedContext, SharedReading } from "./threads/shared_reading.ts";
import { Utf8Window } from "./utf8.ts";

/** How a file is fed to a kernel. */
export interface TranscodeOptions {
  readonly signal: AbortSignal;
  readonly maxRecord: number;
  /** Where several threads may share the file: core adds it to the context of formats that have a `thread`. */
  readonly shared?: SharedContext;
}

/** Feeds a file to a kernel and yields what comes out, in order. */
export async function* transcode(
  file: FileSource,
  kernel: Kernel,
  options: TranscodeOptions,
): AsyncGenerator<Item> {
  const shared = isSharing(kernel) ? SharedReading.of(file, options.shared, options.signal) : undefined;
  for (let from = 0;;) {
    const left = yield* readAlone(file, kernel, { ...options, from, reading: shared });
    if (left === undefined) break;
    yield* shared!.read(kernel as SharingKernel, left.sharing, left.ratio);
    from = kernel.offset - (file.skipped ?? 0);
  }
  yield* kernel.notes();
}

/** What `readAlone` leaves to several threads. */
interface Left {
  readonly sharing: Sharing;
  /** Bytes of tasks for a byte of input, so far. */
  readonly ratio: number;
}

/** Feeds a file from `from` on to a kernel, to its end or until others may share what is left. */
async function* readAlone(
  file: FileSource,
  kernel: Kernel,
  { signal, maxRecord, from, reading }: TranscodeOptions & {
    readonly from: number;
    readonly reading: SharedReading | undefined;
  },
): AsyncGenerator<Item, Left | undefined> {
  const reader = byteInputOf(file, from);
  const utf8 = new Utf8Window();
  // Before others share it, no more is read than tells how.
  const chunk = reading === undefined ? CHUNK : Math.min(SAMPLE, reading.partSize);
  let bytes = new Uint8Array(2 * CHUNK + PADDING);
  let length = 0;
  let isFirst = from === 0;
  let read = 0;
  let made = 0;
  const stop = () => void reader.cancel();
  signal.addEventListener("abort", stop);
  try {
    for (let atEnd = false; !atEnd;) {
      signal.throwIfAborted();
      // A record that has not ended is given again only when it has doubled: re-reading stays linear.
      const room = bytes.length - PADDING;
      const wanted = length > CHUNK ? room : length + Math.max(chunk, length);
      do {
        const before = length;
        const filled = reader.fill(bytes, length, wanted);
        ({ bytes, length } = filled instanceof Promise ? await filled : filled);
        signal.throwIfAborted();
        if (isFirst) kernel.offset = file.skipped ?? 0;
        isFirst = false;
        atEnd = length === before;
      } while (!atEnd && length < wanted && length > CHUNK);
      bytes.fill(0, length, length + PADDING);
      if (!kernel.checksUtf8) utf8.extend(bytes, length, atEnd);

      let start = 0;
      do {
        kernel.suspect = kernel.checksUtf8 || utf8.suspect(start);
        let failure: unknown;
        try {
          const used = kernel.run(start === 0 ? bytes : bytes.subarray(start), length - start, atEnd);
          start += used;
          kernel.offset += used;
        } catch (error) {
          failure = error;
        }
        const batch = kernel.output.take();
        if (batch !== undefined) {
          made += batch.bytes.length;
          yield batch;
        }
        if (failure !== undefined) throw failure;
        const problem = kernel.output.takeProblem();
        if (problem !== undefined) yield problem;
      } while (kernel.stopped);

      read += start;
      if (reading?.isWanted(kernel.offset) && !atEnd && read > 0) {
        const sharing = (kernel as SharingKernel).share(bytes, start, length);
        if (sharing !== undefined) {
          // What has been read beyond it is read again.
          file.disk?.onRead?.(start - length);
          return { sharing, ratio: made / read };
        }
      }
      bytes.copyWithin(0, start, length);
      length -= start;
      utf8.drop(start);
      // A kernel may wait for a sample first; it refuses a record that it has whole itself.
      if (length > Math.max(maxRecord, SAMPLE)) throw tooLarge(kernel.place(), maxRecord);
      if (length > room - CHUNK) bytes = grow(bytes, length, Math.max(maxRecord, SAMPLE) + CHUNK);
    }
  } finally {
    signal.removeEventListener("abort", stop);
    await reader.cancel();
  }
  return undefined;
}

/** A buffer twice as large, but no larger than what is refused anyway. */
function grow(bytes: Uint8Array, length: number, most: number): Uint8Array<ArrayBuffer> {
  const size = Math.max(Math.min(2 * (bytes.length - PADDING), most), length + CHUNK);
  const grown = new Uint8Array(size + PADDING);
  grown.set(bytes.subarray(0, length));
  return grown;
}
