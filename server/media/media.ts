import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { isOwnFile } from "@labelport/core/fs";
import { typeHeaders } from "./media_types.ts";
import { isUnchanged, rangeCounts, rangeOf, type Slice } from "./range.ts";

const PREFIX = "/static/";
const METHODS = "GET, HEAD";
const ON_WINDOWS = Deno.build.os === "windows";

/** What is read at once, in bytes. */
const CHUNK = 64 * 1024;

/** On every answer: pages of other origins show the media, none guesses what they are. */
const COMMON: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Content-Range, Content-Length, ETag, Accept-Ranges",
};

const PREFLIGHT: Readonly<Record<string, string>> = {
  ...COMMON,
  "Allow": `${METHODS}, OPTIONS`,
  "Access-Control-Allow-Methods": METHODS,
  "Access-Control-Allow-Headers": "Range, If-Range, If-None-Match, If-Modified-Since, Cache-Control",
  "Access-Control-Max-Age": "86400",
};

/** A file that may be given away. Whoever holds it closes it. */
interface Medium {
  readonly name: string;
  readonly file: Deno.FsFile;
  readonly info: Deno.FileInfo;
}

/** What is to be answered; with a slice, these bytes of the file. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly slice?: Slice;
}

/**
 * Answers a request for `/static/<name>?d=<folder>`. `folders`: absolute paths of the registered folders,
 * each asked for at the time of the request. Only regular files that lie, with all links resolved, below one
 * of them are given, whole or one range of bytes; whatever else is asked for is answered by the same 404.
 * The body must be read or cancelled, for it holds the file open; it fails if the file shrinks meanwhile.
 * Rejects only where `folders` throws.
 */
export async function serveMedia(request: Request, folders: () => Iterable<string>): Promise<Response> {
  const { method } = request;
  if (method === "OPTIONS") return new Response(null, { status: 204, headers: PREFLIGHT });
  if (method !== "GET" && method !== "HEAD") return respond(NOT_ALLOWED, null);
  const place = placeOf(request.url);
  const medium = place && await openMedium(place, folders());
  if (medium === undefined) return respond(NOT_FOUND, method);
  const answer = answerOf(request.headers, medium);
  if (method === "GET" && answer.slice !== undefined && answer.slice.length > 0) {
    return new Response(streamOf(medium.file, answer.slice), answer);
  }
  medium.file.close();
  return respond(answer, method);
}

function respond({ body, ...answer }: Answer, method: string | null): Response {
  return new Response(method === "HEAD" ? null : body ?? null, answer);
}

function problem(status: number, title: string, detail: string): Answer & { readonly body: string } {
  const problems = [{ code: status === 404 ? "not-found" : "request", message: detail }];
  const body = JSON.stringify({ type: "about:blank", title, status, detail, problems });
  const headers = {
    ...COMMON,
    "Content-Type": "application/problem+json",
    "Content-Length": `${body.length}`,
    "Cache-Control": "no-cache",
  };
  return { status, headers, body };
}

const NOT_FOUND = problem(404, "Not Found", "No file of a registered folder has this address");
const UNSATISFIABLE = problem(416, "Range Not Satisfiable", "The range begins after the end of the file");
const NOT_ALLOWED: Answer = (() => {
  const answer = problem(405, "Method Not Allowed", "Media are read by GET and HEAD");
  return { ...answer, headers: { ...answer.headers, Allow: `${METHODS}, OPTIONS` } };
})();

