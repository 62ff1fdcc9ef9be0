/** Whether a name ends with one of the format's extensions, in any case. */
export function hasExtension(format: { readonly extensions: readonly string[] }, name: string): boolean {
  const lower = name.toLowerCase();
  return format.extensions.some((extension) => lower.endsWith(extension));
}

/** The extension of a name in lower case, with the dot, or nothing. */
export function extensionOf(name: string): string {
  const base = name.slice(name.lastIndexOf("/") + 1);
  const dot = base.lastIndexOf(".");
  return dot <= 0 ? "" : base.slice(dot).toLowerCase();
}
