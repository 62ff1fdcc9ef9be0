/** The style of all pages: system fonts, one accent colour, light and dark as the system has it. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #556070; --line: #d5dbe4; --page: #ffffff; --raised: #f5f7fa;
  --accent: #1d5bc9; --on-accent: #ffffff; --good: #e3f4e8; --bad: #fdebea; --bad-ink: #8f1d14; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaf0; --soft: #a3aec0; --line: #38424f; --page: #14181e; --raised: #1d232b;
    --accent: #8ab4ff; --on-accent: #0d1420; --good: #173523; --bad: #43201d; --bad-ink: #ffb4ab; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); }
body > header { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; padding: .6rem 1.25rem;
  border-bottom: 1px solid var(--line); background: var(--raised); }
body > header strong { margin-right: .5rem; }
main { max-width: 76rem; margin: 0 auto; padding: 1rem 1.25rem 3rem; }
h1 { font-size: 1.4rem; margin: .5rem 0 1rem; } h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); } a[aria-current] { color: var(--ink); text-decoration: none; font-weight: 600; }
.soft, small { color: var(--soft); }
fieldset { border: 1px solid var(--line); border-radius: 8px; margin: 0 0 1rem; padding: .75rem 1rem; min-width: 0; }
label { display: block; margin: .5rem 0; }
textarea, input[type=text], select { width: 100%; font: inherit; padding: .35rem .5rem; color: inherit;
  background: var(--page); border: 1px solid var(--soft); border-radius: 6px; }
textarea { font: 13px/1.5 ui-monospace, monospace; min-height: 9rem; }
button, .button { display: inline-block; font: inherit; padding: .4rem 1.1rem; border: 1px solid var(--accent);
  border-radius: 8px; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; }
button.quiet, .button.quiet { background: transparent; color: var(--accent); }
button:disabled { opacity: .55; cursor: default; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.done, .failed, .empty { border-radius: 8px; padding: .75rem 1rem; margin: 0 0 1rem; border: 1px solid var(--line); }
.done { background: var(--good); } .failed { background: var(--bad); } .failed strong { color: var(--bad-ink); }
.scroll { overflow-x: auto; } .scroll:focus-visible { outline-offset: -3px; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem;
  border-bottom: 1px solid var(--line); max-width: 26rem; overflow-wrap: break-word; }
td span { white-space: pre-wrap; } th { white-space: nowrap; }
td img { max-width: 9rem; max-height: 6rem; display: block; } .full img { max-width: 100%; max-height: 24rem; }
audio { max-width: 16rem; height: 2.2rem; } video { max-width: 20rem; }
pre { overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem; background: var(--raised); border: 1px solid var(--line); border-radius: 8px;
  font: 13px/1.5 ui-monospace, monospace; }
.drop { border: 2px dashed var(--soft); border-radius: 10px; padding: 1.25rem; text-align: center; margin: 0 0 1rem; }
.drop.over { border-color: var(--accent); background: var(--raised); }
label.row { flex-wrap: nowrap; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 0 1rem; align-items: end; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; }
.card { border: 1px solid var(--line); border-radius: 10px; padding: .75rem 1rem; }
.card b { font-size: 1.5rem; display: block; }
progress { width: 100%; accent-color: var(--accent); } iframe { width: 100%; height: 9rem; border: 1px solid var(--line); background: #fff; }
li { overflow-wrap: anywhere; } dt { color: var(--soft); } dd { margin: 0 0 .4rem; overflow-wrap: anywhere; }
`;
