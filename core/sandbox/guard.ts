/**
 * The first module of a plugin's process: it runs before any of the plugin's own.
 *
 * The process has no permissions. What Deno gives without asking is taken away here where it would outlast the
 * process (storage), and what no permission bounds is watched from a thread of its own, since the plugin may
 * hold this one for ever: the memory outside of the heap, and whether Labelport is still there.
 */
import { TOO_MUCH_MEMORY } from "./messages.ts";

/** Milliseconds between two looks. */
const PERIOD = 20;
/** What the process holds without doing anything, in bytes. */
const OWN_MEMORY = 128 * 2 ** 20;

const most = Number(Deno.args[0]) * 2 ** 20 + OWN_MEMORY;
const code = `
const parent = Deno.ppid;
const text = new TextEncoder().encode(${JSON.stringify(`\n${TOO_MUCH_MEMORY}\n`)});
setInterval(() => {
  const isFull = Deno.memoryUsage().rss > ${most};
  if (isFull) Deno.stderr.writeSync(text);
  if (isFull || Deno.ppid !== parent) Deno.kill(Deno.pid, "SIGKILL");
}, ${PERIOD});`;
new Worker(`data:text/javascript,${encodeURIComponent(code)}`, { type: "module" });

const { readSync } = Deno.stdin;
const { writeSync } = Deno.stdout;

/** The pipes, as they are before a plugin could change them. */
export const input = { readSync: readSync.bind(Deno.stdin) };
export const output = { writeSync: writeSync.bind(Deno.stdout) };

for (const name of ["localStorage", "sessionStorage", "caches", "CacheStorage", "Cache", "Storage"]) {
  Reflect.deleteProperty(globalThis, name);
}
// What a plugin says is never mixed with what it gives.
const { error } = console;
for (const name of ["log", "info", "debug", "table", "dir", "group"] as const) {
  // deno-lint-ignore no-console
  console[name] = error;
}
