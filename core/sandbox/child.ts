/**
 * The main module of a plugin's process. `#plugin` is the plugin's own module there: a static import, which
 * needs no permission to read it.
 */
import "./guard.ts";
import * as plugin from "#plugin";
import type { InputFormat, Peek, ReadContext } from "../contract.ts";
import { describe } from "../describe.ts";
import { parseOptions } from "../options.ts";
import { checkFormat } from "../registry.ts";
import { Channel } from "./channel.ts";
import { faultOf } from "./faults.ts";
import { formatOfModule } from "./module.ts";
import type { Work } from "./messages.ts";
import { Packer } from "./packer.ts";
import { remoteSource } from "./remote_source.ts";

const channel = new Channel();
const { header: work, bytes } = channel.work();
try {
  const format = formatOfModule(plugin);
  checkFormat(format);
  if (work.t === "describe") tellOf(format);
  else if (work.t === "detect") await detect(format, work, bytes);
  else await read(format, work);
} catch (error) {
  channel.send({ t: "thrown", fault: faultOf(error) });
}
// Whatever the plugin has left running.
Deno.exit(0);

function tellOf(format: InputFormat): void {
  const { text = false, seeks = false } = format;
  const detects = format.detect !== undefined;
  channel.send({ t: "described", format: { ...describe(format), text, seeks, detects } });
}

async function detect(
  format: InputFormat,
  work: Extract<Work, { t: "detect" }>,
  head: Uint8Array,
): Promise<void> {
  const { name, whole, files } = work;
  const peek: Peek = { name, head, whole, ...(files !== undefined && { files }) };
  const { fit, why } = await format.detect!(peek);
  channel.send({ t: "verdict", fit, why });
}

async function read(format: InputFormat, work: Extract<Work, { t: "read" }>): Promise<void> {
  const { source, options, key, config, rules, maxRecord } = work;
  const context: ReadContext<Record<string, unknown>> = {
    options: parseOptions(format, options),
    key,
    rules,
    maxRecord,
    signal: new AbortController().signal,
    ...(config !== undefined && { config }),
  };
  const packer = new Packer(channel, maxRecord);
  try {
    for await (const item of format.read(remoteSource(channel, source), context)) packer.push(item);
  } finally {
    packer.flush();
  }
  channel.send({ t: "done" });
}
