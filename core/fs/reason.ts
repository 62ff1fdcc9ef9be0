/** Why the system refused, for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "no such file or folder";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.NotCapable) {
    const kind = /Requires (\w+) access/.exec(error.message)?.[1] ?? "read";
    if (kind === "all") return "Deno opens devices only with --allow-all";
    return `Deno was started without that permission; add --allow-${kind}=<its folder>`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ \(os error \d+\).*$/s, "").toLowerCase();
}
