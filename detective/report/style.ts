import { PRINTED_ROWS } from "./htmlTable";
import { timelineStyle } from "./timelineStyle";

/** What a narrow screen shows of `selector`: a row's cells flow like words, from the third on with their titles. */
const flowing = (selector: string) => `
  ${selector}, ${selector} :is(thead, tbody, tfoot) { display: block; }
  ${selector} thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  ${selector} tr { display: flex; flex-wrap: wrap; gap: .125rem .75rem; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  ${selector} .goes-on { padding-bottom: 0; border: 0; } ${selector} .goes-on + tr { padding-top: .125rem; }
  ${selector} td:nth-child(n) { width: auto; min-width: 0; padding: 0; border: 0; overflow-wrap: anywhere; white-space: normal; }
  ${selector} td:is(.who, .arn, :nth-child(n + 3))::before { content: attr(data-title) " "; content: attr(data-title) " " / ""; color: var(--soft); }
  ${selector} td:has(.bar) { flex: 0 0 60%; margin-left: auto; } ${selector} td:has(.bar)::before { display: none; } ${selector} td:empty { display: none; }
  ${selector} td.name:nth-child(2) { font-weight: 600; }`;

/** The report's look: light and dark by the reader's setting, plain black on white on paper. */
export const style = `
:root { color-scheme: light dark; --ink: #1b2430; --soft: #566270; --line: #d9dfe6; --paper: #ffffff;
  --panel: #f4f6f8; --good: #14713d; --bad: #b3261e; --doubt: #8a5a00; --accent: #1f5fae; --violet: #7440a8; --teal: #0b7a75; --bar: #8a99ab; --hatch: #eceff3; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaef; --soft: #9aa6b4; --line: #313a45; --paper: #12161b; --panel: #1b222a;
    --good: #5fce8f; --bad: #ff8a80; --doubt: #ffc046; --accent: #84b6f4; --violet: #cba6f7; --teal: #5fd3cb; --bar: #66758a; --hatch: #1e252d; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 2.75rem 0 .75rem; padding-bottom: .25rem; border-bottom: 2px solid var(--line); font-size: 1.25rem; }
h3 { margin: 1.75rem 0 .25rem; font-size: 1rem; }
p { margin: .5rem 0; max-width: 48rem; } li { overflow-wrap: anywhere; }
code { font: .875em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .5rem .75rem; background: var(--panel); white-space: pre-wrap; }
a { color: var(--accent); }
:is(a, summary, .scroll, button, input, pre):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.soft, .aside { color: var(--soft); } .aside { font-size: .875rem; font-weight: 400; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; white-space: nowrap; overflow: hidden; clip-path: inset(50%); }
[hidden] { display: none !important; }
.pass, .earned { color: var(--good); } .fail, .failed, strong:is(.critical, .high) { color: var(--bad); } .unknown, strong.medium { color: var(--doubt); }

#summary { margin: 1.25rem 0 0; padding: 1rem 1.25rem; border: 1px solid var(--line); border-left: .375rem solid var(--accent); border-radius: .5rem; }
#summary:is(.critical, .high) { border-left-color: var(--bad); } #summary.medium { border-left-color: var(--doubt); } #summary p { max-width: 60rem; } #summary > :first-child { margin-top: 0; } #summary > :last-child { margin-bottom: 0; }
.headline { font-size: 1.125rem; font-weight: 600; } .gap ul { margin: .25rem 0 0; padding-left: 1.25rem; }
.findings { margin: 0; padding: 0; list-style: none; }
.finding { margin: .75rem 0; padding: .75rem 1.25rem .875rem; border: 1px solid var(--line); border-left: .375rem solid var(--soft); border-radius: .5rem; }
.finding:is(.critical, .high) { border-left-color: var(--bad); } .finding.medium { border-left-color: var(--doubt); } .finding.low { border-left-color: var(--accent); }
.finding h3 { margin: 0; overflow-wrap: anywhere; } .finding h3::first-letter { text-transform: none; } .finding p { max-width: 60rem; overflow-wrap: anywhere; } .finding .facts { margin-top: .5rem; gap: .25rem 1.75rem; font-size: .875rem; }
.level { display: inline-block; margin-right: .375rem; padding: 0 .5rem; border: 1px solid currentColor; border-radius: 1rem; color: var(--soft); font-size: .75rem; font-weight: 600; line-height: 1.5; text-transform: uppercase; letter-spacing: .03em; vertical-align: .0625rem; }
:is(.critical, .high) .level { color: var(--bad); } .critical .level { background: var(--bad); border-color: var(--bad); color: var(--paper); print-color-adjust: exact; } .medium .level { color: var(--doubt); } .low .level { color: var(--accent); }
.evidence { font-size: .875rem; } p.evidence { margin-bottom: 0; } p.evidence a { display: inline-block; margin-right: .75rem; font-variant-numeric: tabular-nums; }
.record > summary { flex-wrap: wrap; gap: 0 .75rem; padding: .25rem 0; font-size: .875rem; } .record code { color: var(--soft); } .record span { overflow-wrap: anywhere; min-width: 0; }
.record pre, dialog pre { margin: .25rem 0 .75rem; overflow-wrap: anywhere; } .all > summary { font-weight: 600; } .paper-only { display: none; }
dialog { width: min(60rem, 94vw); max-height: 88vh; padding: 0; border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); color: var(--ink); overflow: hidden; }
dialog[open] { display: flex; flex-direction: column; } dialog::backdrop { background: #0008; }
.dialog-head { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; padding: .75rem 1rem; border-bottom: 1px solid var(--line); } .dialog-head h2 { flex: 1 1 20rem; min-width: 0; margin: 0; padding: 0; border: 0; font-size: .9375rem; overflow-wrap: anywhere; }
dialog pre { margin: 0; padding: .75rem 1rem; overflow: auto; font: .8125rem/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
button { padding: .25rem .75rem; border: 1px solid var(--line); border-radius: .375rem; background: var(--panel); color: var(--ink); font: inherit; font-size: .875rem; cursor: pointer; } button:disabled { color: var(--soft); cursor: default; }
th button { padding: 0; border: 0; background: none; color: inherit; font: inherit; } th button::after { content: " ↕"; content: " ↕" / ""; color: var(--line); }
[aria-sort] button { color: var(--ink); } [aria-sort=ascending] button::after { content: " ↑"; content: " ↑" / ""; color: inherit; } [aria-sort=descending] button::after { content: " ↓"; content: " ↓" / ""; color: inherit; }
.filter { display: flex; flex: 1; flex-wrap: wrap; align-items: baseline; justify-content: flex-end; gap: .25rem .75rem; } .filter output { color: var(--soft); font-size: .8125rem; font-variant-numeric: tabular-nums; }
input[type=search] { width: 12rem; max-width: 50vw; padding: .25rem .5rem; border: 1px solid var(--soft); border-radius: .375rem; background: var(--paper); color: var(--ink); font: inherit; font-size: .875rem; } ::placeholder { color: var(--soft); opacity: 1; }

.facts { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 1rem 0 0; }
.facts div { min-width: 0; } .facts dt { color: var(--soft); font-size: .8125rem; } .facts dd { margin: 0; overflow-wrap: anywhere; }
nav ul { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0; padding: 0; list-style: none; }
nav a { display: block; height: 100%; padding: .625rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--panel);
  color: var(--soft); font-size: .875rem; text-decoration: none; }
nav a:hover { border-color: var(--accent); } nav a > span:first-child { display: block; color: var(--accent); font-weight: 600; }
nav strong { margin-right: .25rem; font-size: 1.75rem; line-height: 1.2; font-variant-numeric: tabular-nums; } nav strong:not(.pass, .fail, .unknown, .critical, .high, .medium) { color: var(--ink); }

summary { display: flex; align-items: baseline; gap: .75rem; padding: .5rem 0; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "▸"; content: "▸" / ""; flex: none; width: .75rem; color: var(--soft); } [open] > summary::before { content: "▾"; content: "▾" / ""; }
summary:hover { background: var(--panel); }
summary .grow { flex: 1; } summary h3 { flex: 1; min-width: 0; margin: 0; font-weight: 500; } summary .aside { flex: none; }
.check, .pillar { border-bottom: 1px solid var(--line); }
.status { flex: none; width: 6rem; font-weight: 700; }
.inside { margin: 0 0 .75rem 1.5rem; } .inside ul { margin: .5rem 0; padding-left: 1.25rem; }
.total { margin: 0 0 .5rem; font-size: 2.5rem; font-weight: 700; line-height: 1.1; } .total small { font-size: 1rem; font-weight: 400; color: var(--soft); }
.pillar h3 { flex: 0 0 7.5rem; } .pillar .bar { min-width: 1rem; } .pillar .aside { width: 4rem; text-align: right; font-variant-numeric: tabular-nums; }
h3::first-letter { text-transform: uppercase; }
.bar { display: inline-block; flex: 1; min-width: 4rem; height: .625rem; border-radius: .3125rem; background: var(--line); overflow: hidden; print-color-adjust: exact; }
.bar > span { display: block; height: 100%; background: var(--accent); print-color-adjust: exact; }
td .bar { width: 100%; max-width: 24rem; }

.scroll { position: relative; overflow-x: auto; } .tall { max-height: min(42rem, 85vh); overflow-y: auto; border-bottom: 1px solid var(--line); } .tall thead { position: sticky; top: 0; background: var(--paper); }
table { width: 100%; border-collapse: collapse; font-size: .875rem; line-height: 1.4; }
.caption { margin-top: 1.75rem; display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .75rem; padding-bottom: .25rem; } .caption:has(> .unseen) { margin: 0; padding: 0; } .caption h3 { margin: 0; }
th, td { padding: .3125rem 1.25rem .3125rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
:is(th, td):last-child { width: 100%; padding-right: 0; }
:is(.time, .name, .number) { white-space: nowrap; } .time, .number { font-variant-numeric: tabular-nums; } :is(th, td).number { text-align: right; }
.wide .name { min-width: 12em; white-space: normal; } .wide :is(th, td) { padding-right: 1rem; } .wide :is(th, td):last-child { width: auto; padding-right: 0; }
.who { min-width: 9em; } .arn { min-width: 26em; } .words { min-width: min(14em, 20vw); } .slim .words { min-width: min(30em, 35vw); } td.evidence { min-width: 5.5em; }
.goes-on td { padding-bottom: 0; border: 0; } .goes-on + tr td { padding-top: 0; } td.text { color: var(--soft); }
tfoot td { font-weight: 600; border-bottom: 0; }
.ids { font-size: .875rem; color: var(--soft); } .ids ol { columns: 20rem; margin: .25rem 0 .5rem; }
.gap { padding: .5rem .75rem; background: var(--panel); border-left: .25rem solid var(--line); } .gap.missing { border-left-color: var(--doubt); }

${timelineStyle}
@media screen and (max-width: 60rem) {${flowing("table.wide")}
}
@media screen and (max-width: 40rem) {${flowing("table.slim")}
  body { padding: 1.25rem 1rem 3rem; } .inside { margin-left: 0; }
  nav ul { grid-template-columns: 1fr 1fr; }
  .check > summary { flex-wrap: wrap; row-gap: 0; } .check h3 { flex: 1 0 80%; order: 1; margin-left: 1.5rem; } .check .aside { margin-left: auto; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --panel: #fff;
    --good: #14713d; --bad: #b3261e; --doubt: #8a5a00; --accent: #000; --violet: #7440a8; --teal: #0b7a75; --bar: #8a99ab; --hatch: #eceff3; }
  body { max-width: none; padding: 0; font-size: 10pt; } nav a { color: inherit; } td a { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; } summary::before { display: none; }
  table { font-size: 8pt; } th, td { padding-right: .5rem; } .who { min-width: 10.5em; } .arn { min-width: 24em; } .ids { font-size: 7pt; } .ids ol { columns: 3; }
  nav ul { grid-template-columns: repeat(5, 1fr); gap: .5rem; } nav a { padding: .375rem .5rem; }
  dialog, .filter, :is(th, td).evidence, .record:not(.printed) { display: none !important; } .paper-only { display: inline; } th button::after { display: none; }
  tbody tr:nth-child(n + ${PRINTED_ROWS + 1}) { display: none; } .record pre { font-size: 7pt; } .finding { padding: .375rem .75rem; }
  tr, .gap, nav li, .finding { break-inside: avoid; } h2, h3, summary, .caption, thead, .total { break-after: avoid; } tbody tr:first-child { break-before: avoid; } .goes-on { break-after: avoid; } .scroll { max-height: none; overflow: visible; }
}`;
