/**
 * 53 requests that Label Studio 1.23.2 was sent, with what it answered and stored, sent to Labelport: the outcome is
 * the same, or differs for a reason.
 */
import assert from "node:assert/strict";
import { builtin } from "@labelport/builtin";
import { createApp } from "@labelport/server/app";
import { inProject, tasksOf } from "../server/testing/project.ts";
import { DIFFERENCES } from "./label_studio/differences.ts";

interface Case {
  readonly case: string;
  readonly request: {
    readonly config: string | null;
    readonly query: string;
    readonly json?: unknown;
    readonly body?: string;
    readonly content_type?: string;
    readonly form?: Readonly<Record<string, string>>;
    readonly files?: readonly { readonly field: string; readonly name: string; readonly latin1: string }[];
    readonly file_count?: number;
  };
  readonly status: number;
  /** Of each task that it stored. */
  readonly data: readonly unknown[];
}

const LINES = await Deno.readTextFile(new URL("label_studio/answers.jsonl", import.meta.url));
const CASES: readonly Case[] = LINES.trimEnd().split("\n").map((line) => JSON.parse(line));

/** What was sent; two requests are noted down shorter than they were. */
function initOf(
  { json, body, content_type: type, form, files = [], file_count: count = 0 }: Case["request"],
): RequestInit {
  if (json !== undefined) {
    const value = json === '[{"text": "a"}] x 120' ? Array(120).fill({ text: "a" }) : json;
    return { headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
  }
  if (body !== undefined) {
    const text = body === "'[' x 100000 + ']' x 100000" ? "[".repeat(100_000) + "]".repeat(100_000) : body;
    return { headers: { "content-type": type! }, body: text };
  }
  if (form !== undefined) return { body: new URLSearchParams(form) };
  const data = new FormData();
  const last = files.at(-1)!;
  for (let n = 0; n < count; n++) {
    const { field, name, latin1 } = files[n] ?? { ...last, field: `f${n}`, name: `${n}.json` };
    data.append(field, new File([Uint8Array.from(latin1, (c) => c.charCodeAt(0))], name));
  }
  return { body: data };
}

for (const { case: name, request, status, data } of CASES) {
  const difference = DIFFERENCES[name];
  Deno.test(`Label Studio's request "${name}": ${difference?.why ?? "the same"}`, () =>
    inProject(async (project) => {
      const app = createApp({ registry: builtin, project });
      const response = await app.request(`/api/import${request.query}`, {
        method: "POST",
        ...initOf(request),
      });
      const text = await response.text();
      const stored = tasksOf(project).map((task) => /"data": ?(\{[^]*\})\}$/.exec(withoutLists(task))![1]!);
      const isSame = response.status === status &&
        JSON.stringify(stored.map((json) => JSON.parse(json))) === JSON.stringify(data);
      assert.equal(isSame, difference === undefined, `${response.status} ${text}`);
      if (difference !== undefined) {
        const { status: told = 201, data: expected = [] } = difference;
        assert.deepEqual([response.status, stored], [told, expected], text);
      }
      if (response.status < 400) return;
      assert.ok(response.status < 500);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
      const { problems } = JSON.parse(text);
      assert.ok(
        problems.length > 0 &&
          problems.every((problem: Record<string, unknown>) => problem.code && problem.message),
      );
      assert.doesNotMatch(text, /\n +at |\.ts:\d/);
    }, request.config ?? undefined));
}

Deno.test("each difference from Label Studio is one of its requests", () => {
  assert.equal(CASES.length, 53);
  for (const name of Object.keys(DIFFERENCES)) assert.ok(CASES.some((one) => one.case === name), name);
});

/** The task without its completions and predictions, which stand behind its data. */
function withoutLists(task: string): string {
  return task.replace(/, ?"(completions|predictions)":[^]*\}$/, "}");
}
