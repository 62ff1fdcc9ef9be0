/// <reference lib="dom" />
/** The pages of the import server in a real browser, as people use them. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { launch, type Visit, visit } from "./browser.ts";

const CONFIG =
  `printf '<View><Text name="t" value="$text"/></View>' > c.xml; labelport init p -l c.xml 2> /dev/null`;
/** Rows of which each has a semicolon and commas. */
const CSV = String.raw`printf 'text;n\nHello, you;1\nWorld;2\n' > a.csv`;

let browser: Browser | undefined;
const shared = async () => browser ??= await launch();

function test(name: string, setup: string, use: (visit: Visit) => Promise<void>): void {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => visit(await shared(), setup, use),
  });
}

/** Puts files on the drop zone as a drag from a file manager does. */
async function drop(page: Page, names: readonly string[], folder: string): Promise<void> {
  const files = names.map((name) => ({ name, base64: Deno.readFileSync(`${folder}/${name}`).toBase64() }));
  const data = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of files) {
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    }
    return transfer;
  }, files);
  await page.waitForSelector("#drop");
  await page.dispatchEvent("#drop", "drop", { dataTransfer: data });
}

/** Drags a path from the disk onto the drop zone, so that the browser itself reads the folder. */
async function dragIn(page: Page, path: string): Promise<void> {
  await page.waitForSelector("#drop");
  const box = await page.locator("#drop").boundingBox();
  const at = { x: box!.x + 20, y: box!.y + 20 };
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const session = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, ...at, data });
  }
}

const rows = (page: Page) => page.locator("#preview tbody tr");

test(
  "a CSV that is dropped is shown, the delimiter overridden, mapped, imported and found among the tasks",
  `${CONFIG}; ${CSV}`,
  async ({ page, server, folder }) => {
    await page.goto(`${server.url}/import`);
    await drop(page, ["a.csv"], folder);
    await page.getByText("2 columns separated by semicolons").first().waitFor();
    assert.equal(await rows(page).count(), 2);
    await page.selectOption("#option-delimiter", "comma");
    await page.getByText('which <Text name="t"> needs').first().waitFor();
    await page.selectOption("#option-delimiter", "semicolon");
    await page.locator("#preview").getByText("Hello, you").waitFor();
    await page.click("#send");
    await page.getByText("2 tasks imported").waitFor();
    await page.getByRole("link", { name: "Look at them" }).click();
    await page.getByRole("cell", { name: "Hello, you" }).waitFor();
    await page.getByRole("link", { name: "1", exact: true }).click();
    await page.getByText("from a.csv:2").waitFor();
  },
);

test(
  "a column of another name is mapped to the key that the label config needs",
  `${CONFIG}; printf 'txt\\nHi\\n' > a.csv`,
  async ({ page, server, folder }) => {
    await page.goto(`${server.url}/import`);
    await drop(page, ["a.csv"], folder);
    await page.getByLabel(/needs text: take/).selectOption("txt");
    await page.locator("#preview").getByText("Hi").waitFor();
    await page.click("#send");
    await page.getByText("1 task imported").waitFor();
    assert.deepEqual((await server.tasks()).map(({ data }) => data), [{ text: "Hi" }]);
  },
);

test(
  "a broken file is told with the place where it is broken, and nothing of it is imported",
  `labelport init p 2> /dev/null; printf '{"a":1}\\n{"a":}\\n' > b.jsonl`,
  async ({ page, server, folder }) => {
    await page.goto(`${server.url}/import`);
    await drop(page, ["b.jsonl"], folder);
    await page.locator("#problems").getByText("b.jsonl:2:6: expected a value").waitFor();
    await page.click("#send");
    await page.locator("#result").getByText("Nothing was imported").waitFor();
    await page.locator("#result").getByText("b.jsonl:2:6").waitFor();
    assert.deepEqual(await server.tasks(), []);
  },
);

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

test(
  "a folder of 250 images with odd names is shown, imported, kept and loaded",
  `labelport init p 2> /dev/null; mkdir -p in/sub; echo ${PNG} | base64 -d > one.png; for i in $(seq 1 125); do cp one.png "in/a #$i 100% ü?&+.png"; cp one.png "in/sub/$i.png"; done`,
  async ({ page, server, folder }) => {
    await page.goto(`${server.url}/import`);
    await page.setInputFiles("#folder", `${folder}/in`);
    await page.getByText("image-dir: 200 of its files (the first 200 of them) are images").waitFor();
    assert.equal(await rows(page).count(), 20);
    await page.click("#send");
    await page.getByText("250 tasks imported").waitFor();
    await page.getByRole("link", { name: "Look at them" }).click();
    await page.waitForSelector("td img");
    const widths = await page.evaluate(async () => {
      const images = [...document.images];
      for (const image of images) image.loading = "eager";
      await Promise.all(images.map((image) => image.decode()));
      return images.map(({ naturalWidth }) => naturalWidth);
    });
    assert.deepEqual(widths, Array(50).fill(1));
    const kept = `${folder}/p/media`;
    assert.equal([...Deno.readDirSync(kept)].length, 1);
    await page.goto(`${server.url}/imports/1/undo`);
    await page.getByRole("button", { name: "Undo import 1" }).click();
    await page.getByText("undone").first().waitFor();
    assert.deepEqual([...Deno.readDirSync(kept)], []);
    assert.deepEqual(await server.tasks(), []);
  },
);

