import { UsageError } from "@labelport/core";
import { isAbsolute, normalize } from "node:path";
import { z } from "zod";

const PORT = z.int().min(0).max(65535);

/** What requests may cost. */
export interface Limits {
  /** The largest body, in bytes. */
  readonly body: number;
  /** The most that a compressed file may become, in bytes. */
  readonly decompressed: number;
  /** The largest record, in bytes. */
  readonly record: number;
  /** Files and fields of a form. */
  readonly parts: number;
  /** Imports at one time; one more is told to come again. */
  readonly imports: number;
  /** For a request's header to arrive, in seconds. */
  readonly headerSeconds: number;
  /** Without a byte either way, in seconds. */
  readonly idleSeconds: number;
  /** For requests under way when the server is told to end, in seconds. */
  readonly graceSeconds: number;
}

/** Unless they are set. */
export const LIMITS: Limits = {
  body: 2 ** 40,
  decompressed: 2 ** 35,
  record: 2 ** 26,
  parts: 10_000,
  imports: 64,
  headerSeconds: 30,
  idleSeconds: 120,
  graceSeconds: 10,
};

const limitsSchema: z.ZodType<Partial<Limits>> = z.strictObject(
  Object.fromEntries(Object.keys(LIMITS).map((name) => [name, z.number().positive().optional()])),
);

/** What `labelport.json` holds. */
export interface Settings {
  /** Of the file's form. */
  readonly version: 1;
  /** The label config: a path, from the project's folder. */
  readonly labelConfig?: string | undefined;
  /** Where the server listens. */
  readonly host: string;
  readonly port: number;
  /** What the URLs of media begin with, where that is not the host and the port. */
  readonly baseUrl?: string | undefined;
  /** Folders whose files the server gives to annotators. */
  readonly media: readonly string[];
  /** Formats of one's own: paths, from the project's folder, and `npm:` packages. */
  readonly plugins?: readonly string[] | undefined;
  /** Those that are not as `LIMITS` has them. */
  readonly limits?: Partial<Limits> | undefined;
}

export const settingsSchema: z.ZodType<Settings> = z.strictObject({
  version: z.literal(1),
  labelConfig: z.string().min(1).refine(isInside, "write a path inside the project's folder").optional(),
  host: z.string().min(1).default("127.0.0.1"),
  port: PORT.default(8200),
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  media: z.array(z.string().min(1)).default([]),
  plugins: z.array(z.string().min(1)).optional(),
  limits: limitsSchema.optional(),
});

/** Whether a path stays in the folder that it begins from. */
function isInside(path: string): boolean {
  const way = normalize(path);
  return !isAbsolute(way) && !/^\.\.?([/\\]|$)/.test(way);
}

/** Reads the text of `labelport.json`. Throws `UsageError` that says where it is wrong. */
export function parseSettings(text: string, path: string): Settings {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`Cannot read "${path}": it is no JSON: ${(error as Error).message}`);
  }
  const result = settingsSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue!.path.length === 0 ? "" : `"${issue!.path.join(".")}": `;
  throw new UsageError(`Cannot use "${path}": ${place}${issue!.message}`);
}

/** The base of media URLs that these settings mean. */
export function baseUrlOfSettings(
  { host, port, baseUrl }: Pick<Settings, "host" | "port" | "baseUrl">,
): string {
  return baseUrl === undefined ? urlOf(host, port) : baseUrl.replace(/\/+$/, "");
}

/** Where a server that listens on this host is reached from this machine. */
export function urlOf(host: string, port: number): string {
  const name = { "0.0.0.0": "127.0.0.1", "::": "::1", "[::]": "::1" }[host] ?? host.replace(/^\[|\]$/g, "");
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
