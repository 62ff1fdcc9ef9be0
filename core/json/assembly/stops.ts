/**
 * Where strings of JSON stop, found before records are read: a bit for each byte that is a quote, a back slash or
 * a control character. UTF-8 is checked on the way, wherever it stands.
 */
import { controls, quotes, slashes, stops } from "../../assembly/signs";
import { faults, isCut } from "../../assembly/utf8";

/** Bytes that are looked at ahead at first; then twice as many, up to what is still at hand when it is read. */
const AHEAD: usize = 1 << 10;
const MOST_AHEAD: usize = 1 << 14;
/** A bit for each byte of the longest input, and behind them as many as may be asked for at once. */
const BITS = memory.data((1 << 17) + 64, 16);
/** The blocks of 32 bytes among them that hold more than ASCII. */
const WIDE = memory.data(4 * ((1 << 9) + 1), 16);

/** The byte of the first bit; how far all has been looked at, which is a multiple of 64 behind it. */
let origin: usize = 0;
export let known: usize = 0;
let ahead: usize = AHEAD;
/** What lies before it is UTF-8, as far as it is known. */
export let sound: usize = 0;

/** Begins at `begin`. */
export function lookFrom(begin: usize): void {
  origin = known = begin;
  ahead = AHEAD;
  sound = usize.MAX_VALUE;
}

/** Looks further ahead, to `end` at the most, behind which zeros stand. */
export function lookAhead(end: usize): void {
  const Q = quotes(), B = slashes(), C = controls();
  const until = min(known + ahead, end + 1);
  ahead = min(2 * ahead, MOST_AHEAD);
  let p = known, bits = BITS + ((p - origin) >> 3), wide = WIDE;
  while (p < until) {
    const a = v128.load(p), b = v128.load(p, 16), c = v128.load(p, 32), d = v128.load(p, 48);
    store<u64>(
      bits,
      <u64> i8x16.bitmask(stops(a, Q, B, C)) | <u64> i8x16.bitmask(stops(b, Q, B, C)) << 16 |
        <u64> i8x16.bitmask(stops(c, Q, B, C)) << 32 | <u64> i8x16.bitmask(stops(d, Q, B, C)) << 48,
    );
    // Which blocks are wide can hardly be guessed: they are noted down, without a branch.
    store<u32>(wide, <u32> p);
    wide += i8x16.bitmask(v128.or(a, b)) != 0 ? 4 : 0;
    store<u32>(wide, <u32> p + 32);
    wide += i8x16.bitmask(v128.or(c, d)) != 0 ? 4 : 0;
    p += 64;
    bits += 8;
  }
  known = p;
  // Whoever asks for what is not known yet is to stop there.
  store<u64>(bits, -1);
  check(wide);
}

/** Finds out whether the wide blocks are UTF-8. */
function check(end: usize): void {
  for (let at: usize = WIDE; at < end; at += 4) {
    const p = <usize> load<u32>(at), a = v128.load(p), b = v128.load(p, 16);
    let bad = v128.or(faults(a, v128.load(p - 16)), faults(b, a));
    if (isCut(b)) bad = v128.or(bad, faults(v128.load(p, 32), b));
    // The fault may be that of a character that began up to three bytes before.
    if (v128.any_true(bad)) sound = min(sound, p - 3);
  }
}

/** The stops from `i` on, of which more than 56 are there. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function stopsFrom(i: usize): u64 {
  const n = i - origin;
  return load<u64>(BITS + (n >> 3)) >> (n & 7);
}
