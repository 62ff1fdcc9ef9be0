/** The command with five threads for any file, in parts of 64 bytes: what it does is to be the same. */
import { openThreads } from "@labelport/core/fs";
import { main } from "../../cli/main.ts";

Deno.exit(await main(Deno.args, (count = 5) => openThreads(count, { partSize: 64, smallest: 0 })));
