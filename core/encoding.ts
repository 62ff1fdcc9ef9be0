import { InputError, UsageError } from "./problem.ts";
import { encode } from "./utf8.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The encoding of a text that begins so, by the name that `TextDecoder` gives it: the one that was named, else
 * UTF-16 by its byte order mark, else UTF-8. Throws `UsageError` for a name that is unknown.
 */
export function encodingOf(head: Uint8Array, named?: string): string {
  if (named !== undefined) {
    try {
      return new TextDecoder(named).encoding;
    } catch {
      throw new UsageError(
        `Cannot decode "${named}": no such encoding; write one such as utf-8, utf-16le or latin1`,
      );
    }
  }
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return "utf-8";
}

/** Turns bytes of an encoding into UTF-8. Errors with `InputError`, line and offset, where they are none of it. */
export function transcoder(label: string): TransformStream<Bytes, Bytes> {
  const decoder = new TextDecoder(label, { fatal: true });
  let line = 1;
  let offset = 0;
  const decoded = (chunk?: Bytes): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      const bad = faultIn(label, chunk ?? new Uint8Array());
      const at = { line: line + bad.lines, offset: offset + bad.index };
      const message = `the bytes at offset ${at.offset} are no ${label}`;
      throw new InputError(message, { at, hint: "name the right encoding with --encoding" });
    }
  };
  return new TransformStream({
    transform(chunk, controller) {
      // In small pieces, so that the place of an error is near.
      for (let at = 0; at < chunk.length; at += PIECE) {
        const piece = chunk.subarray(at, at + PIECE);
        const text = decoded(piece);
        offset += piece.length;
        for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) line++;
        if (text !== "") controller.enqueue(encode(text));
      }
    },
    flush() {
      decoded();
    },
  });
}

const PIECE = 4096;

/** Where the byte stands that is wrong in a piece, and how many line ends come before it. */
function faultIn(label: string, piece: Uint8Array): { readonly index: number; readonly lines: number } {
  const decoder = new TextDecoder(label, { fatal: true });
  let lines = 0;
  for (let index = 0; index < piece.length; index++) {
    try {
      if (decoder.decode(piece.subarray(index, index + 1), { stream: true }) === "\n") lines++;
    } catch {
      return { index, lines };
    }
  }
  return { index: piece.length, lines };
}

/** The beginning of a text as UTF-8, for detection: what is cut at its end is left out. */
export function transcodedHead(head: Uint8Array, label: string): Bytes {
  return encode(new TextDecoder(label).decode(head, { stream: true }));
}
