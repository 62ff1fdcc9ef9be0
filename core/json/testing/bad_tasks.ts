/** Records that are JSON and no tasks, where they are wrong and why. A row works alike in a document and as a line. */
import type { TaskRules } from "../../contract.ts";

export interface BadTask {
  readonly in: string;
  /** In the record, from 1. */
  readonly column: number;
  readonly message: string;
  readonly hint: string;
  readonly rules?: Partial<TaskRules>;
}

const OBJECT = 'write an object such as {"text": "…"}';
const DATA = 'write an object such as {"data": {"text": "…"}}';
const ID = '"id" is no whole number from 0 to 9007199254740991';
const NUMBER = "write such a number, or leave it out";
const RESULT = 'write an object with a "result" list';
const SCORE = "write a number such as 0.95, or leave it out";
const ONE = "keep one of them";
const FREE = "choose a free name, or rename the other key too";

type Row = readonly [column: number, message: string, hint: string, rules?: Partial<TaskRules>];

const ROWS: Readonly<Record<string, Row>> = {
  // Records of other kinds.
  "17": [1, "the record is a number", OBJECT],
  "-0.5e3": [1, "the record is a number", OBJECT],
  '"text"': [1, "the record is a string", OBJECT],
  "null": [1, "the record is null", OBJECT],
  "true": [1, "the record is a boolean", OBJECT],
  "false": [1, "the record is a boolean", OBJECT],
  '[{"data":{}}]': [1, "the record is an array", OBJECT],
  "[]": [1, "the record is an array", OBJECT],
  // data
  '{"data":"a"}': [9, '"data" is a string', DATA],
  '{"data": null}': [10, '"data" is null', DATA],
  '{"data":[{"a":1}]}': [9, '"data" is an array', DATA],
  '{"id":1,"d\\u0061ta":1}': [21, '"data" is a number', DATA],
  '{"data":true,"data":{}}': [14, '"data" is there twice', ONE],
  // Names that are there twice.
  '{"a":1,"b":2,"a":3}': [14, '"a" is there twice', ONE],
  '{"a":1,"\\u0061":2}': [8, '"a" is there twice', ONE],
  '{"\\u0061":1,"a":2}': [13, '"a" is there twice', ONE],
  '{"\\u00e9":1,"é":2}': [13, '"é" is there twice', ONE],
  '{"":1,"":1}': [7, '"" is there twice', ONE],
  '{"\\"":1,"\\u0022":2}': [9, '"\\"" is there twice', ONE],
  '{"data":{},"x":1,"x":2}': [18, '"x" is there twice', ONE],
  '{"data":{"a":1,"b":2,"a":3}}': [22, '"a" is there twice in "data"', ONE],
  '{"data":{"a":1,"\\u0061":3},"id":1}': [16, '"a" is there twice in "data"', ONE],
  '{"data":{"日本":1,"日本":1}}': [17, '"日本" is there twice in "data"', ONE],
  '{"data":{},"meta":{},"m\\u0065ta":{}}': [22, '"meta" is there twice', ONE],
  // id
  '{"id":9007199254740992,"data":{}}': [7, ID, NUMBER],
  '{"id":9007199254740993,"data":{}}': [7, ID, NUMBER],
  '{"id":9999999999999999,"data":{}}': [7, ID, NUMBER],
  '{"id":10000000000000000,"data":{}}': [7, ID, NUMBER],
  '{"id":18446744073709551617,"data":{}}': [7, ID, NUMBER],
  '{"id":-1,"data":{}}': [7, ID, NUMBER],
  '{"id":-0,"data":{}}': [7, ID, NUMBER],
  '{"id":1.0,"data":{}}': [7, ID, NUMBER],
  '{"id":1e3,"data":{}}': [7, ID, NUMBER],
  '{"id":"5","data":{}}': [7, ID, NUMBER],
  '{"id":null,"data":{}}': [7, ID, NUMBER],
  '{"data":{},"id":[1]}': [17, ID, NUMBER],
  // completions and predictions
  '{"data":{},"completions":{}}': [26, '"completions" is an object', "write a list of objects"],
  '{"data":{},"predictions":"x"}': [26, '"predictions" is a string', "write a list of objects"],
  '{"data":{},"annotations":null}': [26, '"annotations" is null', "write a list of objects"],
  '{"data":{},"completions":[1]}': [27, "completions[0] is a number", RESULT],
  '{"data":{},"completions":[{"result":[]}, []]}': [42, "completions[1] is an array", RESULT],
  '{"data":{},"completions":[{}]}': [27, 'completions[0] has no "result"', RESULT],
  '{"data":{},"annotations":[{"id":5}]}': [27, 'annotations[0] has no "result"', RESULT],
  '{"data":{},"predictions":[{"value":{"result":[]}}]}': [27, 'predictions[0] has no "result"', RESULT],
  '{"data":{},"predictions":[{"results":[]}]}': [27, 'predictions[0] has no "result"', RESULT],
  '{"data":{},"predictions":[{"result":{}}]}': [
    37,
    "predictions[0].result is an object",
    "write a list of regions",
  ],
  '{"data":{},"predictions":[{"resul\\u0074":1}]}': [
    42,
    "predictions[0].result is a number",
    "write a list of regions",
  ],
  '{"data":{},"predictions":[{"result":[],"score":"0.9"}]}': [48, "predictions[0].score is a string", SCORE],
  '{"data":{},"predictions":[{"score":null,"result":[]}]}': [36, "predictions[0].score is null", SCORE],
  '{"data":{},"predictions":[{"result":[]},{"scor\\u0065":[],"result":[]}]}': [
    55,
    "predictions[1].score is an array",
    SCORE,
  ],
  '{"data":{},"completions":[],"annotations":[]}': [
    29,
    '"completions" and "annotations" are both there',
    "keep one: they mean the same",
  ],
  '{"annotations":[],"data":{},"completions":[]}': [
    2,
    '"completions" and "annotations" are both there',
    "keep one: they mean the same",
  ],
  // meta
  '{"data":{},"meta":"x"}': [19, '"meta" is a string', "write an object, or leave it out"],
  '{"data":{},"meta":[]}': [19, '"meta" is an array', "write an object, or leave it out"],
  // Renames that meet.
  '{"data":{"txt":1,"text":2}}': [
    18,
    '"text" is there twice once --map has renamed',
    FREE,
    { map: [["txt", "text"]] },
  ],
  '{"text":1,"txt":2}': [11, '"text" is there twice once --map has renamed', FREE, {
    map: [["txt", "text"]],
  }],
  '{"a":1,"b":2}': [8, '"c" is there twice once --map has renamed', FREE, { map: [["a", "c"], ["b", "c"]] }],
  '{"\\u0074ext":1,"txt":2}': [
    16,
    '"text" is there twice once --map has renamed',
    FREE,
    { map: [["txt", "text"]] },
  ],
};

export const BAD_TASKS: readonly BadTask[] = Object.entries(ROWS).map((
  [text, [column, message, hint, rules]],
) => ({
  in: text,
  column,
  message,
  hint,
  ...(rules === undefined ? {} : { rules }),
}));
