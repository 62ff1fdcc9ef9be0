import type { Code } from "./code.ts";
import { CONFIG_CODES } from "./config_codes.ts";
import { DATA_CODES } from "./data_codes.ts";
import { REGION_CODES } from "./region_codes.ts";

/** Codes of requests and of what serves them. */
const SERVER_CODES: readonly Code[] = [
  {
    code: "request",
    title: "A request that does not fit",
    text: "A parameter, a header or the form of the body is wrong; the data have not been looked at.",
  },
  { code: "not-found", title: "Nothing of this number or name", text: "It has been deleted, or never was." },
  {
    code: "conflict",
    title: "It does not go with what is there",
    text:
      "The source has been imported, the import has been undone, or another request with this Idempotency-Key runs.",
  },
  { code: "cancelled", title: "An import that was stopped", text: "Nothing of it remains." },
  { code: "busy", title: "Too many imports at once", text: "Retry-After says when to come again." },
  {
    code: "token",
    title: "A request without the token",
    text: "Send it as Authorization: Bearer …, or as a password.",
  },
  {
    code: "store",
    title: "The store cannot take it",
    text: "The disk is full, or the store's file is held or gone. Nothing was stored.",
  },
  {
    code: "project",
    title: "The project is broken",
    text: "Its settings or its label config cannot be used; no request can mend that.",
  },
];

/**
 * All codes of problems and notes. They stay as they are from version to version; what is told in words may change.
 *
 * @example
 * ```ts
 * import { CODES } from "@labelport/core";
 * import assert from "node:assert/strict";
 *
 * assert.equal(CODES.find(({ code }) => code === "csv")?.title, "A row that is no row of its table");
 * ```
 */
export const CODES: readonly Code[] = [...DATA_CODES, ...REGION_CODES, ...CONFIG_CODES, ...SERVER_CODES];
