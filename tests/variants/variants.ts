/** Runs the tests of files and commands with each kernel and with several threads, as they stand. */

const FILES = [
  "convert",
  "endings",
  "outputs",
  "broken_inputs",
  "folders",
  "guide",
  "project",
  "project_edges",
  "retry",
]
  .map((name) => `tests/${name}_test.ts`);

/** What is set for the tests, and which they are. */
interface Variant {
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly tests: readonly string[];
}

export const VARIANTS: Readonly<Record<string, Variant>> = {
  "commands with five threads and parts of 64 bytes": {
    env: { LABELPORT_MAIN: "tests/variants/threads.ts" },
    flags: [],
    tests: FILES,
  },
  "commands without WebAssembly": {
    env: { LABELPORT_MAIN: "tests/variants/plain.ts" },
    flags: [],
    tests: FILES,
  },
  "core and formats without WebAssembly": {
    env: {},
    // Those that compare both kernels need both.
    flags: [
      "--preload",
      "tests/variants/no_wasm.ts",
      "--ignore=core/json/fast_records_test.ts,core/json/fast_records_memory_test.ts,plugins/csv/fast_rows_test.ts,plugins/text/fast_lines_test.ts",
    ],
    tests: ["core", "plugins"],
  },
};

/** Runs tests as they are to be. Throws with what they printed where one fails. */
export async function runTests({ env, flags, tests }: Variant): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", "--no-check", ...flags, ...tests],
    cwd: new URL("../../", import.meta.url),
    env: { ...env, NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  if (!success) {
    throw new Error(`${decoder.decode(stdout).slice(-4000)}${decoder.decode(stderr).slice(-2000)}`);
  }
}
