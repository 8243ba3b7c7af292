import { CloudTrailEvent } from "./event";
import { Coverage, EventSet } from "./source";

export interface Column<K extends string = string> {
  key: K;
  title: string;
}

/** One cell a column, as plain text: it may hold anything an attacker put into a request, so renderers escape it. */
export type Row<K extends string = string> = Readonly<Record<K, string>>;

/** The answer to a question, ready for any renderer. */
export interface Answer<K extends string = string> {
  /** The question's name, for example `recentEvents`. */
  id: string;
  title: string;
  columns: readonly Column<K>[];
  rows: readonly Row<K>[];
  /** The evidence: eventIDs of the records that the rows rest on, in the rows' order. */
  events: readonly string[];
  coverage: Coverage;
}

/** Puts an answer together of one row an event. */
export function eventTable<K extends string>(
  question: { id: string; title: string; columns: Readonly<Record<K, string>> },
  events: readonly CloudTrailEvent[],
  row: (event: CloudTrailEvent) => Row<K>,
  { coverage }: EventSet,
): Answer<K> {
  return {
    id: question.id,
    title: question.title,
    columns: (Object.entries(question.columns) as [K, string][]).map(([key, title]) => ({ key, title })),
    rows: events.map(row),
    events: events.flatMap(({ eventID }) => eventID ?? []),
    coverage,
  };
}
