import { UsageError } from "@labelport/core";
import { isFolder } from "@labelport/core/fs";
import { type Command, Option } from "commander";
import { resolve } from "node:path";
import { parsePort } from "./arguments.ts";
import type { Surroundings } from "./surroundings.ts";
import { countText, say } from "./terminal.ts";

interface StartFlags {
  readonly port?: number;
  readonly host?: string;
  readonly media: readonly string[];
  readonly browser: boolean;
}

/** Adds `labelport start`: the import server of a project. */
export function addStart(program: Command, { registry, signal }: Surroundings): void {
  program.command("start")
    .description("Serve a project: its import page, its HTTP API and its media; Ctrl-C ends it")
    .argument("[project]", "the project's folder; an empty project is made where there is none", ".")
    .addOption(
      new Option("-p, --port <number>", "where to listen (default: the project's, 8200)").argParser(
        parsePort,
      ),
    )
    .option("--host <host>", "where to listen: this machine only (default: the project's, 127.0.0.1)")
    .addOption(
      new Option("--media <folder>", "a folder whose files annotators may fetch; may be given again")
        .argParser((path: string, before: readonly string[]) => [...before, path]).default([], "none"),
    )
    .option("--no-browser", "do not open the page in a browser")
    .action(async (folder: string, { port, host, media, browser }: StartFlags) => {
      const { createProject, isProject, openProject } = await import("@labelport/server");
      const { serve } = await import("@labelport/server/app");
      for (const path of media) {
        if (!await isFolder(path)) {
          throw new UsageError(`Cannot serve the media of "${path}": it is no folder`);
        }
      }
      if (!isProject(folder)) {
        await (await createProject(folder, { host, port: port === 0 ? undefined : port })).finish();
        say(`there was no project in ${folder}: an empty one was made`);
      }
      const project = await openProject(folder, {
        ...(port !== undefined && { port }),
        ...(host !== undefined && { host }),
      }, media.map((path) => resolve(path)));
      try {
        const serving = await serve({
          registry,
          project,
          host: project.settings.host,
          port: project.settings.port,
          signal,
        });
        const moved = await project.moveTo(project.settings.baseUrl ?? serving.url);
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
