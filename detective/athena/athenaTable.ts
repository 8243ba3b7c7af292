import { retryThrottled } from "../sources/retryThrottled";
import { Clock, systemClock } from "../clock";
import { TableMetadata } from "./athenaClient";
import { AthenaError, failedCall } from "./athenaError";
import { HiveType, parseHiveType } from "./hiveType";
import { AthenaPlace } from "./runAthena";

/** How a partition tells the day of delivery: in one column, or in three. */
export type DayPartition =
  | { readonly kind: "day"; readonly column: string; readonly format: DayFormat }
  | { readonly kind: "parts"; readonly columns: readonly [year: string, month: string, day: string] };

export type DayFormat = "yyyy/MM/dd" | "yyyy-MM-dd" | "yyyyMMdd";

/** A table over CloudTrail's log files, as the catalogue describes it. */
export interface AthenaTable {
  readonly database: string;
  readonly name: string;
  /** By their names in small letters. */
  readonly columns: ReadonlyMap<string, HiveType>;
  readonly account?: PartitionColumn;
  readonly region?: PartitionColumn;
  readonly day?: DayPartition;
  /** Where the files lie: `s3://bucket/…/${account}/…/${timestamp}`, with the partitions' names in it. */
  readonly template?: string;
  /** The first day that a projection makes up. */
  readonly firstDay?: string;
  /** Stored by columns, so that a query need not scan all of a file. */
  readonly columnar: boolean;
}

export interface PartitionColumn {
  readonly column: string;
  /** All that there are, where a projection lists them. */
  readonly values?: readonly string[];
  /** Made up only of what a query names. */
  readonly injected: boolean;
}

/**
 * Asks the catalogue what the table is like.
 *
 * @throws AthenaError where it can't be told, or is no table over log files
 */
export async function readTable(
  place: AthenaPlace,
  name: string,
  { clock = systemClock, random = Math.random }: { clock?: Clock; random?: () => number } = {},
): Promise<AthenaTable> {
  const { client, database, workgroup } = place;
  try {
    const { TableMetadata: metadata = {} } = await retryThrottled(
      () =>
        client.getTableMetadata({
          CatalogName: "AwsDataCatalog",
          DatabaseName: database,
          TableName: name,
          WorkGroup: workgroup,
        }),
      { attempts: 8, clock, random },
    );
    return tableOf(database, name, metadata);
  } catch (error) {
    if (error instanceof AthenaError) throw error;
    const { name: kind, message } = error as Error;
    if (kind === "MetadataException" && /not ?found|EntityNotFound/i.test(message)) {
      throw new AthenaError(
        `there is no table ${database}.${name} in Athena: name another as athena:${workgroup}/DATABASE/TABLE, or make it with TrailAnalytics; see docs/athena.md`,
      );
    }
    throw failedCall(error, "athena:GetTableMetadata");
  }
}

/** @throws AthenaError on a view, and on what has no column of a record's id */
export function tableOf(database: string, name: string, metadata: TableMetadata): AthenaTable {
  const parameters = metadata.Parameters ?? {};
  const full = `${database}.${name}`;
  if (metadata.TableType === "VIRTUAL_VIEW")
    throw new AthenaError(
      `${full} is a view; name the table below it, whose partitions can be bound, as athena:WORKGROUP/DATABASE/TABLE`,
    );
  const columns = new Map(
    (metadata.Columns ?? []).map(({ Name = "", Type = "" }) => [Name.toLowerCase(), parseHiveType(Type)]),
  );
  const lacks = ["eventid", "eventname", "eventtime", "useridentity"].filter(
    (column) => !columns.has(column),
  );
  if (lacks.length > 0)
    throw new AthenaError(
      `${full} is no table over CloudTrail's log files: it has no column ${lacks.join(", ")}; see docs/athena.md`,
    );
  const keys = (metadata.PartitionKeys ?? []).map(({ Name = "" }) => Name.toLowerCase());
  const day = dayOf(keys, parameters);
  const account = partition(
    keys,
    ["account", "accountid", "account_id", "aws_account_id", "log_account"],
    parameters,
  );
  const region = partition(keys, ["region", "awsregion", "aws_region", "log_region"], parameters);
  const template = parameters["storage.location.template"];
  const [firstDay] =
    day?.kind === "day" ? (parameters[`projection.${day.column}.range`] ?? "").split(",") : [];
  return {
    database,
    name,
    columns,
    ...(account && { account }),
    ...(region && { region }),
    ...(day && { day }),
    ...(template !== undefined && { template }),
    ...(firstDay !== undefined && /^\d/.test(firstDay.trim()) && { firstDay: firstDay.trim() }),
    columnar: /parquet|orc/i.test(parameters.inputformat ?? ""),
  };
}

function partition(
  keys: readonly string[],
  names: readonly string[],
  parameters: Readonly<Record<string, string>>,
): PartitionColumn | undefined {
  const column = keys.find((key) => names.includes(key));
  if (column === undefined) return undefined;
  const type = projected(parameters)
    ? parameters[`projection.${column}.type`]?.trim().toLowerCase()
    : undefined;
  const values = type === "enum" ? parameters[`projection.${column}.values`]?.split(",") : undefined;
  return {
    column,
    injected: type === "injected",
    ...(values && { values: values.map((value) => value.trim()) }),
  };
}

function projected(parameters: Readonly<Record<string, string>>): boolean {
  return parameters["projection.enabled"]?.trim().toLowerCase() === "true";
}

const FORMATS: readonly DayFormat[] = ["yyyy/MM/dd", "yyyy-MM-dd", "yyyyMMdd"];

function dayOf(
  keys: readonly string[],
  parameters: Readonly<Record<string, string>>,
): DayPartition | undefined {
  for (const column of keys) {
    if (parameters[`projection.${column}.type`]?.trim().toLowerCase() !== "date") continue;
    const written = parameters[`projection.${column}.format`]?.trim();
    const format = FORMATS.find((known) => known === written);
    if (format !== undefined) return { kind: "day", column, format };
    // Of days that are written in another way nothing can be said.
    if (written !== undefined) return undefined;
  }
  if (["year", "month", "day"].every((column) => keys.includes(column)))
    return { kind: "parts", columns: ["year", "month", "day"] };
  const column = keys.find((key) => ["timestamp", "log_day"].includes(key));
  return column === undefined ? undefined : { kind: "day", column, format: "yyyy/MM/dd" };
}
