import { testFormat } from "@labelport/core/testing";
import format from "./mod.ts";

testFormat(format, [
  {
    name: "cues of one line and of two",
    file: "film.srt",
    input:
      "1\r\n00:00:01,000 --> 00:00:02,500\r\nOpossum!\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nOù ça ?\r\n– Là.\r\n",
    tasks: [
      { data: { text: "Opossum!", start: "00:00:01,000", stop: "00:00:02,500" } },
      { data: { text: "Où ça ?\n– Là.", start: "00:00:03,000", stop: "00:00:04,000" } },
    ],
  },
  {
    name: "a cue without times",
    file: "film.srt",
    input: "1\n00:00:01 -> 00:00:02\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nBye\n",
    tasks: [{ data: { text: "Bye", start: "00:00:03,000", stop: "00:00:04,000" } }],
    problems: [{ line: 1, message: /no times/ }],
  },
]);
