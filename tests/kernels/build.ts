/**
 * Compiles the kernels in AssemblyScript into modules that embed them, so that users build nothing.
 *
 *     deno task kernels
 *
 * @module
 */
import asc from "assemblyscript";

/** A kernel: its source, the module that holds it, and the name that it has there. */
export interface KernelSource {
  readonly source: string;
  readonly module: string;
  readonly name: string;
}

const ROOT = new URL("../../", import.meta.url);

export const KERNELS: readonly KernelSource[] = [
  { source: "plugins/csv/assembly/rows.ts", module: "plugins/csv/rows_wasm.ts", name: "ROWS_WASM" },
  { source: "core/json/assembly/records.ts", module: "core/json/records_wasm.ts", name: "RECORDS_WASM" },
  { source: "plugins/text/assembly/lines.ts", module: "plugins/text/lines_wasm.ts", name: "LINES_WASM" },
];

/** The module that is to hold a kernel. Throws with the compiler's words where it does not compile. */
export async function moduleOf({ source, name }: KernelSource): Promise<string> {
  const folder = new URL(source.slice(0, source.lastIndexOf("/") + 1), ROOT);
  let wasm: Uint8Array<ArrayBuffer> | undefined;
  const flags = [
    ...["-O3", "--noAssert", "--runtime", "stub", "--use", "abort="],
    ...["--enable", "simd", "--enable", "relaxed-simd", "--outFile", "out.wasm"],
  ];
  const { error, stderr } = await asc.main([source.slice(source.lastIndexOf("/") + 1), ...flags], {
    readFile: (path: string) => {
      try {
        return Deno.readTextFileSync(new URL(path, folder));
      } catch {
        return null;
      }
    },
    writeFile: (_: string, contents: Uint8Array | string) => {
      if (typeof contents !== "string") wasm = new Uint8Array(contents);
    },
    listFiles: () => [],
  });
  if (error !== null || wasm === undefined) throw new Error(`${source}: ${stderr}`);
  return `/** ${source}, compiled: \`deno task kernels\` writes it. */\nexport const ${name}: string =\n  "${wasm.toBase64()}";\n`;
}

export function pathOf(path: string): URL {
  return new URL(path, ROOT);
}

if (import.meta.main) {
  for (const kernel of KERNELS) await Deno.writeTextFile(pathOf(kernel.module), await moduleOf(kernel));
}
