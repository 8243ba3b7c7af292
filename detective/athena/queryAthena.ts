import { athenaEvents } from "../archive/athena/athenaEvents";
import { withEvents } from "../archive/athena/withEvents";
import type { QueryAnswer } from "../archive/query/archiveQuery";
import { Coverage, Gap, QueryError, isComplete } from "../source";
import { checkQuery } from "../sources/checkQuery";
import { LogScope } from "../sources/logScope";
import { answerColumns, answerRows } from "./answerRows";
import { AthenaSession } from "./athenaSession";
import { columnGap } from "./columnGap";
import { eventsTable } from "./eventsTable";
import { PartitionScope, partitionSql } from "./partitionSql";
import { RecordColumns } from "./recordColumns";
import { statementReach } from "./statementReach";
import { unseenGaps } from "./unseenGaps";

/** What of the log files a statement is asked of. */
export interface AthenaQueryOptions {
  /** Of the records, inclusive; those without a readable time are left out. @default all */
  readonly startTime?: Date;
  readonly endTime?: Date;
  /** The days of delivery, as 2026/01/31, inclusive; a saved query knows its own. @default every day */
  readonly days?: { readonly from?: string; readonly to?: string };
}

/**
 * Asks a statement over the view `events` in Athena; the view is put before it, so that none has to be there, and what
 * the options bind is bound whatever it asks.
 *
 * @throws QueryError on what is not one SELECT; ScanRefused, AthenaError see `AthenaSession`
 */
export async function queryAthena(
  session: AthenaSession,
  statement: string,
  options: AthenaQueryOptions = {},
): Promise<QueryAnswer> {
  checkQuery(options, Date.now());
  const scope = scopeOf(session, options);
  const sql = boundSql(session, statement, options, scope);
  const { events, others, isPlain, code } = statementReach(statement);
  const days = isPlain ? namedDays(code) : undefined;
  if (others.length > 0)
    await session.agreeToUnknown(`it reads ${others.join(", ")}, of which nothing binds the days`);
  await session.agree(days ? { ...scope, delivered: within(scope.delivered, days) } : scope, events);
  const { columns, rows } = await session.run(sql);
  return {
    columns: answerColumns(columns),
    rows: () => answerRows(rows, columns),
    coverage: coverageOf(session, options),
    close: () => Promise.resolve(),
  };
}

function scopeOf({ scope }: AthenaSession, { startTime, endTime, days }: AthenaQueryOptions): PartitionScope {
  const { delivered } = new LogScope({ ...(startTime && { startTime }), ...(endTime && { endTime }) }, scope);
  const asked = { from: dayTime(days?.from) ?? -Infinity, to: dayTime(days?.to) ?? Infinity };
  return { ...scope, delivered: within(delivered, asked) };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function within(a: Span, b: Span): Span {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}

function dayTime(day: string | undefined): number | undefined {
  const time = day === undefined ? NaN : Date.parse(day.replaceAll("/", "-"));
  return Number.isNaN(time) ? undefined : time;
}

function boundSql(
  { table }: AthenaSession,
  statement: string,
  { startTime, endTime }: AthenaQueryOptions,
  scope: PartitionScope,
): string {
  const events = athenaEvents(eventsTable(table), partitionSql(table, scope));
  const moments = [
    ...(startTime ? [`event_time >= ${moment(startTime)}`] : []),
    ...(endTime ? [`event_time <= ${moment(endTime)}`] : []),
  ];
  const bound =
    moments.length === 0 ? events : `SELECT * FROM (\n${events}\n)\nWHERE ${moments.join(" AND ")}`;
  try {
    return withEvents(statement, bound);
  } catch (error) {
    if (error instanceof Error && error.name === "StatementError")
      throw new QueryError(error.message, { cause: error });
    throw error;
  }
}

function moment(time: Date): string {
  return `TIMESTAMP '${time.toISOString().replace("T", " ").replace("Z", "")}'`;
}

const LITERAL_DAY = String.raw`'(\d{4}/\d{2}/\d{2})'`;
const DAYS_NAMED = new RegExp(
  String.raw`\blog_day\s*(?:(>=|>|<=|<|=)\s*${LITERAL_DAY}|(between)\s+${LITERAL_DAY}\s+and\s+${LITERAL_DAY})`,
  "gi",
);

/** The days that a statement's own conditions name, for an estimate: which of them hold together is not looked at. */
function namedDays(statement: string): Span | undefined {
  let found: Span | undefined;
  for (const [, sign, day, between, first, last] of statement.matchAll(DAYS_NAMED)) {
    const [from, to] = between
      ? [first, last]
      : [/^[>=]/.test(sign!) ? day : undefined, /^[<=]/.test(sign!) ? day : undefined];
    const next = { from: dayTime(from) ?? -Infinity, to: dayTime(to) ?? Infinity };
    found = found ? within(found, next) : next;
  }
  return found && found.from <= found.to ? found : undefined;
}

function coverageOf(session: AthenaSession, { startTime, endTime, days }: AthenaQueryOptions): Coverage {
  const { table, options, scanned, name } = session;
  const gaps: Gap[] = [
    columnGap(new RecordColumns(table)),
    ...unseenGaps(session, { ...(startTime && { startTime }) }),
    {
      reason: "dirty-records",
      inherent: true,
      detail: "In Athena a record counts as often as it was delivered.",
    },
  ];
  const { values } = table.region ?? {};
  const regions =
    values?.filter((value) => options.regions?.includes(value) ?? true) ?? options.regions ?? [];
  return {
    source: name,
    regions,
    ...((startTime ?? days?.from) && { from: startTime?.toISOString() ?? days!.from!.replaceAll("/", "-") }),
    ...((endTime ?? days?.to) && { to: endTime?.toISOString() ?? days!.to!.replaceAll("/", "-") }),
    // Athena does not say how many records it looked at.
    events: NaN,
    ...(scanned && { scanned }),
    complete: isComplete(gaps),
    gaps,
  };
}
