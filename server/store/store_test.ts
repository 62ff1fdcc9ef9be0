import assert from "node:assert/strict";
import fc from "fast-check";
import { importText, inProject, tasksOf } from "../testing/project.ts";
import { pageOfTasks, taskLines } from "./stored_tasks.ts";
import { openDatabase } from "./database.ts";
import { Store } from "./store.ts";

Deno.test("a store keeps each task's bytes, and gives the next free id", () =>
  inProject(async (project) => {
    await importText(project, ["a.json", '[{"a": 1.50}, {"data": {"b": "\\u00e9 é"}, "meta": {"x": 1}}]']);
    await importText(project, ["b.csv", "zip\n007\n"]);
    assert.deepEqual(tasksOf(project), [
      '{"id":1,"data":{"a": 1.50}}',
      '{"id":2,"data": {"b": "\\u00e9 é"}, "meta": {"x": 1}}',
      '{"id":3,"data":{"zip":"007"}}',
    ]);
  }));

const IDS: readonly {
  readonly name: string;
  readonly there?: string;
  readonly text: string;
  readonly ids?: "new";
  readonly tasks?: readonly (readonly [id: number, n: number])[];
  readonly problems?: readonly string[];
}[] = [
  { name: "a task keeps its own", text: '[{"id":7,"data":{"n":1}}]', tasks: [[7, 1]] },
  {
    name: "0 and 2^53 - 1 are ids",
    text: '[{"id":0,"data":{"n":1}},{"id":9007199254740991,"data":{"n":2}}]',
    tasks: [[0, 1], [9007199254740991, 2]],
  },
  {
    name: "the next one follows the largest",
    text: '[{"id":7,"data":{"n":1}},{"n":2}]',
    tasks: [[7, 1], [8, 2]],
  },
  {
    name: "a task without one leaves room for those that have one",
    text: '[{"n":1},{"n":2},{"id":1,"data":{"n":3}}]',
    tasks: [[1, 3], [2, 2], [3, 1]],
  },
  {
    name: "also where it came long before",
    text: `${'{"n":0}\n'.repeat(20_000)}{"id":5,"data":{"n":1}}\n`,
    tasks: Array.from({ length: 20_001 }, (_, n) => [n + 1, n === 4 ? 1 : 0]),
  },
  {
    name: "the largest leaves the next ones as they are",
    text: '[{"id":9007199254740991,"data":{"n":1}},{"n":2}]',
    tasks: [[1, 2], [9007199254740991, 1]],
  },
  {
    name: "new numbers all",
    there: '[{"n":0}]',
    ids: "new",
    text: '[{"id":1,"data":{"n":1}},{"id":1,"data":{"n":2}}]',
    tasks: [[1, 0], [2, 1], [3, 2]],
  },
  {
    name: "one that another import has is refused by its place",
    there: '[{"id":5,"data":{"n":0}}]',
    text: '[{"n":1},\n{"id":5,"data":{"n":2}}]',
    problems: ["t.jsonl:2: the id 5 is taken by import 1"],
  },
  {
    name: "one that is there twice is refused by its place",
    text: '[{"id":5,"data":{"n":1}},\n{"id":5,"data":{"n":2}}]',
    problems: ["t.jsonl:2: the id 5 is taken by another task of this import"],
  },
];

for (const { name, there, text, ids, tasks, problems } of IDS) {
  Deno.test(`ids: ${name}`, () =>
    inProject(async (project) => {
      const file = text.startsWith("[") ? "t.json" : "t.jsonl";
      if (there !== undefined) await importText(project, ["there.json", there]);
      const report = await importText(project, [file, text], ids === undefined ? {} : { ids });
      const told = report.problems.map(({ line, message }) => `t.jsonl:${line}: ${message}`);
      assert.deepEqual(told, problems ?? []);
      assert.equal(report.stored, problems === undefined);
      const found = pageOfTasks(project.store.db, { after: -1, limit: 100_000 })
        .map(({ id, json }) => [id, Object.values(JSON.parse(json).data)[0]]);
      if (tasks !== undefined) assert.deepEqual(found, tasks);
      else assert.equal(found.length, there === undefined ? 0 : 1);
      if (tasks === undefined || there !== undefined) return;
      // They are told in the order of the tasks.
      const order = [...report.ids].map((id) => found.find(([other]) => other === id)![1]);
      assert.deepEqual(order, text.match(/"n":\d/g)!.map((n) => Number(n.slice(4))));
    }));
}

