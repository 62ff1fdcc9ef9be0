import { ByteReader } from "../byte_reader.ts";
import { CHUNK, sizeText } from "../kernel.ts";
import { InputError } from "../problem.ts";
import type { Checked } from "./graph.ts";
import { type Frame, frameOf, headOf, LENGTHS, lengthsOf } from "./frames.ts";
import { FREE_OUTPUT, LEAST_COUNTED, MOST_TIMES, type PluginLimits } from "./limits.ts";
import { MAX_BATCH, type Told, TOO_MUCH_MEMORY, type Work } from "./messages.ts";
import { Said } from "./said.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** How a plugin's process is started. */
export interface ProcessOptions {
  readonly plugin: Checked;
  readonly limits: PluginLimits;
  /** The largest record, in bytes. */
  readonly maxRecord: number;
  /** Told what the plugin says on standard error, line by line. */
  readonly onSaid: (line: string) => void;
}

/** A plugin at work: a process of Deno without any permission. Each piece of work has a process of its own. */
export class PluginProcess {
  readonly #options: ProcessOptions;
  readonly #child: Deno.ChildProcess;
  readonly #reader: ByteReader;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #said: Said;
  #bytes: Bytes = new Uint8Array(2 * CHUNK);
  #start = 0;
  #length = 0;
  /** Why it was stopped. */
  #reason: InputError | undefined;
  #lastMove = performance.now();
  /** What it waits for that is not at hand, such as the bytes of an upload. */
  #owed = 0;
  #taken = 0;
  #given = 0;
  #isOver = false;

  constructor(options: ProcessOptions) {
    const { plugin, limits } = options;
    this.#options = options;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-prompt",
        "--quiet",
        "--no-config",
        "--no-lock",
        "--no-remote",
        "--cached-only",
        "--node-modules-dir=none",
        // Whatever a process could keep would be kept under this name, which no other has.
        `--location=http://${crypto.randomUUID()}.invalid/`,
        `--v8-flags=--max-old-space-size=${limits.memory}`,
        `--import-map=${plugin.importMap}`,
        new URL("child.ts", import.meta.url).href,
        String(limits.memory),
      ],
      cwd: "/",
      clearEnv: true,
      env: { DENO_DIR: plugin.denoDir, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", DENO_NO_PROMPT: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#reader = new ByteReader(this.#child.stdout);
    this.#writer = this.#child.stdin.getWriter();
    this.#said = new Said(this.#child.stderr, options.onSaid);
  }

  /** Sends a frame. What it writes to is the reader's own pipe: bytes have to stay as they are until it resolves. */
  async send(header: Work | Told, bytes: Uint8Array = new Uint8Array()): Promise<void> {
    this.#taken += bytes.length;
    try {
      void this.#writer.write(headOf(header, bytes.length)).catch(() => {});
      if (bytes.length > 0) await this.#writer.write(bytes);
      this.#lastMove = performance.now();
    } catch {
      // It has ended: `next` says why.
    }
  }

  /** Keeps the time in which it waits for something out of what is counted. */
  async owing<T>(work: Promise<T>): Promise<T> {
    this.#owed++;
    try {
      return await work;
    } finally {
      this.#owed--;
      this.#lastMove = performance.now();
    }
  }

  /** The next frame. Throws `InputError` where there will be none, with the reason. */
  async next<Header>(): Promise<Frame<Header>> {
    const { length, header } = lengthsOf(await this.#need(LENGTHS));
    const most = Math.max(MAX_BATCH, this.#options.maxRecord) + 2 ** 22;
    if (length > most || header > length) throw this.stop(GARBAGE, GARBAGE_HINT);
    this.#given += Math.max(LEAST_COUNTED, length);
    if (this.#given > FREE_OUTPUT + MOST_TIMES * this.#taken) {
      throw this.stop(
        `the plugin gave ${sizeText(this.#given)} for ${sizeText(this.#taken)} that it took, and was stopped`,
        "does it end where its input ends?",
      );
    }
    const body = await this.#need(LENGTHS + length);
    this.#start += LENGTHS + length;
    try {
      return frameOf<Header>(body.subarray(LENGTHS, LENGTHS + length), header);
    } catch {
      throw this.stop(GARBAGE, GARBAGE_HINT);
    }
  }

  /** Ends it, for a reason that is given back. */
  stop(message: string, hint?: string): InputError {
    this.#reason ??= new InputError(message, { hint, code: "plugin" });
    this.#kill();
    return this.#reason;
  }

  /** Ends it, whatever it is doing, and waits until it is gone. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#kill();
    await this.#reader.cancel();
    await this.#writer.abort().catch(() => {});
    await this.#said.finished;
    await this.#child.status;
  }

  /** At least so many bytes from where the next frame begins. */
  async #need(size: number): Promise<Bytes> {
    if (this.#length - this.#start < size) {
      this.#bytes.copyWithin(0, this.#start, this.#length);
      this.#length -= this.#start;
      this.#start = 0;
      if (size > this.#bytes.length) {
        const grown = new Uint8Array(size + CHUNK);
        grown.set(this.#bytes.subarray(0, this.#length));
        this.#bytes = grown;
      }
    }
    while (this.#length - this.#start < size) {
      const before = this.#length;
      const timer = this.#watch();
      try {
        const { bytes, length } = await this.#reader.fill(this.#bytes, before, this.#bytes.length);
        this.#bytes = bytes;
        this.#length = length;
      } finally {
        clearInterval(timer);
      }
      if (this.#length === before) throw await this.#whyItEnded();
      this.#lastMove = performance.now();
    }
    return this.#bytes.subarray(this.#start, this.#length);
  }

  /** Stops it when it has been still for too long. Time in which nobody waits for it does not count. */
  #watch(): ReturnType<typeof setInterval> {
    const { timeout } = this.#options.limits;
    this.#lastMove = performance.now();
    return setInterval(() => {
      if (this.#owed > 0) this.#lastMove = performance.now();
      if (performance.now() - this.#lastMove < 1000 * timeout) return;
      this.stop(
        `the plugin took nothing and gave nothing for ${timeout} s, and was stopped`,
        "does it wait for something, or never end? --plugin-timeout gives it longer",
      );
    }, Math.min(1000, 250 * timeout));
  }

  async #whyItEnded(): Promise<InputError> {
    if (this.#isOver) return new InputError("the plugin was stopped");
    await this.#said.finished;
    const { code, signal } = await this.#child.status;
    if (this.#reason !== undefined) return this.#reason;
    const { memory } = this.#options.limits;
    if (this.#said.has(TOO_MUCH_MEMORY) || this.#said.has("heap out of memory") || code === 133) {
      return new InputError(`the plugin took more than ${memory} MB of memory, and was stopped`, {
        hint: "does it hold what it could yield? --plugin-memory gives it more",
        code: "plugin",
      });
    }
    const how = signal === null ? `exit code ${code}` : signal;
    return new InputError(`the plugin ended before its work was done: ${this.#said.reason ?? how}`, {
      code: "plugin",
    });
  }

  #kill(): void {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
  }
}

const GARBAGE = "the plugin wrote to standard output, which carries its tasks, and was stopped";
const GARBAGE_HINT = "use console.error for what is to be seen";
