import { UsageError } from "@labelport/core";

/** Thrown where what is asked for does not go with what is there: done already, under way, taken. */
export class ConflictError extends UsageError {}

/** Thrown where an import ends because somebody wants no more of it. */
export class CancelledError extends UsageError {}

/** Thrown where the project itself is broken, which no request can mend. */
export class ProjectError extends UsageError {}

/** Thrown where there is nothing of the name or number that was given. */
export class MissingError extends UsageError {}
