/** @jsxImportSource hono/jsx/dom */
/// <reference lib="dom" />
import type { Chosen } from "./files.ts";

/** The first tasks as they will look. */
export function Preview({ tasks, chosen }: {
  readonly tasks: readonly { readonly data: Readonly<Record<string, unknown>> }[];
  readonly chosen: readonly Chosen[];
}) {
  const keys = [...new Set(tasks.flatMap(({ data }) => Object.keys(data)))].slice(0, 12);
  if (tasks.length === 0) return <p class="empty">No tasks to show.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="The first tasks">
      <table id="preview">
        <thead>
          <tr>{keys.map((key) => <th scope="col" key={key}>{key}</th>)}</tr>
        </thead>
        <tbody>
          {tasks.map(({ data }, n) => (
            <tr key={n}>
              {keys.map((key) => (
                <td key={key}>
                  {Object.hasOwn(data, key) ? <Value value={data[key]} chosen={chosen} /> : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const addresses = new Map<File, string>();

/** Where the browser has a file that it is about to send. */
function addressOf(file: File): string {
  const known = addresses.get(file);
  if (known !== undefined) return known;
  const made = URL.createObjectURL(file);
  addresses.set(file, made);
  return made;
}

function Value({ value, chosen }: { readonly value: unknown; readonly chosen: readonly Chosen[] }) {
  if (typeof value !== "string") return <code>{JSON.stringify(value)}</code>;
  if (value.startsWith("upload:")) {
    const name = decodeURIComponent(value.slice("upload:".length));
    const file = chosen.find((one) => one.name === name)?.file;
    if (file?.type.startsWith("image/")) return <img src={addressOf(file)} alt={name} />;
    if (file?.type.startsWith("audio/")) {
      return <audio controls preload="none" src={addressOf(file)} aria-label={name} />;
    }
    return <span>{name}</span>;
  }
  if (/^https?:\/\/\S+\.(png|jpe?g|gif|webp|svg|avif)([?#]|$)/i.test(value)) {
    return <img src={value} alt={value.split("/").at(-1) ?? value} loading="lazy" />;
  }
  if (/^\s*<(!doctype|[a-z]+)[\s>]/i.test(value)) {
    return <iframe sandbox="" srcdoc={value} title="HTML of the task"></iframe>;
  }
  return <span>{value.length > 240 ? `${value.slice(0, 240)}…` : value}</span>;
}
