/** DuckDB with two threads, into a table of its own in a file. */
import { DuckDBInstance } from "@duckdb/node-api";
import { report } from "./outcome.ts";

const [input, output] = Deno.args as [string, string];
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const CELLS = "all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"'";
/** Its parallel CSV reader refuses some files, by where its buffers happen to end: then another size is tried. */
const BUFFERS = ["buffer_size = 4194304", "buffer_size = 8388608", "parallel = false"];

const db = await DuckDBInstance.create(output, { threads: "2" });
const connection = await db.connect();
await report(async () => {
  let lost = 0;
  for (const buffer of BUFFERS) {
    const began = performance.now();
    try {
      await connection.run(`create table tasks as
        select row_number() over () as id, to_json({'data': row})::varchar as task
        from read_csv(${literal(input)}, ${CELLS}, ${buffer}) row`);
      await connection.run("checkpoint");
      return { lost, seconds: (performance.now() - began) / 1000 };
    } catch (error) {
      if (!String(error).includes("Parallel CSV Reader")) throw error;
      lost += (performance.now() - began) / 1000;
    }
  }
  throw new Error(`DuckDB reads ${input} in none of the ways tried`);
});
connection.disconnectSync();
