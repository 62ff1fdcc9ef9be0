import type { Code } from "./code.ts";

/** A label config with choices. */
export const CHOICES =
  '<Text name="t" value="$text"/><Choices name="mood" toName="t"><Choice value="Good"/><Choice value="Bad"/></Choices>';
const SPANS = '<Text name="t" value="$text"/><Labels name="ner" toName="t"><Label value="Person"/></Labels>';
/** A label config with boxes on an image. */
export const BOXES =
  '<Image name="i" value="$image"/><RectangleLabels name="box" toName="i"><Label value="Cat"/></RectangleLabels>';

/** A task of a text with one region, as a line of JSON. */
function text(region: string): string {
  return `{"data":{"text":"Ada"},"predictions":[{"result":[${region}]}]}`;
}

/** A task of an image with one region, as a line of JSON. */
function image(region: string): string {
  return `{"data":{"image":"/a.png"},"predictions":[{"result":[{"from_name":"box","to_name":"i","type":"rectanglelabels",${region}}]}]}`;
}

const SIZE = '"original_width":640,"original_height":480';

/** Codes of completions and predictions. */
export const REGION_CODES: readonly Code[] = [
  {
    code: "region-form",
    title: "A region without its parts",
    text: "A region is an object with from_name, to_name, type and value.",
    example: {
      file: "a.jsonl",
      content: `${text('{"type":"choices"}')}\n`,
      config: CHOICES,
      told: '"from_name" is nothing',
    },
  },
  {
    code: "region-from-name",
    title: "A region of a control tag that is not there",
    text: "from_name is the name of a control tag of the label config, upper and lower case included.",
    example: {
      file: "a.jsonl",
      content: `${
        text('{"from_name":"Mood","to_name":"t","type":"choices","value":{"choices":["Good"]}}')
      }\n`,
      config: CHOICES,
      told: '"from_name" is "Mood", which is no control tag of the label config',
    },
  },
  {
    code: "region-to-name",
    title: "A region about another tag",
    text: "to_name is the name of an object tag that the control tag annotates (its toName).",
    example: {
      file: "a.jsonl",
      content: `${
        text('{"from_name":"mood","to_name":"text","type":"choices","value":{"choices":["Good"]}}')
      }\n`,
      config: CHOICES,
      told: '"to_name" is "text", which is no object tag of the label config',
    },
  },
  {
    code: "region-type",
    title: "A region of another type",
    text: "type is the control tag's name in lower case: rectanglelabels for RectangleLabels.",
    example: {
      file: "a.jsonl",
      content: `${text('{"from_name":"mood","to_name":"t","type":"choice","value":{"choices":["Good"]}}')}\n`,
      config: CHOICES,
      told: '"type" is "choice", and <Choices name="mood"> makes another',
    },
  },
  {
    code: "region-label",
    title: "A label that the label config does not have",
    text:
      "Label Studio would show the region without it, or not at all. Labels with an alias are written by the alias.",
    example: {
      file: "a.jsonl",
      content: `${
        text('{"from_name":"mood","to_name":"t","type":"choices","value":{"choices":["good"]}}')
      }\n`,
      config: CHOICES,
      told: '"good" is no label of <Choices name="mood">',
    },
  },
  {
    code: "region-value",
    title: "A region that says what its tag cannot",
    text:
      "Labels and choices are lists, a rating is a number within its bounds, a text is a string or a list of strings, a taxonomy is a list of paths.",
    example: {
      file: "a.jsonl",
      content: `${text('{"from_name":"mood","to_name":"t","type":"choices","value":{"choices":"Good"}}')}\n`,
      config: CHOICES,
      told: '"choices" is "Good"',
    },
  },
  {
    code: "region-geometry",
    title: "A region outside of its image",
    text:
      "x, y, width, height, radii and points are percent of the image, from 0 to 100; a box with its width and height, too. Pixels are the usual mistake: 100 * pixels / original_width.",
    example: {
      file: "a.jsonl",
      content: `${image(`${SIZE},"value":{"x":400,"y":1,"width":9,"height":9,"rectanglelabels":["Cat"]}`)}\n`,
      config: BOXES,
      told: '"x" is 400, outside of 0 to 100',
    },
  },
  {
    code: "region-span",
    title: "A span outside of its text",
    text:
      "start and end count characters as JavaScript does (an emoji is two), end is left out; text, where it is given, is what stands there.",
    example: {
      file: "a.jsonl",
      content: `${
        text(
          '{"from_name":"ner","to_name":"t","type":"labels","value":{"start":0,"end":9,"labels":["Person"]}}',
        )
      }\n`,
      config: SPANS,
      told: '"end" is 9, and the text has 3 characters',
    },
  },
  {
    code: "region-size",
    title: "A region without its image's size",
    text:
      "original_width and original_height are the image's size in pixels. Label Studio shows the region without them; exports to other formats cannot be made.",
    example: {
      file: "a.jsonl",
      content: `${image('"value":{"x":1,"y":1,"width":9,"height":9,"rectanglelabels":["Cat"]}')}\n`,
      config: BOXES,
      told: '"original_width" is nothing; exports to other formats need the image\'s size in pixels',
    },
  },
  {
    code: "region-id",
    title: "Region ids that are no ids",
    text:
      "An id is a string, and each region of a result has its own. Only what several control tags say of one region shares one.",
    example: {
      file: "a.jsonl",
      content: `${
        text('{"id":7,"from_name":"mood","to_name":"t","type":"choices","value":{"choices":["Good"]}}')
      }\n`,
      config: CHOICES,
      told: '"id" is 7',
    },
  },
  {
    code: "region-relation",
    title: "A relation to nowhere",
    text: "from_id and to_id are the ids of regions of the same result.",
    example: {
      file: "a.jsonl",
      content: `${text('{"type":"relation","from_id":"a","to_id":"b","direction":"right"}')}\n`,
      config: SPANS,
      told: '"from_id" is "a", which no region has as its id',
    },
  },
  {
    code: "score-range",
    title: "A score outside of 0 to 1",
    text: "Label Studio takes any number and expects 0 to 1. Such tasks are taken, and counted.",
    example: {
      file: "a.jsonl",
      content: '{"data":{"text":"x"},"predictions":[{"score":2,"result":[]}]}\n',
      config: CHOICES,
      told: '"score" is 2; Label Studio expects 0 to 1',
    },
  },
];
