import { CloudTrailEvent } from "./event";
import { Coverage, EventSet } from "./source";

/**
 * What a column holds, which tells a renderer what to cut or wrap when there is too little room:
 * `time` never, `name` (of an API, an error code, an address) late, `who` (a principal) earlier, `arn` at its
 * beginning, and free `text` first.
 */
export type ColumnKind = "time" | "name" | "who" | "arn" | "text";

export interface Column<K extends string = string> {
  key: K;
  title: string;
  /** @default "name" */
  kind?: ColumnKind;
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

/** Puts an answer together of one row an event; a column is a title, or a title and its kind. */
export function eventTable<K extends string>(
  question: {
    id: string;
    title: string;
    columns: Readonly<Record<K, string | readonly [title: string, kind: ColumnKind]>>;
  },
  events: readonly CloudTrailEvent[],
  row: (event: CloudTrailEvent) => Row<K>,
  { coverage }: EventSet,
): Answer<K> {
  return {
    id: question.id,
    title: question.title,
    columns: (Object.keys(question.columns) as K[]).map((key) => {
      const column = question.columns[key];
      return typeof column === "string" ? { key, title: column } : { key, title: column[0], kind: column[1] };
    }),
    rows: events.map(row),
    events: events.flatMap(({ eventID }) => eventID ?? []),
    coverage,
  };
}
