/**
 * The form of what goes through the pipes: the length of the frame and of its header (two numbers of four
 * bytes, the lower byte first), the header as JSON, then bytes.
 */

/** Of the two lengths. */
export const LENGTHS = 8;

export interface Frame<Header> {
  readonly header: Header;
  /** The reader's until it asks for the next frame. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** What stands before the bytes of a frame. */
export function headOf(header: unknown, size: number): Uint8Array<ArrayBuffer> {
  const json = encoder.encode(JSON.stringify(header));
  const head = new Uint8Array(LENGTHS + json.length);
  const view = new DataView(head.buffer);
  view.setUint32(0, json.length + size, true);
  view.setUint32(4, json.length, true);
  head.set(json, LENGTHS);
  return head;
}

/** The lengths that a frame begins with: of all that follows them, and of the header. */
export function lengthsOf(bytes: Uint8Array): { readonly length: number; readonly header: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTHS);
  return { length: view.getUint32(0, true), header: view.getUint32(4, true) };
}

/** A frame from what follows its lengths. Throws where its header is no JSON object. */
export function frameOf<Header>(body: Uint8Array<ArrayBuffer>, header: number): Frame<Header> {
  const value = JSON.parse(decoder.decode(body.subarray(0, header)));
  if (typeof value !== "object" || value === null) throw new TypeError("a frame's header is no object");
  return { header: value, bytes: body.subarray(header) };
}
