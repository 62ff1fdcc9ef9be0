/**
 * Bundles what runs in the browser into `server/islands/bundle.ts`, so that users build nothing.
 *
 *     deno task islands
 *
 * @module
 */
const ISLANDS = `${import.meta.dirname}/../../server/islands`;

/** The bundled script of the import page, minified. */
export async function bundled(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform", "browser", "--minify", `${ISLANDS}/import_island.tsx`],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** The module that holds it. */
export function moduleOf(script: string): string {
  return "/** The script of the import page: `deno task islands` writes it. */\n" +
    `export const IMPORT_SCRIPT: string = ${JSON.stringify(script)};\n`;
}

if (import.meta.main) await Deno.writeTextFile(`${ISLANDS}/bundle.ts`, moduleOf(await bundled()));
