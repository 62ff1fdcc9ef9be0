import { UsageError } from "../problem.ts";

/** Makes an error that names the plugin which cannot be loaded. */
type Refuse = (why: string) => UsageError;

let known: Promise<string> | undefined;

/** Where Deno keeps what it has fetched. */
export function denoDir(refuse: Refuse): Promise<string> {
  return known ??= runDeno(["info", "--json"], refuse).then((text) => JSON.parse(text).denoDir);
}

/** Runs Deno itself and gives what it printed. Throws where that is not permitted. */
export async function runDeno(args: readonly string[], refuse: Refuse): Promise<string> {
  const path = Deno.execPath();
  const { state } = await Deno.permissions.query({ name: "run", command: path });
  if (state !== "granted") {
    throw refuse(
      `it runs in a process of its own, without permissions, and starting one takes --allow-run=${path}; ` +
        "or trust it with --trust-plugin",
    );
  }
  const env = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  const command = new Deno.Command(path, { args: [...args], env, stdin: "null" });
  const { code, stdout, stderr } = await command.output();
  if (code === 0) return new TextDecoder().decode(stdout);
  const said = new TextDecoder().decode(stderr).split("\n").find((line) => line.startsWith("error: "));
  throw refuse(said?.replace(/^error: /, "") ?? `"deno ${args[0]}" ended with ${code}`);
}
