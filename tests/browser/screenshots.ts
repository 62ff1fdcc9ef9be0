/**
 * Writes the screenshots of the README.
 *
 *     deno task screenshots
 *
 * @module
 */
import { launch, visit } from "./browser.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const SETUP = `cp -r '${ROOT}examples/data' data
labelport init p -i data/reviews.csv -i data/photos -i data/tasks.json -l data/sentiment.xml 2> /dev/null
printf 'review;stars\\nFits well;5\\nCame late, but fits;4\\n' > more.csv`;

const browser = await launch();
await visit(browser, SETUP, async ({ page, server, folder }) => {
  await page.setViewportSize({ width: 960, height: 640 });
  const shot = (name: string) => page.screenshot({ path: `${ROOT}docs/screenshots/${name}.png` });
  await page.goto(`${server.url}/tasks`);
  await page.waitForLoadState("networkidle");
  await shot("tasks");
  await page.setViewportSize({ width: 960, height: 900 });
  await page.goto(`${server.url}/import`);
  await page.setInputFiles("#files", `${folder}/more.csv`);
  await page.getByLabel(/needs my_text: take/).selectOption("review");
  await page.locator("#preview").getByText("Fits well").waitFor();
  await shot("import");
});
await browser.close();
