import assert from "node:assert/strict";
import { inFolder, start } from "../command.ts";

/** What the clients of one run saw. */
export interface Load {
  readonly requests: number;
  readonly tasks: number;
  /** Small imports that ended while a huge one was under way. */
  readonly meanwhile: number;
}

/**
 * So many clients post at once, small imports and two huge ones: every task that was answered for is there, once,
 * under an id of its own, and none of the requests failed.
 */
export async function load(
  { clients, rounds }: { readonly clients: number; readonly rounds: number },
): Promise<Load> {
  const seen = { requests: 0, tasks: 0, meanwhile: 0 };
  await inFolder(async (folder) => {
    await using server = await start(folder, ["--port", "0", "--log", "off"]);
    const ids = new Map<number, string>();
    let huge = 2;
    const post = async (name: string, count: number) => {
      const body = `${JSON.stringify({ by: name })}\n`.repeat(count);
      const headers = { "content-type": "application/x-ndjson" };
      const response = await fetch(`${server.url}/api/import?return_task_ids=true`, {
        method: "POST",
        headers,
        body,
      });
      const text = await response.text();
      assert.equal(response.status, 201, text);
      const { task_ids: given } = JSON.parse(text);
      assert.equal(given.length, count);
      for (const id of given) {
        assert.ok(!ids.has(id), `the id ${id} was given twice`);
        ids.set(id, name);
      }
      seen.requests++;
    };
    const client = async (n: number) => {
      if (n < 2) {
        await post(`huge ${n}`, 300_000);
        huge--;
        return;
      }
      for (let round = 0; round < rounds; round++) {
        await post(`small ${n}.${round}`, 1 + (n + round) % 3);
        if (huge > 0) seen.meanwhile++;
      }
    };
    await Promise.all(Array.from({ length: clients }, (_, n) => client(n)));
    const tasks = await server.tasks();
    assert.equal(tasks.length, ids.size);
    for (const { id, data } of tasks) assert.equal(data.by, ids.get(id));
    seen.tasks = tasks.length;
    assert.equal(await server.stop(), 0);
  });
  return seen;
}