/** The name and the folder that a URL asks for; nothing where it can be no file's. */
function placeOf(address: string): { readonly name: string; readonly folder: string } | undefined {
  const url = URL.parse(address);
  const [folder, ...others] = url?.searchParams.getAll("d") ?? [];
  if (url === null || folder === undefined || others.length > 0) return undefined;
  const name = url.pathname.startsWith(PREFIX) ? decoded(url.pathname.slice(PREFIX.length)) : undefined;
  // A leading dot covers "." and "..". On Windows a colon leads to a drive or to another stream of a file.
  if (!name || /^\.|[/\\\0]/.test(name) || isOwnFile(name)) return undefined;
  if (ON_WINDOWS && (name.includes(":") || /^[/\\]{2}/.test(folder))) return undefined;
  if (!isAbsolute(folder) || /(^|[/\\])\.\.?([/\\]|$)/.test(folder)) {
    return undefined;
  }
  return { name, folder };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Opens what was asked for, if it may be given away. A file that cannot be read is as good as none. */
async function openMedium(
  { name, folder }: { readonly name: string; readonly folder: string },
  folders: Iterable<string>,
): Promise<Medium | undefined> {
  const asked = join(folder, name);
  const real = await orNothing(Deno.realPath(asked));
  if (real === undefined || isOwnFile(basename(real))) return undefined;
  if (!await isInSome(folders, { asked, real })) return undefined;
  // Looked at before it is opened, for opening a FIFO waits for its writer.
  const before = await orNothing(Deno.lstat(real));
  if (!before?.isFile) return undefined;
  const file = await orNothing(Deno.open(real));
  const info = file && await orNothing(file.stat());
  // Another file may have taken the place since the path was resolved, a link among others.
  if (info?.isFile && info.ino === before.ino && info.dev === before.dev) return { name, file: file!, info };
  file?.close();
  return undefined;
}

async function isInSome(
  folders: Iterable<string>,
  { asked, real }: { readonly asked: string; readonly real: string },
): Promise<boolean> {
  for (const folder of folders) {
    const root = await orNothing(Deno.realPath(folder));
    if (root === undefined || !segmentsBelow(root, real)?.every(isShown)) continue;
    // A link may have a dot name though what it leads to has none.
    const way = segmentsBelow(resolve(folder), asked) ?? segmentsBelow(root, asked) ?? [];
    if (way.every(isShown)) return true;
  }
  return false;
}

/** The way down from a folder to a path, segment by segment; nothing where the path does not lie below. */
function segmentsBelow(folder: string, path: string): readonly string[] | undefined {
  const way = relative(folder, path);
  const segments = way.split(sep);
  return way === "" || isAbsolute(way) || segments[0] === ".." ? undefined : segments;
}

function isShown(segment: string): boolean {
  return !segment.startsWith(".");
}

/** What the request gets of a file: 304, 416, a range or the whole. */
function answerOf(headers: Headers, { name, info }: Medium): Answer {
  const { size } = info;
  const modified = info.mtime?.getTime();
  const etag = etagOf(info);
  const state = {
    ...COMMON,
    "ETag": etag,
    "Cache-Control": "no-cache",
    "Accept-Ranges": "bytes",
    ...(info.mtime === null ? {} : { "Last-Modified": info.mtime.toUTCString() }),
  };
  if (isUnchanged(headers, { etag, modified })) return { status: 304, headers: state };
  const counts = rangeCounts(headers, { etag, modified });
  const slice = counts ? rangeOf(headers.get("Range"), size) : undefined;
  if (slice === "unsatisfiable") {
    const range = { "Content-Range": `bytes */${size}` };
    return { ...UNSATISFIABLE, headers: { ...UNSATISFIABLE.headers, ...range } };
  }
  const { start, length } = slice ?? { start: 0, length: size };
  const range = slice && { "Content-Range": `bytes ${start}-${start + length - 1}/${size}` };
  return {
    status: slice === undefined ? 200 : 206,
    headers: { ...state, ...typeHeaders(name), ...range, "Content-Length": `${length}` },
    slice: { start, length },
  };
}

/** Strong, for `If-Range`. The time of the last change of any kind shows a rewrite that sets mtime back. */
function etagOf({ size, mtime, ctime, ino }: Deno.FileInfo): string {
  return `"${
    [size, mtime?.getTime(), ctime?.getTime(), ino].map((part) => (part ?? 0).toString(36)).join("-")
  }"`;
}

/** The bytes of a slice, read as they are taken. Closes the file at the end, on cancel and on error. */
function streamOf(file: Deno.FsFile, { start, length }: Slice): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = length;
  let isOpen = true;
  const close = () => {
    if (isOpen) file.close();
    isOpen = false;
  };
  return new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: CHUNK,
    async pull(controller) {
      try {
        if (left === length) await file.seek(start, Deno.SeekMode.Start);
        const request = controller.byobRequest!;
        const { buffer, byteOffset, byteLength } = request.view!;
        const count = await file.read(new Uint8Array(buffer, byteOffset, Math.min(byteLength, left)));
        if (count === null) {
          throw new Error(`Cannot send the file: it ended ${left} bytes early`);
        }
        left -= count;
        request.respond(count);
        if (left > 0) return;
        controller.close();
        close();
      } catch (error) {
        close();
        throw error;
      }
    },
    cancel: close,
  });
}

async function orNothing<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch {
    return undefined;
  }
}
