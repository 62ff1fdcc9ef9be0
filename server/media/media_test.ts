import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { typeHeaders } from "./media_types.ts";
import { serveMedia } from "./media.ts";

const SECRET = "SECRET";
const TEN = "0123456789";

/** A test that fails if a file stays open. */
function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: true, sanitizeOps: true });
}

/**
 * A folder `photos` that is registered, with a sub-folder and links, and what lies around it, which is all
 * secret.
 */
class Disk implements AsyncDisposable {
  readonly base = Deno.realPathSync(Deno.makeTempDirSync());
  readonly photos = join(this.base, "photos");
  folders: readonly string[] = [this.photos];

  constructor() {
    for (
      const folder of ["photos/sub/deep", "photos/.hidden", "photos/folder.png", "photos-private", "away"]
    ) {
      Deno.mkdirSync(join(this.base, folder), { recursive: true });
    }
    for (const name of ["ten.png", "sub/ten.png", "sub/deep/ten.png"]) this.write(`photos/${name}`, TEN);
    for (const name of ["labelport.json", "labelport.db", "labelport.db-wal", "labelport.db-shm"]) {
      this.write(`photos/${name}`, SECRET);
      this.write(`photos/sub/${name}`, SECRET);
    }
    for (const name of ["photos/.env", "photos/.hidden/in.png", "photos/sub/.dot.png", "secret.png"]) {
      this.write(name, SECRET);
    }
    for (const name of ["photos-private/in.png", "away/in.png", "..png"]) this.write(name, SECRET);
    for (const [name, target] of LINKS) Deno.symlinkSync(target, join(this.photos, name));
    Deno.symlinkSync("photos", join(this.base, "album"));
  }

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.base, name);
    if (typeof content === "string") Deno.writeTextFileSync(path, content);
    else Deno.writeFileSync(path, content);
    return path;
  }

  /** `tail`: what follows `/static/`, as it is sent. */
  ask(tail: string, init: RequestInit = {}): Promise<Response> {
    return serveMedia(new Request(`http://127.0.0.1:8200/static/${tail}`, init), () => this.folders);
  }

  get(name: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> {
    const folder = encodeURIComponent(this.photos);
    return this.ask(`${encodeURIComponent(name)}?d=${folder}`, { headers, method });
  }

  async [Symbol.asyncDispose]() {
    await Deno.remove(this.base, { recursive: true });
  }
}

const LINKS: readonly (readonly [name: string, target: string])[] = [
  ["inside.png", "sub/ten.png"],
  ["branch", "sub/deep"],
  ["out.png", "../secret.png"],
  ["twice.png", "out.png"],
  ["outfolder", "../away"],
  ["private", "../photos-private"],
  ["up", ".."],
  ["root", "/"],
  ["unhidden.png", ".hidden/in.png"],
  ["unhidden", ".hidden"],
  ["settings.png", "labelport.json"],
  [".link", "sub"],
  ["loop.png", "loop.png"],
  ["nowhere.png", "nothing"],
  ["zero.png", "/dev/zero"],
  ["sub/deep/labelport.json", "../ten.png"],
];

