/** What a process took, seen from outside. */
export interface Measurement {
  readonly exitCode: number;
  /** From its start to its end. */
  readonly seconds: number;
  /** The most memory that it held at one time, in MB (10^6 bytes); absent where the system has no /proc. */
  readonly peak?: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds between two looks. The mark only rises, so that no more than the last of them can be missed. */
const POLL = 5;

/**
 * Runs a command to its end.
 *
 * The peak is the kernel's own high-water mark (VmHWM), looked at until the process is gone. The mark that
 * `wait4` and /usr/bin/time report will not do: it counts what the parent held when it forked.
 */
export async function measure(command: readonly string[]): Promise<Measurement> {
  const [program, ...args] = command as [string, ...string[]];
  const began = performance.now();
  const child = new Deno.Command(program, { args, stdin: "null", stdout: "piped", stderr: "piped" }).spawn();
  let peak: number | undefined;
  const look = () => peak = highWaterMark(child.pid) ?? peak;
  const timer = setInterval(look, POLL);
  const output = Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  const { code } = await child.status;
  const seconds = (performance.now() - began) / 1000;
  clearInterval(timer);
  const [stdout, stderr] = await output;
  return { exitCode: code, seconds, stdout, stderr, ...(peak === undefined ? {} : { peak }) };
}

/** The most memory that a process has held, in MB. */
export function highWaterMark(pid: number): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024 / 1e6;
  } catch {
    // It has ended, or this system has no /proc.
    return undefined;
  }
}
