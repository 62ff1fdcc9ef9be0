import type { HttpBindings } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";

/** Milliseconds for which what is left of a body is read. */
const PATIENCE = 5000;

/**
 * Reads the rest of a body that was refused before its end, and throws it away: many clients look at the answer only when
 * they have sent all, and would be told of a broken connection instead. Whoever takes longer is cut off.
 */
export function readUnread(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    // Only Node's server has one; in tests of the app alone nobody is sending.
    const incoming = (c.env as Partial<HttpBindings> | undefined)?.incoming;
    if (c.res.status < 400 || incoming === undefined || incoming.readableEnded) return;
    if (!await ended(incoming)) c.header("connection", "close");
  };
}

/** Whether it ended in time. */
function ended(incoming: HttpBindings["incoming"]): Promise<boolean> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(late);
      for (const event of ["end", "close", "error"]) incoming.off(event, done);
      resolve(incoming.readableEnded);
    };
    const late = setTimeout(done, PATIENCE);
    for (const event of ["end", "close", "error"]) incoming.on(event, done);
    // The stream that the import has left would stop it again.
    incoming.removeAllListeners("data").resume();
  });
}
