import { Random, randomText } from "./random.ts";

export type DatasetName = "csv" | "json" | "jsonl" | "text" | "objects";

/** One record: as it stands in the input, and the task that must become of it. */
export interface Sample {
  readonly input: string;
  /** A line of JSON, without its end. */
  readonly task: string;
}

/** The shape of a data set. The expected tasks are written here, by JSON.stringify and by nothing under test. */
export interface Dataset {
  readonly name: DatasetName;
  /** Of the input file; "" where tasks are made in memory and there is none. */
  readonly extension: string;
  readonly before: string;
  readonly between: string;
  readonly after: string;
  sample(random: Random, index: number): Sample;
}

const PLACES = ["North Pole", "Paris", "Tokyo"];
const META = { timestamp: "2020-03-09 18:15:28.212882", location: "North Pole" };
const PREDICTIONS = [{
  result: [{
    from_name: "sentiment_class",
    to_name: "message",
    type: "choices",
    value: { choices: ["Neutral"] },
  }],
  score: 0.95,
}];

const csv: Dataset = {
  name: "csv",
  extension: ".csv",
  before: "my_text,ref_id,location,score\r\n",
  between: "\r\n",
  after: "\r\n",
  sample(random, index) {
    const text = randomText(random);
    const place = random.pick(PLACES);
    const score = String(random.below(10001) / 10000);
    return {
      input: `${csvCell(text)},${index},${place},${score}`,
      task: `{"data":{"my_text":${
        JSON.stringify(text)
      },"ref_id":"${index}","location":"${place}","score":"${score}"}}`,
    };
  },
};

const json: Dataset = {
  name: "json",
  extension: ".json",
  before: "[\n",
  between: ",\n",
  after: "\n]\n",
  sample(random, index) {
    const text = JSON.stringify(randomText(random));
    const predictions = index % 4 === 0 ? SPACED_PREDICTIONS : "";
    const task = `{"data": {"my_text": ${text}, "ref_id": ${index}, ${SPACED_META}}${predictions}}`;
    // An array's elements are written out byte for byte, with their spaces.
    return { input: task, task };
  },
};
const SPACED_META = `"meta_info": ${spaced(META)}`;
const SPACED_PREDICTIONS = `, "predictions": ${spaced(PREDICTIONS)}`;

const jsonl: Dataset = {
  name: "jsonl",
  extension: ".jsonl",
  before: "",
  between: "\n",
  after: "\n",
  sample(random, index) {
    const data = `{"my_text": ${JSON.stringify(randomText(random))}, "ref_id": ${index}}`;
    return { input: data, task: `{"data":${data}}` };
  },
};

const text: Dataset = {
  name: "text",
  extension: ".txt",
  before: "",
  between: "\n",
  after: "\n",
  sample(random) {
    const line = randomText(random);
    return { input: line, task: `{"data":{"text":${JSON.stringify(line)}}}` };
  },
};

const objects: Dataset = {
  name: "objects",
  extension: "",
  before: "",
  between: "",
  after: "",
  sample: (_, index) => ({ input: "", task: JSON.stringify(objectTask(index)) }),
};

/** Texts made once, so that making an object costs next to nothing. */
const texts: string[] = [];

/** The task that the format of plain objects yields as its `index`-th. */
export function objectTask(index: number): { readonly data: Readonly<Record<string, unknown>> } {
  if (texts.length === 0) {
    const random = new Random(6);
    for (let i = 0; i < 1024; i++) texts.push(randomText(random));
  }
  const data = { my_text: texts[index % 1024]!, ref_id: index, meta_info: { ...META } };
  return index % 4 === 0 ? { data, predictions: PREDICTIONS } as { readonly data: typeof data } : { data };
}

export const DATASETS: Readonly<Record<DatasetName, Dataset>> = { csv, json, jsonl, text, objects };

function csvCell(value: string): string {
  return /[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** JSON as Python writes it: a space after every comma and colon that is outside a string. */
function spaced(value: unknown): string {
  return JSON.stringify(value).replaceAll(/"[^"]*"|[,:]/g, (part) => part.length > 1 ? part : `${part} `);
}
