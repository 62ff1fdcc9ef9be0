import assert from "node:assert/strict";
import { inApiTerms } from "./api_terms.ts";

Deno.test("messages speak of parameters to those who send requests", () => {
  const cases: readonly (readonly [string, string])[] = [
    ['there is "txt": did you mean --map txt=text?', 'there is "txt": did you mean ?map=txt=text?'],
    ["did you mean --map 'a b=text'?", "did you mean ?map=a b=text?"],
    ["is there twice once --map has renamed", "is there twice once ?map= has renamed"],
    ["or number all tasks anew with --ids new", "or number all tasks anew with ?ids=new"],
    [
      "one object a line is JSON Lines: --input-format jsonl",
      "one object a line is JSON Lines: ?format=jsonl",
    ],
    ["choose one with --input-format\n  csv: no", "choose one with ?format=\n  csv: no"],
    ["or read without a header: --no-header", "or read without a header: ?header=false"],
    ['under "text"; --data-key chooses another key', 'under "text"; ?data_key= chooses another key'],
    ["or name its encoding with --encoding", "or name its encoding with ?encoding="],
    ["or raise --max-record", "or raise the server's limit for a record"],
    ['"a--b" is no number', '"a--b" is no number'],
  ];
  for (const [said, expected] of cases) assert.equal(inApiTerms(said), expected);
});
