/** @jsxImportSource hono/jsx/dom */
/// <reference lib="dom" />
import { type Outcome, type Problem, problemText, type Progress } from "./api.ts";

/** How far an import is: bytes, tasks, the time that is left. */
export function Bar({ progress: { sent, size, tasks, seconds } }: { readonly progress: Progress }) {
  const share = size === 0 ? 0 : sent / size;
  const left = share > 0.02 && share < 1 ? `, about ${Math.ceil(seconds / share - seconds)} s left` : "";
  const rate = tasks > 0 && seconds > 0.5 ? `, ${Math.round(tasks / seconds)} tasks a second` : "";
  return (
    <p role="status" id="progress">
      <progress value={share} max={1} aria-label="Sent" />
      {(sent / 1e6).toFixed(1)} of {(size / 1e6).toFixed(1)} MB sent{rate}
      {left}
      {share === 1 ? "; being stored" : ""}
    </p>
  );
}

/** What became of an import. */
export function Result({ outcome }: { readonly outcome: Outcome }) {
  if (outcome.kind === "cancelled") {
    return <p class="empty" role="status" id="result">Cancelled: nothing of it remains.</p>;
  }
  if (outcome.kind === "failed") {
    const { detail, problems } = outcome;
    return (
      <div class="failed" role="alert" id="result">
        <strong>Nothing was imported</strong>
        {problems.length === 0 ? <p>{detail}</p> : <Problems problems={problems} />}
      </div>
    );
  }
  const { import_id: id, task_count: tasks, skipped_count: skipped, duration, notes, problems } =
    outcome.answer;
  return (
    <div class="done" role="status" id="result">
      <p>
        <strong>{tasks} {tasks === 1 ? "task" : "tasks"} imported</strong> in {duration.toFixed(2)} s
        {skipped > 0 ? `; ${skipped} left out` : ""}. <a href={`/tasks?import=${id}`}>Look at them</a>, or at
        {" "}
        <a href={`/imports/${id}`}>import {id}</a>.
      </p>
      <ul>
        {notes.map(({ note, count }) => <li key={note}>{note}{count === undefined ? "" : ` (${count}×)`}
        </li>)}
      </ul>
      {problems.length === 0 ? null : <Problems problems={problems} />}
    </div>
  );
}

function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  const lines = problems.map((problem) => JSON.stringify(problem)).join("\n");
  return (
    <div>
      <ul>
        {problems.slice(0, 20).map((problem) => <li key={problemText(problem)}>{problemText(problem)}</li>)}
      </ul>
      <a download="problems.jsonl" href={`data:application/x-ndjson,${encodeURIComponent(lines)}`}>
        All {problems.length} as a file
      </a>
    </div>
  );
}
