import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { trinoMacros } from "../../detective/archive/query/trinoNames";
import { COLUMNS, FiledRecord, cloudtrailTable } from "./athena/cloudtrailTable";
import { trinoFunctions } from "./athena/trinoFunctions";
import { trinoInDuckdb } from "./athena/trinoInDuckdb";

type Body = Record<string, unknown>;

/** How an answer goes wrong: an error of the API, or a connection that is dropped. */
export type AthenaFault = { error: string; message: string } | "drop" | undefined;

/** How a query ends, other than with its rows. */
export interface QueryEnd {
  state: "FAILED" | "CANCELLED";
  reason: string;
  retryable?: boolean;
}

export interface AthenaServerOptions {
  records?: readonly FiledRecord[];
  /** Rows of a page, the header among them. @default 1000 */
  pageRows?: number;
  /** How often a query is looked at before it has ended. @default 1 */
  looks?: number;
  /** What a query scans, in bytes. @default 12 MB */
  scans?: number;
  workgroup?: Body;
  parameters?: Record<string, string>;
  partitionKeys?: readonly string[];
  columns?: Readonly<Record<string, string>>;
  /** Asked with each call, numbered from 1 by API. */
  fault?: (api: string, call: number, body: Body) => AthenaFault;
  /** Asked with each query, numbered from 1. */
  end?: (sql: string, query: number) => QueryEnd | undefined;
}

export interface AthenaServer {
  endpoint: string;
  calls: { api: string; body: Body }[];
  /** The texts of the queries that were begun. */
  queries: string[];
  /** Ids of the queries that were stopped. */
  stopped: string[];
  close(): Promise<void>;
}

/** What TrailAnalytics' table says of itself. */
export const PARAMETERS: Record<string, string> = {
  "projection.enabled": "true",
  "projection.account.type": "enum",
  "projection.account.values": "111122223333",
  "projection.region.type": "enum",
  "projection.region.values": "eu-central-1,us-east-1",
  "projection.timestamp.type": "date",
  "projection.timestamp.format": "yyyy/MM/dd",
  "projection.timestamp.range": "2020/01/01,NOW",
  "storage.location.template": "s3://trail-logs/AWSLogs/${account}/CloudTrail/${region}/${timestamp}",
  inputformat: "com.amazon.emr.cloudtrail.CloudTrailInputFormat",
};

interface Query {
  id: string;
  sql: string;
  looks: number;
  end?: QueryEnd;
  result?: Promise<Result>;
}

interface Result {
  columns: { Name: string; Type: string }[];
  rows: (string | null)[][];
}

/** Athena on loopback, over a table in DuckDB: the calls and the JSON that the SDK's own client speaks. */
export async function athenaServer(options: AthenaServerOptions = {}): Promise<AthenaServer> {
  const instance = await DuckDBInstance.create(":memory:");
  const duckdb = await instance.connect();
  await duckdb.run("SET TimeZone = 'UTC'");
  await duckdb.run(trinoMacros().join(";\n"));
  trinoFunctions(duckdb);
  await cloudtrailTable(duckdb, "cloudtrail_logs", options.records ?? [], options.columns);
  const athena = new Athena(duckdb, options);
  const server = createServer((request, response) => void athena.serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: athena.calls,
    queries: athena.sqls,
    stopped: athena.stopped,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await athena.settled();
      duckdb.closeSync();
      instance.closeSync();
    },
  };
}

