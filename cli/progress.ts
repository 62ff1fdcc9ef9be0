import type { SingleBar } from "cli-progress";
import { numberText } from "./terminal.ts";

/** A progress bar, or none. */
export interface Progress {
  /** Bytes read and tasks made so far. */
  update(bytes: number, tasks: number): void;
  /** Takes the bar away. */
  stop(): void;
}

/** Milliseconds before a bar appears: what is done by then needs none. */
const PATIENCE = 300;

/** A bar on standard error where that is a terminal. `size`: bytes to come, where that is known. */
export async function createProgress(
  { shown, size }: { readonly shown: boolean; readonly size: number | undefined },
): Promise<Progress> {
  if (!shown || !Deno.stderr.isTerminal()) return { update() {}, stop() {} };
  // Only for a person who sees it: it takes 3 MB.
  const { Presets, SingleBar } = await import("cli-progress");
  const began = performance.now();
  let bar: SingleBar | undefined;
  let updated = 0;
  return {
    update(bytes, tasks) {
      const now = performance.now();
      if (now - began < PATIENCE || now - updated < 100) return;
      updated = now;
      const rate = `${numberText(Math.round(tasks / ((now - began) / 1000)))} tasks/s`;
      const payload = { size: `${numberText(Math.round(bytes / 1e6))} MB`, rate };
      if (bar === undefined) {
        bar = new SingleBar(
          { format: formatOf(size), hideCursor: true, clearOnComplete: true },
          Presets.shades_grey,
        );
        bar.start(size ?? 0, bytes, payload);
      }
      bar.update(bytes, payload);
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

function formatOf(size: number | undefined): string {
  return size === undefined
    ? "{size} | {rate}"
    : "{bar} {percentage}% | {size} | {rate} | {eta_formatted} left";
}
