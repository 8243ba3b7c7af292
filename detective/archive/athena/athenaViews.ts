import {
  ATHENA_EVENT_COLUMNS,
  AthenaEventColumn,
  CLOUDTRAIL_LOGS,
  EventsTable,
  athenaEvents,
} from "./athenaEvents";

/** A view in Athena: what it selects, and its columns. */
export interface AthenaView {
  readonly name: string;
  readonly about: string;
  readonly select: string;
  readonly columns: readonly AthenaEventColumn[];
}

export interface AthenaViewOptions {
  /** @default the table of TrailAnalytics */
  table?: EventsTable;
  /** How many days of delivery `events` shows, today's (UTC) included. @default 7 */
  days?: number;
}

/**
 * The views over a table of log files: `events`, which shows the last days and nothing before, so that no query over it can
 * read a whole archive; and `all_events`, which has to be told its days (by `log_day`) and says so by its name.
 *
 * Athena has no view with a parameter, and can't demand a range of days: only single values, by an injected partition.
 */
export function athenaViews({ table = CLOUDTRAIL_LOGS, days = 7 }: AthenaViewOptions = {}): AthenaView[] {
  if (!Number.isInteger(days) || days < 1 || days > 3660)
    throw new RangeError(`days: ${days} is not allowed; give a whole number from 1 to 3660`);
  return [
    {
      name: "all_events",
      about: "Every record of every day: name the days that you want, as in WHERE log_day >= '2026/01/25'.",
      select: athenaEvents(table),
      columns: ATHENA_EVENT_COLUMNS,
    },
    {
      name: "events",
      about: `The records of the last ${days} days of delivery.`,
      select: `SELECT *\nFROM all_events\nWHERE log_day >= ${dayAgo(days - 1)}`,
      columns: ATHENA_EVENT_COLUMNS,
    },
  ];
}

/** The statements that make them, in order. */
export function athenaViewDdl(options: AthenaViewOptions = {}): string[] {
  return athenaViews(options).map(({ name, select }) => `CREATE OR REPLACE VIEW ${name} AS\n${select}`);
}

/** A day so many days before today (UTC) as partitions write it; planned as a constant. */
export function dayAgo(days: number): string {
  return `date_format((current_timestamp AT TIME ZONE 'UTC') - INTERVAL '${days}' DAY, '%Y/%m/%d')`;
}
