import assert from "node:assert/strict";
import { commandLine, inFolder, shell, start } from "../command.ts";
import { Random } from "../bench/random.ts";

/** Rows of an import that is killed: it takes about a second. */
const ROWS = 400_000;

/** Kills an import at random moments. What can be seen afterwards is all of it or nothing, and the next one works. */
export function crashes(
  { moments, seed }: { readonly moments: number; readonly seed: number },
): Promise<Crashes> {
  const random = new Random(seed);
  const found: Crashes = { nothing: 0, all: 0 };
  return new Promise((resolve, reject) =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/a.jsonl`, '{"a":"some text, to have some bytes"}\n'.repeat(ROWS));
      await shell("labelport init", folder);
      for (let n = 0; n < moments; n++) {
        const wait = random.below(1400);
        await (n % 2 === 0 ? killCommand : killServer)(folder, wait);
        await check(folder, found);
      }
    }).then(() => resolve(found), reject)
  );
}

/** How many of the imports were there afterwards, and how many were not. */
export interface Crashes {
  nothing: number;
  all: number;
}

async function killCommand(folder: string, wait: number): Promise<void> {
  const [program, ...args] = commandLine(["import", "a.jsonl", "--again"], folder);
  const child = new Deno.Command(program!, { args, cwd: folder, stdout: "null", stderr: "null" }).spawn();
  await pause(wait);
  kill(child);
  await child.status;
}

async function killServer(folder: string, wait: number): Promise<void> {
  const server = await start(folder, ["--port", "0", "--log", "off"]);
  const file = await Deno.open(`${folder}/a.jsonl`);
  const posted = fetch(`${server.url}/api/import`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: file.readable,
  }).then((response) => response.body!.cancel(), () => {});
  await pause(wait);
  await server.stop("SIGKILL");
  await posted;
}

/** Looks at the store as the crash left it, then lets the next import clean up, and takes both back. */
async function check(folder: string, found: Crashes): Promise<void> {
  const tasks = await count(folder);
  assert.ok(tasks === 0 || tasks === ROWS, `${tasks} of ${ROWS} tasks are seen`);
  found[tasks === 0 ? "nothing" : "all"]++;
  const next = await shell(`echo '{"b":1}' | labelport import - -f json`, folder);
  assert.equal(next.code, 0, next.stderr);
  assert.equal(await count(folder), tasks + 1);
  const { stdout } = await shell("labelport imports --json", folder);
  for (const { id, state } of JSON.parse(stdout)) {
    assert.notEqual(state, "running", `import ${id} was not cleaned up`);
    if (state === "done") assert.equal((await shell(`labelport undo ${id}`, folder)).code, 0);
  }
  assert.equal(await count(folder), 0);
}

async function count(folder: string): Promise<number> {
  const { code, stdout, stderr } = await shell("labelport export | wc -l; exit ${PIPESTATUS[0]}", folder);
  assert.equal(code, 0, stderr);
  return Number(stdout);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It had ended.
  }
}
