import { defineFormat, encode, type Item, lines } from "@labelport/core";

/** SubRip subtitles: a cue is a number, its times, its text, and an empty line. */
export default defineFormat({
  name: "subtitles",
  title: "SubRip subtitles, one task a cue",
  reads: "file",
  extensions: [".srt"],
  text: true,
  async *read(file) {
    const cue: string[] = [];
    let line = 0;
    for await (const text of lines(file)) {
      line++;
      if (text !== "") cue.push(text);
      else if (cue.length > 0) yield taskOf(cue.splice(0), line);
    }
    if (cue.length > 0) yield taskOf(cue, line + 1);
  },
});

/** `end`: the line after the cue. */
function taskOf(cue: readonly string[], end: number): Item {
  const at = { line: end - cue.length };
  const [, start, stop] = /^([\d:,]+) --> ([\d:,]+)/.exec(cue[1] ?? "") ?? [];
  if (start && stop) return { data: { text: cue.slice(2).join("\n"), start, stop }, at };
  return {
    error: "the cue has no times in its second line",
    hint: "write 00:00:01,000 --> 00:00:02,000",
    raw: encode(cue.join("\n")),
    at,
  };
}
