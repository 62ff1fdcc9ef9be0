const HEX = new TextEncoder().encode("0123456789abcdef");

/**
 * Writes the escape of a byte that a JSON string cannot hold (a control character, quote or back slash) to
 * `out` at `op`; returns the position after it, at most six bytes on.
 */
export function escapeByte(out: Uint8Array, op: number, c: number): number {
  out[op++] = 92;
  if (c === 92 || c === 34) out[op++] = c;
  else if (c === 10) out[op++] = 110;
  else if (c === 13) out[op++] = 114;
  else if (c === 9) out[op++] = 116;
  else {
    out[op++] = 117;
    out[op++] = 48;
    out[op++] = 48;
    out[op++] = HEX[c >> 4]!;
    out[op++] = HEX[c & 15]!;
  }
  return op;
}
