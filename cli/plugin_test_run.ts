import { type InputFormat, UsageError } from "@labelport/core";
import { isFolder, openFile, openFolder, readText } from "@labelport/core/fs";
import { loadPlugin } from "@labelport/core/sandbox";
import { type Example, formatTests } from "@labelport/core/testing";
import { basename } from "node:path";
import type { PluginFlags } from "./plugins.ts";
import { countText, print, say } from "./terminal.ts";

interface TestFlags extends PluginFlags {
  readonly example: readonly string[];
  readonly holdsInput?: true;
  readonly signal: AbortSignal;
}

/** Runs the suite on a plugin, and gives the exit code. */
export async function testPlugin(specifier: string, flags: TestFlags): Promise<number> {
  const { pluginMemory: memory, pluginTimeout: timeout, trustPlugin: trusted = false, holdsInput } = flags;
  const load = (limits: { readonly memory: number }) =>
    loadPlugin(specifier, {
      base: Deno.cwd(),
      timeout,
      trusted,
      ...limits,
      onSaid: (line) => say(`${specifier}: ${line}`),
    });
  const format = await load({ memory });
  const examples = await Promise.all(flags.example.map((text) => exampleOf(text, format)));
  const tests = formatTests(format, examples, {
    // Each reading has a process of its own.
    isCostly: !trusted,
    ...(holdsInput === true ? { holdsInput } : !trusted && { lean: await load({ memory: LEAN }) }),
  });
  let failed = 0;
  for (const { name, run } of tests) {
    flags.signal.throwIfAborted();
    const problem = await run().then(() => undefined, (error: Error) => error.message || error.name);
    print(`${problem === undefined ? "✓" : "✗"} ${name}`);
    if (problem === undefined) continue;
    failed++;
    print(problem.replace(/^/gm, "    "));
  }
  const examined = examples.length === 0 ? "; give it an --example to test what it reads" : "";
  print(
    failed === 0
      ? `${format.name} passes ${countText(tests.length, "check")}${examined}`
      : `${format.name} fails ${failed} of ${countText(tests.length, "check")}`,
  );
  return failed === 0 ? 0 : 1;
}

/** What a plugin's process is given, in MB, where it has to read more than that. */
const LEAN = 64;

/** `input=expected`: a file or a folder, and JSON Lines of tasks and of problems (`{"error": …, "line": …}`). */
async function exampleOf(text: string, { reads }: InputFormat): Promise<Example> {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new UsageError(`Cannot use "${text}" as an example: write it as input=expected.jsonl`);
  const path = text.slice(0, at);
  const isDirectory = await isFolder(path);
  if (isDirectory !== (reads === "folder")) {
    throw new UsageError(`Cannot use "${path}" as an example: the format reads a ${reads}`);
  }
  const lines = linesOf(await readText(text.slice(at + 1)), text.slice(at + 1));
  return {
    name: path,
    file: isDirectory ? path : basename(path),
    input: isDirectory ? await contentsOf(path) : await bytesOf(await openFile(path)),
    tasks: lines.filter((line) => !("error" in line)),
    problems: lines.filter((line) => "error" in line).map(({ error, line, file }) => ({
      message: new RegExp(String(error).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")),
      ...(typeof line === "number" && { line }),
      ...(typeof file === "string" && { file: `${path}/${file}` }),
    })),
  };
}

function linesOf(text: string, path: string): Record<string, unknown>[] {
  return text.split("\n").flatMap((line, n) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line)];
    } catch (error) {
      throw new UsageError(`Cannot read "${path}": line ${n + 1}: ${(error as Error).message}`);
    }
  });
}

async function contentsOf(path: string): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const contents: Record<string, Uint8Array<ArrayBuffer>> = {};
  const folder = await openFolder(path);
  for await (const file of folder.files()) contents[file.name] = await bytesOf(file);
  return contents;
}

async function bytesOf(file: { stream(): ReadableStream<Uint8Array<ArrayBuffer>> }) {
  return new Uint8Array(await new Response(file.stream()).arrayBuffer());
}
