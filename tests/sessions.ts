/** Sessions of documents: commands as a user types them, with what they print. */
import assert from "node:assert/strict";
import { shell } from "./command.ts";

/** A command of a session, with what it prints. */
export interface Step {
  readonly command: string;
  readonly output: string;
}

/** Each command of a session with what it prints. */
export function sessionsOf(markdown: string): Step[] {
  const sessions = [...markdown.matchAll(/```console\n([^]*?)```/g)].map((match) => match[1]!);
  return sessions.flatMap((session) =>
    session.split(/^\$ /m).slice(1).map((part) => {
      const [command, ...output] = part.split("\n");
      return { command: command!, output: output.join("\n") };
    })
  );
}

/** Runs the steps of sessions in a folder; `cat` of a file makes it as it is shown. */
export async function runSessions(steps: readonly Step[], folder: string): Promise<void> {
  for (const { command, output } of steps) {
    const file = /^cat (\S+)$/.exec(command)?.[1];
    if (file !== undefined) {
      await Deno.writeTextFile(`${folder}/${file}`, output);
      continue;
    }
    const { stdout } = await shell(`{ ${command}; } 2>&1`, folder);
    assert.equal(timeless(stdout), timeless(output), command);
  }
}

/** Without what differs from run to run: times, and the order of what two streams say. */
function timeless(text: string): string {
  return text.replace(/in \d+\.\d\d s/g, "in T s")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, "YYYY-MM-DD HH:MM:SS UTC")
    .split("\n").sort().join("\n");
}
