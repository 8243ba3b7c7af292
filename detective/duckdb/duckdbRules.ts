import type { DuckDBAppender, DuckDBConnection, DuckDBPreparedStatement } from "@duckdb/node-api";
import { JsonObject } from "../json";
import { compileRules } from "../sigma/match/compileRules";
import { foldCase } from "../sigma/match/foldCase";
import { NotExpressible } from "../sigma/notExpressible";
import { RecordMatcher } from "../sigma/recordMatcher";
import { SigmaRule } from "../sigma/rule";
import { GUARDS, RecordTable, RuleQuery, duckdbQuery } from "../sigma/sql/duckdbQuery";
import { DuckdbLimits, OpenDuckdb, openDuckdb } from "./openDuckdb";

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

  /**
   * @param lanes how many batches are asked at the same time
   * @throws DuckdbMissing where DuckDB is not installed
   */
  static async prepare(
    rules: readonly SigmaRule[],
    limits: DuckdbLimits = {},
    lanes = 1,
  ): Promise<DuckdbRules> {
    const opened: Lane[] = [];
    try {
      opened.push(await Lane.open(limits));
      const { asked, refused } = await opened[0]!.prepareAll(rules);
      while (opened.length < lanes) {
        opened.push(await Lane.open(limits));
        await opened.at(-1)!.prepareAll(asked);
      }
      return new DuckdbRules(refused, asked, opened);
    } catch (error) {
      for (const lane of opened) lane.close();
      throw error;
    }
  }

  /**
   * Every match of some records, in any order; as many calls at a time as there are lanes. The records are not held
   * until the answer.
   */
  match(records: readonly RecordInText[]): Promise<BatchMatch[]> {
    if (this.rules.length === 0) return Promise.resolve([]);
    const lane = this.lanes.find(({ busy }) => !busy);
    if (!lane) throw new Error(`more than ${this.lanes.length} batches at the same time`);
    lane.fill(records);
    const here = records.flatMap(({ record, text }, index) =>
      text === undefined ? this.matchHere(record, index) : [],
    );
    return lane.ask(here);
  }

  /** No batch may be open. */
  close(): void {
    for (const lane of this.lanes) lane.close();
  }

  private matchHere(record: unknown, index: number): BatchMatch[] {
    this.askedHere++;
    this.here ??= compileRules(this.rules);
    return this.here.match(record).map(({ rule }) => ({ index, rule }));
  }
}

const TABLE: RecordTable = { from: "records", keys: ["record"], guarded: true };

/** A database of its own with a table that holds the records of one batch. */
class Lane {
  busy = false;
  private query: DuckDBPreparedStatement | undefined;
  private rules: readonly SigmaRule[] = [];

  private constructor(
    private readonly duckdb: OpenDuckdb,
    private readonly connection: DuckDBConnection,
    private readonly appender: DuckDBAppender,
  ) {}

  static async open(limits: DuckdbLimits): Promise<Lane> {
    const duckdb = await openDuckdb(limits);
    const connection = await duckdb.connect();
    await connection.run(
      `CREATE TABLE ${TABLE.from} (record INTEGER, event VARCHAR, ${GUARDS.eventName} VARCHAR, ${GUARDS.eventSource} VARCHAR)`,
    );
    return new Lane(duckdb, connection, await connection.createAppender(TABLE.from));
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

  fill(records: readonly RecordInText[]): void {
    this.busy = true;
    for (const [index, { record, text }] of records.entries()) {
      if (text === undefined) continue;
      this.appender.appendInteger(index);
      this.appender.appendVarchar(text);
      this.appendGuard((record as JsonObject).eventName);
      this.appendGuard((record as JsonObject).eventSource);
      this.appender.endRow();
    }
    this.appender.flushSync();
  }

  /** Asks what the table holds, empties it, and puts the matches to those that are known. */
  async ask(known: readonly BatchMatch[]): Promise<BatchMatch[]> {
    try {
      const result = await this.query!.runAndReadAll();
      const rows = result.getRowsJS() as [number, number][];
      await this.connection.run(`TRUNCATE ${TABLE.from}`);
      // Only then is the memory free again.
      await this.connection.run("CHECKPOINT");
      return [...known, ...rows.map(([index, rule]) => ({ index, rule: this.rules[rule]! }))];
    } finally {
      this.busy = false;
    }
  }

  close(): void {
    this.duckdb.close();
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
