import { UsageError } from "@labelport/core";
import { isFolder } from "@labelport/core/fs";
import { type Command, Option } from "commander";
import { resolve } from "node:path";
import { parseLimit, parsePort } from "./arguments.ts";
import type { Surroundings } from "./surroundings.ts";
import { startLog } from "./log.ts";
import { countText, say } from "./terminal.ts";

interface StartFlags {
  readonly port?: number;
  readonly host?: string;
  readonly media: readonly string[];
  readonly browser: boolean;
  readonly token?: string;
  readonly limit: Readonly<Record<string, number>>;
  readonly log: "text" | "json" | "off";
}

/** Adds `labelport start`: the import server of a project. */
export function addStart(program: Command, { registry, signal }: Surroundings): void {
  program.command("start")
    .description("Serve a project: its import page, its HTTP API and its media; Ctrl-C ends it")
    .argument("[project]", "the project's folder; an empty project is made where there is none", ".")
    .addOption(
      new Option("-p, --port <number>", "where to listen, now and later (default: the project's, 8200)")
        .argParser(
          parsePort,
        ),
    )
    .option(
      "--host <host>",
      "where to listen, now and later; beyond this machine with a token (default: the project's, 127.0.0.1)",
    )
    .option("--token <secret>", "let in only who brings it, as a bearer token or as a password")
    .addOption(
      new Option(
        "--limit <name=value>",
        "what requests may cost, such as body=1GiB or imports=8; may be given again",
      )
        .argParser(parseLimit).default({}, "see the server's README"),
    )
    .addOption(
      new Option("--log <how>", "a line for each request").choices(["text", "json", "off"]).default("text"),
    )
    .addOption(
      new Option("--media <folder>", "a folder whose files annotators may fetch; may be given again")
        .argParser((path: string, before: readonly string[]) => [...before, path]).default([], "none"),
    )
    .option("--no-browser", "do not open the page in a browser")
    .action(async (folder: string, flags: StartFlags) => {
      const { port, host, media, browser, token, limit, log } = flags;
      const { createProject, isProject, openProject } = await import("@labelport/server");
      const { serve } = await import("@labelport/server/app");
      for (const path of media) {
        if (!await isFolder(path)) {
          throw new UsageError(`Cannot serve the media of "${path}": it is no folder`);
        }
      }
      if (!isProject(folder)) {
        await (await createProject(folder)).finish();
        say(`there was no project in ${folder}: an empty one was made`);
      }
      if (log !== "off") await startLog(log);
      const project = await openProject(folder, {
        ...(port !== undefined && { port }),
        ...(host !== undefined && { host }),
      }, media.map((path) => resolve(path)));
      try {
        // Better now than at each request.
        await project.labelConfig();
        const serving = await serve({
          registry,
          project,
          host: project.settings.host,
          port: project.settings.port,
          token,
          limits: limit,
          signal,
        });
        const { moved, kept } = await project.moveTo(project.settings.baseUrl ?? serving.url);
        if (kept) say(`${folder} is served at ${serving.url} from now on, as its labelport.json says`);
        if (moved > 0) say(`the media URLs of ${countText(moved, "task")} now begin with ${project.baseUrl}`);
        say(`serving ${folder} at ${serving.url}/import; Ctrl-C ends it`);
        if (browser) await openBrowser(`${serving.url}/import`);
        await serving.finished;
        say("stopped");
      } finally {
        project.close();
      }
    });
}

/** Opens a page where that is permitted; where it is not, the address has been said. */
async function openBrowser(url: string): Promise<void> {
  const command = { darwin: "open", windows: "explorer" }[Deno.build.os as string] ?? "xdg-open";
  const { state } = await Deno.permissions.query({ name: "run", command });
  if (state !== "granted") return;
  try {
    new Deno.Command(command, { args: [url], stdin: "null", stdout: "null", stderr: "null" }).spawn().unref();
  } catch {
    // There is no browser to open.
  }
}
