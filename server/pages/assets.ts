import type { OpenAPIHono } from "@hono/zod-openapi";
import { IMPORT_SCRIPT } from "../islands/bundle.ts";
import { STYLE } from "./style.ts";

/** Adds the style and the scripts of the pages. */
export function addAssets(app: OpenAPIHono): void {
  const headers = (type: string) => ({
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-cache",
  });
  app.get("/assets/style.css", (c) => c.body(STYLE, 200, headers("text/css")));
  app.get("/assets/import.js", (c) => c.body(IMPORT_SCRIPT, 200, headers("text/javascript")));
}
