import type { MiddlewareHandler } from "hono";
import { HttpError } from "./errors.ts";

const OWN_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);
const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Lets in what is meant for this machine: a name that somebody else's DNS gives is refused, and so is what
 * another site's page writes. `anyHost`: a token says who may come, under whatever name.
 */
export function guard({ anyHost }: { readonly anyHost: boolean }): MiddlewareHandler {
  return async (c, next) => {
    const host = (c.req.header("host") ?? new URL(c.req.url).host).toLowerCase();
    const name = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(host)?.[1];
    if (!anyHost && (name === undefined || !OWN_NAMES.has(name))) {
      throw new HttpError(403, `Cannot answer for the host "${host}": this server is localhost`);
    }
    if (
      !READS.has(c.req.method) && !isOwnPage(c.req.header("origin"), c.req.header("sec-fetch-site"), host)
    ) {
      const origin = c.req.header("origin") ?? "another site";
      throw new HttpError(403, `Cannot take this from ${origin}: only pages of this server may write`);
    }
    await next();
  };
}

/** Whether a page of this server asks, or no page at all. */
function isOwnPage(origin: string | undefined, site: string | undefined, host: string): boolean {
  if (origin === undefined) return site === undefined || site === "same-origin" || site === "none";
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (from.host === host) return true;
  // This machine has several names, and the port tells its servers apart.
  const port = /:\d+$/.exec(host)?.[0] ?? "";
  const isHere = OWN_NAMES.has(from.hostname) && OWN_NAMES.has(host.slice(0, host.length - port.length));
  return isHere && (from.port === "" ? "" : `:${from.port}`) === port;
}
