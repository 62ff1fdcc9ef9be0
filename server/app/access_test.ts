import assert from "node:assert/strict";
import { builtin } from "@labelport/builtin";
import { inProject } from "../testing/project.ts";
import { createApp } from "./create_app.ts";

const basic = (text: string) => `Basic ${btoa(text)}`;

const CALLERS: readonly (readonly [name: string, header: string | undefined, status: number])[] = [
  ["nobody", undefined, 401],
  ["the bearer of the token", "Bearer s3cret", 200],
  ["the same in lower case", "bearer s3cret", 200],
  ["a browser that was given the token as password", basic("me:s3cret"), 200],
  ["the bearer of another token", "Bearer s3creT", 401],
  ["the bearer of its beginning", "Bearer s3cre", 401],
  ["the bearer of more than it", "Bearer s3cret1", 401],
  ["another password", basic("s3cret:me"), 401],
  ["a password that is no base64", "Basic %%%", 401],
  ["nothing behind the scheme", "Bearer ", 401],
  ["another scheme", "Digest s3cret", 401],
];

for (const [name, header, status] of CALLERS) {
  Deno.test(`with a token, ${name} gets ${status} from every route but /health`, () =>
    inProject(async (project) => {
      const app = createApp({ registry: builtin, project, token: "s3cret" });
      const headers = { host: "labels.example.org", ...(header !== undefined && { authorization: header }) };
      for (const path of ["/api/tasks", "/api/export", "/import", "/metrics", "/openapi.json"]) {
        const response = await app.request(path, { headers });
        assert.equal(response.status, status, path);
        const text = await response.text();
        assert.ok(!text.includes("s3cret"));
        if (status === 401) assert.match(response.headers.get("www-authenticate")!, /^Basic .*Bearer/);
      }
      const media = await app.request("/static/a.png?d=/tmp", { headers });
      assert.equal(media.status, status === 401 ? 401 : 404);
      await media.body!.cancel();
      const post = await app.request("/api/import", {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: "{}",
      });
      assert.equal(post.status, status === 401 ? 401 : 201);
      await post.body!.cancel();
      const health = await app.request("/health", { headers });
      assert.equal(health.status, 200);
      await health.body!.cancel();
    }));
}

Deno.test("with a token, another site's page still cannot write", () =>
  inProject(async (project) => {
    const app = createApp({ registry: builtin, project, token: "t" });
    const post = async (origin: string) => {
      const headers = {
        host: "labels.example.org",
        origin,
        authorization: "Bearer t",
        "content-type": "application/json",
      };
      const response = await app.request("/api/import", { method: "POST", headers, body: "{}" });
      await response.body!.cancel();
      return response.status;
    };
    assert.equal(await post("https://evil.example"), 403);
    assert.equal(await post("https://labels.example.org"), 201);
  }));

Deno.test("no answer can be framed or run a script, and each carries the id of its request", () =>
  inProject(async (project) => {
    const app = createApp({ registry: builtin, project });
    for (const path of ["/import", "/api/tasks", "/api/tasks/7", "/nothing", "/api/import"]) {
      const response = await app.request(path);
      await response.body!.cancel();
      const policy = response.headers.get("content-security-policy")!;
      assert.match(policy, /default-src 'none'/, path);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*/);
      assert.equal(response.headers.get("x-frame-options"), "DENY");
      assert.equal(response.headers.get("x-content-type-options"), "nosniff");
      assert.match(response.headers.get("x-request-id") ?? "", /^[\w-]{8,}$/, path);
      assert.equal(response.headers.get("access-control-allow-origin"), null);
    }
  }));
