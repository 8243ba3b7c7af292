/** The calls that are used of Athena; the SDK's aggregated class `Athena` of `@aws-sdk/client-athena` fits. */
export interface AthenaClient {
  startQueryExecution(input: {
    QueryString: string;
    ClientRequestToken: string;
    QueryExecutionContext: { Database: string };
    WorkGroup: string;
  }): Promise<{ QueryExecutionId?: string }>;
  getQueryExecution(input: { QueryExecutionId: string }): Promise<{ QueryExecution?: QueryExecution }>;
  getQueryResults(input: {
    QueryExecutionId: string;
    NextToken?: string;
    MaxResults?: number;
  }): Promise<ResultPage>;
  stopQueryExecution(input: { QueryExecutionId: string }): Promise<unknown>;
  getWorkGroup(input: { WorkGroup: string }): Promise<{ WorkGroup?: WorkGroup }>;
  getTableMetadata(input: {
    CatalogName: string;
    DatabaseName: string;
    TableName: string;
    WorkGroup: string;
  }): Promise<{ TableMetadata?: TableMetadata }>;
}

export interface QueryExecution {
  StatementType?: string;
  Status?: {
    /** QUEUED, RUNNING, SUCCEEDED, FAILED or CANCELLED. */
    State?: string;
    StateChangeReason?: string;
    AthenaError?: { ErrorMessage?: string; Retryable?: boolean };
  };
  Statistics?: { DataScannedInBytes?: number; EngineExecutionTimeInMillis?: number };
}

export interface ResultPage {
  ResultSet?: {
    Rows?: readonly { Data?: readonly { VarCharValue?: string }[] }[];
    ResultSetMetadata?: { ColumnInfo?: readonly { Name?: string; Type?: string }[] };
  };
  NextToken?: string;
}

export interface WorkGroup {
  State?: string;
  Configuration?: {
    BytesScannedCutoffPerQuery?: number;
    EngineVersion?: { EffectiveEngineVersion?: string };
  };
}

export interface TableMetadata {
  TableType?: string;
  Columns?: readonly { Name?: string; Type?: string }[];
  PartitionKeys?: readonly { Name?: string; Type?: string }[];
  Parameters?: Record<string, string>;
}
