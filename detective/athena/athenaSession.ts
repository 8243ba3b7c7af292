import { Clock, systemClock } from "../clock";
import { awsErrorKind } from "../explainAwsError";
import { retryThrottled } from "../sources/retryThrottled";
import { checkOptions } from "../sources/logScope";
import { AthenaAddress } from "./athenaAddress";
import { AthenaClient } from "./athenaClient";
import { AthenaError, failedCall } from "./athenaError";
import { AthenaTable, readTable } from "./athenaTable";
import { ListingClient, estimateScan } from "./estimateScan";
import { PartitionScope } from "./partitionSql";
import { AthenaPlace, AthenaProgress, AthenaResult, runAthena } from "./runAthena";
import { ScanGate, ScanGateOptions } from "./scanGate";

export interface AthenaOptions extends Omit<ScanGateOptions, "cutoff"> {
  /** In the Region of the workgroup. */
  client: AthenaClient;
  address: AthenaAddress;
  /** Of the log bucket, for estimates. @default a scan's size is not known before */
  listing?: ListingClient;
  /** @default all of them */
  accounts?: readonly string[];
  /** @default all of them */
  regions?: readonly string[];
  /** How many days after an event the file that holds it may have been delivered. @default 1 */
  deliveryDays?: number;
  /** Stops the query that runs. */
  signal?: AbortSignal;
  onProgress?: (progress: AthenaProgress) => void;
  /** @default the system's */
  clock?: Clock;
  /** @default Math.random */
  random?: () => number;
}

/** What Athena has scanned for an answer, and what that costs. */
export interface Scanned {
  readonly bytes: number;
  readonly usd: number;
  readonly queryIds: readonly string[];
}

/**
 * Looks at the workgroup and the table, and makes ready to ask them.
 *
 * @throws QueryError on options that can't be meant; AthenaError where there is no such workgroup or table, or it can't be told what the table is like
 */
export async function openAthena(options: AthenaOptions): Promise<AthenaSession> {
  const { client, address, accounts, regions, deliveryDays } = options;
  checkOptions({
    ...(accounts && { accounts }),
    ...(regions && { regions }),
    ...(deliveryDays !== undefined && { deliveryDays }),
  });
  const place: AthenaPlace = { client, workgroup: address.workgroup, database: address.database };
  const cutoff = await readCutoff(place, options);
  const table = await readTable(place, address.table, options);
  return new AthenaSession(place, table, options, new ScanGate({ ...options, cutoff }));
}

/** A workgroup and a table that are asked, and what that has cost so far; one for each run of a command. */
export class AthenaSession {
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    readonly place: AthenaPlace,
    readonly table: AthenaTable,
    readonly options: AthenaOptions,
    private readonly gate: ScanGate,
  ) {}

  get name(): string {
    return `Athena (${this.place.database}.${this.table.name}, workgroup ${this.place.workgroup})`;
  }

  /** What of the log files is read. */
  get scope(): Pick<AthenaOptions, "accounts" | "regions" | "deliveryDays"> {
    const { accounts, regions, deliveryDays } = this.options;
    return {
      ...(accounts && { accounts }),
      ...(regions && { regions }),
      ...(deliveryDays !== undefined && { deliveryDays }),
    };
  }

  /** What all queries until now have scanned; undefined where there were none. */
  get scanned(): Scanned | undefined {
    const { bytes, usd, queryIds } = this.gate;
    return queryIds.length === 0 ? undefined : { bytes, usd, queryIds: [...queryIds] };
  }

  /**
   * Finds out how much queries over a part of the log files scan, and asks first where that is much.
   *
   * @param queries how many of that size are to be run now
   * @throws ScanRefused where nobody agrees
   */
  async agree(scope: PartitionScope, queries = 1): Promise<void> {
    const { listing, clock = systemClock } = this.options;
    // Whoever agrees to anything need not wait for a bucket to be listed.
    if (this.options.maxScan === Infinity) return;
    await this.gate.pass(await estimateScan(listing, this.table, scope, clock.now()), queries);
  }

  /** The same where it is not known what files a query reads. */
  async agreeToUnknown(how: string): Promise<void> {
    await this.gate.pass({ exact: false, how });
  }

  /**
   * Runs a query that was agreed to.
   *
   * @throws AthenaError see `runAthena`
   */
  async run(sql: string): Promise<AthenaResult> {
    const { signal, onProgress, clock, random } = this.options;
    let latest: AthenaProgress | undefined;
    const running = runAthena(this.place, sql, {
      ...(signal && { signal }),
      ...(clock && { clock }),
      ...(random && { random }),
      onProgress: (progress) => {
        latest = progress;
        onProgress?.(progress);
      },
    });
    this.running.add(running);
    try {
      const result = await running;
      this.gate.scanned(result.queryId, result.bytes);
      return result;
    } catch (error) {
      // What was scanned until it was stopped is charged; of a query that failed nothing is.
      if (latest && latest.state !== "FAILED") this.gate.scanned(latest.queryId, latest.bytes);
      throw error;
    } finally {
      this.running.delete(running);
    }
  }

  /** Waits until what runs has ended or was stopped. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.running]);
  }
}

/** The most bytes that the workgroup lets a query scan; undefined where it has no limit, or doesn't say. */
async function readCutoff(
  { client, workgroup }: AthenaPlace,
  { clock = systemClock, random = Math.random }: AthenaOptions,
): Promise<number | undefined> {
  try {
    const { WorkGroup: found } = await retryThrottled(() => client.getWorkGroup({ WorkGroup: workgroup }), {
      attempts: 8,
      clock,
      random,
    });
    if (found?.State === "DISABLED")
      throw new AthenaError(
        `workgroup ${workgroup} is disabled: enable it (aws athena update-work-group --work-group ${workgroup} --state ENABLED), or name another`,
      );
    return found?.Configuration?.BytesScannedCutoffPerQuery;
  } catch (error) {
    if (error instanceof AthenaError) throw error;
    // It limits a query whether it says so or not.
    if (awsErrorKind(error) === "denied") return undefined;
    if (error instanceof Error && /not found/i.test(error.message))
      throw new AthenaError(
        `there is no workgroup ${workgroup} in this account and Region: check AWS_REGION and --profile, or list them with aws athena list-work-groups`,
        undefined,
        { cause: error },
      );
    throw failedCall(error, "athena:GetWorkGroup");
  }
}