/** What follows `/static/`; the words `P` and `B` stand for the registered folder and the one it is in. */
const HOSTILE = String.raw`
  ?d=P .?d=P ..?d=P %2e?d=P %2e%2e?d=P %2E%2E/secret.png?d=P ../secret.png?d=P ../../etc/passwd?d=P
  ..%2fsecret.png?d=P ..%2Fsecret.png?d=P ..%5csecret.png?d=P ..\secret.png?d=P ten%252epng?d=P
  %252e%252e%252fsecret.png?d=P ..%252fsecret.png?d=P %c0%ae%c0%ae%c0%afsecret.png?d=P ．．?d=P
  ..%c0%afsecret.png?d=P ..%e0%80%afsecret.png?d=P ..;/secret.png?d=P ....//secret.png?d=P
  sub/ten.png?d=P sub%2ften.png?d=P sub\ten.png?d=P sub%5cten.png?d=P /ten.png?d=P %2fetc%2fpasswd?d=P
  %2Fetc%2Fpasswd?d=%2F ten.png/?d=P ten.png%2f?d=P ./sub/ten.png?d=P sub/..%2ften.png?d=P

  %00?d=P ten.png%00?d=P ten.png%00.txt?d=P %00ten.png?d=P %?d=P %zz?d=P ten%2?d=P %ff?d=P ten.png%?d=P
  %ed%a0%80?d=P %u002e%u002e?d=P %E2%80%AE?d=P ten.png%20?d=P ten.png.?d=P ten.png%0d%0aX:y?d=P

  ten.png ten.png?d ten.png?d= ten.png?D=P ten.png?d=. ten.png?d=~ ten.png?d=photos ten.png?d=./P
  secret.png?d=.. secret.png?d=P/.. secret.png?d=P%2f.. secret.png?d=P/../ secret.png?d=P/%2e%2e
  in.png?d=P/../away ten.png?d=P/../photos ten.png?d=P/./ ten.png?d=P/sub/.. secret.png?d=P/sub/../..
  ten.png?d=P%00 secret.png?d=B%00/photos secret.png?d=P%00/.. ten.png?d=P%252fsub secret.png?d=P\..
  ten.png?d=P&d=P secret.png?d=P&d=B secret.png?d=B&d=P ten.png?d=file://P ten.png?d=P/%ff
  ten.png?d=C:\photos ten.png?d=C:/photos C:?d=P C:%5cphotos?d=P c:ten.png?d=P ten.png::$DATA?d=P
  ten.png?d=\\host\share ten.png?d=//host/share ten.png?d=\\?\P

  secret.png?d=B in.png?d=B/photos-private in.png?d=P-private in.png?d=B/away ..png?d=B photos?d=B
  passwd?d=/etc hosts?d=/etc self?d=/proc environ?d=/proc/self mem?d=/proc/self secret.png?d=/proc/self/cwd
  out.png?d=P twice.png?d=P outfolder?d=P in.png?d=P/outfolder in.png?d=P/private secret.png?d=P/up
  in.png?d=P/up/away passwd?d=P/root/etc in.png?d=P/up/photos-private secret.png?d=B/album/up
  loop.png?d=P nowhere.png?d=P ten.png?d=P/nowhere.png ten.png?d=P/loop.png

  zero?d=/dev random?d=/dev null?d=/dev tty?d=/dev stdin?d=/dev 0?d=/dev/fd zero.png?d=P zero?d=P/root/dev
  fifo.png?d=P fifo.png?d=P/ socket?d=P folder.png?d=P sub?d=P up?d=P branch?d=P ten.png?d=P/ten.png

  .env?d=P %2eenv?d=P .hidden?d=P in.png?d=P/.hidden .dot.png?d=P/sub unhidden.png?d=P in.png?d=P/unhidden
  ten.png?d=P/.link ten.png?d=P/.link/deep in.png?d=B/album/.hidden labelport.json?d=P labelport.db?d=P
  labelport.db-wal?d=P labelport.db-shm?d=P labelport.json?d=P/sub label%70ort.db?d=P LABELPORT.DB?d=P
  settings.png?d=P labelport.json?d=P/sub/deep
`.trim().split(/\s+/);

const TOO_LONG = [
  ...[`${"a".repeat(256)}?d=P`, `${"a".repeat(100_000)}?d=P`, `ten.png?d=P/${"a/".repeat(50_000)}`],
  ...[`${"%F0%9F%98%80".repeat(100)}?d=P`, `x?d=${"/..".repeat(999)}P`, `ten.png?d=P${"/sub".repeat(2000)}`],
];

