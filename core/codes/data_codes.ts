import type { Code } from "./code.ts";
import { BOXES, CHOICES } from "./region_codes.ts";

/** Codes of records and their data. */
export const DATA_CODES: readonly Code[] = [
  {
    code: "json",
    title: "What is no JSON",
    text:
      "The record breaks the rules of RFC 8259: a comma too many, single quotes, NaN, text after the end. JSON Lines go on with the next line; a JSON file cannot be read any further.",
    example: {
      file: "a.jsonl",
      content: '{"text": "a",}\n',
      told: 'expected a name in double quotes, found "}"',
    },
  },
  {
    code: "csv",
    title: "A row that is no row of its table",
    text:
      "It has more or fewer cells than the header, text after a closing quote, or a quote that is never closed. Nothing is shifted or cut: mend the row, or choose another --delimiter.",
    example: { file: "a.csv", content: "a,b\n1,2,3\n", told: "3 cells, but the header has 2 columns" },
  },
  {
    code: "encoding",
    title: "Bytes that are no text",
    text:
      "The bytes are not UTF-8. Save the file as UTF-8, or say with --encoding what it is, such as windows-1252.",
    example: {
      file: "a.txt",
      content: "caf\u00e9 in Latin-1",
      told: "the line holds byte 0xE9, which is no UTF-8, at offset 3",
    },
  },
  {
    code: "plugin",
    title: "A plugin that did not end its work",
    text:
      "A format of one's own runs in a process without permissions. It ended by itself, took too long or too much memory, or wrote where its tasks go; nothing of the import is stored. --plugin-timeout and --plugin-memory give it more.",
  },
  {
    code: "gzip",
    title: "Compressed data that are damaged",
    text: "The file begins as gzip and does not go on so: it was cut off, or changed on its way.",
  },
  {
    code: "too-large",
    title: "A record past the limit",
    text:
      "A record is larger than --max-record. Mostly a line end, a quote or a bracket is missing and the record is the rest of the file.",
  },
  {
    code: "empty",
    title: "An import without a task",
    text: "Nothing is stored: an import of no tasks is a mistake.",
  },
  {
    code: "format",
    title: "Nothing reads it",
    text:
      "No format fits the file, or several do. Name one with --input-format; labelport formats --why says what speaks against each.",
  },
  {
    code: "task",
    title: "A record that is no task",
    text:
      'A task is {"data": {…}}, with completions and predictions as lists of objects that each have a result list; or a plain object, which becomes the data.',
    example: { file: "a.jsonl", content: '{"data": "x"}\n', told: '"data" is a string' },
  },
  {
    code: "id-taken",
    title: "An id that another task has",
    text: "The project has a task of this id already. --ids new numbers all tasks anew.",
  },
  {
    code: "label-config",
    title: "A task that lacks what the label config shows",
    text:
      "A tag shows a key of the data that the task does not have, or has in a kind that the tag cannot show. --map old=new renames keys.",
    example: {
      file: "a.jsonl",
      content: '{"txt": "x"}\n',
      config: CHOICES,
      told: 'the task has no "text", which <Text name="t"> needs',
    },
  },
  {
    code: "value-url",
    title: "A value that looks like no URL",
    text:
      "A browser is to fetch the image, sound or film and has nothing to fetch it from. Such tasks are taken, and counted. image-dir and audio-dir make URLs of files.",
    example: {
      file: "a.csv",
      content: "image\ncat.png\n",
      config: BOXES,
      told:
        '"image" looks like no URL, and <Image name="i"> has a browser fetch it; begin it with https://, a slash or another scheme',
    },
  },
  {
    code: "value-base64",
    title: "A value that is no base64",
    text: 'The tag decodes its value (encoding="base64"), and this one does not decode.',
    example: {
      file: "a.jsonl",
      content: '{"page": "<p>"}\n',
      config: '<HyperText name="h" value="$page" encoding="base64"/>',
      told: '"page" is no base64',
    },
  },
  { code: "input", title: "Something else about the data", text: "The message says what." },
  {
    code: "media-empty",
    title: "A medium without a byte",
    text: "Nothing would load. It was cut off, or never written.",
  },
  {
    code: "media-unread",
    title: "A medium that cannot be read",
    text: "The system refuses: look at its permissions.",
  },
  {
    code: "media-kind",
    title: "A medium of another kind than its name says",
    text: "Its first bytes are those of another kind: rename it, or browsers may not show it.",
  },
  {
    code: "media-browser",
    title: "A medium that browsers do not show",
    text: "TIFF, AIFF and AU are shown by few browsers: convert them to PNG, WAV or MP3.",
  },
  {
    code: "rejects",
    title: "A line that is no line of a rejects file",
    text:
      "labelport retry reads what --rejects has written: JSON Lines with the record in raw, and its format.",
  },
];
