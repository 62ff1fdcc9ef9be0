import { extname } from "node:path";

/** The headers that say what the bytes of a file are, and what a browser may do with them. */
export type TypeHeaders = Readonly<Record<string, string>>;

/** IANA media types of what annotators look at and listen to, by extension. */
const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  [".png", "image/png"],
  [".jpg", "image/jpeg"],
  [".jpeg", "image/jpeg"],
  [".tiff", "image/tiff"],
  [".tif", "image/tiff"],
  [".bmp", "image/bmp"],
  [".gif", "image/gif"],
  [".webp", "image/webp"],
  [".svg", "image/svg+xml"],
  [".avif", "image/avif"],
  [".wav", "audio/wav"],
  [".aiff", "audio/aiff"],
  [".aif", "audio/aiff"],
  [".mp3", "audio/mpeg"],
  [".au", "audio/basic"],
  [".flac", "audio/flac"],
  [".m4a", "audio/mp4"],
  [".ogg", "audio/ogg"],
  [".opus", "audio/ogg"],
  [".mp4", "video/mp4"],
  [".webm", "video/webm"],
  [".mov", "video/quicktime"],
  [".pdf", "application/pdf"],
]);

/** Whether a file of this name is looked at or listened to. */
export function isMedium(name: string): boolean {
  return MEDIA_TYPES.has(extname(name).toLowerCase());
}

/** Documents that a browser would run scripts of: shown as the text that they are. */
const DOCUMENTS: ReadonlySet<string> = new Set([".html", ".htm", ".xhtml", ".xml"]);

/** No scripts, no requests, an origin of its own. The style lets an SVG keep its colours. */
const NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/**
 * The headers for a file of this name. The extension decides, in any case of letters; a name that is no
 * medium's is to be saved, never shown.
 */
export function typeHeaders(name: string): TypeHeaders {
  const extension = extname(name).toLowerCase();
  if (DOCUMENTS.has(extension)) {
    return { "Content-Type": "text/plain; charset=utf-8", "Content-Security-Policy": NO_SCRIPTS };
  }
  const type = MEDIA_TYPES.get(extension);
  if (type === undefined) {
    return { "Content-Type": "application/octet-stream", "Content-Disposition": "attachment" };
  }
  return { "Content-Type": type, ...(extension === ".svg" ? { "Content-Security-Policy": NO_SCRIPTS } : {}) };
}
