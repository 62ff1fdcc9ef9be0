import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { problemAnswer } from "./errors.ts";

/** What anybody may ask without a token: whether the server is there. */
const OPEN = new Set(["/health"]);

/**
 * Lets in who brings the token: as a bearer, or as the password of HTTP's basic authentication, which browsers ask
 * people for. It is compared in a time that says nothing of it, and written nowhere.
 */
export function requireToken(token: string): MiddlewareHandler {
  const wanted = digest(token);
  return async (c, next) => {
    if (OPEN.has(c.req.path) || isEqual(c.req.header("authorization"), wanted)) return await next();
    const message = "Cannot answer without the token: send Authorization: Bearer <token>";
    const answer = problemAnswer(401, { detail: message, problems: [{ code: "token", message }] });
    answer.headers.set("www-authenticate", 'Basic realm="labelport", Bearer');
    return answer;
  };
}

function isEqual(header: string | undefined, wanted: Uint8Array): boolean {
  const [, scheme = "", value = ""] = /^(\S+) +(\S+)$/.exec(header ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return timingSafeEqual(digest(value), wanted);
  if (scheme.toLowerCase() !== "basic") return false;
  try {
    const [, password = ""] = /^[^:]*:([^]*)$/.exec(atob(value)) ?? [];
    return timingSafeEqual(digest(password), wanted);
  } catch {
    return false;
  }
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/** What every answer says to a browser: run nothing, frame nothing, send nothing elsewhere. `style`: of the page. */
export function strictHeaders(): MiddlewareHandler {
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      // Tasks show media wherever they lie; no page says to them where it was.
      imgSrc: ["'self'", "data:", "blob:", "http:", "https:"],
      mediaSrc: ["'self'", "blob:", "http:", "https:"],
      frameSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    xFrameOptions: "DENY",
    // Without one a browser would say of its own forms that they come from nowhere.
    referrerPolicy: "same-origin",
    strictTransportSecurity: false,
    crossOriginResourcePolicy: "same-origin",
  });
  // Media are shown on pages of other origins, and say themselves what they are.
  return (c, next) => c.req.path.startsWith("/static/") ? next() : headers(c, next);
}
