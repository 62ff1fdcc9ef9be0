import type { Code } from "./code.ts";
import { CHOICES } from "./region_codes.ts";

/** Codes of label configs. */
export const CONFIG_CODES: readonly Code[] = [
  {
    code: "config-xml",
    title: "A label config that is no XML",
    text: "A tag is not closed, an attribute has no quotes, or & stands for itself (write &amp;).",
    example: { file: "config.xml", content: "<View>", told: "it is no XML: unclosed tag: View" },
  },
  {
    code: "config-tag",
    title: "A tag that Label Studio does not have",
    text: "It is shown as nothing. Upper and lower case count.",
    example: { file: "config.xml", content: `<txt/>${CHOICES}`, told: "<txt> is no tag of Label Studio's" },
  },
  {
    code: "config-name",
    title: "A tag without a name of its own",
    text:
      "Regions point at tags by name: each object tag and each control tag has one, and no two have the same.",
    example: {
      file: "config.xml",
      content: `${CHOICES}<Text name="t" value="$b"/>`,
      told: 'another tag is named "t"',
    },
  },
  {
    code: "config-target",
    title: "A control tag that annotates nothing",
    text: "toName is the name of an object tag.",
    example: {
      file: "config.xml",
      content: '<Text name="t" value="$text"/><Rating name="r" toName="x"/>',
      told: 'toName="x" leads to no tag of this name',
    },
  },
  {
    code: "config-value",
    title: "A value that shows no data",
    text: "value is $ and a key of the data. Spaces count; without $ every task shows the words themselves.",
    example: {
      file: "config.xml",
      content: '<Text name="t" value="$ text"/>',
      told: 'value="$ text" has spaces in it, and they count',
    },
  },
  {
    code: "config-object",
    title: "A label config that shows no data",
    text: "No tag shows anything of a task.",
    example: { file: "config.xml", content: "<View/>", told: "no tag shows anything of a task's data" },
  },
  {
    code: "config-labels",
    title: "Labels that are missing or there twice",
    text: "A tag with labels or choices needs some, and each once.",
    example: {
      file: "config.xml",
      content: '<Text name="t" value="$text"/><Labels name="l" toName="t"/>',
      told: "<Labels> has nothing to choose",
    },
  },
];