test("whatever leads out of the registered folders gets one and the same 404, and none of the bytes", async () => {
  await using disk = new Disk();
  assert.ok((await new Deno.Command("mkfifo", { args: [join(disk.photos, "fifo.png")] }).output()).success);
  using _socket = Deno.listen({ transport: "unix", path: join(disk.photos, "socket") });
  const none = await disk.get("none.png");
  const expected = [404, [...none.headers], await none.text()];
  assert.deepEqual(JSON.parse(String(expected[2])), {
    type: "about:blank",
    title: "Not Found",
    status: 404,
    detail: "No file of a registered folder has this address",
    problems: [{ code: "not-found", message: "No file of a registered folder has this address" }],
  });
  assert.equal(none.headers.get("Content-Type"), "application/problem+json");
  for (const row of ["", ...HOSTILE, ...TOO_LONG]) {
    const response = await disk.ask(row.replace(/\bP\b/g, disk.photos).replace(/\bB\b/g, disk.base));
    const got = [response.status, [...response.headers], await response.text()];
    assert.deepEqual(got, expected, row.slice(0, 80));
  }
});

test("a path that is not below /static/ is no medium's", async () => {
  await using disk = new Disk();
  for (
    const path of ["/", "/static", "/ten.png", "/STATIC/ten.png", "/x/static/ten.png", "//static/ten.png"]
  ) {
    const request = new Request(`http://localhost${path}?d=${disk.photos}`);
    const response = await serveMedia(request, () => disk.folders);
    assert.equal(response.status, 404, path);
    await response.body?.cancel();
  }
});

test("a file of a registered folder is given, at any depth and by links that stay inside", async () => {
  await using disk = new Disk();
  const { base, photos } = disk;
  const rows: readonly (readonly [name: string, folder: string])[] = [
    ["ten.png", photos],
    ["ten.png", `${photos}/`],
    ["ten.png", `${photos}//sub`],
    ["ten.png", `${photos}/sub/deep`],
    ["inside.png", photos],
    ["ten.png", `${photos}/branch`],
    ["ten.png", `${base}/album`],
    ["ten.png", `${base}/album/branch`],
    ["ten.png", `${photos}/up/photos/sub`],
  ];
  for (const folders of [[photos], [`${base}/album`], [`${base}/gone`, "", `${base}/away/`, `${photos}/`]]) {
    disk.folders = folders;
    for (const [name, folder] of rows) {
      const response = await disk.ask(`${name}?d=${encodeURIComponent(folder)}`);
      assert.deepEqual([response.status, await response.text()], [200, TEN], folder);
    }
  }
});

test("a dot name on the way, or a folder that is relative, is 404 however the folder is registered", async () => {
  await using disk = new Disk();
  const here = import.meta.dirname!;
  const rows: readonly (readonly [folders: string, tail: string])[] = [
    [`${disk.base}/album`, `ten.png?d=${disk.base}/album/.link`],
    [`${disk.base}/album`, `ten.png?d=${disk.photos}/.link`],
    [here, `media.ts?d=${relative(Deno.cwd(), here)}`],
  ];
  for (const [folder, tail] of rows) {
    disk.folders = [folder];
    const response = await disk.ask(tail);
    await response.body?.cancel();
    assert.equal(response.status, 404, tail);
  }
});

test("the folders are asked for with every request; a folder with a dot name can be one", async () => {
  await using disk = new Disk();
  const hidden = `${disk.photos}/.hidden`;
  const statuses: number[] = [];
  for (const folders of [[disk.photos], [hidden], [disk.photos, hidden], [], [""]]) {
    disk.folders = folders;
    const response = await disk.ask(`in.png?d=${hidden}`);
    statuses.push(response.status);
    await response.body?.cancel();
  }
  assert.deepEqual(statuses, [404, 200, 200, 404, 404]);
});

