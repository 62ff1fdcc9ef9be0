import { Busboy, type BusboyFileStream, type BusboyInstance } from "@fastify/busboy";
import { sizeText, webStreamOf } from "@labelport/core";
import { HttpError } from "./errors.ts";

/** The largest field of a form that is no file, in bytes. */
const FIELD_SIZE = 16 * 2 ** 20;
/** So many of them. */
const FIELDS = 1000;

/** A part of a form: a file, which streams, or a field. */
export type Part = FilePart | { readonly name: string; readonly value: string };

export interface FilePart {
  readonly name: string;
  /** Its name, with the folders that it was sent with. */
  readonly file: string;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/**
 * The parts of a form, one after the other as they arrive; a file that is not read to its end before the next part
 * is asked for is passed over. `limit`: parts that there may be. Throws `HttpError` where the form is broken off or no form.
 */
export async function* partsOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  contentType: string,
  limit: number,
): AsyncGenerator<Part> {
  const busboy = createBusboy(contentType, limit);
  const feeder = new Feeder(body, busboy);
  const queue: { readonly part: Part; readonly file?: BusboyFileStream }[] = [];
  const open = new Set<BusboyFileStream>();
  let failure: Error | undefined;
  let isDone = false;
  let wake = () => {};
  const add = (part: Part, file?: BusboyFileStream) => {
    queue.push({ part, ...(file !== undefined && { file }) });
    wake();
  };
  const fail = (error: unknown) => {
    const what = error instanceof Error ? error.message : error;
    failure ??= new HttpError(400, `Cannot read the form: ${what}; send it as curl -F file=@data.csv does`);
    for (const file of open) file.destroy(failure);
    feeder.stop();
    wake();
  };
  busboy.on("file", (name, file, fileName) => {
    // A file input that was left empty has no name.
    if (fileName === undefined || fileName === "") return void file.resume();
    open.add(file);
    // Whoever reads it is told; if nobody does, that is no fault.
    file.on("error", () => {});
    for (const event of ["end", "close"]) file.on(event, () => open.delete(file));
    add({ name, file: fileName, stream: () => webStreamOf(file, () => file.resume()) }, file);
  });
  busboy.on("field", (name, value, _, isCut) => {
    if (isCut) {
      fail(new Error(`the field "${name}" is larger than ${sizeText(FIELD_SIZE)}; send it as a file`));
    } else add({ name, value });
  });
  busboy.on("fieldsLimit", () => fail(new Error(`it has more than ${FIELDS} fields that are no files`)));
  busboy.on("partsLimit", () => {
    failure ??= new HttpError(413, `Cannot read the form: it has more than ${limit} parts`, [
      { code: "too-large", message: `the form has more than ${limit} parts` },
    ]);
    fail(failure);
  });
  busboy.on("finish", () => {
    isDone = true;
    wake();
  });
  busboy.on("error", fail);
  let hasAll = false;
  const feeding = feeder.run().then(() => void (hasAll = true), fail);
  // Some bodies that are no forms make it wait for ever.
  const watch = setInterval(() => {
    if (hasAll && !isDone && open.size === 0 && queue.length === 0) fail(new Error("it breaks off"));
  }, 500);
  try {
    for (;;) {
      const next = queue.shift();
      if (next !== undefined) {
        yield next.part;
        // What is left of it, so that the next can come.
        next.file?.removeAllListeners("readable");
        next.file?.resume();
      } else if (failure !== undefined) throw failure;
      else if (isDone) return;
      else await new Promise<void>((resolve) => wake = resolve);
    }
  } finally {
    clearInterval(watch);
    for (const file of open) file.resume();
    feeder.stop();
    if (!isDone) busboy.destroy();
    await feeding;
  }
}

function createBusboy(contentType: string, limit: number): BusboyInstance {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      preservePath: true,
      limits: { fieldSize: FIELD_SIZE, fields: FIELDS, parts: limit },
    });
  } catch (error) {
    throw new HttpError(400, `Cannot read the form: ${(error as Error).message}`);
  }
}

/** Gives the body to the reader of the form, as fast as its parts are taken. */
class Feeder {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  readonly #busboy: BusboyInstance;
  #isStopped = false;
  #resume = () => {};

  constructor(body: ReadableStream<Uint8Array<ArrayBuffer>>, busboy: BusboyInstance) {
    this.#reader = body.getReader();
    this.#busboy = busboy;
    for (const event of ["drain", "close", "error"]) busboy.on(event, () => this.#resume());
  }

  async run(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (this.#isStopped || this.#busboy.destroyed) return;
      if (done) break;
      if (this.#busboy.write(value)) continue;
      // An error may have come in the call, before anybody could wait for it.
      if (this.#isStopped) return;
      await new Promise<void>((resolve) => this.#resume = resolve);
    }
    this.#busboy.end();
  }

  /** No more of it is wanted: it waits neither for the sender nor for the reader. */
  stop(): void {
    this.#isStopped = true;
    this.#resume();
    void this.#reader.cancel().catch(() => {});
  }
}
