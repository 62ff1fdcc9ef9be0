/** A project at its edges: what is broken is said at once, and what lies beside it stays private. */
import assert from "node:assert/strict";
import { inFolder, shell, start } from "./command.ts";

const PNG = "printf '\\x89PNG\\r\\n\\x1a\\n'";

/** A line of shell, and what it says as it fails. */
const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ["a project without a name", "labelport init ''", /Cannot make a project without a name: give a folder/],
  [
    "serving with a label config that is gone",
    "labelport init p -l c.xml && rm p/c.xml && labelport start p --port 0 --no-browser",
    /Cannot use the project's label config: Cannot read ".*c.xml": no such file/,
  ],
  [
    "serving with a label config that is broken",
    "labelport init p -l c.xml && echo '<View>' > p/c.xml && labelport start p --port 0 --no-browser",
    /Cannot use the project's label config: c.xml:/,
  ],
  [
    "a label config outside of the project",
    `labelport init p && echo '{"version":1,"labelConfig":"../c.xml"}' > p/labelport.json && labelport imports p`,
    /Cannot use "p\/labelport.json": "labelConfig": write a path inside the project's folder/,
  ],
  [
    "a label config at an absolute path",
    `labelport init p && echo '{"version":1,"labelConfig":"/etc/passwd"}' > p/labelport.json && labelport imports p`,
    /write a path inside the project's folder/,
  ],
  [
    "an image behind a link that leads out of its folder",
    `mkdir in && ${PNG} > out.png && ln -s ../out.png in/a.png && labelport init p -i in -f image-dir`,
    /in\/a.png: a link leads out of the folder to it.*; copy the file into the folder/,
  ],
  [
    "images in a linked folder that lies outside",
    `mkdir in out && ${PNG} > out/a.png && ln -s ../out in/more && labelport init p -i in -f image-dir`,
    /in\/more\/a.png: a link leads out of the folder to it/,
  ],
];

for (const [name, line, message] of REFUSED) {
  Deno.test(`${name} is refused in a sentence`, () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/c.xml`, '<Text name="t" value="$text"/>');
      const { code, stderr } = await shell(line, folder);
      assert.equal(code, 1, stderr);
      assert.match(stderr, message);
    }));
}

Deno.test("a failed init --force says that what was there is still there", () =>
  inFolder(async (folder) => {
    const lines = "echo '{' > bad.json; labelport init p; labelport init p --force -i bad.json";
    assert.match((await shell(lines, folder)).stderr, /labelport: nothing was changed in p\n$/);
  }));

Deno.test("beside imported images nothing is given away; of --media all is", () =>
  inFolder(async (folder) => {
    const setup = `mkdir in docs; ${PNG} > in/a.png; echo secret | tee in/notes.txt in/x.html > docs/a.txt;
      ln -s a.png in/b.png; labelport init p -i in -f image-dir`;
    assert.equal((await shell(setup, folder)).code, 0);
    await using server = await start(folder, ["p", "--port", "0", "--media", "docs"]);
    const statusOf = async (name: string, inside: string) => {
      const d = encodeURIComponent(`${await Deno.realPath(folder)}/${inside}`);
      const response = await fetch(`${server.url}/static/${name}?d=${d}`);
      await response.body?.cancel();
      return response.status;
    };
    const asked = [["a.png", "in"], ["b.png", "in"], ["notes.txt", "in"], ["x.html", "in"], [
      "a.txt",
      "docs",
    ]];
    const statuses = await Promise.all(asked.map(([name, inside]) => statusOf(name!, inside!)));
    assert.deepEqual(statuses, [200, 200, 404, 404, 200]);
  }));

Deno.test("start says that it keeps a port", () =>
  inFolder(async (folder) => {
    const port = 20_000 + Math.floor(Math.random() * 30_000);
    await using server = await start(folder, ["p", "--port", String(port)]);
    assert.match(
      server.said(),
      new RegExp(`p is served at http://127.0.0.1:${port} from now on, as its labelport.json`),
    );
  }));
