/** DuckDB with all cores, by the fastest query found that writes the very tasks that are expected. */
import { DuckDBInstance } from "@duckdb/node-api";
import { report } from "./outcome.ts";

const [dataset, input, output] = Deno.args as [string, string, string];
const from = literal(input);
const to = literal(output);

const CELLS = "all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"'";
const LINES = "columns = {'text': 'VARCHAR'}, header = false, delim = '\x01', quote = '', escape = ''";
/**
 * Its parallel CSV reader refuses some files, by where its buffers happen to end: other sizes are tried, and
 * then one thread.
 */
const BUFFERS = ["buffer_size = 4194304", "buffer_size = 8388608", "parallel = false"];
const JSON_LINES = `TO ${to} (FORMAT json)`;
/** JSON that has been read goes out as it stands: through FORMAT json it would be parsed once more. */
const RAW_LINES = `TO ${to} (FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '', ESCAPE '')`;

const db = await DuckDBInstance.create(":memory:");
const connection = await db.connect();
await report(async () => {
  let lost = 0;
  for (const query of queries()) {
    const began = performance.now();
    try {
      await connection.run(query);
      return { lost, seconds: (performance.now() - began) / 1000 };
    } catch (error) {
      if (!String(error).includes("Parallel CSV Reader")) throw error;
      lost += (performance.now() - began) / 1000;
    }
  }
  throw new Error(`DuckDB reads ${input} in none of the ways tried`);
});

function queries(): readonly string[] {
  if (dataset === "json") {
    return [`COPY (SELECT json FROM read_json_objects(${from}, format = 'array')) ${RAW_LINES}`];
  }
  if (dataset === "jsonl") {
    return [`COPY (SELECT '{"data":' || json || '}' FROM read_ndjson_objects(${from})) ${RAW_LINES}`];
  }
  const options = dataset === "csv" ? CELLS : LINES;
  return BUFFERS.map((size) =>
    `COPY (SELECT row AS data FROM read_csv(${from}, ${options}, ${size}) row) ${JSON_LINES}`
  );
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
