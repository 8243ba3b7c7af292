import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { DuckDBConnection, DuckDBResult } from "@duckdb/node-api";
import { Coverage, Gap, QueryError } from "../../source";
import { checkQuery } from "../../sources/checkQuery";
import { FilesRead } from "../../sources/filesRead";
import { LogFilesOptions, checkOptions } from "../../sources/logScope";
import { count } from "../../wording";
import { isOfRecord } from "../cache/eventRows";
import { explainSqlError } from "./explainSqlError";
import {
  RowScope,
  ViewParts,
  deliveriesView,
  eventsView,
  plannedTable,
  repeatedTable,
  rowViews,
  scopeColumns,
  undatedRows,
} from "./eventsView";
import { RowsGathered, gatherRows } from "./gatherRows";
import { PartFolder } from "./partFolder";
import { QueryDuckdb, queryDuckdb, seal } from "./queryDuckdb";
import { PLANNED_TABLES, QueryPlan, queryPlan } from "./queryPlan";
import { ResultColumn, ResultRow, resultColumns, resultRows } from "./queryResult";
import { QuerySource } from "./querySource";
import { explained, refuseStatement, statementKind } from "./statementKind";

/** How a query is asked. */
export interface ArchiveQueryOptions extends LogFilesOptions {
  /** Of the records, inclusive. @default all */
  readonly startTime?: Date;
  readonly endTime?: Date;
  /** What DuckDB may take of the memory; what doesn't fit goes to disk. @default 150MB */
  readonly memory?: string;
  /** A folder with a Parquet cache of the archive: what is fresh there is not read again. @default none */
  readonly cache?: string;
  /** Where what is temporary lies. @default the system's folder */
  readonly temporary?: string;
  /** Told of each file how many records it had. */
  readonly onFile?: (records: number) => void;
}

/** An answer, whose rows come as they are found. Close it, whatever happens. */
export interface QueryAnswer {
  readonly columns: readonly ResultColumn[];
  /** Once. @throws QueryError on what only shows with the rows: a value that can't be cast */
  rows(): AsyncGenerator<ResultRow[]>;
  /** What was read, and what was not. */
  readonly coverage: Coverage;
  close(): Promise<void>;
}

/**
 * Asks an archive in SQL, over the views `events`, where each record counts once, and `deliveries`, where it counts as
 * often as it was delivered.
 *
 * Only those columns and files are read that the query looks at. The SQL can neither read nor write anything else.
 * @throws QueryError on SQL that does more than ask, or can't be asked, and where there is nothing to be read
 * @throws CacheError where there is no such cache
 * @throws DuckdbMissing where DuckDB is not installed
 */
