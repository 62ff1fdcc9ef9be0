/** A seeded generator of numbers (mulberry32): the same data on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor(((t ^ (t >>> 14)) >>> 0) / 2 ** 32 * limit);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
}

/** Commas, quotes, and characters of one to four bytes in UTF-8, as reviews have them. */
const WORDS =
  'alpha beta gamma delta opossum great review product camera hello, world "quoted" naïve façade 漢字 emoji😀 line'
    .split(" ");

const NEXT_WORDS = WORDS.map((word) => ` ${word}`);

/** 5 to 25 words. */
export function randomText(random: Random): string {
  let text = random.pick(WORDS);
  for (let more = 4 + random.below(21); more > 0; more--) text += random.pick(NEXT_WORDS);
  return text;
}
