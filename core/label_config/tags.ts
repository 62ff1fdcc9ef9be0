import type { ValueKind } from "../contract.ts";

const STRING: readonly ValueKind[] = ["string"];
const SCALAR: readonly ValueKind[] = ["string", "number", "boolean"];

/** The tags that show a value of the data, and what they can show: https://labelstud.io/tags. */
const OBJECT_KINDS: ReadonlyMap<string, readonly ValueKind[]> = new Map([
  ["Text", SCALAR],
  ["Header", SCALAR],
  ["HyperText", STRING],
  ["Image", ["string", "array"]],
  ["Audio", STRING],
  ["AudioPlus", STRING],
  ["Video", STRING],
  ["Pdf", STRING],
  ["Paragraphs", ["array", "string"]],
  ["Chat", ["array", "string"]],
  ["List", ["array"]],
  ["Table", ["object", "array", "string"]],
  ["TimeSeries", ["object", "array", "string"]],
  ["ReactCode", ["object", "array", "string"]],
  ["Markdown", SCALAR],
]);

/** What a tag shows. Tags that are not known take a string. */
export function kindsOf(tag: string): readonly ValueKind[] {
  return OBJECT_KINDS.get(tag) ?? STRING;
}

/** Whether annotations can be about what this tag shows. */
export function isObjectTag(tag: string): boolean {
  return OBJECT_KINDS.has(tag);
}

/** Tags whose value is fetched by the annotator's browser. */
const FETCHED = new Set(["Image", "Audio", "AudioPlus", "Video", "Pdf"]);

/** Whether the value of this tag is a URL. */
export function isFetched(tag: string): boolean {
  return FETCHED.has(tag);
}

/** What the `value` of a region made with a control tag holds. */
export interface RegionShape {
  /** The member that holds labels, choices, a text or a number. */
  readonly member: string;
  /** What the member is. */
  readonly holds: "labels" | "choices" | "paths" | "texts" | "rating" | "number" | "text" | "nothing";
}

const LABELLED: readonly string[] = [
  "Labels",
  "RectangleLabels",
  "EllipseLabels",
  "PolygonLabels",
  "KeyPointLabels",
  "BrushLabels",
  "BitmaskLabels",
  "VectorLabels",
  "HyperTextLabels",
  "ParagraphLabels",
  "TimeSeriesLabels",
  "TimelineLabels",
  "VideoLabels",
];
const SHAPES: readonly string[] = [
  "Rectangle",
  "Ellipse",
  "Polygon",
  "KeyPoint",
  "Brush",
  "Bitmask",
  "Vector",
  "VideoRectangle",
  "MagicWand",
];

/** The tags that annotate, with what their regions hold. A region's type is the tag in lower case. */
const CONTROLS: ReadonlyMap<string, RegionShape> = new Map<string, RegionShape>([
  ...LABELLED.map((tag) => [tag, { member: tag.toLowerCase(), holds: "labels" }] as const),
  ...SHAPES.map((tag) => [tag, { member: "", holds: "nothing" }] as const),
  ["Choices", { member: "choices", holds: "choices" }],
  ["Taxonomy", { member: "taxonomy", holds: "paths" }],
  ["TextArea", { member: "text", holds: "texts" }],
  ["Rating", { member: "rating", holds: "rating" }],
  ["Number", { member: "number", holds: "number" }],
  ["DateTime", { member: "datetime", holds: "text" }],
  ["Pairwise", { member: "selected", holds: "text" }],
  ["Ranker", { member: "", holds: "nothing" }],
]);

/** What the regions of a control tag hold, or nothing for a tag that is not known. */
export function shapeOf(tag: string): RegionShape | undefined {
  return CONTROLS.get(tag);
}

/** Whether the regions of a control tag need labels or choices that the config lists. */
export function needsLabels(tag: string): boolean {
  const holds = CONTROLS.get(tag)?.holds;
  return holds === "labels" || holds === "choices" || holds === "paths";
}

/** Tags whose `value` is a label or a choice of the control tag around them. */
export const LABEL_TAGS: ReadonlySet<string> = new Set(["Label", "Choice", "Relation", "Item"]);

const OTHERS: readonly string[] = [
  "View",
  "Style",
  "Header",
  "Label",
  "Choice",
  "Item",
  "Relations",
  "Relation",
  "Filter",
  "Shortcut",
  "Collapse",
  "Panel",
  "Repeater",
  "Channel",
  "Bucket",
  "TopLevel",
  "Dialog",
  "HyperText",
  "Video",
];

/** All tags that label configs are made of. */
export const KNOWN_TAGS: readonly string[] = [
  ...new Set([...OBJECT_KINDS.keys(), ...CONTROLS.keys(), ...OTHERS]),
];
