import { builtin } from "@labelport/builtin";
import {
  asText,
  detect,
  formatProblem,
  importTasks,
  lintLabelConfig,
  memorySink,
  openSource,
  parseLabelConfig,
  placeText,
} from "@labelport/core";

/** Something that is broken: where that comes from, a file, and the label config that it is read with. */
export interface Broken {
  readonly name: string;
  readonly file: string;
  /** As text, or as characters of Latin-1 that stand for bytes. */
  readonly content: string | { readonly latin1: string };
  readonly config?: string;
  /** What is told: the code, and the whole line. */
  readonly told: readonly string[];
}

/** What Labelport says of a broken file, or of a label config, each with its code. */
export async function sayOf({ file, content, config }: Omit<Broken, "name" | "told">): Promise<string[]> {
  const text = typeof content === "string"
    ? content
    : Uint8Array.from(content.latin1, (c) => c.charCodeAt(0));
  if (file.endsWith(".xml")) {
    return lintLabelConfig(String(text), file).map((found) => `${found.code}: ${formatProblem(found)}`);
  }
  const input = await openSource(new File([text], file));
  const { problems, notes } = await importTasks({
    registry: builtin,
    input,
    format: (await detect(builtin, asText(input).peek)).format,
    sink: memorySink(),
    onError: "skip",
    ...(config !== undefined && { config: parseLabelConfig(config) }),
  });
  return [
    ...problems.map((problem) => `${problem.code}: ${formatProblem(problem)}`),
    ...notes.filter(({ code }) => code !== undefined).map(({ note, at, code }) =>
      `${code}: ${placeText(at!)}: ${note}`
    ),
  ];
}
