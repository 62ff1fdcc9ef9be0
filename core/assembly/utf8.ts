/**
 * Whether bytes are UTF-8, 16 at a time: three tables of what may stand beside each other, after "Validating
 * UTF-8 In Less Than One Instruction Per Byte" (Keiser and Lemire, 2020).
 */

/** The last bytes, with zeros behind them. */
const TAIL = memory.data(48, 16);

/**
 * The tables; bytes of 15, 96, 112 and 128; and the highest bytes that may be the last sixteen, so that no character
 * goes on. Loaded, for the reason that signs.ts gives.
 */
const TABLES = memory.data<i8>([
  2, 2, 2, 2, 2, 2, 2, 2, -128, -128, -128, -128, 0x21, 0x01, 0x15, 0x49,
  -25, -93, -125, -125, -117, -53, -53, -53, -53, -53, -53, -53, -53, -37, -53, -53,
  1, 1, 1, 1, 1, 1, 1, 1, -26, -82, -70, -70, 1, 1, 1, 1,
  15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15,
  96, 96, 96, 96, 96, 96, 96, 96, 96, 96, 96, 96, 96, 96, 96, 96,
  112, 112, 112, 112, 112, 112, 112, 112, 112, 112, 112, 112, 112, 112, 112, 112,
  -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -17, -33, -65,
]);

/** The faults of 16 bytes, which `before` stands before; zeros where there are none. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function faults(v: v128, before: v128): v128 {
  const one = i8x16.shuffle(before, v, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
  const two = i8x16.shuffle(before, v, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
  const three = i8x16.shuffle(before, v, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28);
  const pairs = v128.and(
    v128.and(
      i8x16.relaxed_swizzle(v128.load(TABLES), v128.and(i16x8.shr_u(one, 4), v128.load(TABLES, 48))),
      i8x16.relaxed_swizzle(v128.load(TABLES, 16), v128.and(one, v128.load(TABLES, 48))),
    ),
    i8x16.relaxed_swizzle(v128.load(TABLES, 32), v128.and(i16x8.shr_u(v, 4), v128.load(TABLES, 48))),
  );
  // Two and three bytes behind the first of three or four there has to be one that goes on.
  const later = v128.or(
    i8x16.sub_sat_u(two, v128.load(TABLES, 64)),
    i8x16.sub_sat_u(three, v128.load(TABLES, 80)),
  );
  return v128.xor(v128.and(later, v128.load(TABLES, 96)), pairs);
}

/** Whether a character goes on behind these bytes. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function isCut(v: v128): bool {
  return v128.any_true(i8x16.sub_sat_u(v, v128.load(TABLES, 112)));
}

/** Whether `[p, p + n)` is UTF-8, and whole. */
export function isUtf8(p: usize, n: usize): bool {
  let bad = i8x16.splat(0), before = i8x16.splat(0);
  const end = p + n, blocks = p + (n & ~63);
  while (p < blocks) {
    const a = v128.load(p), b = v128.load(p, 16), c = v128.load(p, 32), d = v128.load(p, 48);
    const isAscii = i8x16.bitmask(v128.or(v128.or(a, b), v128.or(c, d))) == 0;
    if (!isAscii || i8x16.bitmask(before) != 0) {
      bad = v128.or(bad, v128.or(faults(a, before), faults(b, a)));
      bad = v128.or(bad, v128.or(faults(c, b), faults(d, c)));
    }
    before = d;
    p += 64;
  }
  while (p + 16 <= end) {
    const v = v128.load(p);
    bad = v128.or(bad, faults(v, before));
    before = v;
    p += 16;
  }
  const zero = i8x16.splat(0);
  v128.store(TAIL, zero);
  memory.copy(TAIL, p, end - p);
  const v = v128.load(TAIL);
  bad = v128.or(bad, v128.or(faults(v, before), faults(zero, v)));
  return !v128.any_true(bad);
}
