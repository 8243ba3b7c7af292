import { timeOf } from "../event";
import { Timeline, TimelineEntry } from "../timeline/timeline";
import { Evidence, among, anchorOf } from "./evidence";
import { Html, html } from "./html";
import { MARKS, markWords } from "./marks";
import { BINS, Bar, Lane, Point, timelineLanes } from "./timelineLanes";
import { durationWords } from "./timelineRows";
import { TimelineLayout, timelineLayout } from "./timelineLayout";
import { Silence, Tick } from "./timeScale";
import { timeOfDay } from "./words";
import { count } from "../wording";

const HEIGHT = 40;

/**
 * The incident drawn: a line for each session, a bar for what was called when, and a sign where a call matters. What it
 * shows stands in the tables as well.
 */
export function timelineDrawing(timeline: Timeline, evidence: Evidence): Html {
  const layout = timelineLayout(timeline.entries);
  if (layout === undefined)
    return html`<p class="soft">No entry has a readable time, so there is nothing to draw.</p>`;
  const lanes = timelineLanes(timeline, layout.place);
  const names = new Map(timeline.sessions.map(({ id, who }) => [id, who]));
  const undrawn = timeline.entries.filter(({ event }) => timeOf(event) === undefined).length;
  return html`<figure class="drawing" aria-labelledby="drawing-title">
    <figcaption id="drawing-title">
      Sessions over time, UTC.
      <span class="soft"
        >The higher a bar, the more calls; a sign leads to its
        records.${layout.inOrder ? " All within seconds: set in their order, not to scale." : ""}${
          layout.silences.length > 0 ? " Hatched: long silences, left out." : ""
        }${undrawn > 0 ? ` ${count(undrawn, "call")} without a readable time not drawn.` : ""}</span
      >
    </figcaption>
    ${legend(timeline.entries)}
    <ol class="lanes">
      ${lanes.map((lane) => lanePart(lane, layout, names, evidence))}
    </ol>
    ${axis(layout)}
  </figure>`;
}

function legend(entries: readonly TimelineEntry[]): Html {
  const counts = MARKS.map((mark) => ({
    mark,
    calls: entries.filter(({ marks }) => marks.includes(mark)).length,
  })).filter(({ calls }) => calls > 0);
  return html`<ul class="legend">
    ${[...counts].reverse().map(
      ({ mark, calls }) =>
        html`<li>
          <span class="sign ${mark}" aria-hidden="true"></span>${markWords(mark)}
          <span class="soft">${calls}</span>
        </li> `,
    )}
  </ul>`;
}

function lanePart(
  lane: Lane,
  layout: TimelineLayout,
  names: ReadonlyMap<string, string>,
  evidence: Evidence,
): Html {
  const depth = Math.min(lane.depth, 4);
  return html`<li class="lane" style="--depth: ${depth}">
    <div class="lane-name">${laneName(lane, names)}</div>
    <div class="track">
      ${bars(lane.bars, layout)} ${lane.points.map((point) => pointPart(point, evidence))}
    </div>
  </li> `;
}

function laneName({ sessions }: Lane, names: ReadonlyMap<string, string>): Html {
  const [session] = sessions;
  const calls = sessions.reduce((sum, { events }) => sum + events, 0);
  const denied = sessions.reduce((sum, each) => sum + each.denied, 0);
  const numbers = `${count(calls, "call")}${denied > 0 ? `, ${denied} denied` : ""}`;
  if (sessions.length > 1 || session === undefined)
    return html`<strong>${count(sessions.length, "further session")}</strong> <small>${numbers}</small>`;
  const { issuedBy, accessKeyId, id, who } = session;
  const issuer = issuedBy?.session === undefined ? undefined : names.get(issuedBy.session);
  const origin = issuedBy ? `${issuedBy.eventName}${issuer === undefined ? "" : ` by ${issuer}`}` : undefined;
  const key = accessKeyId ?? (id === who ? undefined : id);
  return html`<strong title="${who}">${who}</strong>
    <small>${numbers}</small> ${origin === undefined ? "" : html`<small>↳ ${origin}</small>`}
    ${key === undefined ? "" : html`<small class="key">${key}</small>`}`;
}

