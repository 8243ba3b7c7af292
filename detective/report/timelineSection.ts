import { Timeline, TimelineSession } from "../timeline/timeline";
import { Evidence } from "./evidence";
import { Html, html } from "./html";
import { htmlTable } from "./htmlTable";
import { markWords } from "./marks";
import { timelineDrawing } from "./timelineDrawing";
import { TimelineRow } from "./timelineRows";
import { PlaceRow, placeCells, placeRows } from "./placeRows";
import { count } from "../wording";
import { some } from "./words";

/** The parts of a story, in the order in which one tells them. */
export const STORY = ["what", "when", "who", "where", "data"] as const;

/**
 * The incident: its story, its drawing, and who, from where and what in tables.
 *
 * @param most how many rows the tables may have: what, who, from where
 */
export function timelineSection(
  timeline: Timeline,
  rows: readonly TimelineRow[],
  evidence: Evidence,
  [mostWhat = 0, mostWho = 0, mostWhere = 0]: readonly number[],
): Html {
  const { entries, start } = timeline;
  const content =
    entries.length === 0
      ? html`<p class="soft">Nothing was found that begins at the ${start.kind} ${start.value}.</p>`
      : html`${storyPart(timeline)} ${timelineDrawing(timeline, evidence)}
        ${whatTable(rows, entries.length, evidence, mostWhat)} ${whoTable(timeline, mostWho)}
        ${whereTable(placeRows(timeline), mostWhere)} ${threadsPart(timeline)}`;
  return html`<section id="timeline" aria-labelledby="timeline-title">
    <h2 id="timeline-title">Timeline</h2>
    ${content}
  </section>`;
}

function storyPart({ story }: Timeline): Html {
  return html`<dl class="story">
    ${STORY.filter((part) => story[part] !== "").map(
      (part) =>
        html`<div>
          <dt>${part}</dt>
          <dd>${story[part]}</dd>
        </div> `,
    )}
  </dl>`;
}

function whatTable(rows: readonly TimelineRow[], calls: number, evidence: Evidence, most: number): Html {
  return htmlTable({
    id: "what",
    caption: html`<h3 id="what">What</h3>
      <span class="aside"
        >${count(calls, "call")}${rows.length < calls ? ` in ${count(rows.length, "row")}` : ""}</span
      >`,
    columns: [
      { title: "Time", kind: "time" },
      { title: "What", kind: "words" },
      { title: "Who", kind: "who" },
      { title: "API call", kind: "name" },
      { title: "From", kind: "who" },
      { title: "Calls", kind: "number" },
      { title: "Marks", kind: "words" },
      { title: "Evidence", kind: "evidence" },
    ],
    rows: rows
      .slice(0, most)
      .map((row) => [
        row.first,
        row.what,
        row.who,
        row.event,
        row.from,
        String(row.calls),
        marksCell(row),
        evidence.link(row.eventIDs, `${row.event} at ${row.first}`),
      ]),
    all: rows.length,
    sorts: true,
  });
}

function marksCell({ marks, outcome }: TimelineRow): Html {
  // Of a denied call the code says no more than the mark.
  const failed =
    outcome === "success" || marks.includes("denied") ? "" : html`<span class="soft">${outcome}</span>`;
  return html`${marks.map((mark) => html`<span class="mark">${markSign(mark)}${markWords(mark)}</span> `)}${failed}`;
}

function markSign(mark: string): Html {
  return html`<span class="sign ${mark}" aria-hidden="true"></span>`;
}

function whoTable({ sessions }: Timeline, most: number): Html {
  const names = new Map(sessions.map(({ id, who }) => [id, who]));
  return htmlTable({
    id: "who",
    caption: html`<h3 id="who">Who</h3>
      <span class="aside">${count(sessions.length, "session")}</span>`,
    columns: [
      { title: "First", kind: "time" },
      { title: "Last", kind: "time" },
      { title: "Who", kind: "who" },
      { title: "Credentials", kind: "name" },
      { title: "Issued by", kind: "who" },
      { title: "Calls", kind: "number" },
      { title: "Denied", kind: "number" },
      { title: "From, with", kind: "text" },
    ],
    rows: sessions.slice(0, most).map((session) => {
      const { first, last, who, accessKeyId, issuedBy, from, events, denied, userAgents } = session;
      const issued = issuedWords(issuedBy, names);
      const key = accessKeyId ?? "";
      const place = `from ${some(from) || "nowhere recorded"}, with ${some(userAgents, 3) || "no user agent"}`;
      return [first, last, who, key, issued, String(events), String(denied), place];
    }),
    all: sessions.length,
    sorts: true,
  });
}

/** By which call a session's credentials were issued, and by whom; `names` are the sessions' by their ids. */
export function issuedWords(
  issuedBy: TimelineSession["issuedBy"],
  names: ReadonlyMap<string, string>,
): string {
  if (!issuedBy) return "";
  const issuer = issuedBy.session === undefined ? undefined : names.get(issuedBy.session);
  return `${issuedBy.eventName}${issuer === undefined ? "" : ` by ${issuer}`}`;
}

function whereTable(places: readonly PlaceRow[], most: number): Html {
  return htmlTable({
    id: "where",
    caption: html`<h3 id="where">Where from</h3>
      <span class="aside">${count(places.length, "source")}</span>`,
    columns: [
      { title: "Source", kind: "name" },
      { title: "Who", kind: "words" },
      { title: "Regions called", kind: "words" },
      { title: "First", kind: "time" },
      { title: "Last", kind: "time" },
      { title: "Calls", kind: "number" },
      { title: "Denied", kind: "number" },
    ],
    rows: places.slice(0, most).map(placeCells),
    all: places.length,
    sorts: true,
  });
}

function threadsPart({ threads }: Timeline): Html {
  if (threads.length === 0) return html``;
  return html`<details class="threads">
    <summary>${count(threads.length, "thread")} followed</summary>
    <ul class="inside">
      ${threads.slice(0, 200).map(
        ({ kind, value, because, since }) =>
          html`<li>
            ${kind} <strong>${value}</strong>
            <span class="soft"
              >${because ? because.what : "where it began"}${since === undefined ? "" : `, from ${since} on`}</span
            >
          </li> `,
      )}
      ${threads.length > 200 ? html`<li class="soft">and ${threads.length - 200} more</li>` : ""}
    </ul>
  </details>`;
}
