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
    failure ??= new HttpError(400, `Cannot read the form: ${error instanceof Error ? error.message : error}`);
    for (const file of open) file.destroy(failure);
    wake();
  };
  busboy.on("file", (name, file, fileName) => {
    // A file input that was left empty has no name.
    if (fileName === undefined || fileName === "") return void file.resume();
    open.add(file);
    // Whoever reads it is told; if nobody does, that is no fault.
    file.on("error", () => {});
    file.on("close", () => open.delete(file));
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
  const feeding = feed(body, busboy).catch(fail);
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
    for (const file of open) file.resume();
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
async function feed(body: ReadableStream<Uint8Array<ArrayBuffer>>, busboy: BusboyInstance): Promise<void> {
  const reader = body.getReader();
  let resume = () => {};
  for (const event of ["drain", "close", "error"]) busboy.on(event, () => resume());
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (busboy.destroyed) return;
      if (busboy.write(value)) continue;
      await new Promise<void>((resolve) => resume = resolve);
    }
    busboy.end();
  } finally {
    await reader.cancel().catch(() => {});
  }
}