Deno.test("a refused task is left out and counted with skip, and its bytes are kept", () =>
  inProject(async (project) => {
    await importText(project, ["a.json", '[{"id":1,"data":{}}]']);
    const kept: string[] = [];
    const report = await importText(project, [
      "b.json",
      '[{"id":1,"data":{"a":1},"predictions":[{"result":[]}]},{"data":{"a":2}}]',
    ], {
      onError: "skip",
      rejects: { write: (_, raw) => void kept.push(new TextDecoder().decode(raw)) },
    });
    assert.deepEqual([report.tasks, report.bad, report.predictions], [1, 1, 0]);
    assert.deepEqual(kept, ['{"id":1,"data":{"a":1},"predictions":[{"result":[]}]}']);
    assert.deepEqual(tasksOf(project), ['{"id":1,"data":{}}', '{"id":2,"data":{"a":2}}']);
  }));

Deno.test("each task has the file, the record and the line that it came from", () =>
  inProject(async (project) => {
    await importText(project, ["a.csv", 'a,b\n1,"x\ny"\n\n2,z\n']);
    const origins = pageOfTasks(project.store.db, { after: -1, limit: 9 }).map(({ origin }) => origin);
    assert.deepEqual(origins, [
      { file: "a.csv", record: 1, line: 2 },
      { file: "a.csv", record: 2, line: 5 },
    ]);
  }));

Deno.test("nothing is seen of an import before it is whole, and all of it then", () =>
  inProject(async (project) => {
    const seen: number[] = [];
    const text = '{"a":1}\n'.repeat(200_000);
    const other = Store.open(project.store.path);
    try {
      const count = () => pageOfTasks(other.db, { after: -1, limit: 1_000_000 }).length;
      const report = await importText(project, ["a.jsonl", text], {
        onProgress: () => void seen.push(count()),
      });
      assert.equal(report.tasks, 200_000);
      assert.ok(seen.length > 3);
      assert.deepEqual([...new Set(seen)], [0]);
      assert.equal(count(), 200_000);
    } finally {
      other.close();
    }
  }));

Deno.test("a small import ends while a huge one is running, and both are whole", () =>
  inProject(async (project) => {
    const ends: string[] = [];
    let small: Promise<void> | undefined;
    const huge = importText(project, ["a.jsonl", '{"a":1}\n'.repeat(300_000)], {
      onProgress: (tasks) => {
        if (tasks < 50_000) return;
        small ??= importText(project, ["b.json", '[{"b":1}]']).then(() => void ends.push("small"));
      },
    }).then(() => void ends.push("huge"));
    await Promise.all([huge, small]);
    assert.deepEqual(ends, ["small", "huge"]);
    const counts = project.store.imports().map(({ tasks }) => tasks).sort();
    assert.deepEqual(counts, [1, 300_000]);
    assert.equal(tasksOf(project).length, 100_000);
  }));

Deno.test("an import that fails leaves nothing but the record of why, and its ids are given again", () =>
  inProject(async (project) => {
    const bad = '{"a":1}\n'.repeat(30_000) + '{"a":}\n';
    const report = await importText(project, ["a.jsonl", bad]);
    assert.equal(report.stored, false);
    const [record] = project.store.imports();
    assert.deepEqual([record!.state, record!.bad, record!.problems[0]!.line], ["failed", 1, 30_001]);
    assert.equal(project.store.db.prepare("select count(*) as n from tasks").get()!.n, 0);
    await importText(project, ["b.json", '[{"b":1}]']);
    assert.deepEqual(tasksOf(project), ['{"id":1,"data":{"b":1}}']);
  }));

