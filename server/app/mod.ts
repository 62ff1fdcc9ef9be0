/**
 * The import server of a project as a Hono app.
 * @module
 */
export { type AppOptions, createApp } from "./create_app.ts";
export { LIMITS, type Limits } from "../project/settings.ts";
export { serve, type ServeOptions, type Serving } from "../serve.ts";
