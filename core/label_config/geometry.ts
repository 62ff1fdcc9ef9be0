import { type Finding, shown } from "./finding.ts";

/** A value of a region, as JSON has it. */
export type Value = Readonly<Record<string, unknown>>;

/** Beyond the edge by so much is the rounding of somebody's arithmetic. In percent. */
const SLACK = 0.01;

/** What is wrong with a member of a region's value, or nothing. */
export type Fault = Pick<Finding, "code" | "message" | "hint"> & { readonly member: string };

/** What is wrong with where a region lies, in percent of the image's width and height; nothing where it lies in it. */
export function geometryFault(value: Value, needed: readonly string[]): Fault | undefined {
  for (const member of needed) {
    if (typeof value[member] !== "number") {
      return fault(member, `"${member}" is ${shown(value[member])}`, "write a number, in percent");
    }
  }
  const { x, y, width, height, radiusX, radiusY, rotation } = value;
  if (typeof x !== "number" || typeof y !== "number") return pointsFault(value["points"]);
  // What is turned around reaches elsewhere.
  const isTurned = typeof rotation === "number" && rotation !== 0;
  const across = typeof radiusX === "number" ? radiusX : 0;
  const down = typeof radiusY === "number" ? radiusY : 0;
  if (across < 0 || down < 0) {
    return fault(across < 0 ? "radiusX" : "radiusY", "a radius is negative", POSITIVE);
  }
  if (typeof width === "number" && width < 0) return fault("width", `"width" is ${width}`, POSITIVE);
  if (typeof height === "number" && height < 0) return fault("height", `"height" is ${height}`, POSITIVE);
  return edgeFault(
    "x",
    x,
    isTurned ? 0 : across,
    isTurned ? 0 : typeof width === "number" ? width : across,
  ) ??
    edgeFault("y", y, isTurned ? 0 : down, isTurned ? 0 : typeof height === "number" ? height : down);
}

const POSITIVE = "write a number from 0 to 100, in percent";
const PERCENT = "write percent of the image's width and height: 100 * pixels / original_width";

/** Whether `[at - before, at + after]` leaves the image. */
function edgeFault(member: "x" | "y", at: number, before: number, after: number): Fault | undefined {
  if (at < -SLACK || at > 100 + SLACK) {
    return fault(member, `"${member}" is ${at}, outside of 0 to 100`, PERCENT);
  }
  const size = member === "x" ? "width" : "height";
  if (before > 0 && at - before < -SLACK) {
    return fault(member, `"${member}" less its radius is ${round(at - before)}, below 0`, PERCENT);
  }
  if (at + after > 100 + SLACK) {
    const what = before > 0 ? "its radius" : `"${size}"`;
    return fault(member, `"${member}" and ${what} are ${round(at + after)} together, over 100`, PERCENT);
  }
  return undefined;
}

function pointsFault(points: unknown): Fault | undefined {
  if (points === undefined) return undefined;
  if (!Array.isArray(points) || points.length < 2) {
    return fault("points", `"points" is ${shown(points)}`, "write a list of [x, y], in percent");
  }
  for (const point of points) {
    if (!Array.isArray(point)) continue;
    for (const at of point) {
      if (typeof at !== "number") {
        return fault("points", `a point is ${shown(point)}`, "write [x, y], in percent");
      }
      if (at < -SLACK || at > 100 + SLACK) {
        return fault("points", `a point is ${shown(point)}, outside of 0 to 100`, PERCENT);
      }
    }
  }
  return undefined;
}

function fault(member: string, message: string, hint: string): Fault {
  return { code: "region-geometry", member, message, hint };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
