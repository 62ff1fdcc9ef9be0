import type { FolderSource, Note } from "../contract.ts";
import { extensionOf } from "../names.ts";
import { Warnings } from "../warnings.ts";

/** A kind of medium: its name for people, and whether browsers show it. */
interface Kind {
  readonly what: string;
  readonly extensions: readonly string[];
  readonly isShown: boolean;
  is(head: Uint8Array): boolean;
}

const HEAD = 512;

const starts = (...text: readonly string[]) => (head: Uint8Array) =>
  text.some((text) => latin1(head).startsWith(text));
const riff = (what: string) => (head: Uint8Array) =>
  latin1(head).startsWith("RIFF") && latin1(head).slice(8, 12) === what;
const brand = (pattern: RegExp) => (head: Uint8Array) =>
  latin1(head).slice(4, 8) === "ftyp" && pattern.test(latin1(head).slice(8, 32));

/** By the first bytes that their specifications give. */
const KINDS: readonly Kind[] = [
  { what: "a PNG image", extensions: [".png"], isShown: true, is: starts("\x89PNG\r\n\x1a\n") },
  { what: "a JPEG image", extensions: [".jpg", ".jpeg"], isShown: true, is: starts("\xff\xd8\xff") },
  { what: "a GIF image", extensions: [".gif"], isShown: true, is: starts("GIF8") },
  { what: "a BMP image", extensions: [".bmp"], isShown: true, is: starts("BM") },
  { what: "a WebP image", extensions: [".webp"], isShown: true, is: riff("WEBP") },
  { what: "a TIFF image", extensions: [".tif", ".tiff"], isShown: false, is: starts("II*\0", "MM\0*") },
  { what: "an AVIF image", extensions: [".avif"], isShown: true, is: brand(/avi[fs]/) },
  {
    what: "an SVG image",
    extensions: [".svg"],
    isShown: true,
    is: (head) => /<svg|<\?xml|<!DOCTYPE svg|^\s*<!--/i.test(latin1(head)),
  },
  { what: "a WAV sound", extensions: [".wav"], isShown: true, is: riff("WAVE") },
  { what: "an AIFF sound", extensions: [".aiff", ".aif"], isShown: false, is: starts("FORM") },
  { what: "an AU sound", extensions: [".au"], isShown: false, is: starts(".snd") },
  { what: "a FLAC sound", extensions: [".flac"], isShown: true, is: starts("fLaC") },
  { what: "an Ogg sound", extensions: [".ogg", ".opus"], isShown: true, is: starts("OggS") },
  { what: "an MP4 sound", extensions: [".m4a", ".mp4"], isShown: true, is: brand(/./) },
  {
    what: "an MP3 sound",
    extensions: [".mp3"],
    isShown: true,
    is: (head) => latin1(head).startsWith("ID3") || (head[0] === 0xff && (head[1]! & 0xe0) === 0xe0),
  },
];

/** What of a folder's images and sounds would not load: empty files, wrong names, kinds that browsers do not show. */
export async function mediaNotes(folder: FolderSource): Promise<Note[]> {
  const warnings = new Warnings();
  for await (const file of folder.files()) {
    const { name } = file;
    const extension = extensionOf(name);
    const named = KINDS.find(({ extensions }) => extensions.includes(extension));
    if (named === undefined) continue;
    const at = { file: name };
    const head = await headOf(file.stream());
    if (head === undefined) warnings.add("media-unread", "a file cannot be read", at);
    else if (head.length === 0) warnings.add("media-empty", "a file is empty", at);
    else if (!named.is(head)) {
      const real = KINDS.find(({ is }) => is(head))?.what ?? "something else";
      warnings.add(
        "media-kind",
        `a ${extension} file is ${real}: browsers may not show it`,
        at,
        extension + real,
      );
    } else if (!named.isShown) {
      warnings.add("media-browser", `most browsers show no ${extension} files: convert them`, at, extension);
    }
  }
  return warnings.notes();
}

/** The first bytes, or nothing where there is no reading. */
async function headOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const reader = stream.getReader();
  try {
    const { value } = await reader.read();
    return (value ?? new Uint8Array()).subarray(0, HEAD);
  } catch {
    return undefined;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