test("names of all kinds are found by the URL that openFolder() makes of them", async () => {
  await using disk = new Disk();
  const folder = "photos/ä ö#1 100% a+b & ? 😀";
  Deno.mkdirSync(join(disk.base, folder));
  const names = [
    "a b.png",
    "#.png",
    "100%.png",
    "%41.png",
    "%2e%2e",
    "a?b.png",
    "a+b.png",
    "Grüße.png",
    "😀.png",
  ];
  for (
    const name of [...names, "a&d=b.png", "x..y.png", "~.png", "'\".png", "a;b.png", "日本.png", "é.png"]
  ) {
    disk.write(`${folder}/${name}`, name);
    const d = encodeURIComponent(join(disk.base, folder));
    const response = await disk.ask(`${encodeURIComponent(name)}?d=${d}`);
    assert.deepEqual([response.status, await response.text()], [200, name], name);
  }
});

test("a range gets its bytes, and HEAD gets what GET does without them", async () => {
  await using disk = new Disk();
  disk.write("photos/empty.png", "");
  const rows: readonly (readonly [name: string, range: string | undefined, ...(string | number | null)[]])[] =
    [
      ["ten.png", undefined, 200, null, "10", TEN],
      ["ten.png", "bytes=0-0", 206, "bytes 0-0/10", "1", "0"],
      ["ten.png", "bytes=2-5", 206, "bytes 2-5/10", "4", "2345"],
      ["ten.png", "bytes=7-", 206, "bytes 7-9/10", "3", "789"],
      ["ten.png", "bytes=0-", 206, "bytes 0-9/10", "10", TEN],
      ["ten.png", "bytes=-2", 206, "bytes 8-9/10", "2", "89"],
      ["ten.png", "bytes=5-2", 200, null, "10", TEN],
      ["ten.png", "bytes=0-1,3-4", 200, null, "10", TEN],
      ["empty.png", undefined, 200, null, "0", ""],
      ["empty.png", "bytes=-1", 200, null, "0", ""],
      ["ten.png", "bytes=10-", 416, "bytes */10"],
      ["empty.png", "bytes=0-", 416, "bytes */0"],
    ];
  for (const [name, range, status, ...expected] of rows) {
    const sent = range === undefined ? {} : { Range: range };
    const response = await disk.get(name, sent);
    const { headers } = response;
    const text = await response.text();
    assert.equal(response.status, status, `${name} ${range}`);
    const got = [headers.get("Content-Range"), headers.get("Content-Length"), text];
    assert.deepEqual(got.slice(0, expected.length), expected);
    assert.equal(headers.get("Content-Length"), `${text.length}`);
    const head = await disk.get(name, sent, "HEAD");
    assert.deepEqual([head.status, [...head.headers], head.body], [status, [...headers], null]);
  }
});

test("who holds a file already is told that it has not changed, until it has", async () => {
  await using disk = new Disk();
  const first = await disk.get("ten.png");
  await first.body?.cancel();
  const { ETag, Last } = { ETag: first.headers.get("ETag")!, Last: first.headers.get("Last-Modified")! };
  assert.match(ETag, /^"[!#-~]+"$/);
  assert.equal(first.headers.get("Cache-Control"), "no-cache");
  assert.equal(first.headers.get("Accept-Ranges"), "bytes");
  const range = { Range: "bytes=1-2" };
  const rows: readonly (readonly [headers: Record<string, string>, status: number, changed: number])[] = [
    [{ "If-None-Match": ETag }, 304, 200],
    [{ "If-None-Match": `"x", W/${ETag}` }, 304, 200],
    [{ "If-None-Match": "*", ...range }, 304, 304],
    [{ "If-None-Match": '"x"', "If-Modified-Since": Last }, 200, 200],
    [{ "If-Modified-Since": Last }, 304, 200],
    [{ "If-Range": ETag, ...range }, 206, 200],
    [{ "If-Range": Last, ...range }, 206, 200],
    [{ "If-Range": `W/${ETag}`, ...range }, 200, 200],
    [{ "If-Range": '"x"', Range: "bytes=99-" }, 200, 200],
  ];
  for (const changed of [false, true]) {
    for (const [headers, before, after] of rows) {
      const response = await disk.get("ten.png", headers);
      assert.equal(response.status, changed ? after : before, JSON.stringify(headers));
      if (response.status === 304) {
        assert.deepEqual([response.body, response.headers.get("ETag") !== null], [null, true]);
      }
      await response.body?.cancel();
    }
    const later = new Date(Date.parse(Last) + 5000);
    Deno.utimeSync(disk.write("photos/ten.png", "abcdefghij"), later, later);
  }
});

