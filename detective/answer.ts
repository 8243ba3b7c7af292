import { CloudTrailEvent } from "./event";
import { Coverage, EventSet } from "./source";

/**
 * What a column holds, which tells a renderer what to cut or wrap when there is too little room:
 * `time` never, `name` (of an API, an error code, an address) late, `who` (a principal) earlier, `arn` at its
 * beginning, and free `text` first. A `number` is aligned to the right.
 */
export type ColumnKind = "time" | "name" | "who" | "arn" | "text" | "number";

/** A column of an answer's table. */
export interface Column<K extends string = string> {
  key: K;
  title: string;
  /** @default "name" */
  kind?: ColumnKind;
}

/** One cell a column, as plain text: it may hold anything an attacker put into a request, so renderers escape it. */
export type Row<K extends string = string> = Readonly<Record<K, string>>;

/** The answer to a question, ready for any renderer: typed items, and the same as rows of text. */
export interface Answer<K extends string = string, T = unknown> {
  /** The question's name, for example `recentEvents`. */
  id: string;
  title: string;
  /** What stands in place of a table without rows. @default (no such event) */
  none?: string;
  columns: readonly Column<K>[];
  /** What was found, for programs. */
  items: readonly T[];
  /** One row an item, for people. */
  rows: readonly Row<K>[];
  /** One list an item: eventIDs of the records that it rests on. */
  evidence: readonly (readonly string[])[];
  /** All of the evidence, in the rows' order. */
  events: readonly string[];
  coverage: Coverage;
}

/** A question as a table; a column is a title, or a title and its kind. */
export interface Question<K extends string> {
  id: string;
  title: string;
  none?: string;
  columns: Readonly<Record<K, string | readonly [title: string, kind: ColumnKind]>>;
}

/** Puts an answer together of items, each with its row and the eventIDs that it rests on. */
export function answer<K extends string, T>(
  question: Question<K>,
  items: readonly T[],
  show: { row: (item: T) => Row<K>; evidence: (item: T) => readonly string[] },
  { coverage }: Pick<EventSet, "coverage">,
): Answer<K, T> {
  const evidence = items.map(show.evidence);
  return {
    id: question.id,
    title: question.title,
    ...(question.none !== undefined && { none: question.none }),
    columns: (Object.keys(question.columns) as K[]).map((key) => {
      const column = question.columns[key];
      return typeof column === "string" ? { key, title: column } : { key, title: column[0], kind: column[1] };
    }),
    items,
    rows: items.map(show.row),
    evidence,
    events: evidence.flat(),
    coverage,
  };
}

/** Puts an answer together of one row an event. */
export function eventTable<K extends string>(
  question: Question<K>,
  events: readonly CloudTrailEvent[],
  row: (event: CloudTrailEvent) => Row<K>,
  set: Pick<EventSet, "coverage">,
): Answer<K, CloudTrailEvent> {
  return answer(question, events, { row, evidence: ({ eventID }) => (eventID ? [eventID] : []) }, set);
}