export async function queryArchive(
  source: QuerySource,
  sql: string,
  options: ArchiveQueryOptions = {},
): Promise<QueryAnswer> {
  checkOptions(options);
  checkQuery(options, Date.now());
  const folder = await PartFolder.make(options.temporary);
  let duckdb: QueryDuckdb | undefined;
  const close = async () => {
    duckdb?.close();
    await folder.close();
  };
  try {
    duckdb = await queryDuckdb({
      ...(options.memory !== undefined && { memory: options.memory }),
      threads: availableParallelism(),
      sql,
      reads: [folder.path, ...(options.cache === undefined ? [] : [resolve(options.cache)])],
      temporary: folder.path,
    });
    const asking = new Asking(source, sql, options, folder, duckdb.connection);
    return { ...(await asking.answer(duckdb)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Optimizers that draw conclusions from a table's being empty. */
const FOR_FULL_TABLES = ["statistics_propagation", "late_materialization", "empty_result_pullup"];
/** Of DuckDB's kinds of statements. */
const STATEMENT = { select: 1, explain: 4 } as const;

class Asking {
  private readonly read: FilesRead;
  private readonly scope: RowScope;

  constructor(
    private readonly source: QuerySource,
    private readonly sql: string,
    private readonly options: ArchiveQueryOptions,
    private readonly folder: PartFolder,
    private readonly connection: DuckDBConnection,
  ) {
    this.read = new FilesRead(source.name);
    const { startTime, endTime, accounts, regions } = options;
    this.scope = {
      ...(startTime && { from: startTime.getTime() }),
      ...(endTime && { to: endTime.getTime() }),
      ...(accounts && { accounts }),
      ...(regions && { regions }),
    };
  }

  async answer(duckdb: QueryDuckdb): Promise<Omit<QueryAnswer, "close">> {
    const plan = await this.plan();
    const gaps = plan.reads ? await this.readFiles(plan) : [];
    this.read.ended = true;
    await seal(duckdb);
    const result = await this.untilAborted(() => this.connection.stream(this.sql));
    return {
      columns: resultColumns(result),
      rows: () => this.rows(result),
      coverage: this.read.coverage(this.options, plan.reads, gaps),
    };
  }

  /** What the query looks at, over tables that are empty. */
  private async plan(): Promise<QueryPlan> {
    const kind = statementKind(this.sql);
    const { connection } = this;
    for (const [view, table] of Object.entries(PLANNED_TABLES)) {
      await connection.run(plannedTable(table));
      await connection.run(`CREATE VIEW ${view} AS SELECT * FROM ${table}`);
    }
    try {
      await this.checkStatement();
      await connection.run(`SET disabled_optimizers = '${FOR_FULL_TABLES.join(",")}'`);
      if (kind === "description") return { reads: false, columns: [], once: false, opens: () => false };
      return await queryPlan(connection, explained(this.sql));
    } catch (error) {
      throw error instanceof QueryError ? error : explainSqlError(error);
    } finally {
      await connection.run("RESET disabled_optimizers");
    }
  }

  private async checkStatement(): Promise<void> {
    const { type, parameterCount } = await this.statement(this.sql);
    const isExplain = type === STATEMENT.explain;
    // What is explained may be run.
    const asked = isExplain ? (await this.statement(explained(this.sql))).type : type;
    if (asked !== STATEMENT.select) refuseStatement("a statement that changes something");
    if (parameterCount > 0)
      throw new QueryError(
        "the SQL has parameters (? or $1), which have no values here; write the values into it",
      );
  }

  private async statement(sql: string): Promise<{ type: number; parameterCount: number }> {
    const statements = await this.connection.extractStatements(sql);
    if (statements.count !== 1) refuseStatement(`a text of ${statements.count} statements`);
    const prepared = await statements.prepare(0);
    const { parameterCount, statementType: type } = prepared;
    prepared.destroySync();
    return { type, parameterCount };
  }

  /** Gathers what the plan looks at, and makes the views of it; @returns what is missing beside the files themselves */
  private async readFiles(plan: QueryPlan): Promise<Gap[]> {
    const { connection, source, options, read, scope } = this;
    const columns = [
      ...new Set([...plan.columns, ...scopeColumns(scope), ...(plan.once ? ["event_id"] : [])]),
    ].filter((name) => isOfRecord({ name }));
    const rows = await gatherRows({
      source,
      query: options,
      options,
      columns,
      opens: (place) => plan.opens(place),
      folder: this.folder.path,
      ...(options.cache !== undefined && { cache: options.cache }),
      read,
      ...(options.onFile && { onFile: options.onFile }),
    });
    const parts: ViewParts = { cached: rows.cached, read: rows.parts, columns, root: source.root, scope };
    for (const [view, table] of Object.entries(PLANNED_TABLES)) {
      await connection.run(`DROP VIEW ${view}`);
      await connection.run(`DROP TABLE ${table}`);
    }
    for (const statement of rowViews(parts)) await connection.run(statement);
    const repeated = plan.once ? await this.findRepeated(parts, rows) : 0;
    await connection.run(deliveriesView(parts));
    await connection.run(eventsView(parts, repeated > 0));
    read.handedOut = (await this.number("SELECT count(*) FROM part_rows")) - repeated;
    return this.undated(parts);
  }

  private async findRepeated(parts: ViewParts, { repeated, places }: RowsGathered): Promise<number> {
    // The cache's builder has looked, and found none.
    if (repeated === "" && parts.read.length === 0) return 0;
    await this.untilAborted(() => this.connection.run(repeatedTable(parts, repeated, places)));
    return this.number("SELECT count(*) FROM repeated");
  }

  /** Records that may lie in the range, for all that they say. */
  private async undated(parts: ViewParts): Promise<Gap[]> {
    const { from, to } = this.scope;
    if (from === undefined && to === undefined) return [];
    const undated = await this.number(undatedRows(parts));
    if (undated === 0) return [];
    const detail = `${count(undated, "record")} without a readable time left out: they may lie in the time range.`;
    return [{ reason: "dirty-records", inherent: false, detail }];
  }

  private async number(sql: string): Promise<number> {
    const reader = await this.untilAborted(() => this.connection.runAndReadAll(sql));
    return Number(reader.getRows()[0]![0]);
  }

  private async *rows(result: DuckDBResult): AsyncGenerator<ResultRow[]> {
    const rows = resultRows(result);
    for (;;) {
      const next = await this.untilAborted(() => rows.next());
      if (next.done) return;
      yield next.value;
    }
  }

  /** Ctrl-C stops DuckDB where it is. */
  private async untilAborted<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.options;
    signal?.throwIfAborted();
    const interrupt = () => this.connection.interrupt();
    signal?.addEventListener("abort", interrupt);
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      throw explainSqlError(error);
    } finally {
      signal?.removeEventListener("abort", interrupt);
    }
  }
}
