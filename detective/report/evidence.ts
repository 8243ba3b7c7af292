import { CloudTrailEvent } from "../event";
import { Html, escapeHtml, html } from "./html";
import { recordText } from "./recordText";
import { timeOfDay } from "./words";
import { count } from "../wording";

/** A record on the page. */
export interface ShownRecord {
  /** From 1. */
  number: number;
  id: string;
  record: CloudTrailEvent;
  json: Html;
}

/** So many characters of records go into the page; the JSON has all. */
const MOST_TEXT = 1_500_000;
/** Through so many records one can step from one link. */
const MOST_STEPS = 200;

/** The records on the page, each there once, and links to them from wherever an event is spoken of. */
export class Evidence {
  readonly shown: readonly ShownRecord[];
  /** How many records there are that have no room on the page. */
  readonly leftOut: number;
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(records: ReadonlyMap<string, CloudTrailEvent> = new Map(), mostText = MOST_TEXT) {
    const shown: ShownRecord[] = [];
    let text = 0;
    for (const [id, record] of records) {
      const json = recordHtml(record);
      text += json.text.length;
      if (text > mostText) break;
      shown.push({ number: shown.length + 1, id, record, json });
    }
    this.shown = shown;
    this.leftOut = records.size - shown.length;
    this.#numbers = new Map(shown.map(({ id, number }) => [id, number]));
  }

  /** The records on the page that these events have, in the same order; by their numbers, from 1. */
  numbers(ids: readonly string[]): number[] {
    return [...new Set(ids)].flatMap((id) => this.#numbers.get(id) ?? []);
  }

  /**
   * A link to the first of the records, from which the script goes on to the others; the events' ids where no record
   * is on the page.
   *
   * @param about what the link's name says beside their number, for who only hears it
   */
  link(ids: readonly string[], about: string): Html {
    const numbers = this.numbers(ids);
    const [first] = numbers;
    if (first === undefined) return ids.length === 0 ? html`` : shortIds(ids);
    return html`<a class="ev" href="#${anchorOf(first)}" ${among(numbers)}
      >${numberWords(numbers.length, ids.length)}<span class="unseen"> of ${about}</span></a
    >`;
  }

  /** A link to one record, named by its number, time and event. */
  named(number: number): Html {
    const { eventTime = "", eventName = "unnamed event" } = this.shown[number - 1]?.record ?? {};
    return html`<a class="ev" href="#${anchorOf(number)}"
      >${number}. ${timeOfDay(eventTime)} ${eventName}</a
    > `;
  }
}

/** The id of a record's element: the event's own is not to be trusted with that. */
export function anchorOf(number: number): string {
  return `record-${number}`;
}

/** The attribute by which the script steps through several records; of its own element, or of one around links. */
export function among(numbers: readonly number[]): Html {
  return numbers.length > 1 ? html`data-among="${numbers.slice(0, MOST_STEPS).join(" ")}"` : html``;
}

function numberWords(here: number, all: number): string {
  if (here < all) return `${here} of ${count(all, "record")}`;
  return here === 1 ? "record" : count(here, "record");
}

function shortIds(ids: readonly string[]): Html {
  const [first = ""] = ids;
  return html`<code title="${first}">${first.slice(0, 8)}…</code
    >${ids.length > 1 ? ` +${ids.length - 1}` : ""}`;
}

/** Quotes mean nothing in a text; to escape them would double the page. */
function recordHtml(record: CloudTrailEvent): Html {
  const lines = recordText(record).split("\n");
  return new Html(lines.map((line) => escapeHtml(line).replaceAll("&quot;", '"')).join("\n"));
}
