/** @jsxImportSource hono/jsx */
import type { LabelConfig } from "@labelport/core";

/** What shows a value: by the label config's tag, else by the value itself. */
type Shown = "image" | "sound" | "film" | "text";

const BY_TAG: Readonly<Record<string, Shown>> = {
  Image: "image",
  Audio: "sound",
  AudioPlus: "sound",
  Video: "film",
};
const BY_NAME: readonly (readonly [RegExp, Shown])[] = [
  [/\.(png|jpe?g|gif|bmp|webp|svg|avif)([?#]|$)/i, "image"],
  [/\.(wav|mp3|flac|m4a|ogg|opus|aiff|au)([?#]|$)/i, "sound"],
  [/\.(mp4|webm|mov)([?#]|$)/i, "film"],
];
const CUT = 240;

/** Which tag of the label config shows each key. */
export function tagsByKey(config: LabelConfig | undefined): ReadonlyMap<string, string> {
  return new Map(config?.objects.map(({ key, tag }) => [key, tag]));
}

/** Only what a browser fetches, never what it would run. */
function isAddress(value: unknown): value is string {
  return typeof value === "string" && /^(https?:\/\/|\/(?!\/))/i.test(value);
}

/** A value of a task's data: a picture, a player, or its text. `whole`: however long it is. */
export function DataValue(
  { value, tag, whole }: { value: unknown; tag?: string | undefined; whole?: boolean },
) {
  if (isAddress(value)) {
    const shown = (tag && BY_TAG[tag]) ?? BY_NAME.find(([pattern]) => pattern.test(value))?.[1] ?? "text";
    if (shown === "image") return <img src={value} alt={nameOf(value)} loading="lazy" />;
    if (shown === "sound") return <audio controls preload="none" src={value} aria-label={nameOf(value)} />;
    if (shown === "film") return <video controls preload="none" src={value} aria-label={nameOf(value)} />;
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const cut = whole || text.length <= CUT ? text : `${text.slice(0, CUT)}…`;
  return typeof value === "string" ? <span>{cut}</span> : <code>{cut}</code>;
}

/** The file name in a URL. */
function nameOf(url: string): string {
  const name = /([^/?#]+)([?#].*)?$/.exec(url)?.[1] ?? url;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
