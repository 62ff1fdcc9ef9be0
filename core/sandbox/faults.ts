import { InputError, UsageError } from "../problem.ts";
import type { Fault } from "./messages.ts";

/** An error, for the other side. */
export function faultOf(error: unknown): Fault {
  if (error instanceof InputError) {
    const { message, hint, code, at } = error;
    return { message, hint, code, at };
  }
  if (error instanceof UsageError) return { message: error.message, isUsage: true };
  if (error instanceof Error && error.name === "NotCapable") {
    const message = error.message.replace(/, run again with .*/s, "");
    return { message, hint: "a plugin has no permissions; --trust-plugin gives it those of Labelport" };
  }
  try {
    return { message: error instanceof Error ? String(error.message) || error.name : String(error) };
  } catch {
    return { message: "it threw something that cannot be shown" };
  }
}

/** An error, from the other side. */
export function errorOf({ message, isUsage, ...more }: Fault): Error {
  return isUsage ? new UsageError(message) : new InputError(message, more);
}
