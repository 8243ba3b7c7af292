import { availableParallelism } from "node:os";
import type { DuckDBConnection, DuckDBResult } from "@duckdb/node-api";
import { RecordScope } from "../../detect/recordScope";
import { Coverage, Gap, QueryError } from "../../source";
import { checkQuery } from "../../sources/checkQuery";
import { FilesRead } from "../../sources/filesRead";
import { LogFile, filesInOrder } from "../../sources/logFileList";
import { LogFilesOptions, checkOptions } from "../../sources/logScope";
import { scanOptions } from "../../sources/scanOptions";
import { count } from "../../wording";
import { EVENT_COLUMNS } from "../eventColumns";
import { explainSqlError } from "./explainSqlError";
import {
  REPEATED,
  RowScope,
  ViewParts,
  deliveriesView,
  eventsView,
  partRows,
  plannedTable,
  scopeColumns,
} from "./eventsView";
import { PartFolder } from "./partFolder";
import { QueryDuckdb, queryDuckdb, seal } from "./queryDuckdb";
import { PLANNED_TABLES, QueryPlan, queryPlan } from "./queryPlan";
import { ResultColumn, ResultRow, resultColumns, resultRows } from "./queryResult";
import { QuerySource } from "./querySource";
import { readParts } from "./readParts";
import { explained, refuseStatement, statementKind } from "./statementKind";

/** How a query is asked. */
export interface ArchiveQueryOptions extends LogFilesOptions {
  /** Of the records, inclusive. @default all */
  readonly startTime?: Date;
  readonly endTime?: Date;
  /** What DuckDB may take of the memory; what doesn't fit goes to disk. @default 150MB */
  readonly memory?: string;
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
      reads: [folder.path],
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
const NAMES = EVENT_COLUMNS.map(({ name }) => name);
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
      throw error instanceof QueryError ? error : explainSqlError(error, NAMES);
    } finally {
      await connection.run("RESET disabled_optimizers");
    }
  }

  private async checkStatement(): Promise<void> {
    const statements = await this.connection.extractStatements(this.sql);
    if (statements.count !== 1) refuseStatement(`a text of ${statements.count} statements`);
    const prepared = await statements.prepare(0);
    const { parameterCount } = prepared;
    const type: number = prepared.statementType;
    prepared.destroySync();
    if (type !== STATEMENT.select && type !== STATEMENT.explain)
      refuseStatement("a statement that changes something");
    if (parameterCount > 0)
      throw new QueryError(
        "the SQL has parameters (? or $1), which have no values here; write the values into it",
      );
  }

  /** Reads what the plan looks at, and makes the views of it; @returns what is missing beside the files themselves */
  private async readFiles(plan: QueryPlan): Promise<Gap[]> {
    const columns = [
      ...new Set([...plan.columns, ...scopeColumns(this.scope), ...(plan.once ? ["event_id"] : [])]),
    ];
    const files = await this.readInto(columns, plan);
    const parts: ViewParts = { files, columns, root: "", scope: this.scope };
    const { connection } = this;
    for (const [view, table] of Object.entries(PLANNED_TABLES)) {
      await connection.run(`DROP VIEW ${view}`);
      await connection.run(`DROP TABLE ${table}`);
    }
    await connection.run(partRows(parts));
    if (plan.once) for (const statement of REPEATED) await this.untilAborted(() => connection.run(statement));
    const repeated = plan.once ? await this.number("SELECT count(*) FROM repeated") : 0;
    await connection.run(deliveriesView(parts));
    await connection.run(eventsView(parts, repeated > 0));
    this.read.handedOut = (await this.number("SELECT count(*) FROM part_rows")) - repeated;
    return this.undated(parts);
  }

  private async readInto(columns: readonly string[], plan: QueryPlan): Promise<string[]> {
    const { source, options, read } = this;
    const list = await source.list(new RecordScope(options, options), options.signal);
    read.addAll(list.problems);
    const files = await readParts({
      files: wanted(filesInOrder(list), (file) => plan.opens(source.placeOf(file))),
      columns,
      folder: this.folder.path,
      scan: scanOptions(options),
      placeOf: (file) => source.placeOf(file),
      read,
      ...(options.onFile && { onFile: options.onFile }),
    });
    return files;
  }

  /** Records that may lie in the range, for all that they say. */
  private async undated(parts: ViewParts): Promise<Gap[]> {
    const { from, to, ...scope } = this.scope;
    if (from === undefined && to === undefined) return [];
    await this.connection.run(partRows({ ...parts, scope }).replace("VIEW part_rows", "VIEW all_part_rows"));
    const undated = await this.number("SELECT count(*) FROM all_part_rows WHERE event_time IS NULL");
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
      throw explainSqlError(error, NAMES);
    } finally {
      signal?.removeEventListener("abort", interrupt);
    }
  }
}

function* wanted(files: Iterable<LogFile>, opens: (file: LogFile) => boolean): Generator<LogFile> {
  for (const file of files) if (opens(file)) yield file;
}
