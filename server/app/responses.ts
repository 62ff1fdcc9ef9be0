import type { z } from "@hono/zod-openapi";
import { problemDetailsSchema } from "./schemas.ts";

const ERRORS: Readonly<Record<number, string>> = {
  400: "The data are bad, or the body is broken; nothing was stored",
  404: "There is none of this number",
  409: "It does not go with what is there",
  413: "A record is larger than the limit",
  415: "Nothing reads what was sent",
  422: "A parameter does not fit",
  507: "The store cannot take it: a full disk, a file that is gone",
  503: "As many imports as there may be are under way",
};

/** The errors of a route, for the OpenAPI document. */
export function errors(...statuses: readonly (keyof typeof ERRORS & number)[]) {
  return Object.fromEntries(statuses.map((status) => [status, {
    description: ERRORS[status]!,
    content: { "application/problem+json": { schema: problemDetailsSchema } },
  }]));
}

/** A JSON answer of a route, for the OpenAPI document. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } };
}
