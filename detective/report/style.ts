/** The report's look: light and dark by the reader's setting, plain black on white on paper. */
export const style = `
:root { color-scheme: light dark; --ink: #1b2430; --soft: #5a6675; --line: #d9dfe6; --paper: #ffffff;
  --panel: #f5f7f9; --good: #14713d; --bad: #b3261e; --doubt: #8a5a00; --accent: #1f5fae; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaef; --soft: #9aa6b4; --line: #313a45; --paper: #12161b; --panel: #1a2027;
    --good: #5fce8f; --bad: #ff8a80; --doubt: #ffc046; --accent: #84b6f4; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 2.75rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.25rem; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1rem; }
p { margin: .5rem 0; max-width: 48rem; }
code { font: .875em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
nav { margin-top: 1rem; } nav a { margin-right: 1rem; } a { color: var(--accent); }
.soft { color: var(--soft); }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 1rem 0 0; }
.facts div { min-width: 0; } .facts dt { color: var(--soft); font-size: .8125rem; } .facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td:first-child { white-space: nowrap; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.status { display: inline-block; min-width: 5.5em; font-weight: 700; }
.pass, .earned { color: var(--good); } .fail, .failed { color: var(--bad); } .unknown { color: var(--doubt); }
details { border-bottom: 1px solid var(--line); padding: .5rem 0; } summary { cursor: pointer; }
details ul { margin: .5rem 0; } li { overflow-wrap: anywhere; }
.pillars { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 1rem; margin: 1rem 0; }
.pillars meter { width: 100%; height: 1rem; }
.total { font-size: 2.5rem; font-weight: 700; line-height: 1; } .total small { font-size: 1rem; font-weight: 400; color: var(--soft); }
.gap { padding: .5rem .75rem; background: var(--panel); border-left: .25rem solid var(--line); margin: .5rem 0; }
.gap.missing { border-left-color: var(--doubt); }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --panel: #fff;
    --good: #14713d; --bad: #b3261e; --doubt: #8a5a00; --accent: #000; }
  body { max-width: none; padding: 0; font-size: 10pt; } nav { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  tr, .gap { break-inside: avoid; } h2, h3 { break-after: avoid; } .scroll { overflow: visible; }
}`;
