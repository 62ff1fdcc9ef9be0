/** Runs the real command in a real process, as a user does. */
const ROOT = new URL("../", import.meta.url);
/** Tests run long with another one, too: with threads for small files, or without WebAssembly. */
const MAIN = new URL(Deno.env.get("LABELPORT_MAIN") ?? "cli/main.ts", ROOT).pathname;

/** What a run of the command left. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line of `labelport`, with just the permissions that the README names. */
export function commandLine(
  args: readonly string[],
  folder: string,
  permissions: readonly string[] = [],
): string[] {
  return [...RUN, "--allow-read", `--allow-write=${folder}`, ...permissions, MAIN, ...args];
}

const RUN = [Deno.execPath(), "run", "--quiet", "--no-prompt"];

/** Runs `labelport` in `folder`. */
export async function labelport(
  args: readonly string[],
  options: {
    readonly folder: string;
    readonly stdin?: string | Uint8Array;
    /** Flags of Deno beside those that the README names. */
    readonly permissions?: readonly string[];
  },
): Promise<Run> {
  const [program, ...rest] = commandLine(args, options.folder, options.permissions);
  const child = new Deno.Command(program!, {
    args: rest,
    cwd: options.folder,
    stdin: options.stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  if (options.stdin !== undefined) {
    const writer = child.stdin.getWriter();
    const { stdin } = options;
    await writer.write(typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin).catch(() => {});
    await writer.close().catch(() => {});
  }
  return textOf(await output);
}

/**
 * Runs a line of shell in `folder`. `labelport` is the command there, and `labelport_all` the same with all
 * permissions, without which Deno opens no device. `$LABELPORT` is the command line itself.
 */
export async function shell(line: string, folder: string): Promise<Run> {
  const quoted = (command: readonly string[]) => command.map((part) => `'${part}'`).join(" ");
  const script = `labelport() { ${quoted(commandLine([], folder, ["--allow-run"]))} "$@"; }
labelport_all() { ${quoted([...RUN, "--allow-all", MAIN])} "$@"; }
${line}`;
  const env = { LABELPORT: commandLine([], folder).join(" ") };
  const child = new Deno.Command("bash", { args: ["-c", script], cwd: folder, stdin: "null", env });
  return textOf(await child.output());
}

function textOf({ code, stdout, stderr }: Deno.CommandOutput): Run {
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Calls `use` with a new empty folder, and takes it away afterwards. */
export async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A server that runs. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** What it has said so far. */
  said(): string;
  /** All tasks that can be seen. */
  tasks(): Promise<{ readonly id: number; readonly data: Readonly<Record<string, unknown>> }[]>;
  /** Ends it as Ctrl-C does, or at once, and gives its exit code. */
  stop(signal?: Deno.Signal): Promise<number>;
}

/** Runs `labelport start` in `folder` until it listens. */
export async function start(
  folder: string,
  args: readonly string[],
  permissions: readonly string[] = [],
): Promise<RunningServer> {
  const [program, ...rest] = commandLine(["start", "--no-browser", ...args], folder, permissions);
  const child = new Deno.Command(program!, {
    args: [...rest.slice(0, 3), "--allow-net", ...rest.slice(3)],
    cwd: folder,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let text = "";
  let listens = () => {};
  const ready = new Promise<void>((resolve) => listens = resolve);
  const reading = (async () => {
    for await (const part of child.stderr.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (text.includes("serving ")) listens();
    }
    listens();
  })();
  await ready;
  const url = /(http:\/\/[^/\s]+)\/import/.exec(text)?.[1];
  if (url === undefined) throw new Error(`it does not listen: ${text}`);
  let ended = false;
  const stop = async (signal: Deno.Signal = "SIGTERM") => {
    if (!ended) child.kill(signal);
    ended = true;
    await reading;
    return (await child.status).code;
  };
  return {
    url,
    pid: child.pid,
    said: () => text,
    tasks: async () => {
      const lines = await (await fetch(`${url}/api/export`)).text();
      return lines.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
    },
    stop,
    [Symbol.asyncDispose]: async () => void await stop(),
  };
}
