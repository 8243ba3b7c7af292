import type { DuckDBAppender, DuckDBConnection, DuckDBPreparedStatement } from "@duckdb/node-api";
import { JsonObject } from "../json";
import { compileRules } from "../sigma/match/compileRules";
import { foldCase } from "../sigma/match/foldCase";
import { NotExpressible } from "../sigma/notExpressible";
import { RecordMatcher } from "../sigma/recordMatcher";
import { SigmaRule } from "../sigma/rule";
import { GUARDS, RecordTable, RuleQuery, duckdbQuery } from "../sigma/sql/duckdbQuery";
import { OpenDuckdb } from "./openDuckdb";

/** A rule that is not asked, and why. */
export interface RefusedRule {
  readonly rule: SigmaRule;
  readonly error: NotExpressible;
}

/** A record with what DuckDB is given of it. */
export interface RecordInText {
  readonly record: unknown;
  /** As `recordText` writes it. */
  readonly text: string | undefined;
}

/** A record of a batch by its place there, and a rule that it matches. */
export interface BatchMatch {
  readonly index: number;
  readonly rule: SigmaRule;
}

/**
 * Rules that are asked in DuckDB, a batch of records at a time.
 *
 * A record that DuckDB would read otherwise than this process (see `recordText`) is asked in this process; none is left
 * out.
 */
export class DuckdbRules {
  /** How many records were asked in this process. */
  askedHere = 0;
  private here: RecordMatcher | undefined;

  private constructor(
    readonly refused: readonly RefusedRule[],
    private readonly rules: readonly SigmaRule[],
    private readonly lanes: readonly Lane[],
  ) {}

  /** @param lanes how many batches are asked at the same time */
  static async prepare(duckdb: OpenDuckdb, rules: readonly SigmaRule[], lanes = 1): Promise<DuckdbRules> {
    const first = await Lane.open(duckdb);
    const { asked, refused } = await first.prepareAll(rules);
    const others = Array.from({ length: lanes - 1 }, async () => {
      const lane = await Lane.open(duckdb);
      await lane.prepareAll(asked);
      return lane;
    });
    return new DuckdbRules(refused, asked, [first, ...(await Promise.all(others))]);
  }

  /** Every match of some records, in any order; as many calls at a time as there are lanes. */
  async match(records: readonly RecordInText[]): Promise<BatchMatch[]> {
    if (this.rules.length === 0) return [];
    const lane = this.lanes.find(({ busy }) => !busy);
    if (!lane) throw new Error(`more than ${this.lanes.length} batches at the same time`);
    const here: number[] = [];
    const matches = lane.match(records, here);
    const found = here.flatMap((index) => this.matchHere(records[index]!.record, index));
    return [...(await matches), ...found];
  }

  private matchHere(record: unknown, index: number): BatchMatch[] {
    this.askedHere++;
    this.here ??= compileRules(this.rules);
    return this.here.match(record).map(({ rule }) => ({ index, rule }));
  }
}

const TABLE: RecordTable = { from: "records", keys: ["record"], guarded: true };

/** A connection with a table of its own, which holds the records of one batch. */
class Lane {
  busy = false;
  private query: DuckDBPreparedStatement | undefined;
  private rules: readonly SigmaRule[] = [];

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly appender: DuckDBAppender,
  ) {}

  static async open(duckdb: OpenDuckdb): Promise<Lane> {
    const connection = await duckdb.connect();
    await connection.run(
      `CREATE TEMP TABLE ${TABLE.from} (record INTEGER, event VARCHAR, ${GUARDS.eventName} VARCHAR, ${GUARDS.eventSource} VARCHAR)`,
    );
    return new Lane(connection, await connection.createAppender(TABLE.from));
  }

  /** What DuckDB's own compiler refuses (of patterns, mostly) is found rule by rule, and refused by name. */
  async prepareAll(
    rules: readonly SigmaRule[],
  ): Promise<{ asked: readonly SigmaRule[]; refused: RefusedRule[] }> {
    const query = duckdbQuery(rules, TABLE);
    const refused = [...query.refused];
    if (query.rules.length > 0 && (await this.complaint(query)) !== undefined) {
      for (const rule of query.rules) {
        const complaint = await this.complaint(duckdbQuery([rule], TABLE));
        if (complaint !== undefined)
          refused.push({ rule, error: new NotExpressible("duckdb", rule.title, complaint) });
      }
      if (refused.length === query.refused.length) throw new Error(await this.complaint(query));
      const left = query.rules.filter((rule) => !refused.some((one) => one.rule === rule));
      const { asked } = await this.prepareAll(left);
      return { asked, refused };
    }
    this.rules = query.rules;
    return { asked: query.rules, refused };
  }

  /** @param passed is given the places of the records that DuckDB is not asked, before this returns */
  async match(records: readonly RecordInText[], passed: number[]): Promise<BatchMatch[]> {
    this.busy = true;
    for (const [index, { record, text }] of records.entries()) {
      if (text === undefined) passed.push(index);
      else {
        this.appender.appendInteger(index);
        this.appender.appendVarchar(text);
        this.appendGuard((record as JsonObject).eventName);
        this.appendGuard((record as JsonObject).eventSource);
        this.appender.endRow();
      }
    }
    try {
      this.appender.flushSync();
      const result = await this.query!.runAndReadAll();
      const rows = result.getRowsJS() as [number, number][];
      await this.connection.run(`TRUNCATE ${TABLE.from}`);
      return rows.map(([index, rule]) => ({ index, rule: this.rules[rule]! }));
    } finally {
      this.busy = false;
    }
  }

  private appendGuard(value: unknown): void {
    if (value === undefined) this.appender.appendVarchar("");
    else if (typeof value === "string") this.appender.appendVarchar(foldCase(value));
    else this.appender.appendNull();
  }

  /** Prepares a query; @returns what DuckDB says against it */
  private async complaint({ sql }: RuleQuery): Promise<string | undefined> {
    try {
      this.query = await this.connection.prepare(sql);
      return undefined;
    } catch (error) {
      return (error as Error).message.split("\n")[0];
    }
  }
}