function bars(each: readonly Bar[], { silences, ticks }: TimelineLayout): Html {
  const width = 1000 / BINS;
  return html`<svg class="bars" viewBox="0 0 1000 ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
    ${silences.map(
      ({ start, end }) =>
        html`<rect class="silence" x="${px(start)}" y="0" width="${px(end - start)}" height="${HEIGHT}" /> `,
    )}
    ${ticks.map(({ at }) => html`<line class="tick" x1="${px(at)}" x2="${px(at)}" y1="0" y2="${HEIGHT}" /> `)}
    ${each.map(({ at, height, entries }) => {
      const tall = Math.max(3, height * (HEIGHT - 16));
      const denied = entries.filter(({ marks }) => marks.includes("denied")).length;
      const red = tall * (denied / entries.length);
      const x = (at * 1000 - width / 2 + 1).toFixed(1);
      const part = (kind: string, y: number, high: number) =>
        high > 0
          ? html`<rect
              class="${kind}"
              x="${x}"
              y="${y.toFixed(1)}"
              width="${(width - 2).toFixed(1)}"
              height="${high.toFixed(1)}"
            />`
          : "";
      return html`<g>
        <title>${groupWords(entries)}</title>
        ${part("bar-done", HEIGHT - tall, tall - red)} ${part("bar-denied", HEIGHT - red, red)}
      </g> `;
    })}
  </svg>`;
}

function pointPart({ at, mark, entries }: Point, evidence: Evidence): Html {
  const numbers = evidence.numbers(entries.flatMap(({ event }) => event.eventID ?? []));
  const marks = MARKS.filter((each) => entries.some((entry) => entry.marks.includes(each)));
  const content = html`<span class="sign ${mark}" style="left: ${(at * 100).toFixed(2)}%"></span
    ><span class="tip"><b>${marks.map(markWords).join(", ")}</b> ${groupWords(entries)}</span>`;
  const [first] = numbers;
  return first === undefined
    ? html`<span class="point" tabindex="0" role="note">${content}</span> `
    : html`<a class="point ev" href="#${anchorOf(first)}" ${among(numbers)}>${content}</a> `;
}

/** When, how many, and the first few of what. */
function groupWords(entries: readonly TimelineEntry[]): string {
  const [first, last] = [entries[0]?.event.eventTime ?? "", entries.at(-1)?.event.eventTime ?? ""];
  const whats = new Map<string, number>();
  for (const { what } of entries) whats.set(what, (whats.get(what) ?? 0) + 1);
  const told = [...whats].slice(0, 3).map(([what, times]) => (times > 1 ? `${what} (${times} times)` : what));
  const more = whats.size > 3 ? `; and ${whats.size - 3} more` : "";
  const times = first === last ? timeOfDay(first) : `${timeOfDay(first)} to ${timeOfDay(last)}`;
  return `${times}, ${count(entries.length, "call")}: ${told.join("; ")}${more}`;
}

function axis({ ticks, silences }: TimelineLayout): Html {
  let day = "";
  let room = 0;
  const labels = ticks.map((tick) => {
    const iso = new Date(tick.time).toISOString();
    const newDay = iso.slice(0, 10) !== day;
    day = iso.slice(0, 10);
    const tight = tick.at < room;
    // A narrow screen has room for four labels.
    if (tick.leading && !tight) room = tick.at + 0.25;
    return label(tick, newDay ? day : "", iso.slice(11, 19), tight);
  });
  return html`<div class="axis" aria-hidden="true">
    <div class="track">${labels} ${silences.map(silenceLabel)}</div>
  </div>`;
}

function label({ at, leading }: Tick, day: string, time: string, tight: boolean): Html {
  const side = at > 0.93 ? "ends" : "begins";
  return html`<span
    class="label ${side}${leading ? "" : " minor"}${tight ? " tight" : ""}"
    style="left: ${(at * 100).toFixed(2)}%"
    >${time}<small>${day}</small></span
  > `;
}

function silenceLabel({ start, end, ms }: Silence): Html {
  return html`<span
    class="silent"
    style="left: ${((start + end) * 50).toFixed(2)}%"
    title="${durationWords(ms)} of silence"
    >${shortDuration(ms)}</span
  > `;
}

/** `3 d`, `12 min`: there is little room. */
function shortDuration(ms: number): string {
  return durationWords(ms).replace(/ (day|hour|minute|second)s?$/, (_, unit: string) => {
    return { day: " d", hour: " h", minute: " min", second: " s" }[unit] ?? "";
  });
}

function px(share: number): string {
  return (share * 1000).toFixed(1);
}
