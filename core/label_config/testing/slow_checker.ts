/**
 * The rules of regions as https://labelstud.io/guide/predictions and /tags describe them, once more and slowly, for the
 * three label configs of `configs.ts`: what they say is written down here by hand, and none of the checker's code is used.
 */
type Json = unknown;
type Region = Readonly<Record<string, Json>>;

interface Rule {
  readonly about: string;
  readonly type: string;
  /** Throws where the value does not fit. */
  fits(value: Region, data: Region): void;
}

function must(condition: boolean): asserts condition {
  if (!condition) throw new Error("it does not fit");
}

const isText = (value: Json): value is string => typeof value === "string";
const isCount = (value: Json): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const listed = (value: Json, labels: readonly string[]) => {
  must(Array.isArray(value));
  for (const label of value) must(isText(label) && labels.includes(label));
  return value as string[];
};
const percent = (value: Json): number => {
  must(typeof value === "number");
  must(value >= -0.01 && value <= 100.01);
  return value;
};

/** A span of a text: of UTF-16 units, its end left out. */
function span(value: Region, text: Json): void {
  must(isCount(value["start"]) && isCount(value["end"]));
  must(value["start"] <= value["end"]);
  must(isText(text) && value["end"] <= text.length);
  // A TextArea has a list under "text", and that is no slice.
  if (isText(value["text"])) must(value["text"] === text.substring(value["start"], value["end"]));
}

/** What need not have a place: about the whole, or about a span. */
function maybeSpan(value: Region, text: Json): void {
  if (value["start"] !== undefined || value["end"] !== undefined) span(value, text);
  else if (typeof value["x"] === "number" && typeof value["y"] === "number") maybeBox(value);
  else if (value["x"] !== undefined) points(value["points"]);
}

function maybeBox(value: Region): void {
  percent(value["x"]);
  percent(value["y"]);
  const turned = typeof value["rotation"] === "number" && value["rotation"] !== 0;
  for (const [at, size, radius] of [["x", "width", "radiusX"], ["y", "height", "radiusY"]] as const) {
    if (typeof value[radius] === "number") must((value[radius] as number) >= 0);
    if (typeof value[size] === "number") must((value[size] as number) >= 0);
    if (turned) continue;
    const r = typeof value[radius] === "number" ? value[radius] as number : 0;
    const w = typeof value[size] === "number" ? value[size] as number : r;
    if (r > 0) must((value[at] as number) - r >= -0.01);
    must((value[at] as number) + w <= 100.01);
  }
}

function points(value: Json): void {
  if (value === undefined) return;
  must(Array.isArray(value) && value.length >= 2);
  for (const point of value) if (Array.isArray(point)) point.forEach(percent);
}

const TEXT_RULES: Readonly<Record<string, Rule>> = {
  ner: {
    about: "t",
    type: "labels",
    fits(value, data) {
      listed(value["labels"], ["Person", "Place"]);
      span(value, data["text"]);
    },
  },
  mood: {
    about: "t",
    type: "choices",
    fits(value, data) {
      must(listed(value["choices"], ["Good", "Bad"]).length <= 1);
      maybeSpan(value, data["text"]);
    },
  },
  note: {
    about: "t",
    type: "textarea",
    fits(value, data) {
      must(isText(value["text"]) || (Array.isArray(value["text"]) && value["text"].every(isText)));
      maybeSpan(value, data["text"]);
    },
  },
  stars: {
    about: "t",
    type: "rating",
    fits(value, data) {
      must(typeof value["rating"] === "number" && value["rating"] >= 0 && value["rating"] <= 5);
      maybeSpan(value, data["text"]);
    },
  },
  age: {
    about: "t",
    type: "number",
    fits(value, data) {
      must(typeof value["number"] === "number" && value["number"] >= 0 && value["number"] <= 120);
      maybeSpan(value, data["text"]);
    },
  },
  tax: {
    about: "t",
    type: "taxonomy",
    fits(value, data) {
      must(Array.isArray(value["taxonomy"]));
      for (const path of value["taxonomy"]) {
        must(Array.isArray(path) && ["A", "A/B", "C"].includes(path.join("/")) && path.every(isText));
      }
      maybeSpan(value, data["text"]);
    },
  },
};

const numbers = (value: Region, ...members: readonly string[]) => {
  for (const member of members) must(typeof value[member] === "number");
};

const IMAGE_RULES: Readonly<Record<string, Rule>> = {
  box: {
    about: "img",
    type: "rectanglelabels",
    fits(value) {
      listed(value["rectanglelabels"], ["Cat", "Dog"]);
      numbers(value, "x", "y", "width", "height");
      maybeBox(value);
    },
  },
  poly: {
    about: "img",
    type: "polygonlabels",
    fits(value) {
      listed(value["polygonlabels"], ["Road"]);
      must(value["points"] !== undefined);
      if (typeof value["x"] === "number" && typeof value["y"] === "number") maybeBox(value);
      else points(value["points"]);
    },
  },
  round: {
    about: "img",
    type: "ellipselabels",
    fits(value) {
      listed(value["ellipselabels"], ["Ball"]);
      numbers(value, "x", "y", "radiusX", "radiusY");
      maybeBox(value);
    },
  },
  point: {
    about: "img",
    type: "keypointlabels",
    fits(value) {
      listed(value["keypointlabels"], ["Nose"]);
      numbers(value, "x", "y");
      maybeBox(value);
    },
  },
  kinds: {
    about: "img",
    type: "choices",
    fits(value) {
      listed(value["choices"], ["Day", "Street"]);
      if (value["start"] !== undefined || value["end"] !== undefined) return range(value);
      maybeSpan(value, undefined);
    },
  },
};

function range(value: Region): void {
  for (const member of ["start", "end"]) {
    must(isText(value[member]) || (typeof value[member] === "number" && (value[member] as number) >= 0));
  }
  if (typeof value["start"] === "number" && typeof value["end"] === "number") {
    must(value["start"] <= value["end"]);
  }
}

/** The rules of each config of `configs.ts` that is checked so. */
export const RULES = { TEXT: TEXT_RULES, IMAGE: IMAGE_RULES };

/** Whether a result fits the rules. */
export function slowlyFits(
  rules: Readonly<Record<string, Rule>>,
  result: readonly Json[],
  data: Region,
): boolean {
  try {
    const ids: Json[] = [];
    const pairs: string[] = [];
    for (const region of result) {
      must(typeof region === "object" && region !== null && !Array.isArray(region));
      const { id, from_name: from, to_name: to, type, value } = region as Region;
      if (type === "relation") continue;
      if (id !== undefined) {
        must(isText(id));
        must(!pairs.includes(JSON.stringify([id, from])));
        pairs.push(JSON.stringify([id, from]));
        ids.push(id);
      }
      must(isText(from) && Object.hasOwn(rules, from));
      const rule = rules[from]!;
      must(to === rule.about && type === rule.type);
      must(typeof value === "object" && value !== null && !Array.isArray(value));
      rule.fits(value as Region, data);
    }
    for (const region of result) {
      if ((region as Region)["type"] !== "relation") continue;
      must(ids.includes((region as Region)["from_id"]) && ids.includes((region as Region)["to_id"]));
    }
    return true;
  } catch {
    return false;
  }
}
