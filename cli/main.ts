/**
 * The command `labelport`: arguments in, core called, one catch at the edge.
 *
 *     deno run --allow-read --allow-write=. cli/main.ts convert reviews.csv -o tasks.jsonl
 *
 * @module
 */
import { builtin } from "@labelport/builtin";
import { UsageError } from "@labelport/core";
import { openThreads } from "@labelport/core/fs";
import { CommanderError } from "commander";
import { withPlugins } from "./plugins.ts";
import { createProgram } from "./program.ts";
import type { Surroundings } from "./surroundings.ts";
import { say } from "./terminal.ts";

/** Runs the command with these arguments and gives its exit code. */
export async function main(
  args: readonly string[],
  threads: Surroundings["openThreads"] = (count) => openThreads(count),
): Promise<number> {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new DOMException("interrupted", "AbortError"));
  Deno.addSignalListener("SIGINT", interrupt);
  Deno.addSignalListener("SIGTERM", interrupt);
  try {
    const outcome = { exitCode: 0 };
    const registry = await withPlugins(builtin, args);
    const program = createProgram({
      registry,
      args,
      signal: controller.signal,
      openThreads: threads,
      outcome,
    });
    await program.parseAsync([...args], { from: "user" });
    return outcome.exitCode;
  } catch (error) {
    if (controller.signal.aborted) {
      say("labelport: stopped; nothing was kept");
      return 130;
    }
    return exitCodeOf(error);
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
    Deno.removeSignalListener("SIGTERM", interrupt);
  }
}

function exitCodeOf(error: unknown): number {
  // Whoever read our output (head, less) has enough: no failure of ours.
  if (error instanceof Deno.errors.BrokenPipe) return 0;
  // commander has said what is wrong, or shown the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode;
  if (error instanceof UsageError) {
    say(`labelport: ${error.message}`);
    return 1;
  }
  say(`labelport: a fault of its own, please report it: ${error instanceof Error ? error.stack : error}`);
  return 70;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
