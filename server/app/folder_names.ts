import { HttpError } from "./errors.ts";

/** The parts of the name of a file that was sent as one of a folder: the folder's own name first. Throws `HttpError`. */
export function partsOf(name: string): readonly string[] {
  const parts = name.replace(/^\//, "").split("/");
  if (parts.every((part) => part !== "" && !part.startsWith("."))) return parts;
  throw new HttpError(422, `Cannot read "${name}" as a file of a folder: send names such as letters/a.txt`);
}
