/** Lines that are kept, and passed on. */
const MOST_LINES = 100;
/** Characters of a line. */
const LONGEST = 500;

/** What a plugin says on standard error: all of it is read, the first lines of it are kept. */
export class Said {
  readonly finished: Promise<void>;
  readonly #lines: string[] = [];
  readonly #onLine: (line: string) => void;
  #rest = "";

  constructor(stream: ReadableStream<Uint8Array>, onLine: (line: string) => void) {
    this.#onLine = onLine;
    this.finished = this.#read(stream);
  }

  has(text: string): boolean {
    return this.#lines.some((line) => line.includes(text));
  }

  /** What Deno or V8 said last of why the process ended. */
  get reason(): string | undefined {
    const found = this.#lines.findLast((line) => /^(error: |[A-Z]\w*Error\b)/.test(line));
    return found?.replace(/^error: /, "").replace(/^Uncaught (\(in promise\) )?/, "");
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      // One chunk of many lines, or one line without end: no more than what is kept is ever held.
      const pieces = (this.#rest + decoder.decode(chunk, { stream: true })).split("\n");
      this.#rest = pieces.pop()!.slice(0, LONGEST);
      for (const piece of pieces) this.#keep(piece);
    }
    this.#keep(this.#rest);
  }

  #keep(text: string): void {
    // deno-lint-ignore no-control-regex -- what a terminal would obey is not shown
    const line = text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "").trimEnd().slice(0, LONGEST);
    if (line === "") return;
    if (this.#lines.length < MOST_LINES) {
      this.#lines.push(line);
      this.#onLine(line);
    } else {
      // The last ones say why it ended.
      this.#lines.push(line);
      this.#lines.splice(MOST_LINES - 20, 1);
    }
  }
}
