/** The command without WebAssembly: what it does is to be the same. */
import "./no_wasm.ts";
import { main } from "../../cli/main.ts";

Deno.exit(await main(Deno.args));
