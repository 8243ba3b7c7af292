/** A sign by its outline and its colour: neither alone tells it from the others. */
const sign = (mark: string, colour: string, outline: string) =>
  `.sign.${mark} { background: var(--${colour}); clip-path: ${outline}; }`;

/** The look of the drawn timeline. */
export const timelineStyle = `
.story { display: grid; grid-template-columns: max-content 1fr; gap: .375rem 1.25rem; margin: .75rem 0 1.5rem; max-width: 60rem; }
.story div { display: contents; } .story dt { color: var(--soft); } .story dt::first-letter { text-transform: uppercase; } .story dd { margin: 0; overflow-wrap: anywhere; }
.drawing { margin: 1rem 0 1.5rem; } figcaption { font-size: .875rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0 .75rem; padding: 0; list-style: none; font-size: .875rem; } .legend li { display: flex; align-items: center; gap: .375rem; }
.sign { display: inline-block; flex: none; width: .8125rem; height: .8125rem; forced-color-adjust: none; print-color-adjust: exact; }
${sign("first-contact", "accent", "polygon(8% 0, 26% 0, 26% 6%, 100% 32%, 26% 60%, 26% 100%, 8% 100%)")}
${sign("escalation", "bad", "polygon(50% 0, 100% 52%, 72% 52%, 72% 100%, 28% 100%, 28% 52%, 0 52%)")}
${sign("persistence", "violet", "polygon(5% 5%, 95% 5%, 95% 95%, 5% 95%)")}
${sign("data-access", "teal", "polygon(50% 0, 100% 50%, 50% 100%, 0 50%)")}
${sign("tracks-covered", "ink", "polygon(18% 0, 50% 32%, 82% 0, 100% 18%, 68% 50%, 100% 82%, 82% 100%, 50% 68%, 18% 100%, 0 82%, 32% 50%, 0 18%)")}
.sign.denied { border: 3px solid var(--bad); border-radius: 50%; }
.lanes { margin: 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.lane, .axis { display: grid; grid-template-columns: 16rem minmax(0, 1fr); column-gap: 1rem; }
.lane { border-bottom: 1px solid var(--line); align-items: center; }
.lane-name { min-width: 0; padding: .375rem 0 .375rem calc(var(--depth) * .875rem); font-size: .875rem; line-height: 1.3; overflow-wrap: anywhere; }
.lane-name strong { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.lane-name small { display: block; color: var(--soft); font-size: .75rem; } .lane-name .key { font-family: ui-monospace, Menlo, Consolas, monospace; }
.axis::before { content: ""; }
.track { position: relative; align-self: stretch; min-height: 3.25rem; }
.bars { display: block; position: absolute; inset: 0; width: 100%; height: 100%; print-color-adjust: exact; }
.bar-done { fill: var(--bar); } .bar-denied { fill: var(--bad); } .bars g:hover rect { opacity: .7; }
.tick { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; } .silence { fill: var(--hatch); }
.point { text-decoration: none; color: inherit; }
.point .sign { position: absolute; top: .1875rem; margin-left: -.40625rem; }
.point .sign::after { content: none; } .point:hover .sign { transform: scale(1.3); }
.point:focus-visible { outline: none; } .point:focus-visible .sign { transform: scale(1.6); }
.point .tip { position: absolute; z-index: 2; top: 100%; left: 0; right: 0; width: auto; padding: .5rem .75rem; border: 1px solid var(--accent); border-radius: .375rem;
  background: var(--panel); font-size: .8125rem; line-height: 1.4; overflow-wrap: anywhere; opacity: 0; pointer-events: none; clip-path: inset(50%); max-height: 0; overflow: hidden; }
.point:is(:hover, :focus-visible) .tip { opacity: 1; clip-path: none; max-height: none; }
.axis .track { min-height: 2.75rem; font-size: .75rem; line-height: 1.3; color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.label { position: absolute; top: .25rem; } .label.ends { transform: translateX(-100%); } .label small { display: block; font-size: inherit; }
.silent { position: absolute; top: 1.5rem; padding: 0 .125rem; transform: translateX(-50%); background: var(--paper); font-style: italic; }
td .sign { margin-right: .375rem; vertical-align: -.0625rem; } .mark { display: inline-block; margin-right: .5rem; white-space: nowrap; }
.threads { margin-top: 1rem; }
@media screen and (max-width: 48rem) {
  .lane { grid-template-columns: minmax(0, 1fr); padding: .25rem 0 .375rem; } .axis { grid-template-columns: minmax(0, 1fr); } .axis::before { content: none; }
  .lane-name { padding-bottom: 0; } .lane-name small { display: inline; margin-right: .5rem; } .lane .track { min-height: 2.5rem; }
  .label:is(.minor, .tight), .silent { display: none; }
  .story { grid-template-columns: 1fr; gap: 0; } .story dd { margin-bottom: .5rem; }
}
@media print {
  .lane, .axis { grid-template-columns: 11rem minmax(0, 1fr); } .lane-name { font-size: 8pt; } .lane-name small { font-size: 7pt; }
  .drawing, .lane { break-inside: avoid; } .tip { display: none; } .axis .track { font-size: 7pt; }
}`;
