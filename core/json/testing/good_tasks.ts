/** Records that are tasks, and what they become. A row works alike in a document and as a line. */
import type { Note, TaskRules } from "../../contract.ts";

export interface GoodTask {
  readonly in: string;
  readonly out: string;
  readonly rules?: Partial<TaskRules>;
  readonly notes?: readonly Note[];
  readonly completions?: number;
  readonly predictions?: number;
}

const annotated: Partial<TaskRules> = { completionsAs: "annotations" };
const provenance: Partial<TaskRules> = { provenance: true };
/** Each record stands alone in its file here. */
const SOURCE = '"source":{"file":"file","record":1,"line":1}';
const map = (...pairs: [string, string][]): Partial<TaskRules> => ({ map: pairs });
const dropped = (name: string): Note => ({
  note: `dropped ${JSON.stringify(name)}, which stands beside "data" and is no key of a task`,
  count: 1,
});
const renamed = (old: string, name: string): Note => ({ note: `renamed "${old}" to "${name}"`, count: 1 });
const renamedNothing = (old: string, name: string): Note => ({
  note: `nothing was renamed to "${name}": no task has "${old}"`,
});
const BARE: Note = {
  note: 'tasks without "data" carry predictions or completions, which became data',
  count: 1,
};
const OWN: Note = { note: "tasks kept a meta.source of their own", count: 1 };

