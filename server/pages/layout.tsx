/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";

const PAGES: readonly (readonly [path: string, name: string])[] = [
  ["/", "Overview"],
  ["/import", "Import"],
  ["/tasks", "Tasks"],
  ["/imports", "Imports"],
  ["/config", "Label config"],
];

/** A page as text. `path`: which of them it is; `script`: what runs on it. */
export function pageText(
  { title, path, script, children }: {
    readonly title: string;
    readonly path: string;
    readonly script?: string;
    readonly children: Child;
  },
): string {
  // Without the doctype a browser shows a page as those of the last century.
  return `<!DOCTYPE html>${(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title} · Labelport</title>
        <link rel="stylesheet" href="/assets/style.css" />
        <link rel="icon" href="data:," />
        {script === undefined ? null : <script type="module" src={script}></script>}
      </head>
      <body>
        <header>
          <strong>Labelport</strong>
          <nav class="row" aria-label="Pages">
            {PAGES.map(([to, name]) => (
              <a href={to} key={to} aria-current={to === path ? "page" : undefined}>{name}</a>
            ))}
          </nav>
        </header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  )}`;
}

/** A number for people: 1 204 567. */
export function numberText(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** A time for people, in UTC. */
export function timeText(iso: string): string {
  return iso.replace("T", " ").replace(/\..*$/, " UTC");
}
