/**
 * What a JSON string does not hold as it is. The vectors are loaded, and kept by whoever needs them, since engines
 * build one that is written out anew wherever it is used.
 */

const SIGNS = memory.data<u8>([34, 92, 31]);

// @ts-ignore: a decorator of AssemblyScript's
@inline
export function quotes(): v128 {
  return v128.load_splat<u8>(SIGNS);
}

// @ts-ignore: a decorator of AssemblyScript's
@inline
export function slashes(): v128 {
  return v128.load_splat<u8>(SIGNS, 1);
}

/** The last of the control characters. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function controls(): v128 {
  return v128.load_splat<u8>(SIGNS, 2);
}

/** Where quotes, back slashes and control characters stand. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function stops(v: v128, quote: v128, slash: v128, control: v128): v128 {
  return v128.or(v128.or(i8x16.eq(v, quote), i8x16.eq(v, slash)), i8x16.eq(i8x16.min_u(v, control), v));
}
