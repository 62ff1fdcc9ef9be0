import { measure } from "./measure.ts";

const HERE = import.meta.dirname!;
const CLIENTS = 32;
const SECONDS = 5;

/**
 * Requests a second of a server on this machine: imports of a single task, each on the disk when it is answered,
 * beside `GET /health`. The clients take their share of the same cores.
 */
export async function requestRates(folder: string): Promise<string> {
  const lines = [`requests, ${CLIENTS} clients, ${SECONDS} s each  requests/s`];
  for (const what of ["GET /health", "POST /api/import"]) {
    const args = [
      "run",
      "--quiet",
      "-A",
      `${HERE}/contenders/requests.ts`,
      what,
      `${folder}/requests`,
      `${CLIENTS}`,
      `${SECONDS}`,
    ];
    const { exitCode, stdout, stderr } = await measure([Deno.execPath(), ...args]);
    const told = exitCode === 0
      ? `${Math.round(JSON.parse(stdout).rate)}`
      : `WRONG: ${stderr.trimEnd().split("\n").at(-1)}`;
    lines.push(`${what.padEnd(36)}  ${told}`);
  }
  return lines.join("\n");
}
