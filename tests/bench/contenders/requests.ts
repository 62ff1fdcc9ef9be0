/** So many clients that ask for one thing again and again; whatever was stored is counted at the end. */
const [what, folder, clients, seconds] = Deno.args as [string, string, string, string];
const CLI = `${import.meta.dirname}/../../../cli/main.ts`;

const server = new Deno.Command(Deno.execPath(), {
  args: [
    ...["run", "--quiet", "--allow-read", "--allow-write", "--allow-net", CLI],
    ...["start", folder, "--port", "0", "--no-browser", "--log", "off"],
  ],
  stderr: "piped",
}).spawn();
let text = "";
for await (const part of server.stderr.pipeThrough(new TextDecoderStream(), { preventCancel: true })) {
  text += part;
  if (text.includes("serving ")) break;
}
const url = /(http:\S+)\/import/.exec(text)![1]!;
const [method, path] = what.split(" ") as [string, string];
const init = method === "POST"
  ? { method, headers: { "content-type": "application/json" }, body: '{"text":"Opossum is great"}' }
  : {};
const end = performance.now() + Number(seconds) * 1000;
let answers = 0;
const client = async () => {
  while (performance.now() < end) {
    const response = await fetch(url + path, init);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${what}: ${response.status}`);
    answers++;
  }
};
try {
  await Promise.all(Array.from({ length: Number(clients) }, client));
  const { task_count } = await (await fetch(`${url}/api/project`)).json();
  if (method === "POST" && task_count !== answers) {
    throw new Error(`${answers} answers, and ${task_count} tasks`);
  }
  const told = JSON.stringify({ rate: answers / Number(seconds) });
  Deno.stdout.writeSync(new TextEncoder().encode(`${told}\n`));
} finally {
  server.kill("SIGTERM");
  await server.status;
  await Deno.remove(folder, { recursive: true });
}
