/** Formats of one's own, as a user gives them to the command and to the server. */
import assert from "node:assert/strict";
import { inFolder, labelport, type Run, start } from "./command.ts";

const EXAMPLES = new URL("../examples/", import.meta.url).pathname;
const SUBTITLES = `${EXAMPLES}subtitles`;
const CUES =
  '{"data":{"text":"Opossum!","start":"00:00:01,000","stop":"00:00:02,500"}}\n{"data":{"text":"Où ça ?\\n– Là.","start":"00:00:05,000","stop":"00:00:06,000"}}\n';
const RUN = ["--allow-run"];

const run = (args: readonly string[], folder: string): Promise<Run> =>
  labelport(args, { folder, permissions: RUN });

Deno.test("--plugin: a format of one's own is listed, detected and read, with its flags", () =>
  inFolder(async (folder) => {
    const film = `${SUBTITLES}/film.srt`;
    const convert = await run(["convert", film, "--plugin", SUBTITLES, "--on-error", "skip"], folder);
    assert.equal(convert.code, 0, convert.stderr);
    assert.equal(convert.stdout, CUES);
    assert.match(convert.stderr, /film\.srt: read as subtitles: its name ends with \.srt/);
    assert.match(convert.stderr, /film\.srt:5: the cue has no times/);
    const formats = await run(["formats", `--plugin=${SUBTITLES}`, "--plugin", `${EXAMPLES}coco`], folder);
    assert.match(formats.stdout, /^subtitles +\.srt/m);
    assert.match(formats.stdout, /^coco +\.coco\.json/m);
    const help = await run(["convert", "--help", "--plugin", `${EXAMPLES}coco`], folder);
    assert.match(help.stdout, /--image-root <text>/);
    const why = await run(["formats", "--why", film, "--plugin", SUBTITLES], folder);
    assert.match(why.stdout, /→ subtitles +sure/);
  }));

Deno.test("--plugin: boxes of COCO become predictions that the label config takes", () =>
  inFolder(async (folder) => {
    const file = {
      images: [{ id: 1, file_name: "cat.jpg", width: 200, height: 100 }],
      annotations: [{ image_id: 1, category_id: 3, bbox: [20, 10, 100, 50] }],
      categories: [{ id: 3, name: "cat" }],
    };
    await Deno.writeTextFile(`${folder}/a.coco.json`, JSON.stringify(file));
    await Deno.writeTextFile(
      `${folder}/config.xml`,
      '<View><Image name="photo" value="$url"/><RectangleLabels name="kind" toName="photo"><Label value="cat"/></RectangleLabels></View>',
    );
    const args = ["-f", "coco", "-l", "config.xml", "--image-root", "https://example.org/"];
    const { stdout, code, stderr } = await run(
      ["convert", "a.coco.json", "--plugin", `${EXAMPLES}coco`, ...args],
      folder,
    );
    assert.equal(code, 0, stderr);
    const { data, predictions } = JSON.parse(stdout);
    assert.equal(data.url, "https://example.org/cat.jpg");
    assert.deepEqual(predictions[0].result[0].value.rectanglelabels, ["cat"]);
    assert.equal(predictions[0].result[0].from_name, "kind");
  }));

