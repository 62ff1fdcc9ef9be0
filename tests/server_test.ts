/** A server as a process: slow senders, its end, and what it says. */
import assert from "node:assert/strict";
import { inFolder, start } from "./command.ts";

/** Sends a text over a connection of its own, and gives the first line of the answer: nothing where it was closed. */
async function send(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(text.replaceAll("\n", "\r\n")));
  const buffer = new Uint8Array(4096);
  const length = await connection.read(buffer).catch(() => null);
  return length === null ? "" : new TextDecoder().decode(buffer.subarray(0, length)).split("\r\n")[0]!;
}

Deno.test("a sender that is too slow is let go: with half a header, without one, and in the middle of a body", () =>
  inFolder(async (folder) => {
    const limits = ["--limit", "headerSeconds=1", "--limit", "idleSeconds=2"];
    await using server = await start(folder, ["--port", "0", ...limits]);
    const half = "POST /api/import HTTP/1.1\nHost: localhost\nContent-Type: application/json\n";
    const [header, nothing, body] = await Promise.all([
      send(server.url, half),
      send(server.url, ""),
      send(server.url, `${half}Content-Length: 100\n\n[{"a":1},`),
    ]);
    assert.deepEqual([header, nothing], ["HTTP/1.1 408 Request Timeout", "HTTP/1.1 408 Request Timeout"]);
    assert.ok(body === "" || / 4\d\d /.test(body), body);
    assert.deepEqual(await server.tasks(), []);
  }));

const BROKEN: readonly (readonly [name: string, text: string])[] = [
  ["no HTTP", "hello\n\n"],
  ["a header without an end", `GET / HTTP/1.1\nHost: localhost\nX: ${"x".repeat(100_000)}\n\n`],
  ["two lengths", "POST /api/import HTTP/1.1\nHost: localhost\nContent-Length: 1\nContent-Length: 2\n\n{}"],
  [
    "a length and chunks",
    "POST /api/import HTTP/1.1\nHost: localhost\nContent-Length: 2\nTransfer-Encoding: chunked\n\n{}",
  ],
  ["a length that is none", "POST /api/import HTTP/1.1\nHost: localhost\nContent-Length: x\n\n{}"],
  [
    "a chunk that is none",
    "POST /api/import HTTP/1.1\nHost: localhost\nContent-Type: application/json\nTransfer-Encoding: chunked\n\nzz\n{}\n",
  ],
  ["no host", "GET /health HTTP/1.1\n\n"],
  ["another host", "GET /health HTTP/1.1\nHost: evil.example\n\n"],
  ["an absolute address", "GET http://evil.example/health HTTP/1.1\nHost: evil.example\n\n"],
];

Deno.test("what is no request gets 4xx or is let go, and the server goes on", () =>
  inFolder(async (folder) => {
    await using server = await start(folder, ["--port", "0", "--limit", "idleSeconds=2"]);
    for (const [name, text] of BROKEN) {
      const answer = await send(server.url, text);
      assert.ok(answer === "" || /^HTTP\/1.1 4\d\d/.test(answer), `${name}: ${answer}`);
    }
    assert.deepEqual(await server.tasks(), []);
    assert.doesNotMatch(server.said(), /fault of its own/);
  }));

Deno.test("told to end, a server lets an import that is nearly done end, and rolls one back that is not", () =>
  inFolder(async (folder) => {
    for (const [ends, status, grace] of [[true, 201, 60], [false, undefined, 0.5]] as const) {
      const server = await start(folder, ["--port", "0", "--limit", `graceSeconds=${grace}`]);
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const headers = { "content-type": "application/x-ndjson" };
      const posted = fetch(`${server.url}/api/import`, { method: "POST", headers, body: readable })
        .then(async (response) => (await response.body!.cancel(), response.status), () => undefined);
      const writer = writable.getWriter();
      await writer.write(new TextEncoder().encode('{"a":1}\n'.repeat(100_000)));
      for (let n = 0; !(await statesAt(server.url)).includes("running"); n++) {
        assert.ok(n < 3000, "it does not begin");
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const stopped = server.stop("SIGTERM");
      await new Promise((resolve) => setTimeout(resolve, 200));
      if (ends) await writer.close();
      assert.deepEqual([await posted, await stopped], [status, 0]);
      await writer.abort().catch(() => {});
    }
    await using server = await start(folder, ["--port", "0"]);
    assert.equal((await server.tasks()).length, 100_000);
    assert.deepEqual(await statesAt(server.url), ["failed", "done"]);
  }));

/** The states of all imports, the newest first. */
async function statesAt(url: string): Promise<string[]> {
  const { imports } = await (await fetch(`${url}/api/imports`)).json();
  return imports.map(({ state }: { state: string }) => state);
}

Deno.test("each request is a line under its id; the token is in none", () =>
  inFolder(async (folder) => {
    const server = await start(folder, ["--port", "0", "--log", "json", "--token", "s3cret"]);
    const response = await fetch(`${server.url}/api/tasks`, { headers: { authorization: "Bearer s3cret" } });
    assert.equal(response.status, 200);
    await response.body!.cancel();
    const id = response.headers.get("x-request-id");
    const refused = await fetch(`${server.url}/api/tasks`, { headers: { authorization: "Bearer wr0ng" } });
    assert.equal(refused.status, 401);
    await refused.body!.cancel();
    await server.stop();
    const lines = server.said().split("\n").filter((line) => line.startsWith("{")).map((line) =>
      JSON.parse(line).properties
    );
    const { method, path, status } = lines.find((line) => line.id === id)!;
    assert.deepEqual([method, path, status], ["GET", "/api/tasks", 200]);
    assert.doesNotMatch(server.said(), /s3cret|wr0ng/);
  }));