test("a file that is rewritten with its old size and date is another one", async () => {
  await using disk = new Disk();
  const date = new Date(1_700_000_000_000);
  const tags = new Set<string | null>();
  for (const content of ["one", "two"]) {
    Deno.utimeSync(disk.write("photos/same.png", content), date, date);
    const response = await disk.get("same.png", {}, "HEAD");
    assert.equal(response.headers.get("Last-Modified"), "Tue, 14 Nov 2023 22:13:20 GMT");
    tags.add(response.headers.get("ETag"));
    // The time of the last change is told in whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100));
  }
  assert.equal(tags.size, 2);
});

test("pages of other origins may read media, and only read them", async () => {
  await using disk = new Disk();
  for (
    const response of [
      await disk.get("ten.png"),
      await disk.get("none"),
      await disk.get("ten.png", {}, "OPTIONS"),
    ]
  ) {
    assert.equal(response.headers.get("Access-Control-Allow-Origin"), "*");
    assert.equal(response.headers.get("X-Content-Type-Options"), "nosniff");
    assert.equal(response.headers.get("Cross-Origin-Resource-Policy"), "cross-origin");
    assert.match(response.headers.get("Access-Control-Expose-Headers")!, /Content-Range.*ETag/);
    await response.body?.cancel();
  }
  const preflight = await disk.get("ten.png", {}, "OPTIONS");
  assert.deepEqual([preflight.status, preflight.body], [204, null]);
  assert.equal(preflight.headers.get("Access-Control-Allow-Methods"), "GET, HEAD");
  assert.match(preflight.headers.get("Access-Control-Allow-Headers")!, /^Range, If-Range, If-None-Match/);
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "PROPFIND"]) {
    const response = await disk.get("ten.png", {}, method);
    assert.deepEqual([response.status, response.headers.get("Allow")], [405, "GET, HEAD, OPTIONS"]);
    assert.equal((await response.json()).status, 405);
  }
});

const TYPES: Readonly<Record<string, string>> = {
  "image/png": "png PNG",
  "image/jpeg": "jpg jpeg Jpg",
  "image/tiff": "tiff tif",
  "image/bmp": "bmp",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/avif": "avif",
  "image/svg+xml": "svg SVG",
  "audio/wav": "wav WAV",
  "audio/aiff": "aiff aif",
  "audio/mpeg": "mp3",
  "audio/basic": "au",
  "audio/flac": "flac",
  "audio/mp4": "m4a",
  "audio/ogg": "ogg opus",
  "video/mp4": "mp4",
  "video/webm": "webm",
  "video/quicktime": "mov",
  "application/pdf": "pdf",
  "text/plain; charset=utf-8": "html HTM xhtml xml",
  "application/octet-stream": "txt js css json mjs svgz shtml exe png. html~ constructor",
};

test("typeHeaders() goes by the extension; what is no medium is saved, and no script runs", async () => {
  await using disk = new Disk();
  for (const [type, extensions] of Object.entries(TYPES)) {
    for (const extension of extensions.split(" ")) {
      disk.write(`photos/a.b.${extension}`, TEN);
      const response = await disk.get(`a.b.${extension}`);
      await response.body?.cancel();
      assert.equal(response.headers.get("Content-Type"), type, extension);
      const isSaved = response.headers.get("Content-Disposition") === "attachment";
      assert.equal(isSaved, type === "application/octet-stream", extension);
      const policy = response.headers.get("Content-Security-Policy");
      const isDocument = /svg\+xml|^text/.test(type);
      assert.equal(policy, isDocument ? "default-src 'none'; style-src 'unsafe-inline'; sandbox" : null);
    }
  }
  assert.equal(typeHeaders("README")["Content-Type"], "application/octet-stream");
});

