import type { InputFormat, Registry } from "@labelport/core";
import { HttpError } from "./errors.ts";
import type { Limits } from "../project/settings.ts";
import { limited, tooLong } from "./limited.ts";
import { inLargerChunks } from "./larger_chunks.ts";
import { type Sent, type SentFile, sentForm, type TextField } from "./form.ts";

/** The body of a request, and what its headers say of it. */
export interface SentBody extends Sent {
  /** What its media type says. */
  readonly format: InputFormat | undefined;
  /** What its media type says. */
  readonly encoding: string | undefined;
}

/** The first byte of gzip, as RFC 1952 has it. */
const GZIP_MAGIC = 0x1f;

/** Names for bodies that have none, where the name says more than the format's first extension would. */
const EXTENSIONS: Readonly<Record<string, string>> = { "text/tab-separated-values": ".tsv" };

/** What is asked of a body. */
export interface BodyOptions {
  readonly registry: Registry;
  /** The name of a body that is no form. */
  readonly name: string | undefined;
  /** Whether a format has been asked for, so that the media type need not say one. */
  readonly hasFormat: boolean;
  isSetting(name: string): boolean;
  /** The field of a form whose text counts as a file. */
  readonly textField?: TextField | undefined;
  readonly limits: Limits;
  /** Told how many bytes have just come. */
  onRead?(count: number): void;
}

/** Takes a request's body apart, as far as its headers and the first fields of a form go. Throws `HttpError`. */
export async function sentBody(request: Request, options: BodyOptions): Promise<SentBody> {
  const contentType = request.headers.get("content-type") ?? "";
  const [essence = "", ...parameters] = contentType.split(";").map((part) => part.trim());
  const type = essence.toLowerCase();
  const isGzip = checkContentEncoding(request.headers.get("content-encoding"));
  const { limits, onRead } = options;
  const size = Number(request.headers.get("content-length") ?? 0);
  if (size > limits.body) throw tooLong("the body", limits.body);
  const raw = limited(request.body ?? new Blob([]).stream(), {
    limit: limits.body,
    what: "the body",
    ...(onRead !== undefined && { onRead }),
  });
  if (type === "multipart/form-data") {
    const form = await sentForm(
      isGzip ? limited(raw.pipeThrough(gunzip()), { limit: limits.decompressed, what: "the form" }) : raw,
      contentType,
      { ...options, parts: limits.parts },
    );
    return {
      ...form,
      files: all(form.files),
      format: undefined,
      encoding: undefined,
    };
  }
  const format = options.registry.formats.find(({ reads, mediaTypes }) =>
    reads === "file" && mediaTypes?.includes(type)
  );
  if (format === undefined && !options.hasFormat) throw unknownType(type, options.registry);
  const charset = charsetOf(parameters);
  if (charset !== undefined && charset !== "utf-8" && format !== undefined && !format.text) {
    throw new HttpError(415, `Cannot read ${type} as ${charset}: it is UTF-8`);
  }
  const file: SentFile = {
    name: options.name ?? `body${EXTENSIONS[type] ?? format?.extensions[0] ?? ""}`,
    // What is gzip is known by its first bytes, and decompressed as any source is.
    stream: () => isGzip ? raw.pipeThrough(checkedGzip()) : raw,
  };
  return {
    fields: new Map(),
    files: all([file]),
    format: options.hasFormat ? undefined : format,
    encoding: charset === "utf-8" ? undefined : charset,
  };
}

async function* all(files: AsyncIterable<SentFile> | Iterable<SentFile>): AsyncGenerator<SentFile> {
  for await (const { name, stream } of files) yield { name, stream: () => inLargerChunks(stream(), name) };
}

function unknownType(type: string, { formats }: Registry): HttpError {
  const types = formats.flatMap(({ mediaTypes }) => mediaTypes ?? []);
  const what = type === "" ? "a body without a Content-Type" : `"${type}"`;
  return new HttpError(
    415,
    `Cannot tell how to read ${what}: send ${
      [...types, "multipart/form-data"].join(", ")
    }, or name the format with ?format=`,
  );
}

function charsetOf(parameters: readonly string[]): string | undefined {
  for (const parameter of parameters) {
    const charset = /^charset="?([^"]+)"?$/i.exec(parameter)?.[1];
    if (charset !== undefined) return charset.toLowerCase() === "utf8" ? "utf-8" : charset.toLowerCase();
  }
  return undefined;
}

/** Whether the body is gzip. Any other encoding is 415. */
function checkContentEncoding(value: string | null): boolean {
  const encoding = value?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return false;
  if (encoding === "gzip" || encoding === "x-gzip") return true;
  throw new HttpError(415, `Cannot read the Content-Encoding "${value}": send gzip, or none`);
}

/** Passes on what begins as gzip does; a body that its header calls so, and is not, has been mixed up. */
function checkedGzip(): ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let isChecked = false;
  return new TransformStream({
    transform(chunk: Uint8Array<ArrayBuffer>, controller) {
      if (!isChecked && chunk.length > 0 && chunk[0] !== GZIP_MAGIC) {
        throw new HttpError(
          400,
          "Cannot read the body: its Content-Encoding is gzip, and it is none; compress it, or leave the header out",
        );
      }
      isChecked ||= chunk.length > 0;
      controller.enqueue(chunk);
    },
  });
}

/** Decompresses a form; its type is that of web streams, which know no other buffers. */
function gunzip(): ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new DecompressionStream("gzip") as ReadableWritablePair<
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>
  >;
}
