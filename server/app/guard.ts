import type { MiddlewareHandler } from "hono";
import { HttpError } from "./errors.ts";

const OWN_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);
const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Lets in what is meant for this machine: a name that somebody else's DNS gives is refused, and so is what
 * another site's page writes.
 */
export const guard: MiddlewareHandler = async (c, next) => {
  const url = new URL(c.req.url);
  const host = c.req.header("host") ?? url.host;
  const name = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(host.toLowerCase());
  if (name === null || !OWN_NAMES.has(name[1]!)) {
    throw new HttpError(403, `Cannot answer for the host "${host}": this server is localhost`);
  }
  if (!READS.has(c.req.method)) {
    const origin = c.req.header("origin");
    const site = c.req.header("sec-fetch-site");
    if (
      origin !== undefined
        ? !isOwn(origin, name[2] ?? "")
        : site !== undefined && site !== "same-origin" && site !== "none"
    ) {
      throw new HttpError(
        403,
        `Cannot take this from ${origin ?? "another site"}: only pages of this server may write`,
      );
    }
  }
  await next();
};

/** Whether a page of this server, under any of its names, is at this origin. */
function isOwn(origin: string, port: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return OWN_NAMES.has(url.hostname) && (url.port === "" ? "" : `:${url.port}`) === port;
}
