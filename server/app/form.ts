import { UsageError } from "@labelport/core";
import { HttpError } from "./errors.ts";
import { type FilePart, type Part, partsOf } from "./multipart.ts";

/** A file that has been sent: its name and its bytes, which come once. */
export interface SentFile {
  readonly name: string;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** What has been sent: settings, and the files behind them. */
export interface Sent {
  /** What the fields before the first file say. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly files: AsyncIterable<SentFile>;
}

type Body = ReadableStream<Uint8Array<ArrayBuffer>>;

/** A field in which data have been written, as a file of their own. */
export interface TextField {
  readonly name: string;
  /** Told what has been written. */
  taken(text: string): void;
}

/** How a form's fields are taken. */
export interface FormOptions {
  /** Whether a field is a setting. One that is not is an error, since it may hold data. */
  isSetting(name: string): boolean;
  /** The field whose text counts as a file. */
  readonly textField?: TextField | undefined;
  /** Parts that there may be. */
  readonly parts: number;
}

/** A form's files, and the fields before them, which are settings. */
export async function sentForm(
  body: Body,
  contentType: string,
  { isSetting, textField, parts: limit }: FormOptions,
): Promise<Sent> {
  const parts = partsOf(body, contentType, limit);
  const fields = new Map<string, string[]>();
  const refuse = async (error: UsageError): Promise<never> => {
    await parts.return(undefined);
    throw error;
  };
  const texts: SentFile[] = [];
  let first: FilePart | undefined;
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const part = next.value;
    if ("file" in part) {
      first = part;
      break;
    }
    if (part.name === textField?.name) {
      textField.taken(part.value);
      if (part.value !== "") {
        texts.push({
          name: "pasted text",
          stream: () => new Blob([part.value]).stream(),
        });
      }
      continue;
    }
    if (!isSetting(part.name)) await refuse(unknownField(part.name));
    fields.set(part.name, [...fields.get(part.name) ?? [], part.value]);
  }
  return { fields, files: chained(texts, files(parts, first, isSetting)) };
}

async function* chained(
  texts: readonly SentFile[],
  files: AsyncIterable<SentFile>,
): AsyncGenerator<SentFile> {
  yield* texts;
  yield* files;
}

async function* files(
  parts: AsyncGenerator<Part>,
  first: FilePart | undefined,
  isSetting: (name: string) => boolean,
): AsyncGenerator<SentFile> {
  try {
    if (first !== undefined) yield { name: first.file, stream: () => first.stream() };
    for await (const part of parts) {
      if ("file" in part) yield { name: part.file, stream: () => part.stream() };
      else if (isSetting(part.name)) {
        throw new HttpError(
          422,
          `Cannot use the field "${part.name}" behind a file: put it before the files`,
        );
      } else throw unknownField(part.name);
    }
  } finally {
    await parts.return(undefined);
  }
}

function unknownField(name: string): HttpError {
  return new HttpError(
    422,
    `Cannot use the form's field "${name}": it is no file and no setting; send data as a file, such as curl -F file=@tasks.json`,
  );
}
