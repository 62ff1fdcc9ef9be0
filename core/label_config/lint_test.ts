import assert from "node:assert/strict";
import { formatProblem } from "../problem.ts";
import { lintLabelConfig } from "./lint.ts";
import { IMAGE, OTHERS, TEXT } from "./testing/configs.ts";

const TEXT_TAG = '<Text name="t" value="$text"/>';
const A = '<Choice value="A"/>';

/** A config, and what is said of it: severity, code and message. */
const LINT: readonly (readonly [xml: string, ...told: string[]])[] = [
  [TEXT.config],
  [IMAGE.config],
  [OTHERS.config],
  [`<View><Style>.a { color: red }</Style><Header value="Choose"/><Header name="h" value="$title"/>${TEXT_TAG}</View>`],
  [`${TEXT_TAG}<Choices name="c" toName="t" value="$options"/>`],
  [
    `<View>\n  <Txt name="a" value="$a"/>${TEXT_TAG}</View>`,
    "warning config-tag c:2:3: <Txt> is no tag of Label Studio's; did you mean <Text>?",
  ],
  [
    `${TEXT_TAG}<Foo/>`,
    "warning config-tag c:1:31: <Foo> is no tag of Label Studio's; see https://labelstud.io/tags",
  ],
  [
    `${TEXT_TAG}<Image name="t" value="$i"/>`,
    'error config-name c:1:31: another tag is named "t"; give each tag a name of its own',
  ],
  [
    '<Text value="$text"/>',
    'error config-name c:1:1: <Text> has no name; write name="…", which no other tag has',
  ],
  [
    `${TEXT_TAG}<Choices name="c" toName="x">${A}</Choices>`,
    'error config-target c:1:31: toName="x" leads to no tag of this name; did you mean "t"?',
  ],
  [
    `<Text name="message" value="$text"/><Choices name="c" toName="photo">${A}</Choices>`,
    'error config-target c:1:37: toName="photo" leads to no tag of this name; there is "message"',
  ],
  [
    `${TEXT_TAG}<Choices name="c" toName="d">${A}</Choices><TextArea name="d" toName="t"/>`,
    'error config-target c:1:31: toName="d" leads to <TextArea>, which annotates itself; annotate an object tag: "t"',
  ],
  [
    `${TEXT_TAG}<Choices name="c">${A}</Choices>`,
    'error config-target c:1:31: <Choices> has no toName; write toName="t"',
  ],
  [
    '<Text name="t" value="$ text"/>',
    'error config-value c:1:1: value="$ text" has spaces in it, and they count; write value="$text"',
  ],
  [
    '<Text name="t" value=" $text "/>',
    'error config-value c:1:1: value=" $text " has spaces in it, and they count; write value="$text"',
  ],
  [
    '<Image name="i" value="$Image URL"/>',
    'warning config-value c:1:1: value="$Image URL" needs a key with spaces in its name; Label Studio looks for "Image URL"',
  ],
  [
    `${TEXT_TAG}<Image name="i" value="photo"/>`,
    'warning config-value c:1:31: value="photo" has no $: every task shows these words; to show data write value="$photo"',
  ],
  [
    `${TEXT_TAG}<Image name="i"/>`,
    'error config-value c:1:31: <Image> has no value; write the key of data that it shows, such as value="$text"',
  ],
  [
    "<View/>",
    'error config-object c:1:1: no tag shows anything of a task\'s data; write an object tag such as <Text name="text" value="$text"/>',
  ],
  [
    '<View><Header value="Hi"/></View>',
    'error config-object c:1:1: no tag shows anything of a task\'s data; write an object tag such as <Text name="text" value="$text"/>',
  ],
  [
    `${TEXT_TAG}<Labels name="l" toName="t"/>`,
    'warning config-labels c:1:31: <Labels> has nothing to choose; write <Label value="…"/> into it',
  ],
  [
    `${TEXT_TAG}<Choices name="l" toName="t">${A}\n${A}</Choices>`,
    'error config-labels c:2:1: "A" is there twice in <Choices>; keep one of them, or give one an alias',
  ],
  [
    "<View>",
    "error config-xml c:1:6: it is no XML: unclosed tag: View; close each tag and quote each attribute",
  ],
  [
    "nothing",
    'error config-xml c:1: there is no tag in it; write an object tag such as <Text name="text" value="$text"/>',
  ],
];

for (const [xml, ...expected] of LINT) {
  Deno.test(`a label config is ${expected.length === 0 ? "found good" : "told what is odd"}: ${xml.slice(0, 80)}`, () => {
    const told = lintLabelConfig(xml, "c").map((found) =>
      `${found.severity} ${found.code} ${formatProblem(found)}`
    );
    assert.deepEqual(told, expected);
  });
}
