/** Where Labelport answers otherwise than Label Studio 1.23.2 does, and why. */

/** A difference: what is stored here, or the status where nothing is, and the reason. */
export interface Difference {
  /** 201 unless it is given. */
  readonly status?: number;
  /** The data of each task, as JSON. */
  readonly data?: readonly string[];
  readonly why: string;
}

const CELLS = "a cell keeps its characters: 123 and 007 are text, as in the file";
const MEDIA = "uploaded media would be served by nobody: a folder of them is imported where it lies";
const READS = "content decides, not the name";

const UNSEEN = "it would be stored and not be shown as it was meant";

export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  "pred wrong label": { status: 400, data: [], why: UNSEEN },
  "pred pixel box": { status: 400, data: [], why: UNSEEN },
  "pred negative box": { status: 400, data: [], why: UNSEEN },
  "commit false": { status: 200, data: [], why: "nothing is created" },
  "csv": {
    data: [
      '{"my_text":"this is a first task","optional_field":"123"}',
      '{"my_text":"this is a second task","optional_field":"456"}',
    ],
    why: CELLS,
  },
  "csv 007": { data: ['{"my_text":"007","zip":"01234","country":"NA"}'], why: CELLS },
  "csv numeric text": { data: ['{"my_text":"1"}', '{"my_text":"2"}'], why: CELLS },
  "csv uppercase ext": {
    data: ['{"my_text":"x"}', '{"my_text":"y"}'],
    why: "the case of a name means nothing",
  },
  "csv longer rows": { status: 400, why: "cells would be shifted, and the first of each row lost" },
  "csv one col comma": { status: 400, why: 'half of "hello, world" would be lost' },
  "csv semicolon": { data: ['{"a":"1","b":"x,y"}'], why: CELLS },
  "csv tab in csv": { data: ['{"a":"1","b":"x"}'], why: "tabs are found to be the delimiter" },
  "csv utf16": { data: ['{"a":"café"}'], why: "UTF-16 is known by its mark" },
  "txt": {
    data: ['{"my_text":"one"}', '{"my_text":"two"}', '{"my_text":"three\\u000bfour"}'],
    why: "a line ends with a line feed, and only so; blank lines are no tasks, and counted",
  },
  "jsonl": { data: ['{"a":1}', '{"a":2}'], why: "JSON Lines are read" },
  "jsonl in .json": { data: ['{"a":1}', '{"a":2}'], why: READS },
  "json BOM": { data: ['{"a":1}'], why: "a byte order mark is passed over" },
  "json data null": { status: 400, why: '"data" that is no object is a mistake, not data' },
  "json big number": {
    data: ['{"a":12345678901234567890123,"b":1.50,"c":1e400}'],
    why: "numbers keep their digits",
  },
  "json NaN": { status: 400, why: "NaN is no JSON: the data are told to be bad, where the other fails" },
  "json dup keys": { status: 400, why: "one of the two values would be lost" },
  "two files same field": {
    data: ['{"a":1}', '{"a":2}'],
    why: "each file is read, whatever its field is called",
  },
  "png": { status: 415, why: MEDIA },
  "png upper": { status: 415, why: MEDIA },
  "tif": { status: 415, why: MEDIA },
  "tiff": { status: 415, why: MEDIA },
  "wav": { status: 415, why: MEDIA },
  "zip": { status: 415, why: "nothing reads it, which is 415" },
  "exe": { status: 415, why: "nothing reads it, which is 415" },
  "deep json": { status: 400, why: "the data are told to be bad, where the other fails" },
  "100 files+": { data: Array<string>(101).fill('{"a":1}'), why: "any number of files is read" },
  "no body": { status: 400, why: "no body is no task" },
  "text/csv body": { data: ['{"a":"1"}'], why: "a body may be a table" },
  "form url missing": { status: 415, why: "nothing is fetched for a stranger" },
};