Deno.test("--plugin: a folder's images come with their captions, by URLs that the server gives", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/album`);
    await Deno.writeFile(`${folder}/album/a b.png`, Uint8Array.of(0x89, 0x50, 0x4e, 0x47));
    await Deno.writeTextFile(`${folder}/album/a b.txt`, "A cat.\n");
    const args = ["init", "shop", "-i", "album", "-f", "captions", "--plugin", `${EXAMPLES}captions`];
    const { code, stderr } = await run(args, folder);
    assert.equal(code, 0, stderr);
    await using server = await start(`${folder}/shop`, ["--port", "0"]);
    const [task] = await server.tasks();
    assert.equal(task!.data.caption, "A cat.");
    const image = await fetch(String(task!.data.image));
    assert.equal(image.status, 200);
    assert.deepEqual([...await image.bytes()], [0x89, 0x50, 0x4e, 0x47]);
  }));

Deno.test('"plugins" in labelport.json: the commands and the server read with them, from the project\'s folder', () =>
  inFolder(async (folder) => {
    await run(["init", "shop"], folder);
    await run(["plugin", "new", "cues"], folder);
    const settings = JSON.parse(await Deno.readTextFile(`${folder}/shop/labelport.json`));
    const text = JSON.stringify({ ...settings, plugins: ["../cues"] });
    await Deno.writeTextFile(`${folder}/shop/labelport.json`, text);
    const imported = await run(["import", "shop", "cues/film.srt", "--on-error", "skip"], folder);
    assert.equal(imported.code, 0, imported.stderr);
    assert.match(imported.stderr, /2 tasks imported as import 1/);
    await using server = await start(`${folder}/shop`, ["--port", "0"], RUN);
    const formats = await (await fetch(`${server.url}/api/formats`)).json();
    assert.ok(formats.some(({ name }: { name: string }) => name === "cues"));
    const page = await (await fetch(`${server.url}/import`)).text();
    assert.match(page, /cues/);
    const form = new FormData();
    form.append("file", new File(["1\n00:00:01,000 --> 00:00:02,000\nSent\n"], "sent.srt"));
    const sent = await fetch(`${server.url}/api/import`, { method: "POST", body: form });
    assert.equal((await sent.json()).task_count, 1, "what is sent is read by the plugin");
    const inspected = await fetch(`${server.url}/api/inspect`, { method: "POST", body: form });
    const said = await inspected.text();
    assert.match(said, /"format":"cues"/);
    // What needs no format is not kept from its work by a plugin that is gone.
    await Deno.remove(`${folder}/cues`, { recursive: true });
    assert.equal((await run(["imports", "shop"], folder)).code, 0);
    const broken = await run(["import", "shop", "more.csv"], folder);
    assert.match(broken.stderr, /^labelport: Cannot load the plugin "\.\.\/cues": no such file or folder$/m);
  }));

Deno.test("--plugin: one that takes a built-in name, or is none, is one line and exit code 1", () =>
  inFolder(async (folder) => {
    const code =
      'export default { name: "csv", title: "Mine", reads: "file", extensions: [".csv"], async *read() {} };';
    await Deno.writeTextFile(`${folder}/csv.js`, code);
    await Deno.writeTextFile(`${folder}/empty.js`, "");
    for (
      const [plugin, told] of [
        ["csv.js", 'Cannot add the format "csv": there is one of this name; give it another'],
        ["empty.js", 'Cannot load the plugin "empty.js": its module has no default export'],
        ["gone.js", 'Cannot load the plugin "gone.js": no such file or folder'],
      ] as const
    ) {
      const { code, stderr } = await run(["formats", "--plugin", plugin], folder);
      assert.equal(code, 1);
      assert.ok(stderr.startsWith(`labelport: ${told}`), stderr);
      assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
    }
  }));

Deno.test("--plugin: without the permission to start a process it says which one to give", () =>
  inFolder(async (folder) => {
    const args = ["convert", `${SUBTITLES}/film.srt`, "--plugin", SUBTITLES, "--on-error", "skip"];
    const { code, stderr } = await labelport(args, { folder });
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`takes --allow-run=${Deno.execPath()}; or trust it with --trust-plugin`));
    const exact = await labelport(args, { folder, permissions: [`--allow-run=${Deno.execPath()}`] });
    assert.equal(exact.stdout, CUES, exact.stderr);
    const trusted = await labelport([...args, "--trust-plugin"], { folder });
    assert.equal(trusted.stdout, CUES, trusted.stderr);
  }));

Deno.test("--plugin: one that hangs ends its import, and the server goes on", () =>
  inFolder(async (folder) => {
    const code =
      'export default { name: "hang", title: "Hangs", reads: "file", extensions: [".hang"], async *read() { for (;;); } };';
    await Deno.writeTextFile(`${folder}/hang.js`, code);
    await run(["init", "shop"], folder);
    const flags = ["--port", "0", "--plugin", `${folder}/hang.js`, "--plugin-timeout", "3"];
    await using server = await start(`${folder}/shop`, flags, RUN);
    const send = (name: string, text: string) => {
      const form = new FormData();
      form.append("file", new File([text], name));
      return fetch(`${server.url}/api/import`, { method: "POST", body: form });
    };
    const [hung, good] = await Promise.all([send("a.hang", "x"), send("a.csv", "a\n1\n")]);
    assert.equal(good.status, 201);
    await good.body?.cancel();
    assert.equal(hung.status, 400);
    assert.match(await hung.text(), /took nothing and gave nothing for 3 s/);
    assert.equal((await server.tasks()).length, 1);
  }));

Deno.test("labelport plugin new, then test: what it makes passes, also by its own test", () =>
  inFolder(async (folder) => {
    const made = await run(["plugin", "new", "chat-logs"], folder);
    assert.equal(made.code, 0, made.stderr);
    const args = ["plugin", "test", "chat-logs", "--example", "chat-logs/film.srt=chat-logs/film.jsonl"];
    const tested = await run([...args, "--trust-plugin"], folder);
    assert.equal(tested.code, 0, tested.stdout);
    assert.match(tested.stdout, /chat-logs passes 10 checks/);
    const own = await new Deno.Command(Deno.execPath(), { args: ["test"], cwd: `${folder}/chat-logs` })
      .output();
    assert.equal(own.code, 0, new TextDecoder().decode(own.stderr) + new TextDecoder().decode(own.stdout));
    const again = await run(["plugin", "new", "chat-logs"], folder);
    assert.match(again.stderr, /Cannot make "chat-logs"/);
  }));

Deno.test("labelport plugin test: in its own process, and what is wrong is shown", () =>
  inFolder(async (folder) => {
    await Deno.copyFile(`${SUBTITLES}/film.srt`, `${folder}/film.srt`);
    await Deno.writeTextFile(`${folder}/film.jsonl`, '{"data": {"text": "Opossum!"}}\n');
    const args = ["plugin", "test", SUBTITLES, "--example", "film.srt=film.jsonl", "--holds-input"];
    const { code, stdout } = await run(args, folder);
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^✗ film\.srt: comes out as expected, in chunks of every size\n {4}the tasks, in chunks/m,
    );
    assert.match(stdout, /^✓ film\.srt: ends in a report wherever the input is cut off$/m);
    assert.match(stdout, /subtitles fails 1 of 9 checks/);
  }));
