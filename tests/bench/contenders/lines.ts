/** The lines of a file, as strings, a megabyte at a time. */
export function* linesOf(path: string): Generator<string> {
  using file = Deno.openSync(path);
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(2 ** 20);
  let rest = "";
  for (let length = file.readSync(buffer); length !== null; length = file.readSync(buffer)) {
    const pieces = (rest + decoder.decode(buffer.subarray(0, length), { stream: true })).split("\n");
    rest = pieces.pop()!;
    yield* pieces;
  }
  if (rest !== "") yield rest;
}
