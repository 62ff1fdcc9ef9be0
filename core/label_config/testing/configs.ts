/** Label configs with a task of regions that fits each. */
export interface Fitting {
  readonly config: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly regions: readonly Readonly<Record<string, unknown>>[];
}

const SIZE = { original_width: 640, original_height: 480 };

export const TEXT: Fitting = {
  config:
    `<View><Labels name="ner" toName="t"><Label value="Person"/><Label value="City" alias="Place"/></Labels>
    <Choices name="mood" toName="t"><Choice value="Good"/><Choice value="Bad"/></Choices>
    <TextArea name="note" toName="t"/><Rating name="stars" toName="t"/><Number name="age" toName="t" min="0" max="120"/>
    <Taxonomy name="tax" toName="t"><Choice value="A"><Choice value="B"/></Choice><Choice value="C"/></Taxonomy>
    <Text name="t" value="$text"/></View>`,
  data: { text: "Ada went to Zürich 🏔 by train" },
  regions: [
    {
      id: "1",
      from_name: "ner",
      to_name: "t",
      type: "labels",
      value: { start: 0, end: 3, text: "Ada", labels: ["Person"] },
    },
    {
      id: "2",
      from_name: "ner",
      to_name: "t",
      type: "labels",
      value: { start: 12, end: 18, labels: ["Place"] },
    },
    {
      id: "2",
      from_name: "note",
      to_name: "t",
      type: "textarea",
      value: { start: 12, end: 18, text: ["a city"] },
    },
    { from_name: "mood", to_name: "t", type: "choices", value: { choices: ["Good"] } },
    { from_name: "stars", to_name: "t", type: "rating", value: { rating: 4 } },
    { from_name: "age", to_name: "t", type: "number", value: { number: 36 } },
    { from_name: "tax", to_name: "t", type: "taxonomy", value: { taxonomy: [["A", "B"], ["C"]] } },
    { type: "relation", from_id: "1", to_id: "2", direction: "right" },
  ],
};

export const IMAGE: Fitting = {
  config: `<View><Image name="img" value="$image"/>
    <RectangleLabels name="box" toName="img"><Label value="Cat"/><Label value="Dog"/></RectangleLabels>
    <PolygonLabels name="poly" toName="img"><Label value="Road"/></PolygonLabels>
    <EllipseLabels name="round" toName="img"><Label value="Ball"/></EllipseLabels>
    <KeyPointLabels name="point" toName="img"><Label value="Nose"/></KeyPointLabels>
    <Choices name="kinds" toName="img" choice="multiple"><Choice value="Day"/><Choice value="Street"/></Choices></View>`,
  data: { image: "https://example.org/a.jpg" },
  regions: [
    {
      id: "a",
      from_name: "box",
      to_name: "img",
      type: "rectanglelabels",
      ...SIZE,
      value: { x: 10, y: 20, width: 30, height: 80, rotation: 0, rectanglelabels: ["Cat"] },
    },
    {
      id: "b",
      from_name: "poly",
      to_name: "img",
      type: "polygonlabels",
      ...SIZE,
      value: { points: [[0, 0], [100, 0], [50, 99.5]], polygonlabels: ["Road"] },
    },
    {
      id: "c",
      from_name: "round",
      to_name: "img",
      type: "ellipselabels",
      ...SIZE,
      value: { x: 50, y: 50, radiusX: 10, radiusY: 50, ellipselabels: ["Ball"] },
    },
    {
      id: "d",
      from_name: "point",
      to_name: "img",
      type: "keypointlabels",
      ...SIZE,
      value: { x: 1, y: 2, width: 0.5, keypointlabels: ["Nose"] },
    },
    { from_name: "kinds", to_name: "img", type: "choices", value: { choices: ["Day", "Street"] } },
  ],
};

export const OTHERS: Fitting = {
  config:
    `<View><Audio name="sound" value="$sound"/><Paragraphs name="talk" value="$talk"/><HyperText name="page" value="$page"/>
    <Labels name="noise" toName="sound"><Label value="Dog"/></Labels>
    <ParagraphLabels name="said" toName="talk"><Label value="Joke"/></ParagraphLabels>
    <HyperTextLabels name="part" toName="page"><Label value="Title"/></HyperTextLabels></View>`,
  data: {
    sound: "/data/a.mp3",
    talk: [{ author: "A", text: "Hi" }, { author: "B", text: "Yo" }],
    page: "<p>Hi</p>",
  },
  regions: [
    {
      id: "s",
      from_name: "noise",
      to_name: "sound",
      type: "labels",
      value: { start: 0, end: 1.5, labels: ["Dog"] },
    },
    {
      id: "t",
      from_name: "said",
      to_name: "talk",
      type: "paragraphlabels",
      value: { start: "0", end: "1", startOffset: 0, endOffset: 2, paragraphlabels: ["Joke"] },
    },
    {
      id: "u",
      from_name: "part",
      to_name: "page",
      type: "hypertextlabels",
      value: {
        start: "/p[1]/text()[1]",
        end: "/p[1]/text()[1]",
        startOffset: 0,
        endOffset: 2,
        hypertextlabels: ["Title"],
      },
    },
  ],
};
