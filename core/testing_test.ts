/** The suite finds what is wrong with a format: each fault is one that a check is there for. */
import assert from "node:assert/strict";
import type { FileSource, InputFormat, Item } from "./contract.ts";
import { lines } from "./lines.ts";
import { type Example, formatTests } from "./testing.ts";

const EXAMPLE: Example = {
  name: "two lines",
  file: "a.line",
  input: "one\ntwo\nbad\n",
  tasks: [{ data: { text: "one" } }, { data: { text: "two" } }],
  problems: [{ line: 3, message: /is bad/ }],
};

/** As a large file it has few records for its size, and is read sooner. */
const LONG_LINES: Example = {
  name: "long lines",
  file: "a.line",
  input: `${"one ".repeat(100)}\n${"two ".repeat(100)}\nbad\n`,
  tasks: [{ data: { text: "one ".repeat(100) } }, { data: { text: "two ".repeat(100) } }],
  problems: [{ line: 3, message: /is bad/ }],
};

function formatOf(read: (file: FileSource) => AsyncIterable<Item>, more: Partial<InputFormat> = {}) {
  return { name: "line", title: "Lines", reads: "file", extensions: [".line"], read, ...more } as InputFormat;
}

async function* good(file: FileSource): AsyncGenerator<Item> {
  let line = 0;
  for await (const text of lines(file)) {
    line++;
    yield text === "bad" ? { error: "it is bad", at: { line } } : { data: { text }, at: { line } };
  }
}

/** What a check says of a fault. */
const FAULTS: readonly {
  fault: string;
  check: string;
  told: RegExp;
  format: InputFormat;
  example?: Example;
}[] = [
  {
    fault: "takes each chunk for whole lines",
    check: "comes out as expected, in chunks of every size",
    told: /in chunks of 1 bytes/,
    format: formatOf(async function* (file) {
      for await (const chunk of file.stream()) {
        for (const text of new TextDecoder().decode(chunk).split("\n")) {
          if (text === "bad") yield { error: "it is bad", at: { line: 3 } };
          else if (text !== "") yield { data: { text } };
        }
      }
    }),
  },
  {
    fault: "names another line",
    check: "comes out as expected, in chunks of every size",
    told: /the line of problem 1/,
    format: formatOf(async function* (file) {
      for await (const item of good(file)) yield "error" in item ? { ...item, at: { line: 2 } } : item;
    }),
  },
  {
    fault: "names a line that is not there",
    check: "names places that are in the input",
    told: /line 9 of 4/,
    format: formatOf(async function* (file) {
      for await (const item of good(file)) yield "error" in item ? { ...item, at: { line: 9 } } : item;
    }),
  },
  {
    fault: "keeps what it has read before",
    check: "is the same read twice, and twice at once",
    told: /another reading/,
    format: (() => {
      let count = 0;
      return formatOf(async function* (file) {
        for await (const text of lines(file)) yield { data: { text, n: ++count } };
      });
    })(),
  },
  {
    fault: "leaves its stream open",
    check: "closes what it opened, also when stopped early",
    told: /a stream is left open/,
    format: formatOf(async function* (file) {
      const { value } = await file.stream().getReader().read();
      yield { data: { text: String(value?.length) } };
    }),
  },
  {
    fault: "waits for ever for what has been cut off",
    check: "ends in a report wherever the input is cut off",
    told: /it hangs on an input cut off at byte 0/,
    format: formatOf(async function* (file) {
      for await (const item of good(file)) {
        yield item;
        if ("error" in item) return;
      }
      await new Promise(() => {});
    }),
  },
  {
    fault: "holds the whole file",
    check: "takes no more memory for a large file",
    told: /held .* more at the end of 24 MiB; yield tasks as they are read/,
    example: LONG_LINES,
    format: formatOf(async function* (file) {
      for (const item of await Array.fromAsync(good(file))) yield item;
    }),
  },
  {
    fault: "refuses its own example",
    check: "is not refused by its own format",
    told: /refuses its own example: never/,
    format: formatOf(good, { detect: () => ({ fit: "no", why: "never" }) }),
  },
];

for (const { fault, check, told, format, example = EXAMPLE } of FAULTS) {
  Deno.test(`testFormat() finds a format that ${fault}`, async () => {
    const test = formatTests(format, [example], { patience: 200 }).find(({ name }) => name.endsWith(check));
    await assert.rejects(test!.run(), told);
  });
}

Deno.test("testFormat() passes a format that is right", async () => {
  for (const { run } of formatTests(formatOf(good), [LONG_LINES, EXAMPLE])) await run();
});
