import assert from "node:assert/strict";
import fc from "fast-check";
import { encode } from "../utf8.ts";
import { pointerTo } from "./walk.ts";

Deno.test("pointerTo() leads to any value of any JSON, and from a name to its member", () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
    const places: { pointer: string; at: number }[] = [];
    const text = write(value, "", 0, places);
    const bytes = encode(text);
    for (const { pointer, at } of places) {
      assert.equal(pointerTo(bytes, 0, encode(text.slice(0, at)).length), pointer);
    }
  }));
});

/** JSON with spaces in it, and where each of its values and names begins. */
function write(
  value: unknown,
  pointer: string,
  at: number,
  places: { pointer: string; at: number }[],
): string {
  places.push({ pointer, at });
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const isArray = Array.isArray(value);
  let text = isArray ? "[ " : "{ ";
  for (const [n, [name, member]] of Object.entries(value).entries()) {
    const inner = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (n > 0) text += " , ";
    if (!isArray) {
      places.push({ pointer: inner, at: at + text.length });
      text += `${JSON.stringify(name)} : `;
    }
    text += write(member, inner, at + text.length, places);
  }
  return text + (isArray ? " ]" : " }");
}
