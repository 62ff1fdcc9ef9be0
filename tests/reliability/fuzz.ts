import assert from "node:assert/strict";
import { builtin } from "@labelport/builtin";
import { createApp } from "@labelport/server/app";
import fc from "fast-check";
import { inProject } from "../../server/testing/project.ts";

/** Pieces of bodies: what is right, and what is nearly so. */
const BODIES = [
  "",
  "{}",
  "[]",
  "null",
  '"x"',
  "1e999",
  '[{"a":1}]',
  '{"data":{"a":1},"id":1}',
  '{"id":-1,"data":{}}',
  '[{"a":1},',
  "a,b\n1,2\n",
  "a,b\n1\n",
  "a,a\n1,2\n",
  '"',
  "\u0000",
  "\ufeff[{}]",
  "x\ny\n",
  "--X\r\n\r\n",
  '{"predictions":[{"result":[]}],"data":{}}',
  "[[[[[[",
] as const;

/** Sends what the API's own description allows, and what it does not: each answer is one that it describes. */
export async function fuzzApi(
  { count, seed }: { readonly count: number; readonly seed?: number },
): Promise<void> {
  await inProject(async (project) => {
    const app = createApp({ registry: builtin, project });
    const document = await (await app.request("/openapi.json")).json();
    const routes = Object.entries(document.paths as Record<string, Record<string, Route>>).flatMap((
      [path, methods],
    ) => Object.entries(methods).map(([method, route]) => ({ path, method: method.toUpperCase(), route })))
      .filter(({ path }) => !path.endsWith("/events"));
    const value = fc.oneof(
      fc.constantFrom(
        "true",
        "false",
        "1",
        "0",
        "-1",
        "keep",
        "new",
        "skip",
        "stop",
        "csv",
        "json",
        "text",
        "text-dir",
        "a=b",
        "",
        "utf-16",
        "9007199254740993",
      ),
      fc.string({ maxLength: 8 }),
    );
    const one = fc.record({
      route: fc.constantFrom(...routes),
      id: fc.oneof(
        fc.integer({ min: 0, max: 5 }).map(String),
        fc.constantFrom("x", "-1", "1e9", "99999999999999999999", "%00"),
      ),
      query: fc.array(fc.tuple(fc.nat(), value), { maxLength: 4 }),
      type: fc.constantFrom(
        "application/json",
        "text/csv",
        "text/plain",
        "application/x-ndjson",
        "multipart/form-data; boundary=X",
        "image/png",
        "text/csv; charset=klingon",
        "",
      ),
      body: fc.oneof(
        fc.constantFrom(...BODIES),
        fc.array(fc.constantFrom(...BODIES), { maxLength: 4 }).map((parts) => parts.join("\n")),
        fc.string(),
      ),
    });
    await fc.assert(
      fc.asyncProperty(one, async ({ route: { path, method, route }, id, query, type, body }) => {
        const names = [
          ...(route.parameters ?? []).filter((one) => one.in === "query").map((one) => one.name),
          "nonsense",
          "delimiter",
        ];
        const search = query.map(([n, text]) => `${names[n % names.length]}=${encodeURIComponent(text)}`)
          .join("&");
        const url = `${path.replace("{id}", id)}?${search}`;
        const sends = route.requestBody !== undefined;
        const response = await app.request(url, {
          method,
          ...(sends && { headers: { "content-type": type }, body: new TextEncoder().encode(body) }),
        });
        const text = await response.text();
        const told = `${method} ${url} ${type} ${JSON.stringify(body)}: ${response.status} ${text}`;
        assert.ok(String(response.status) in route.responses, told);
        if (response.status < 400) return;
        assert.equal(response.headers.get("content-type"), "application/problem+json", told);
        const { status, detail, problems } = JSON.parse(text);
        assert.ok(status === response.status && detail && problems.length > 0, told);
        assert.doesNotMatch(text, /\n\s+at |\.ts:\d/);
      }),
      { numRuns: count, ...(seed !== undefined && { seed }) },
    );
  });
}

interface Route {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}
