import { DetectionEngine, PreparedRules, RecordMatch } from "../detect/engine";
import { RecordQuery, RecordReading } from "../detect/recordReading";
import { RecordScope } from "../detect/recordScope";
import { compileRules } from "../sigma/match/compileRules";
import { NotExpressible } from "../sigma/notExpressible";
import { RecordMatcher } from "../sigma/recordMatcher";
import { RuleProblem, SigmaRule } from "../sigma/rule";
import { Coverage, Gap, isComplete } from "../source";
import { checkQuery } from "../sources/checkQuery";
import { count } from "../wording";
import { AthenaError } from "./athenaError";
import { AthenaSession } from "./athenaSession";
import { columnGap } from "./columnGap";
import { partitionSql } from "./partitionSql";
import { RecordColumns } from "./recordColumns";
import { AskedRule, FILE, RulesFrom, RulesQuery, askedRule, rulesQueries, rulesSql } from "./rulesSql";
import { regionsRead } from "./regionsRead";
import { timeSql } from "./timeSql";
import { unseenGaps } from "./unseenGaps";

/** What `detect` takes: an engine that asks Athena, and what that covers. */
export interface AthenaRules {
  /** Hands out nothing: the records stay where they are. */
  readonly records: RecordReading;
  readonly engine: DetectionEngine;
}

/**
 * Asks rules in Athena: all of them in one scan, as long as their text is not too long for one query.
 *
 * Rules that Athena has no exact words for are asked of the records that may match them, here; what not even that
 * answers is a problem of `prepare`. Only records that match are fetched, without the fields that the table lacks.
 * @throws QueryError on a time range that can't be meant
 */
export function athenaRules(session: AthenaSession, query: RecordQuery = {}): AthenaRules {
  checkQuery(query, Date.now());
  const run = new RulesRun(session, query);
  return { records: run, engine: { name: "athena", prepare: (rules) => run.prepare(rules) } };
}

/** What Athena says of a query that is too much to be planned, before it reads anything. */
const TOO_MUCH =
  /compiler|too (?:large|complex|deep|many)|stack ?overflow|expression.*(?:limit|exceed)|bytecode/i;

class RulesRun implements RecordReading {
  private readonly scope: RecordScope;
  private readonly columns: RecordColumns;
  private readonly regions = new Set<string>();
  private rows = 0;
  private undated = 0;
  private ended = false;

  constructor(
    private readonly session: AthenaSession,
    private readonly query: RecordQuery,
  ) {
    this.scope = new RecordScope(query, session.scope);
    this.columns = new RecordColumns(session.table, FILE);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<never> {}

  prepare(rules: readonly SigmaRule[]): PreparedRules {
    const problems: RuleProblem[] = [];
    const refuse = ({ at, title }: SigmaRule, problem: string) =>
      problems.push({ at, title, problem, help: "not asked; ask it of the log files, with --from s3://…" });
    const asked: AskedRule[] = [];
    for (const rule of rules) {
      try {
        asked.push(askedRule(rule, this.session.table));
      } catch (error) {
        if (!(error instanceof NotExpressible)) throw error;
        refuse(rule, error.message);
      }
    }
    const queries = rulesQueries(asked, this.from(), ({ rule }) =>
      refuse(rule, "it is longer than a query of Athena's may be"),
    );
    return { problems, matches: () => this.matches(queries) };
  }

  coverage(): Coverage {
    const { startTime, endTime } = this.query;
    const { scanned, name } = this.session;
    const gaps: Gap[] = [columnGap(this.columns), ...unseenGaps(this.session, this.query)];
    if (this.undated > 0) {
      const detail = `${count(this.undated, "matching record")} without a readable time left out: they may lie in the time range.`;
      gaps.push({ reason: "dirty-records", inherent: false, detail });
    }
    if (!this.ended)
      gaps.push({
        reason: "not-read-to-the-end",
        inherent: false,
        detail: "Reading was stopped before its end.",
      });
    return {
      source: name,
      regions: regionsRead(this.session, this.ended, this.regions),
      ...(startTime && { from: startTime.toISOString() }),
      ...(endTime && { to: endTime.toISOString() }),
      events: this.rows,
      ...(scanned && { scanned }),
      complete: isComplete(gaps),
      gaps,
    };
  }

  private partitions() {
    return { ...this.session.scope, delivered: this.scope.delivered };
  }

  private async *matches(queries: readonly RulesQuery[]): AsyncGenerator<RecordMatch> {
    if (queries.length > 0) await this.session.agree(this.partitions(), queries.length);
    for (const query of queries) yield* this.matchesOf(query);
    this.ended = true;
  }

  private from(): RulesFrom {
    const { table } = this.session;
    const conditions = [...partitionSql(table, this.partitions()), ...timeSql(this.query)];
    return { table, select: this.columns.select, conditions };
  }

  private async *matchesOf({ sql, rules }: RulesQuery): AsyncGenerator<RecordMatch> {
    let rows;
    try {
      ({ rows } = await this.session.run(sql));
    } catch (error) {
      if (rules.length < 2 || !(error instanceof AthenaError && TOO_MUCH.test(error.said ?? ""))) throw error;
      // Nothing was scanned: it did not come that far.
      await this.session.agree(this.partitions(), 2);
      const half = rules.length >> 1;
      for (const some of [rules.slice(0, half), rules.slice(half)])
        yield* this.matchesOf({ sql: rulesSql(some, this.from()), rules: some });
      return;
    }
    const here = compileRules(rules.filter(({ exact }) => !exact).map(({ rule }) => rule));
    for await (const row of rows) {
      const { record, file, account, region } = this.columns.record(row);
      const numbers = String(row.at(-1) ?? "");
      const found = matching(rules, numbers, record, here);
      if (found.length === 0) continue;
      const takes = this.scope.takes(record, {
        ...(account !== undefined && { accountId: account }),
        ...(region !== undefined && { region }),
      });
      if (takes === undefined) this.undated++;
      if (!takes) continue;
      if (region !== undefined) this.regions.add(region);
      this.rows++;
      // Athena does not tell where in its file a record lies.
      const at = { record, source: file ?? this.session.name, index: NaN };
      for (const rule of found) yield { rule, at };
    }
  }
}

function matching(
  rules: readonly AskedRule[],
  numbers: string,
  record: unknown,
  here: RecordMatcher,
): SigmaRule[] {
  const may = numbers.split(",").flatMap((number) => rules[Number(number)] ?? []);
  if (may.every(({ exact }) => exact)) return may.map(({ rule }) => rule);
  const met = new Set(here.match(record).map(({ rule }) => rule));
  return may.filter(({ rule, exact }) => exact || met.has(rule)).map(({ rule }) => rule);
}