class Athena {
  readonly calls: AthenaServer["calls"] = [];
  readonly sqls: string[] = [];
  readonly stopped: string[] = [];
  private readonly queries = new Map<string, Query>();
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly duckdb: DuckDBConnection,
    private readonly options: AthenaServerOptions,
  ) {}

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const api = String(request.headers["x-amz-target"]).replace(/^AmazonAthena\./, "");
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text || "{}") as Body;
    this.calls.push({ api, body });
    const number = this.calls.filter((call) => call.api === api).length;
    const fault = this.options.fault?.(api, number, body);
    // A connection that is dropped has been heard all the same.
    const answer = fault === undefined || fault === "drop" ? await this.answer(api, body) : undefined;
    if (fault === "drop") response.destroy();
    else if (fault)
      send(response, fault.error.startsWith("Internal") ? 500 : 400, {
        __type: fault.error,
        message: fault.message,
      });
    else if (answer) send(response, 200, answer);
    else send(response, 400, { __type: "InvalidRequestException", message: `no ${api} here` });
  }

  async settled(): Promise<void> {
    for (const { result } of this.queries.values()) await result?.catch(() => undefined);
  }

  private async answer(api: string, body: Body): Promise<Body | undefined> {
    switch (api) {
      case "GetWorkGroup":
        return {
          WorkGroup: { Name: body.WorkGroup, State: "ENABLED", Configuration: {}, ...this.options.workgroup },
        };
      case "GetTableMetadata":
        return { TableMetadata: this.metadata() };
      case "StartQueryExecution":
        return { QueryExecutionId: this.begin(body) };
      case "GetQueryExecution":
        return { QueryExecution: await this.look(this.query(body)) };
      case "GetQueryResults":
        return this.results(this.query(body), body);
      case "StopQueryExecution": {
        const query = this.query(body);
        this.stopped.push(query.id);
        query.end = { state: "CANCELLED", reason: "Query was cancelled by the user" };
        return {};
      }
      default:
        return undefined;
    }
  }

  private query({ QueryExecutionId: id }: Body): Query {
    return this.queries.get(id as string)!;
  }

  private metadata(): Body {
    const {
      columns = COLUMNS,
      parameters = PARAMETERS,
      partitionKeys = ["account", "region", "timestamp"],
    } = this.options;
    return {
      Name: "cloudtrail_logs",
      TableType: "EXTERNAL_TABLE",
      Columns: Object.entries(columns).map(([Name, Type]) => ({ Name, Type })),
      PartitionKeys: partitionKeys.map((Name) => ({ Name, Type: "string" })),
      Parameters: parameters,
    };
  }

  private begin({ ClientRequestToken: token, QueryString: sql }: Body): string {
    const known = this.tokens.get(token as string);
    if (known !== undefined) return known;
    this.sqls.push(sql as string);
    const id = `query-${this.sqls.length}`;
    this.tokens.set(token as string, id);
    const end = this.options.end?.(sql as string, this.sqls.length);
    const query: Query = { id, sql: sql as string, looks: 0, ...(end && { end }) };
    if (!end) {
      query.result = this.run(query.sql);
      query.result.catch(() => undefined);
    }
    this.queries.set(id, query);
    return id;
  }

  private async look(query: Query): Promise<Body> {
    const { looks = 1, scans = 12 * 1024 ** 2 } = this.options;
    const ended = query.looks++ >= looks || query.end?.state === "CANCELLED";
    const state = ended ? await this.ended(query) : { State: query.looks === 1 ? "QUEUED" : "RUNNING" };
    const share = ended ? 1 : query.looks / (looks + 1);
    return {
      QueryExecutionId: query.id,
      StatementType: "DML",
      Status: state,
      Statistics: { DataScannedInBytes: Math.round(scans * share) },
    };
  }

  private async ended({ end, result }: Query): Promise<Body> {
    if (end) {
      const { state, reason, retryable = false } = end;
      return {
        State: state,
        StateChangeReason: reason,
        ...(state === "FAILED" && { AthenaError: { Retryable: retryable, ErrorMessage: reason } }),
      };
    }
    try {
      await result;
      return { State: "SUCCEEDED" };
    } catch (error) {
      return { State: "FAILED", StateChangeReason: `SYNTAX_ERROR: ${(error as Error).message}` };
    }
  }

  private async run(sql: string): Promise<Result> {
    const reader = await this.duckdb.runAndReadAll(trinoInDuckdb(sql));
    const types = reader.columnTypes().map(String);
    return {
      columns: reader.columnNames().map((Name, at) => ({ Name, Type: athenaType(types[at]!) })),
      rows: reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value)))),
    };
  }

  private async results(query: Query, { NextToken: token = "0", MaxResults = 1000 }: Body): Promise<Body> {
    const { columns, rows } = await query.result!;
    const all = [columns.map(({ Name }) => Name), ...rows];
    const from = Number(token);
    const to = from + Math.min(MaxResults as number, this.options.pageRows ?? 1000);
    return {
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: columns },
        Rows: all.slice(from, to).map((row) => ({
          Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
        })),
      },
      ...(to < all.length && { NextToken: String(to) }),
    };
  }
}

const TYPES: Readonly<Record<string, string>> = {
  BIGINT: "bigint",
  HUGEINT: "bigint",
  INTEGER: "integer",
  BOOLEAN: "boolean",
  DOUBLE: "double",
  DATE: "date",
};

function athenaType(type: string): string {
  return type.startsWith("TIMESTAMP") ? "timestamp" : (TYPES[type] ?? "varchar");
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(body));
}
