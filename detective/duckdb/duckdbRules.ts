import type { DuckDBAppender, DuckDBConnection, DuckDBPreparedStatement } from "@duckdb/node-api";
import { JsonObject } from "../json";
import { compileRules } from "../sigma/match/compileRules";
import { foldCase } from "../sigma/match/foldCase";
import { NotExpressible } from "../sigma/notExpressible";
import { RecordMatcher } from "../sigma/recordMatcher";
import { SigmaRule } from "../sigma/rule";
import { GUARDS, RecordTable, duckdbQuery } from "../sigma/sql/duckdbQuery";
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
    const opened = await Promise.all(Array.from({ length: lanes }, () => Lane.open(duckdb)));
    const { asked, refused } = await opened[0]!.expressible(rules);
    await Promise.all(opened.map((lane) => lane.prepare(asked)));
    return new DuckdbRules(refused, asked, opened);
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

  /** The rules that DuckDB takes; what its own compiler refuses (of patterns, mostly) is refused by name. */
  async expressible(rules: readonly SigmaRule[]): Promise<{ asked: SigmaRule[]; refused: RefusedRule[] }> {
    const whole = duckdbQuery(rules, TABLE);
    if ((await this.complaint(whole.sql)) === undefined)
      return { asked: [...whole.rules], refused: [...whole.refused] };
    const asked: SigmaRule[] = [];
    const refused = [...whole.refused];
    for (const rule of whole.rules) {
      const complaint = await this.complaint(duckdbQuery([rule], TABLE).sql);
      if (complaint === undefined) asked.push(rule);
      else refused.push({ rule, error: new NotExpressible("duckdb", rule.title, complaint) });
    }
    return { asked, refused };
  }

  async prepare(rules: readonly SigmaRule[]): Promise<void> {
    if (rules.length === 0) return;
    this.rules = rules;
    this.query = await this.connection.prepare(duckdbQuery(rules, TABLE).sql);
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

  private async complaint(sql: string): Promise<string | undefined> {
    try {
      // To run it, not only to prepare it: patterns are compiled when they are needed.
      await this.connection.run(sql);
      return undefined;
    } catch (error) {
      return (error as Error).message.split("\n")[0];
    }
  }
}
