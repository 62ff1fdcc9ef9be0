/** What the kernels in AssemblyScript share. */

const HEX = memory.data<u8>([48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102]);

/** Writes the escape of a byte that a JSON string cannot hold; returns the position after it. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function escape(op: usize, c: u32): usize {
  if (c == 92 || c == 34) {
    store<u16>(op, 92 | (c << 8));
    return op + 2;
  }
  if (c == 10) {
    store<u16>(op, 0x6e5c);
    return op + 2;
  }
  if (c == 13) {
    store<u16>(op, 0x725c);
    return op + 2;
  }
  if (c == 9) {
    store<u16>(op, 0x745c);
    return op + 2;
  }
  store<u32>(op, 0x3030755c);
  store<u8>(op + 4, load<u8>(HEX + (c >> 4)));
  store<u8>(op + 5, load<u8>(HEX + (c & 15)));
  return op + 6;
}

/** Copies 16 bytes at a time: up to 15 more are written than there are. */
// @ts-ignore: a decorator of AssemblyScript's
@inline
export function copy(op: usize, from: usize, length: u32): usize {
  v128.store(op, v128.load(from));
  for (let j: u32 = 16; j < length; j += 16) v128.store(op + j, v128.load(from + j));
  return op + length;
}
