import {
  formatProblem,
  InputError,
  type Note,
  type Position,
  type Problem,
  UsageError,
} from "@labelport/core";
import { inApiTerms } from "./api_terms.ts";
import { CancelledError, ConflictError, MissingError, ProjectError } from "../errors.ts";
import { StoreError } from "../store/database.ts";

/** An error with the HTTP status that it means. */
export class HttpError extends UsageError {
  readonly status: number;
  readonly problems: readonly Problem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    problems: readonly Problem[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.problems = problems;
    this.headers = headers;
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  500: "Internal Server Error",
  503: "Service Unavailable",
  507: "Insufficient Storage",
};

/** A problem as the API tells it: always with a code. */
export function problemJson(
  { code = "input", message, hint, ...rest }: Problem,
): Problem & { readonly code: string } {
  const said = hint === undefined ? {} : { hint: inApiTerms(hint) };
  return { code, message: inApiTerms(message), ...rest, ...said };
}

/** A note as the API tells it. */
export function noteJson({ note, count, at, code }: Note): NoteJson {
  const said = {
    note: inApiTerms(note),
    ...(count !== undefined && { count }),
    ...(code !== undefined && { code }),
  };
  return { ...said, ...at };
}

/** A note as the API tells it: with its place beside it, as problems have theirs. */
export interface NoteJson extends Note, Position {}

/** An answer in the form of RFC 9457. */
export function problemAnswer(
  status: number,
  { detail, problems = [] }: { readonly detail: string; readonly problems?: readonly Problem[] },
): Response {
  const body = {
    type: "about:blank",
    title: TITLES[status] ?? "Error",
    status,
    detail: inApiTerms(detail),
    problems: problems.map(problemJson),
  };
  return Response.json(body, { status, headers: { "content-type": "application/problem+json" } });
}

/** Makes an answer of what was thrown. What is nobody's mistake is told to `onFault`, and 500. */
export function answerToError(error: unknown, onFault: (error: unknown) => void): Response {
  const status = statusOf(error);
  if (!(error instanceof UsageError || error instanceof InputError)) {
    onFault(error);
    return problemAnswer(500, { detail: "The server failed, and has written down why" });
  }
  const message = (error as Error).message;
  const problems = error instanceof HttpError && error.problems.length > 0
    ? error.problems
    : [{ code: codeOf(error), message }];
  const answer = problemAnswer(status, { detail: message, problems });
  if (error instanceof HttpError) {
    for (const [name, value] of Object.entries(error.headers)) answer.headers.set(name, value);
  }
  return answer;
}

/** What is wrong with the data. */
export function dataError(problems: readonly Problem[], bad: number): HttpError {
  const [first] = problems;
  const more = bad > 1 ? `, and ${bad - 1} more ${bad === 2 ? "problem" : "problems"}` : "";
  const status = first?.code === "too-large" ? 413 : 400;
  return new HttpError(
    status,
    `Nothing was imported: ${first === undefined ? "" : formatProblem(first)}${more}`,
    problems,
  );
}

function statusOf(error: unknown): number {
  if (error instanceof HttpError) return error.status;
  if (error instanceof MissingError) return 404;
  if (error instanceof ConflictError || error instanceof CancelledError) return 409;
  if (error instanceof InputError) return error.code === "too-large" ? 413 : 400;
  if (error instanceof StoreError) return 507;
  if (error instanceof ProjectError) return 500;
  if (error instanceof UsageError) return 422;
  return 500;
}

function codeOf(error: unknown): string {
  if (error instanceof CancelledError) return "cancelled";
  if (error instanceof InputError) return error.code ?? "input";
  if (error instanceof HttpError && error.status === 503) return "busy";
  if (error instanceof MissingError) return "not-found";
  if (error instanceof ConflictError) return "conflict";
  if (error instanceof StoreError) return "store";
  if (error instanceof ProjectError) return "project";
  return "request";
}
