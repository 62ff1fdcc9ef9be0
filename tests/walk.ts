/** The files below a folder, by their paths inside it, sorted; without those that git ignores. */
export async function walk(root: URL, inside = ""): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(new URL(inside, root))) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = inside + entry.name;
    if (entry.isDirectory) paths.push(...await walk(root, `${path}/`));
    else paths.push(path);
  }
  return paths.sort();
}