Deno.test("undo takes an import back, once; its ids are not given again", () =>
  inProject(async (project) => {
    const { store } = project;
    await importText(project, ["a.jsonl", '{"a":1}\n'.repeat(12_000)]);
    await importText(project, ["b.json", '[{"b":1}]']);
    const { record, rows } = await store.undo(1);
    assert.equal(tasksOf(project).length, 1);
    await rows;
    assert.deepEqual([record.state, store.db.prepare("select count(*) as n from tasks").get()!.n], [
      "undone",
      1,
    ]);
    await assert.rejects(store.undo(1), /Cannot undo import 1: it has been undone/);
    await assert.rejects(store.undo(9), /Cannot find import 9/);
    await (await store.undo(2)).rows;
    await importText(project, ["c.json", '[{"c":1}]']);
    assert.deepEqual(tasksOf(project), ['{"id":12002,"data":{"c":1}}']);
  }));

Deno.test("what is exported is what was there when it began", () =>
  inProject(async (project) => {
    await importText(project, ["a.jsonl", '{"a":1}\n'.repeat(5000)]);
    const db = openDatabase(project.store.path);
    let lines = 0;
    for (const piece of taskLines(db)) {
      if (lines === 0) {
        await importText(project, ["b.jsonl", '{"b":1}\n'.repeat(5000)]);
        await (await project.store.undo(1)).rows;
      }
      lines += new TextDecoder().decode(piece).trimEnd().split("\n").length;
    }
    db.close();
    assert.equal(lines, 5000);
  }));

Deno.test("a store of another program, a later version, or no store at all is refused", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/a.db`;
  const cases: readonly (readonly [() => void, RegExp])[] = [
    [
      () => Deno.writeTextFileSync(path, "this is no database, whatever its name"),
      /it is no SQLite database/,
    ],
    [() => {
      const db = openDatabase(path);
      db.exec("pragma user_version = 99");
      db.close();
    }, /a later version of labelport wrote it/],
    [() => {
      const db = openDatabase(path);
      db.exec("pragma application_id = 7");
      db.close();
    }, /another program/],
  ];
  for (const [make, message] of cases) {
    make();
    assert.throws(() => Store.open(path), message);
    await Deno.remove(path);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("whatever is imported, refused, undone and deleted: what can be seen is what a list would hold", async () => {
  const step = fc.oneof(
    fc.record({
      do: fc.constant("import" as const),
      ids: fc.array(fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }), {
        minLength: 1,
        maxLength: 6,
      }),
      mode: fc.constantFrom("keep" as const, "new" as const),
    }),
    fc.record({ do: fc.constant("undo" as const), import: fc.integer({ min: 1, max: 6 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), (steps) =>
      inProject(async (project) => {
        let model: { id: number; import: number; n: number }[] = [];
        let n = 0;
        for (const one of steps) {
          if (one.do === "undo") {
            const there = model.some((task) => task.import === one.import);
            const undone = await project.store.undo(one.import).then(
              ({ rows }) => rows.then(() => true),
              () => false,
            );
            assert.equal(undone, there);
            model = model.filter((task) => task.import !== one.import);
            continue;
          }
          const first = n;
          const text = one.ids.map((id) => `{"data":{"n":${n++}}${id === undefined ? "" : `,"id":${id}`}}\n`)
            .join("");
          const own = one.ids.filter((id) => id !== undefined);
          const clash = one.mode === "keep" &&
            (new Set(own).size < own.length || own.some((id) => model.some((task) => task.id === id)));
          const report = await importText(project, ["a.jsonl", text], { ids: one.mode });
          assert.equal(report.stored, !clash);
          if (clash) continue;
          const given = [...report.ids];
          for (const [k, id] of one.ids.entries()) {
            if (one.mode === "keep" && id !== undefined) assert.equal(given[k], id);
            model.push({ id: given[k]!, import: report.importId!, n: first + k });
          }
        }
        assert.equal(new Set(model.map(({ id }) => id)).size, model.length);
        const expected = model.toSorted((a, b) => a.id - b.id).map(({ id, n }) =>
          `{"id":${id},"data":{"n":${n}}}`
        );
        assert.deepEqual(tasksOf(project), expected);
      })),
    { numRuns: 60 },
  );
});
