import { createHash } from "node:crypto";
import type { Sent, SentFile } from "./form.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * What tells that the same has been sent again: the names and bytes of the files and what the fields say, however
 * they were packed. A form has another boundary each time.
 */
export class SentDigest {
  readonly #hash = createHash("sha256");
  readonly #files: AsyncIterable<SentFile>;

  constructor({ fields, files }: Sent) {
    this.#hash.update(JSON.stringify([...fields]));
    this.#files = files;
  }

  /** The files. What is not read of one is read when the next is asked for. */
  async *files(): AsyncGenerator<SentFile> {
    for await (const { name, stream } of this.#files) {
      this.#hash.update(JSON.stringify(name));
      const reader = stream().getReader();
      const next = async (): Promise<Bytes | undefined> => {
        const { done, value } = await reader.read();
        if (done) return undefined;
        this.#hash.update(value);
        return value;
      };
      yield { name, stream: () => streamOf(next) };
      while (await next() !== undefined);
    }
  }

  /** Reads all files to their ends, and gives the SHA-256 of everything. */
  async read(): Promise<string> {
    for await (const _ of this.files());
    return this.digest();
  }

  /** The SHA-256 of everything, once all files have been read. */
  digest(): string {
    return this.#hash.digest("hex");
  }
}

function streamOf(next: () => Promise<Bytes | undefined>): ReadableStream<Bytes> {
  return new ReadableStream({
    async pull(controller) {
      const chunk = await next();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  }, { highWaterMark: 0 });
}
