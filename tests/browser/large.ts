import assert from "node:assert/strict";
import { launch, visit } from "./browser.ts";

/**
 * Drops a large table into the page and imports it: neither the page's memory nor the server's grows with it. `size`: of
 * the table, in bytes. Gives the tasks, and the peaks in MB.
 */
export async function largeFile({ size }: { readonly size: number }) {
  const browser = await launch();
  const row = "a text of some forty characters, as it may be,";
  const rows = Math.ceil(size / (row.length + 9));
  let found = { tasks: 0, server: 0, page: 0 };
  const setup =
    `labelport init p 2> /dev/null; { echo 'text,n'; seq -f '"${row}",%08.0f' 1 ${rows}; } > big.csv`;
  await visit(browser, setup, async ({ page, server, folder }) => {
    page.setDefaultTimeout(600_000);
    await page.goto(`${server.url}/import`);
    await page.setInputFiles("#files", `${folder}/big.csv`);
    await page.locator("#preview tbody tr").first().waitFor();
    await page.click("#send");
    await page.locator("#result").getByText("tasks imported").waitFor();
    const { task_count: tasks } = await (await fetch(`${server.url}/api/project`)).json();
    assert.equal(tasks, rows);
    const heap = await page.evaluate(() =>
      (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize
    );
    found = { tasks, server: peakOf(server.pid), page: Math.round(heap / 1e6) };
    assert.ok(found.server < 400 && found.page < 100, JSON.stringify(found));
  }).finally(() => browser.close());
  return found;
}

/** The most memory that a process has held so far, in MB. */
function peakOf(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)![1]) / 1e3);
}
