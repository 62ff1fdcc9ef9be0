import type { ObjectTag, ValueKind } from "./contract.ts";
import { nearestName } from "./did_you_mean.ts";
import { isFetched as tagIsFetched } from "./label_config/tags.ts";

/** A key that the label config needs, with the tags that show it. */
export interface Need {
  readonly key: string;
  /** The keys of `data` that bring it: `a.b` is there as such, or within `a`. */
  readonly names: readonly string[];
  readonly tags: readonly ObjectTag[];
  /** A bit for each kind (its number in `KINDS`) that all tags take. */
  readonly kinds: number;
  /** Whether a browser fetches what it names. */
  readonly isFetched: boolean;
  /** Whether it is decoded from base64. */
  readonly isBase64: boolean;
  /** Tags that show something within the value: all keys but its own. */
  readonly inner: readonly ObjectTag[];
}

export const KINDS: readonly ValueKind[] = ["string", "number", "boolean", "null", "object", "array"];
const ANY_KIND = (1 << KINDS.length) - 1;

/** The needs of a label config's object tags, one for each top-level key of `data`. */
export function needsOf(tags: readonly ObjectTag[]): Need[] {
  return [...Map.groupBy(tags, ({ key }) => rootOf(key))].map(([root, tags]) => {
    const keys = new Set(tags.map(({ key }) => key));
    const isPlain = keys.size === 1 && keys.has(root);
    const kinds = isPlain ? tags.reduce((all, tag) => all & bitsOf(tag.kinds), ANY_KIND) : ANY_KIND;
    const isFetched = isPlain && tags.every(({ tag, isUrl }) => isUrl === true || tagIsFetched(tag));
    const isBase64 = isPlain && tags.some(({ base64 }) => base64 === true);
    const inner = tags.filter(({ key }) => key !== root);
    return { key: tags[0]!.key, names: [...keys.add(root)], tags, kinds, isFetched, isBase64, inner };
  });
}

/** `a` of `a.b` and `a[0]`. */
function rootOf(key: string): string {
  return /^[^.[]+/.exec(key)?.[0] ?? key;
}

function bitsOf(kinds: readonly ValueKind[]): number {
  return kinds.reduce((bits, kind) => bits | (1 << KINDS.indexOf(kind)), 0);
}

/** The bit of the kind of the JSON value that begins with this byte. */
export function kindBit(byte: number): number {
  if (byte === 34) return 1;
  if (byte === 116 || byte === 102) return 4;
  if (byte === 110) return 8;
  if (byte === 123) return 16;
  return byte === 91 ? 32 : 2;
}

/** `<Text name="message">`: how messages name a tag. */
export function tagText({ tag, name }: ObjectTag): string {
  return `<${tag} name="${name}">`;
}

/** Says that a key is missing, what is there instead, and the rename that would mend it. */
export function missingFault(
  need: Need,
  there: readonly string[],
  what: string,
): { message: string; hint: string } {
  const message = `${what} ${JSON.stringify(need.key)}, which ${tagText(need.tags[0]!)} needs`;
  if (there.length === 0) return { message, hint: "nothing else is there" };
  const shown = there.slice(0, 8).map((name) => JSON.stringify(name)).join(", ") +
    (there.length > 8 ? " …" : "");
  const nearest = nearestName(need.key, there);
  if (nearest === undefined) {
    return {
      message,
      hint: `there is ${shown}; --map ${
        /^[\w.-]+$/.test(need.key) ? `old=${need.key}` : `'old=${need.key}'`
      } renames one`,
    };
  }
  const rename = /^[\w.-]+$/.test(nearest + need.key) ? `${nearest}=${need.key}` : `'${nearest}=${need.key}'`;
  return { message, hint: `there is ${shown}: did you mean --map ${rename}?` };
}

/** Says that a value is of a kind that a tag does not take. `kind`: with its article. */
export function kindFault(need: Need, kind: string, bit: number): { message: string; hint: string } {
  const tag = need.tags.find((tag) => (bitsOf(tag.kinds) & bit) === 0)!;
  const names = tag.kinds.map((kind) => (/^[ao]/.test(kind) ? `an ${kind}` : `a ${kind}`));
  return {
    message: `${JSON.stringify(need.key)} is ${kind}`,
    hint: `${tagText(tag)} takes ${names.join(" or ")}`,
  };
}