test(
  "a folder that is dragged in is read whole, under the files' own names, without those that are hidden",
  `labelport init p 2> /dev/null; mkdir -p in/sub; echo ${PNG} | base64 -d > one.png; cp one.png 'in/a "quoted" %22.png'; touch in/.DS_Store; for i in $(seq 1 250); do cp one.png "in/sub/$i.png"; done`,
  async ({ page, server, folder }) => {
    await page.goto(`${server.url}/import`);
    await dragIn(page, `${folder}/in`);
    await page.getByText("image-dir: 200 of its files (the first 200 of them) are images").waitFor();
    await page.getByRole("img", { name: 'in/a "quoted" %22.png' }).waitFor();
    await page.click("#send");
    await page.getByText("251 tasks imported").waitFor();
    const [first] = await server.tasks();
    const url = String(first?.data["image"]);
    assert.match(url, /\/static\/a%20%22quoted%22%20%2522\.png\?/);
    const image = await fetch(url);
    assert.equal((await image.bytes()).length, Deno.statSync(`${folder}/one.png`).size);
  },
);

test(
  "a table in another encoding is read once that is named",
  `labelport init p 2> /dev/null; printf 'text,n\nna\\357ve,1\n' > a.csv`,
  async ({ page, server, folder }) => {
    await page.goto(`${server.url}/import`);
    await drop(page, ["a.csv"], folder);
    await page.locator("#problems").getByText("no UTF-8").waitFor();
    await page.fill("#encoding", "latin1");
    await page.locator("#encoding").press("Tab");
    await page.locator("#preview").getByText("naïve").waitFor();
    await page.click("#send");
    await page.getByText("1 task imported").waitFor();
    assert.equal((await server.tasks())[0]?.data["text"], "naïve");
  },
);

test(
  "a large import that is cancelled leaves nothing",
  `labelport init p 2> /dev/null; yes '{"text":"some words of a task that is one of many"}' | head -n 3000000 > big.jsonl`,
  async ({ page, server, folder }) => {
    await page.goto(`${server.url}/import`);
    await page.setInputFiles("#files", `${folder}/big.jsonl`);
    await rows(page).first().waitFor();
    await page.click("#send");
    await page.waitForSelector("#progress");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Cancelled: nothing of it remains").waitFor();
    await page.waitForTimeout(500);
    assert.deepEqual(await server.tasks(), []);
  },
);

test(
  "an import is undone after a confirmation that says what will go",
  `printf 'text\\na\\nb\\n' > a.csv; labelport init p -i a.csv 2> /dev/null`,
  async ({ page, server }) => {
    await page.goto(`${server.url}/imports`);
    await page.getByRole("link", { name: "1", exact: true }).click();
    await page.getByRole("link", { name: "Undo …" }).click();
    await page.getByText("2 tasks of a.csv will be gone").waitFor();
    assert.equal((await server.tasks()).length, 2);
    await page.getByRole("button", { name: "Undo import 1" }).click();
    await page.getByText("undone").first().waitFor();
    assert.deepEqual(await server.tasks(), []);
  },
);

test(
  "a label config is edited into an error, which is told with its line, and then saved",
  CONFIG,
  async ({ page, server, folder }) => {
    await page.goto(`${server.url}/config`);
    const good = await page.inputValue("textarea");
    await page.fill("textarea", `${good}\n<Rating name="r" toName="x"/>`);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText('config:2:1: toName="x" leads to no tag of this name').waitFor();
    assert.doesNotMatch(await Deno.readTextFile(`${folder}/p/c.xml`), /Rating/);
    await page.fill("textarea", `${good}\n<Rating name="r" toName="t"/>`);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    assert.match(await Deno.readTextFile(`${folder}/p/c.xml`), /Rating/);
  },
);

test(
  "what hostile tasks hold is text, and runs nowhere",
  `printf '{"text":"<img src=x onerror=alert(1)>","url":"javascript:alert(1)","<b>":"</script><script>alert(1)</script>"}' > a.json; labelport init p -i a.json 2> /dev/null`,
  async ({ page, server, folder }) => {
    let ran = false;
    page.on("dialog", () => ran = true);
    for (const path of ["/tasks", "/tasks/1", "/imports", "/imports/1"]) await page.goto(server.url + path);
    await page.goto(`${server.url}/import`);
    await drop(page, ["a.json"], folder);
    await rows(page).first().waitFor();
    assert.equal(await page.locator("a[href^=javascript], img[src^=javascript]").count(), 0);
    assert.ok(!ran);
  },
);

test(
  "no page has a fault that axe finds, light or dark, wide or narrow",
  `${CONFIG}; printf '{"data":{"text":"a","image":"/x.png"},"predictions":[{"result":[],"score":0.5}]}' > a.json; labelport import p a.json 2> /dev/null; ${CSV}`,
  async ({ page, server, folder }) => {
    const check = async (what: string) => {
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: typeof axe }).axe.run()
      );
      assert.deepEqual(violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes[0]?.html}`), []);
    };
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (
        const path of ["/", "/tasks", "/tasks/1", "/imports", "/imports/1", "/imports/1/undo", "/config"]
      ) {
        await page.goto(server.url + path);
        await check(`${path}, ${colorScheme}`);
      }
      await page.goto(`${server.url}/import`);
      await drop(page, ["a.csv"], folder);
      await rows(page).first().waitFor();
      await check(`/import, ${colorScheme}`);
    }
    await page.setViewportSize({ width: 360, height: 700 });
    for (const path of ["/", "/tasks", "/imports", "/config", "/import"]) {
      await page.goto(server.url + path);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${path} is ${overflow} px too wide for a phone`);
    }
  },
);

Deno.test({
  name: "the browser closes",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () => browser?.close(),
});