export const GOOD_TASKS: Readonly<Record<string, GoodTask>> = {
  "an object without data is all data": { in: '{"text":"a"}', out: '{"data":{"text":"a"}}' },
  "an empty object is empty data": { in: "{}", out: '{"data":{}}' },
  "a task with data stays as it is": { in: '{"data":{"text":"a"}}', out: '{"data":{"text":"a"}}' },
  "empty data is data": { in: '{"data":{}}', out: '{"data":{}}' },
  "spaces on one line stay": {
    in: '{ "data" :\t{ "a" : [ 1 , 2 ] } }',
    out: '{ "data" :\t{ "a" : [ 1 , 2 ] } }',
  },
  "numbers and strings keep their spelling": {
    in: '{"a":1.50,"b":1E+2,"c":-0,"d":12345678901234567890,"e":"\\u0061\\/"}',
    out: '{"data":{"a":1.50,"b":1E+2,"c":-0,"d":12345678901234567890,"e":"\\u0061\\/"}}',
  },
  "data may come last": {
    in: '{"meta":{},"id":7,"data":{"a":1}}',
    out: '{"meta":{},"id":7,"data":{"a":1}}',
  },
  "data in data is a key as any other": {
    in: '{"data":{"data":{"data":1}}}',
    out: '{"data":{"data":{"data":1}}}',
  },
  "a key that only begins like data is none": {
    in: '{"dat":1,"datas":2}',
    out: '{"data":{"dat":1,"datas":2}}',
  },
  "keys compare unescaped": { in: '{"d\\u0061ta":{"a":1}}', out: '{"data":{"a":1}}' },
  "an escaped reserved key is written plainly": {
    in: '{"\\u0069d":1,"data":{"\\u0061":1},"m\\u0065ta":{}}',
    out: '{"id":1,"data":{"\\u0061":1},"meta":{}}',
  },
  "id 0": { in: '{"id":0,"data":{}}', out: '{"id":0,"data":{}}' },
  "id 2^53 - 1": { in: '{"id":9007199254740991,"data":{}}', out: '{"id":9007199254740991,"data":{}}' },
  "id 2^53 - 2": { in: '{"id":9007199254740990,"data":{}}', out: '{"id":9007199254740990,"data":{}}' },
  "id in a task without data is data": { in: '{"id":"x-1"}', out: '{"data":{"id":"x-1"}}' },
  "completions are counted": {
    in: '{"data":{},"completions":[{"result":[]},{"id":3,"result":[{"value":{"result":5}}]}]}',
    out: '{"data":{},"completions":[{"result":[]},{"id":3,"result":[{"value":{"result":5}}]}]}',
    completions: 2,
  },
  "predictions are counted": {
    in: '{"data":{},"predictions":[{"score":0.5,"result":[]},{"r\\u0065sult":[],"sc\\u006fre":-1e-3}]}',
    out: '{"data":{},"predictions":[{"score":0.5,"result":[]},{"r\\u0065sult":[],"sc\\u006fre":-1e-3}]}',
    predictions: 2,
  },
  "empty lists of both": {
    in: '{"data":{},"completions":[],"predictions":[ ]}',
    out: '{"data":{},"completions":[],"predictions":[ ]}',
  },
  "a score that is no prediction's is anything": {
    in: '{"data":{"score":"high"},"predictions":[{"result":[{"score":"x"}],"scores":"y"}]}',
    out: '{"data":{"score":"high"},"predictions":[{"result":[{"score":"x"}],"scores":"y"}]}',
    predictions: 1,
  },
  "annotations are read as completions": {
    in: '{"data":{},"annotations":[{"result":[]}]}',
    out: '{"data":{},"completions":[{"result":[]}]}',
    completions: 1,
  },
  "completions are written as annotations where asked": {
    in: '{"completions" : [{"result":[]}],"data":{}}',
    out: '{"annotations" : [{"result":[]}],"data":{}}',
    rules: annotated,
    completions: 1,
  },
  "annotations stay annotations where asked": {
    in: '{"data":{ },"annotations":[{"result":[]}]}',
    out: '{"data":{ },"annotations":[{"result":[]}]}',
    rules: annotated,
    completions: 1,
  },
  "other keys beside data are dropped and told": {
    in: '{"created_at":"now","data":{"a":1},"\\u0074otal":{"x":[1]},"id":1}',
    out: '{"data":{"a":1},"id":1}',
    notes: [dropped("created_at"), dropped("total")],
  },
  "a bare object that carries annotations says so": {
    in: '{"text":"a","predictions":"none"}',
    out: '{"data":{"text":"a","predictions":"none"}}',
    notes: [BARE],
  },
  "a name twice deeper than data is the task's matter": {
    in: '{"data":{"a":{"b":1,"b":2}},"meta":{"c":1,"c":2}}',
    out: '{"data":{"a":{"b":1,"b":2}},"meta":{"c":1,"c":2}}',
  },
  "names that differ in case or space are different": {
    in: '{"a":1,"A":2,"a ":3,"á":4}',
    out: '{"data":{"a":1,"A":2,"a ":3,"á":4}}',
  },
  "__proto__ and constructor are keys": {
    in: '{"__proto__":1,"constructor":2,"":3}',
    out: '{"data":{"__proto__":1,"constructor":2,"":3}}',
  },
  "a map renames a key of data": {
    in: '{"data": {"txt" : "txt", "n":{"txt":1}},"id":1}',
    out: '{"data": {"text" : "txt", "n":{"txt":1}},"id":1}',
    rules: map(["txt", "text"]),
    notes: [renamed("txt", "text")],
  },
  "a map renames a key of a bare object": {
    in: '{ "t\\u0078t": "a" }',
    out: '{"data":{ "text": "a" }}',
    rules: map(["txt", "text"]),
    notes: [renamed("txt", "text")],
  },
  "a map swaps two keys": {
    in: '{"a":1,"b":2}',
    out: '{"data":{"b":1,"a":2}}',
    rules: map(["a", "b"], ["b", "a"]),
    notes: [renamed("a", "b"), renamed("b", "a")],
  },
  "a map moves into a name that is freed": {
    in: '{"data":{"a":1,"b":2}}',
    out: '{"data":{"b":1,"c":2}}',
    rules: map(["a", "b"], ["b", "c"]),
    notes: [renamed("a", "b"), renamed("b", "c")],
  },
  "a map that finds nothing says so": {
    in: '{"data":{"a":1},"txt":{"txt":1}}',
    out: '{"data":{"a":1}}',
    rules: map(["txt", "text"]),
    notes: [dropped("txt"), renamedNothing("txt", "text")],
  },
  "a map writes names that need escapes": {
    in: '{"a":1}',
    out: '{"data":{"say \\"é\\"\\n":1}}',
    rules: map(["a", 'say "é"\n']),
    notes: [renamed("a", 'say "é"\n')],
  },
  "a map leaves id, data and meta of the task alone": {
    in: '{"id":1,"data":{"id":2,"data":3},"meta":{"id":4}}',
    out: '{"id":1,"data":{"key":2,"info":3},"meta":{"id":4}}',
    rules: map(["id", "key"], ["data", "info"]),
    notes: [renamed("id", "key"), renamed("data", "info")],
  },
  "a map renames id and meta where they are data": {
    in: '{"id":1,"meta":2}',
    out: '{"data":{"key":1,"info":2}}',
    rules: map(["id", "key"], ["meta", "info"]),
    notes: [renamed("id", "key"), renamed("meta", "info")],
  },
  "provenance of a bare object": {
    in: '{"a":1}',
    out: `{"data":{"a":1},"meta":{${SOURCE}}}`,
    rules: provenance,
  },
  "provenance of a task": {
    in: '{"data":{"a":1},"id":3}',
    out: `{"data":{"a":1},"id":3,"meta":{${SOURCE}}}`,
    rules: provenance,
  },
  "provenance joins a task's own meta": {
    in: '{"meta":{ "batch":3},"data":{}}',
    out: `{"meta":{${SOURCE},"batch":3},"data":{}}`,
    rules: provenance,
  },
  "provenance fills an empty meta": {
    in: '{"data":{},"meta":{ }}',
    out: `{"data":{},"meta":{${SOURCE}}}`,
    rules: provenance,
  },
  "a meta.source of its own stays": {
    in: '{"data":{},"meta":{"s\\u006furce":"web"}}',
    out: '{"data":{},"meta":{"s\\u006furce":"web"}}',
    rules: provenance,
    notes: [OWN],
  },
  "a source deeper in meta is none": {
    in: '{"data":{},"meta":{"a":{"source":1}}}',
    out: `{"data":{},"meta":{${SOURCE},"a":{"source":1}}}`,
    rules: provenance,
  },
};
