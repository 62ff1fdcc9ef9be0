import assert from "node:assert/strict";
import { encode } from "../utf8.ts";
import { type Example, Openings, outcomeOf, type Setting } from "./example.ts";

/** At most so many places are tried at which an input is cut off, and so many changes. */
const TRIES = 64;
/** The same where each takes a process. */
const FEW_TRIES = 6;

type Content = string | Uint8Array<ArrayBuffer>;
type Bytes = Uint8Array<ArrayBuffer>;

/** Cuts the input off, at up to 64 places: whatever is left of it, reading ends, and says how. */
export async function checkCuts(example: Example, setting: Setting): Promise<void> {
  const length = partsOf(example).reduce((sum, bytes) => sum + bytes.length, 0);
  const tries = setting.isCostly ? FEW_TRIES : TRIES;
  for (let n = 0; n < tries; n++) {
    const cut = Math.floor((n * length) / tries);
    await checkEnding(example, setting, { cut, what: `an input cut off at byte ${cut}` });
  }
}

/** Changes bytes of the input, the same ones each time. */
export async function checkChanges(example: Example, setting: Setting): Promise<void> {
  const tries = setting.isCostly ? FEW_TRIES : TRIES;
  const next = randomFrom(tries);
  for (let n = 0; n < tries; n++) {
    const told: string[] = [];
    const change = (content: Content) => {
      const bytes = (typeof content === "string" ? encode(content) : content).slice();
      if (bytes.length === 0) return bytes;
      const at = next() % bytes.length;
      // Bytes that mean something, zeros, and bytes that are no UTF-8.
      const value = ODD[next() % ODD.length]!;
      told.push(`byte ${at} is 0x${value.toString(16)}`);
      bytes[at] = value;
      return bytes;
    };
    const input = isContent(example.input)
      ? change(example.input)
      : Object.fromEntries(Object.entries(example.input).map(([name, content]) => [name, change(content)]));
    await checkEnding({ ...example, input }, setting, { what: `an input whose ${told.join(", ")}` });
  }
}

const ODD = [...encode('"{}[],:;\t\r\n\\ 0-'), 0, 0x7f, 0x80, 0xc3, 0xff];

/** Reads a broken input. Anything but a report is a fault of the format. */
async function checkEnding(
  example: Example,
  setting: Setting,
  { what, cut }: { readonly what: string; readonly cut?: number },
): Promise<void> {
  const openings = new Openings();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it hangs on ${what}`)), setting.patience);
  });
  try {
    await Promise.race([
      outcomeOf(example, setting, { size: 64, openings, ...(cut !== undefined && { cut }) }),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
  assert.equal(openings.open, 0, `a stream is left open, with ${what}`);
}

function partsOf({ input }: Example): Bytes[] {
  const contents: readonly Content[] = isContent(input) ? [input] : Object.values(input);
  return contents.map((content) => typeof content === "string" ? encode(content) : content);
}

function isContent(input: Example["input"]): input is Content {
  return typeof input === "string" || input instanceof Uint8Array;
}

/** Numbers that look random and are the same each time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}
