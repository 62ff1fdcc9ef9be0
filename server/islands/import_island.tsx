/** @jsxImportSource hono/jsx/dom */
/// <reference lib="dom" />
import { useEffect, useRef, useState } from "hono/jsx";
import { render } from "hono/jsx/dom";
import {
  type Format,
  type Inspected,
  type Outcome,
  type Progress,
  queryOf,
  type Reading,
  type Running,
  startImport,
} from "./api.ts";
import { asFolder, type Chosen, chosenFiles, droppedFiles, sampleForm, wholeForm } from "./files.ts";
import { Form } from "./reading_form.tsx";
import { Preview } from "./preview.tsx";
import { Bar, Result } from "./result.tsx";

const NO_READING: Reading = { format: "", options: {}, map: {}, skip: false, encoding: "" };

/** The whole of the page's form, for browsers with script. */
function Import({ formats }: { readonly formats: readonly Format[] }) {
  const [chosen, choose] = useState<readonly Chosen[]>([]);
  const [reading, setReading] = useState<Reading>(NO_READING);
  const [found, setFound] = useState<readonly Inspected[]>([]);
  const [state, setState] = useState<"empty" | "looking" | "ready" | "sending">("empty");
  const [fault, setFault] = useState("");
  const [progress, setProgress] = useState<Progress | undefined>(undefined);
  const [outcome, setOutcome] = useState<Outcome | undefined>(undefined);
  const running = useRef<Running | null>(null);

  const take = (files: readonly Chosen[]) => {
    if (files.length === 0) return;
    choose(asFolder(files));
    setReading(NO_READING);
    setOutcome(undefined);
  };

  useEffect(() => {
    if (chosen.length === 0) return;
    const controller = new AbortController();
    setState("looking");
    setFault("");
    // What is typed is looked at when the typing pauses.
    const late = setTimeout(async () => {
      try {
        const { form: body, cut } = sampleForm(chosen);
        const { signal } = controller;
        const response = await fetch(`/api/inspect?${queryOf(reading, false)}${cut ? "&cut=true" : ""}`, {
          method: "POST",
          body,
          signal,
        });
        const answer = await response.json();
        if (!response.ok) throw new Error(answer.detail);
        setFound(answer.files);
      } catch (error) {
        if (controller.signal.aborted) return;
        setFound([]);
        setFault(error instanceof Error ? error.message : String(error));
      }
      setState("ready");
    }, 150);
    return () => {
      clearTimeout(late);
      controller.abort();
    };
  }, [chosen, reading]);

  const send = async () => {
    setState("sending");
    setOutcome(undefined);
    setProgress({ sent: 0, size: 0, tasks: 0, seconds: 0 });
    // The server finds the format of each file; that of a folder it is told.
    const folder = found.find(({ format }) =>
      formats.some(({ name, reads }) => name === format && reads === "folder")
    );
    const asFound = { ...reading, format: reading.format || (folder?.format ?? "") };
    running.current = startImport(wholeForm(chosen), queryOf(asFound, true), setProgress);
    setOutcome(await running.current.outcome);
    setProgress(undefined);
    setState("ready");
  };

  return (
    <div>
      <Choose take={take} isBusy={state === "sending"} />
      {chosen.length === 0 ? null : (
        <p role="status">
          {chosen.length === 1 ? chosen[0]!.name : `${chosen.length} files`}
          {state === "looking" ? ": looking …" : ""}
        </p>
      )}
      {fault === "" ? null : <p class="failed" role="alert">{fault}</p>}
      {found.length === 0 ? null : (
        <div>
          <Form found={found} formats={formats} reading={reading} change={setReading} />
          <h2>The first tasks</h2>
          <Preview tasks={found.flatMap(({ tasks }) => tasks).slice(0, 20)} chosen={chosen} />
          <p class="row">
            <button type="button" id="send" disabled={state === "sending"} onClick={send}>Import</button>
            {state === "sending"
              ? <button type="button" class="quiet" onClick={() => running.current?.cancel()}>Cancel</button>
              : null}
          </p>
        </div>
      )}
      {progress === undefined ? null : <Bar progress={progress} />}
      {outcome === undefined ? null : <Result outcome={outcome} />}
    </div>
  );
}

function Choose(
  { take, isBusy }: { readonly take: (files: readonly Chosen[]) => void; readonly isBusy: boolean },
) {
  const [isOver, setOver] = useState(false);
  const [text, setText] = useState("");
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer !== null && !isBusy) take(await droppedFiles(event.dataTransfer));
  };
  const chosen = (event: Event) => {
    const { files } = event.target as HTMLInputElement;
    if (files !== null) take(chosenFiles(files));
  };
  return (
    <fieldset disabled={isBusy}>
      <legend>What to import</legend>
      <div
        id="drop"
        class={isOver ? "drop over" : "drop"}
        onDragOver={over}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>Drop files or a folder here, or choose them:</p>
        <p class="row">
          <label>
            Files <input type="file" id="files" multiple onChange={chosen} />
          </label>
          <label>
            A folder <input type="file" id="folder" webkitdirectory onChange={chosen} />
          </label>
        </p>
      </div>
      <details>
        <summary>Or paste text</summary>
        <label>
          Text
          <textarea
            id="paste"
            spellcheck={false}
            onInput={(event: Event) => setText((event.target as HTMLTextAreaElement).value)}
          />
        </label>
        <button
          type="button"
          class="quiet"
          onClick={() => take(text === "" ? [] : [{ name: "pasted", file: new File([text], "pasted") }])}
        >
          Look at it
        </button>
      </details>
    </fieldset>
  );
}

const root = document.getElementById("island");
if (root !== null) {
  const formats: readonly Format[] = await (await fetch("/api/formats")).json();
  document.getElementById("plain")?.remove();
  render(<Import formats={formats} />, root);
}
