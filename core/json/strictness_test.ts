import assert from "node:assert/strict";
import { INVALID } from "./testing/invalid_json.ts";
import { bytesOf, byteText, type Kind, readEveryWay } from "./testing/read_all.ts";
import { ACCEPTED, REFUSED } from "./testing/undecided_json.ts";
import { VALID } from "./testing/valid_json.ts";

/** Whether strict UTF-8 and `JSON.parse` accept the bytes: nobody here wrote these two. */
function oracleAccepts(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

/** The three ways in which any value can stand in a record. */
function wrapped(value: Uint8Array): { readonly kind: Kind; readonly bytes: Uint8Array }[] {
  const ways: { kind: Kind; bytes: Uint8Array }[] = [
    { kind: "json", bytes: bytesOf('[{"v":', ...value, "}]") },
    { kind: "json", bytes: bytesOf('{"v":', ...value, "}") },
  ];
  return value.includes(10) ? ways : [...ways, { kind: "jsonl", bytes: bytesOf('{"v":', ...value, "}\n") }];
}

/** JSON in one line: a record that was written over several becomes one, without white space between tokens. */
function inOneLine(text: string): string {
  return /[\r\n]/.test(text) ? text.replace(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, "$1") : text;
}

const encoder = new TextEncoder();
const bytesOfTexts = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).map(([name, text]) => [name, encoder.encode(text)] as const);
const bytesOfParts = (table: typeof ACCEPTED) =>
  Object.entries(table).map(([name, parts]) => [name, bytesOf(...parts)] as const);

Deno.test("JSON that RFC 8259 allows is taken, and its bytes come out unchanged", async () => {
  for (const [name, value] of [...bytesOfTexts(VALID), ...bytesOfParts(ACCEPTED)]) {
    for (const { kind, bytes } of wrapped(value)) {
      assert.ok(oracleAccepts(bytes), `the oracle takes ${name}`);
      const { tasks, problems, failure } = await readEveryWay(kind, bytes);
      const expected = inOneLine(
        `{"data":{"v":${new TextDecoder("utf-8", { ignoreBOM: true }).decode(value)}}}`,
      );
      assert.deepEqual({ name, tasks, problems, failure }, {
        name,
        tasks: [expected],
        problems: [],
        failure: undefined,
      });
    }
  }
});

Deno.test("what RFC 8259 does not allow is refused", async () => {
  for (const [name, value] of [...bytesOfTexts(INVALID), ...bytesOfParts(REFUSED)]) {
    for (const { kind, bytes } of wrapped(value)) {
      assert.ok(!oracleAccepts(bytes), `the oracle refuses ${name}`);
      const { tasks, problems, failure } = await readEveryWay(kind, bytes);
      assert.equal(problems.length + (failure === undefined ? 0 : 1), 1, name);
      // A whole record before the fault, as in {"v":{}}}, is read; all else of a document that is broken is not.
      const before = name === "structure: object, then a bracket" && kind === "json"
        ? ['{"data":{"v":{}}}']
        : [];
      assert.deepEqual({ name, tasks }, { name, tasks: before });
      if (kind === "jsonl") assert.equal(problems[0]!.raw, byteText(bytes.subarray(0, -1)), name);
    }
  }
});

Deno.test("a document is refused as a whole exactly where its grammar is broken", async () => {
  for (const [name, bytes] of [...bytesOfTexts(VALID), ...bytesOfTexts(INVALID), ...bytesOfParts(ACCEPTED)]) {
    const { tasks, problems, failure } = await readEveryWay("json", bytes);
    if (!oracleAccepts(bytes)) {
      assert.notEqual(failure, undefined, name);
      continue;
    }
    const document: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof document !== "object" || document === null) {
      assert.match(failure!.message, /^(the document is a|this is no JSON object or array)/, name);
      continue;
    }
    const records = Array.isArray(document) ? document : [document];
    const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
    assert.equal(failure, undefined, name);
    assert.equal(tasks.length, records.filter(isObject).length, name);
    assert.equal(problems.length, records.length - tasks.length, name);
  }
});

Deno.test("bytes that are no UTF-8 never become a task", async () => {
  for (const [name, bytes] of bytesOfParts(REFUSED)) {
    const { tasks, problems, failure } = await readEveryWay("json", bytes);
    assert.deepEqual([name, ...tasks], [name]);
    assert.ok(problems.length > 0 || failure !== undefined, name);
  }
});
