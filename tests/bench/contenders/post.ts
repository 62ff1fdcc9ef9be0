/** The import server of an empty project, and one POST of the file to it: from the first byte sent to the answer. */
import { highWaterMark } from "../measure.ts";
import { report } from "./outcome.ts";

const [input, output] = Deno.args as [string, string];
const CLI = `${import.meta.dirname}/../../../cli/main.ts`;

const server = new Deno.Command(Deno.execPath(), {
  args: [
    ...["run", "--quiet", "--allow-read", "--allow-write", "--allow-net", CLI],
    ...["start", output, "--port", "0", "--no-browser"],
  ],
  stderr: "piped",
}).spawn();
const said = server.stderr.pipeThrough(new TextDecoderStream()).getReader();
let text = "";
while (!text.includes("serving ")) {
  const { done, value } = await said.read();
  if (done) throw new Error(text);
  text += value;
}
const url = /(http:\S+)\/import/.exec(text)![1]!;
await report(async () => {
  const began = performance.now();
  const file = await Deno.open(input);
  const headers = { "content-type": "text/csv" };
  const answer = await fetch(`${url}/api/import`, { method: "POST", headers, body: file.readable });
  if (answer.status !== 201) throw new Error(await answer.text());
  await answer.body!.cancel();
  const seconds = (performance.now() - began) / 1000;
  const peak = highWaterMark(server.pid);
  server.kill("SIGTERM");
  await server.status;
  return { seconds, ...(peak !== undefined && { peak }) };
});
