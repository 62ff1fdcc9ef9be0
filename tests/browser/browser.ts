import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright, type Page } from "playwright-core";
import { inFolder, type RunningServer, shell, start } from "../command.ts";

/** A real Chromium, from npm alone. */
export async function launch(): Promise<Browser> {
  return await playwright.launch({
    executablePath: await chromium.executablePath(),
    // In a single process the end of one page would be the end of all.
    args: [
      ...chromium.args.filter((arg) => !/^--(single-process|no-zygote|headless)/.test(arg)),
      "--no-sandbox",
    ],
    headless: true,
  });
}

/** A page of a server in a folder. What the page throws fails the test. */
export interface Visit {
  readonly page: Page;
  readonly server: RunningServer;
  readonly folder: string;
}

/** Opens a page on a new project. `setup`: lines of shell, run in its folder before the server starts. */
export async function visit(
  browser: Browser,
  setup: string,
  use: (visit: Visit) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const made = await shell(setup, folder);
    if (made.code !== 0) throw new Error(made.stderr);
    await using server = await start(folder, ["p", "--port", "0", "--log", "off"]);
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && /Content Security Policy/.test(message.text())) {
        faults.push(message.text());
      }
    });
    try {
      await use({ page, server, folder });
    } finally {
      await context.close();
    }
    if (faults.length > 0) throw new Error(faults.join("\n"));
  });
}