/** Three chunks and a bit, in which a wrong offset shows. */
const LONG = new Uint8Array(200_000).map((_, n) => (n * 31 + (n >> 8)) & 255);

test("a long file is sent in chunks as they are taken, and to the byte", async () => {
  await using disk = new Disk();
  disk.write("photos/long.wav", LONG);
  for (const [start, end] of [[0, 199_999], [1, 65_536], [65_535, 196_609], [131_072, 131_072]] as const) {
    const response = await disk.get("long.wav", { Range: `bytes=${start}-${end}` });
    assert.deepEqual(await response.bytes(), LONG.slice(start, end + 1));
  }
  const reader = (await disk.get("long.wav")).body!.getReader({ mode: "byob" });
  const { value } = await reader.read(new Uint8Array(10));
  assert.deepEqual(value, LONG.slice(0, 10));
  await reader.cancel();
});

test("a file that grows while it is sent ends where it ended; one that shrinks ends in an error", async () => {
  await using disk = new Disk();
  for (const [length, isWhole] of [[300_000, true], [100_000, false], [0, false]] as const) {
    const path = disk.write("photos/long.wav", LONG);
    const response = await disk.get("long.wav");
    Deno.truncateSync(path, length);
    if (isWhole) assert.deepEqual(await response.bytes(), LONG);
    else await assert.rejects(response.bytes(), /^Error: Cannot send the file: it ended \d+ bytes early$/);
  }
});

test("who goes away closes the file: before the first bytes, between chunks and in the midst of one", async () => {
  await using disk = new Disk();
  disk.write("photos/long.wav", LONG);
  await (await disk.get("long.wav")).body!.cancel();
  for (const waits of [true, false]) {
    const reader = (await disk.get("long.wav")).body!.getReader();
    await reader.read();
    const next = reader.read();
    if (waits) await next;
    await reader.cancel();
    await next;
  }
});

test("a file that may not be read is as good as none", async () => {
  await using disk = new Disk();
  Deno.chmodSync(disk.write("photos/locked.png", SECRET), 0);
  const response = await disk.get("locked.png");
  // The superuser reads it all the same.
  assert.equal(response.status, Deno.uid() === 0 ? 200 : 404);
  await response.body?.cancel();
});

test("over the wire the headers are kept, and no raw path leads out", async () => {
  await using disk = new Disk();
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => serveMedia(request, () => disk.folders),
  );
  const send = async (line: string, headers = "") => {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port });
    const request = `${line} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\nConnection: close\r\n`;
    await connection.write(new TextEncoder().encode(`${request}${headers}\r\n`));
    return await new Response(connection.readable).text();
  };
  const url = `/static/ten.svg?d=${disk.photos}`;
  disk.write("photos/ten.svg", TEN);
  assert.match(
    await send(`GET ${url}`),
    /^HTTP\/1.1 200 OK\r\n(.+\r\n)*content-length: 10\r\n[^]*\r\n\r\n0123456789$/i,
  );
  assert.match(
    await send(`HEAD ${url}`),
    /^HTTP\/1.1 200 OK\r\n(.+\r\n)*content-length: 10\r\n[^]*\r\n\r\n$/i,
  );
  const part = await send(`GET ${url}`, "Range: bytes=-2\r\n");
  assert.match(part, /^HTTP\/1.1 206 [^]*content-length: 2\r\n[^]*\r\n\r\n89$/i);
  const raw = [
    "/static/../secret.png",
    "/static/..\\secret.png",
    "/static//secret.png",
    "/static/%2e%2e/secret.png",
  ];
  for (const path of [...raw, "/static/../../../../../../etc/passwd", "/../static/secret.png"]) {
    const answer = await send(`GET ${path}?d=${disk.photos}`);
    assert.match(answer, /^HTTP\/1.1 4\d\d /, path);
    assert.ok(!answer.includes(SECRET) && !answer.includes("root:"), path);
  }
});
