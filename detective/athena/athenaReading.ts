import { CloudTrailEvent, parseEvent } from "../event";
import { Coverage, EventQuery, Gap, Reading, isComplete } from "../source";
import { digits } from "../wording";
import { dirtyGap } from "../sources/dirtyGap";
import { LogScope } from "../sources/logScope";
import { checkWhere, matcherOf } from "../sources/matches";
import { AthenaSession } from "./athenaSession";
import { columnGap } from "./columnGap";
import { needsSql } from "./needsSql";
import { partitionSql, quoted } from "./partitionSql";
import { AthenaRecord, RecordColumns } from "./recordColumns";
import { timeSql } from "./timeSql";
import { regionsRead } from "./regionsRead";
import { unseenGaps } from "./unseenGaps";
import { whereSql } from "./whereSql";

/** Copies of an event are delivered now and then; so many more rows are asked for than events. */
function rowsFor(max: number): number {
  return 2 * max + 100;
}

/** More rows than that take hours through Athena's API. */
const MOST_ROWS = 1_000_000;

/** One query, whose rows are events. */
export class AthenaReading implements Reading {
  private readonly scope: LogScope;
  private readonly columns: RecordColumns;
  private readonly matches: (event: CloudTrailEvent) => boolean;
  private readonly seen = new Set<string>();
  private readonly regions = new Set<string>();
  private handedOut = 0;
  private dirty = 0;
  private undated = 0;
  private ended = false;
  private cut = false;
  private short = false;
  private rows = 0;

  constructor(
    private readonly session: AthenaSession,
    private readonly query: EventQuery,
  ) {
    this.scope = new LogScope(query, session.scope);
    this.columns = new RecordColumns(session.table);
    this.matches = matcherOf(checkWhere(query.where));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CloudTrailEvent> {
    const { sql, limit } = this.sql();
    await this.session.agree(this.partitions());
    const { rows } = await this.session.run(sql);
    const { max = Infinity } = this.query;
    const newest: CloudTrailEvent[] = [];
    for await (const row of rows) {
      this.rows++;
      const event = this.wanted(this.columns.record(row));
      if (!event) continue;
      if (max === Infinity) {
        this.count(event);
        yield event;
      } else if (newest.length < max) newest.push(event);
      else {
        this.cut = true;
        break;
      }
    }
    this.short = this.rows >= limit && newest.length < max;
    for (const event of newest) this.count(event);
    // Before the hand-over: a reader that takes exactly `max` events and leaves has read to the end.
    this.ended = true;
    yield* newest;
  }

  coverage(): Coverage {
    const { startTime, endTime } = this.query;
    const { scanned, name } = this.session;
    const gaps = this.gaps();
    return {
      source: name,
      regions: regionsRead(this.session, this.ended, this.regions),
      ...(startTime && { from: startTime.toISOString() }),
      ...(endTime && { to: endTime.toISOString() }),
      events: this.handedOut,
      ...(scanned && { scanned }),
      complete: isComplete(gaps),
      gaps,
    };
  }

  private partitions() {
    return { ...this.session.scope, delivered: this.scope.delivered };
  }

  private sql(): { sql: string; limit: number } {
    const { table } = this.session;
    const { max, keep, where, needs } = this.query;
    const conditions = whereSql(checkWhere(where), table);
    const needed = needs && needsSql(needs, this.columns);
    const parts = [
      ...partitionSql(table, this.partitions()),
      ...timeSql(this.query),
      ...(conditions.sql === undefined ? [] : [conditions.sql]),
      ...(needed === undefined ? [] : [needed]),
    ];
    // Only where every row counts may Athena count them.
    const counted = max !== undefined && conditions.exact && !keep && !needs;
    const limit = Math.min(MOST_ROWS + 1, counted ? rowsFor(max) : Infinity);
    const sql = [
      `SELECT ${this.columns.select.join(",\n  ")}`,
      `FROM ${quoted(table.name)}`,
      ...(parts.length > 0 ? [`WHERE ${parts.join("\n  AND ")}`] : []),
      ...(max === undefined ? [] : ["ORDER BY eventtime DESC"]),
      `LIMIT ${limit}`,
    ].join("\n");
    return { sql, limit };
  }

  private wanted({ record, file, account, region }: AthenaRecord): CloudTrailEvent | undefined {
    const event = parseEvent(record);
    const read = region ?? event.awsRegion;
    if (read !== undefined) this.regions.add(read);
    if (!this.scope.counts(event, { ...(account && { accountId: account }), ...(region && { region }) }))
      return undefined;
    const inRange = this.scope.inRange(event);
    if (inRange === false || !this.matches(event) || this.query.keep?.(event) === false) return undefined;
    if (event.eventID !== undefined) {
      if (this.seen.has(event.eventID)) return undefined;
      this.seen.add(event.eventID);
    }
    if (inRange === undefined) {
      this.undated++;
      return undefined;
    }
    if (file !== undefined) event.origin = { file, index: NaN };
    return event;
  }

  private count(event: CloudTrailEvent): void {
    this.handedOut++;
    if (event.unparsed) this.dirty++;
  }

  private gaps(): Gap[] {
    const gaps: Gap[] = [columnGap(this.columns), ...unseenGaps(this.session, this.query)];
    const add = (reason: Gap["reason"], inherent: boolean, detail: string) =>
      gaps.push({ reason, inherent, detail });
    if (this.cut) add("cut", false, `Cut after the newest ${this.handedOut} events; there are older ones.`);
    if (this.short)
      add(
        "not-read-to-the-end",
        false,
        this.rows > MOST_ROWS
          ? `Athena has more than ${digits(MOST_ROWS)} records that may matter, and so many were fetched${this.query.max === undefined ? ", in no order" : ", the newest"}: ask for a shorter time, or let Athena count them with audit-trail query.`
          : "So many of the newest records are copies of the same events that older events are missing; ask for more events.",
      );
    if (this.undated > 0)
      add(
        "dirty-records",
        false,
        `${this.undated} record(s) without a readable time are left out: they may lie in the time range.`,
      );
    gaps.push(...dirtyGap(this.dirty));
    if (!this.ended) add("not-read-to-the-end", false, "Reading was stopped before its end.");
    return gaps;
  }
}
