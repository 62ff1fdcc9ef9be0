import { z } from "zod";
import type { FileSource, FolderSource, InputFormat, Item, Peek, ReadContext, Verdict } from "../contract.ts";
import { MAX_RECORD } from "../import_tasks.ts";
import type { OptionSchema } from "../options.ts";
import { UsageError } from "../problem.ts";
import { checkFormat } from "../registry.ts";
import { errorOf } from "./faults.ts";
import type { Frame } from "./frames.ts";
import { GivenItems, placeOf, textOf } from "./given_items.ts";
import { type Checked, checkGraph, mainModule } from "./graph.ts";
import { PLUGIN_LIMITS, type PluginLimits } from "./limits.ts";
import type { Asked, DescribedFormat, Fault, Given, Work } from "./messages.ts";
import { formatOfModule } from "./module.ts";
import { PluginProcess } from "./plugin_process.ts";
import { SourceServer } from "./source_server.ts";

/** How a plugin is loaded. */
export interface PluginOptions extends Partial<PluginLimits> {
  /** The folder that a path begins from. */
  readonly base: string;
  /** Runs it in this process, with all that this process may do. */
  readonly trusted?: boolean;
  /** Told what the plugin says on standard error, line by line. */
  readonly onSaid?: (line: string) => void;
}

/**
 * Loads a format of one's own: a path (a module, or a folder with one) or an `npm:` package whose default export
 * is a format. It runs in a process of its own without any permission; what it yields is checked as any
 * stranger's data. Throws `UsageError`, with what to change, where it is no format or imports what it may not.
 */
export async function loadPlugin(specifier: string, options: PluginOptions): Promise<InputFormat> {
  const refuse = (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    return new UsageError(`Cannot load the plugin "${specifier}": ${message.split("\n")[0]}`);
  };
  if (options.trusted) {
    const { url } = await mainModule(specifier, options.base);
    try {
      const format = formatOfModule(await import(url));
      checkFormat(format);
      return format;
    } catch (error) {
      throw refuse(error);
    }
  }
  const plugin = await checkGraph(specifier, options.base);
  try {
    return await new SandboxedPlugin(plugin, options).format();
  } catch (error) {
    throw refuse(error);
  }
}

/** A format whose work is done elsewhere. */
class SandboxedPlugin {
  readonly #plugin: Checked;
  readonly #limits: PluginLimits;
  readonly #onSaid: (line: string) => void;

  constructor(plugin: Checked, options: PluginOptions) {
    const { memory, timeout } = PLUGIN_LIMITS;
    this.#plugin = plugin;
    this.#limits = { memory: options.memory ?? memory, timeout: options.timeout ?? timeout };
    this.#onSaid = options.onSaid ?? (() => {});
  }

  async format(): Promise<InputFormat> {
    const described = await this.#ask({ t: "describe" }, "described");
    const { name, title, reads, extensions, mediaTypes, key, options, text, seeks, detects } =
      (described as { readonly format: DescribedFormat }).format;
    const format: InputFormat = {
      name,
      title,
      reads,
      extensions,
      ...(Array.isArray(mediaTypes) && { mediaTypes: mediaTypes.map(String) }),
      ...(typeof key === "string" && { key }),
      ...(text === true && { text }),
      ...(seeks === true && { seeks }),
      options: optionsOf(options),
      ...(detects && { detect: (peek: Peek) => this.#detect(peek) }),
      read: (source, context) => this.#read(source, context),
    };
    checkFormat(format);
    return format;
  }

  async #detect({ name, head, whole, files }: Peek): Promise<Verdict> {
    try {
      const verdict = await this.#ask({ t: "detect", name, whole, files }, "verdict", head);
      const { fit, why } = verdict as unknown as Verdict;
      if (fit !== "sure" && fit !== "maybe" && fit !== "no") throw new Error("its verdict is none");
      return { fit, why: textOf(why) ?? "it does not say why" };
    } catch (error) {
      // What a plugin cannot judge is not refused: others may read it.
      return { fit: "no", why: (error as Error).message };
    }
  }

  async *#read(source: FileSource | FolderSource, context: ReadContext): AsyncGenerator<Item> {
    const { options, key, config, rules, maxRecord, signal } = context;
    const process = this.#start(maxRecord);
    const server = new SourceServer(source, process);
    const items = new GivenItems();
    const stop = () => void process.stop("the import was stopped");
    signal.addEventListener("abort", stop);
    try {
      void process.send({ t: "read", source: server.info, options, key, config, rules, maxRecord });
      for (;;) {
        const frame = await process.next<Asked | Given>();
        const { t } = frame.header;
        if (t === "done") return;
        if (t === "thrown") throw thrown(frame.header.fault);
        if (ASKED.has(t)) server.answer(frame.header as Asked);
        else yield items.itemOf(frame as Frame<Given>);
      }
    } finally {
      signal.removeEventListener("abort", stop);
      await process.end();
      await server.close();
    }
  }

  /** Gives a process a question, and ends it with its answer. */
  async #ask(work: Work, wanted: string, bytes?: Uint8Array): Promise<Given> {
    const process = this.#start(MAX_RECORD);
    try {
      void process.send(work, bytes);
      const { header } = await process.next<Given>();
      if (header.t === "thrown") throw thrown(header.fault);
      if (header.t !== wanted) throw new UsageError("it answered something else");
      return header;
    } finally {
      await process.end();
    }
  }

  #start(maxRecord: number): PluginProcess {
    return new PluginProcess({
      plugin: this.#plugin,
      limits: this.#limits,
      maxRecord,
      onSaid: this.#onSaid,
    });
  }
}

const ASKED: ReadonlySet<string> = new Set<Asked["t"]>(
  ["open", "pull", "cancel", "list", "file", "get", "faults"],
);

/** What the plugin threw, as an error here. */
function thrown(fault: Fault): Error {
  const { message, hint, code, at, isUsage } = fault;
  return errorOf({
    message: textOf(message) ?? "the plugin threw something that cannot be shown",
    hint: textOf(hint),
    code: textOf(code),
    at: placeOf(at),
    ...(isUsage === true && { isUsage }),
  });
}

/** Options as the plugin describes them, made anew: no pattern or check of a stranger's runs here. */
function optionsOf(described: Readonly<Record<string, OptionSchema>>): z.ZodObject {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, schema] of Object.entries(described ?? {})) shape[name] = optionOf(schema);
  return z.object(shape);
}

function optionOf({ type, enum: values, default: value, description }: OptionSchema): z.ZodType {
  const isText = (all: unknown): all is string[] =>
    Array.isArray(all) && all.every((one) => typeof one === "string");
  const base = isText(values) && values.length > 0
    ? z.enum(values)
    : type === "boolean"
    ? z.boolean()
    : type === "integer"
    ? z.int()
    : type === "number"
    ? z.number()
    : type === "string"
    ? z.string()
    : z.unknown();
  const described: z.ZodType = typeof description === "string"
    ? base.describe(description.slice(0, 500))
    : base;
  // Without one the plugin's own check says that it is missing.
  return value === undefined ? described.optional() : described.default(value);
}
