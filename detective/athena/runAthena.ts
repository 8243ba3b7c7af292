import { randomUUID } from "node:crypto";
import { Clock, systemClock } from "../clock";
import { awsErrorKind } from "../explainAwsError";
import { retryThrottled } from "../sources/retryThrottled";
import { AthenaClient, QueryExecution } from "./athenaClient";
import { AthenaError, failedCall, failedQuery } from "./athenaError";
import { AthenaRows, resultRows } from "./resultRows";

/** Where a query runs. */
export interface AthenaPlace {
  readonly client: AthenaClient;
  readonly workgroup: string;
  readonly database: string;
}

/** How far a query is. */
export interface AthenaProgress {
  readonly queryId: string;
  /** QUEUED, RUNNING, SUCCEEDED, FAILED or CANCELLED. */
  readonly state: string;
  /** Scanned so far. */
  readonly bytes: number;
  /** Since it was begun. */
  readonly seconds: number;
}

export interface RunAthenaOptions {
  /** Stops the query. */
  signal?: AbortSignal;
  onProgress?: (progress: AthenaProgress) => void;
  /** How long a query may take, queue included; then it is stopped. @default 1,800,000, which is Athena's own limit */
  deadlineMs?: number;
  /** @default the system's */
  clock?: Clock;
  /** @default Math.random */
  random?: () => number;
}

/** A query that has succeeded. */
export interface AthenaResult extends AthenaRows {
  readonly queryId: string;
  /** Scanned, and charged (10 MB at least). */
  readonly bytes: number;
}

/** Athena takes so many bytes of text. Source: docs.aws.amazon.com/athena/latest/ug/service-limits.html */
export const LONGEST_QUERY = 262_144;

const FIRST_POLL_MS = 200;
const LONGEST_POLL_MS = 5_000;
/** As many calls in a row may get lost before a query is given up; each was tried again by itself. */
const LOST_POLLS = 5;
const ATTEMPTS = 8;
/** A query that failed of Athena itself is begun again so often. */
const RESTARTS = 2;

/**
 * Runs a query and waits for its end; its rows are read page by page as they are asked for.
 *
 * Whatever happens, a query that was begun and has not ended is stopped.
 * @throws AthenaError naming the query, why it failed, and the way out; the signal's reason
 */
export async function runAthena(
  place: AthenaPlace,
  sql: string,
  options: RunAthenaOptions = {},
): Promise<AthenaResult> {
  const bytes = Buffer.byteLength(sql);
  if (bytes > LONGEST_QUERY)
    throw new AthenaError(
      `the query has ${bytes} bytes; Athena takes ${LONGEST_QUERY}: ask for less in one query`,
    );
  for (let restart = 0; ; restart++) {
    const run = new Run(place, sql, options);
    const { execution, queryId } = await run.ended();
    const { Status: status, Statistics: statistics } = execution;
    if (status?.State === "SUCCEEDED") {
      const retrying = retries(options, run.given);
      const rows = await resultRows(place.client, queryId, retrying, execution.StatementType, options.signal);
      // What an attempt of before scanned is not charged: a query that fails is free.
      return { ...rows, queryId, bytes: statistics?.DataScannedInBytes ?? 0 };
    }
    const said = status?.AthenaError?.ErrorMessage ?? status?.StateChangeReason ?? "";
    const again = status?.AthenaError?.Retryable === true && status.State === "FAILED";
    if (!again || restart >= RESTARTS)
      throw failedQuery(
        status?.State ?? "FAILED",
        said || (status?.StateChangeReason ?? ""),
        queryId,
        placeName(place),
      );
  }
}

export function placeName({ workgroup, database }: Pick<AthenaPlace, "workgroup" | "database">): string {
  return `workgroup ${workgroup}, database ${database}`;
}

type Retries = <T>(call: () => Promise<T>) => Promise<T>;

function retries({ clock = systemClock, random = Math.random }: RunAthenaOptions, given: () => boolean) {
  const retrying: Retries = (call) => retryThrottled(call, { attempts: ATTEMPTS, clock, random }, given);
  return retrying;
}

/** One execution of a query, from its beginning to its end. */
class Run {
  private readonly clock: Clock;
  private readonly retrying: Retries;
  private readonly began: number;
  readonly given = () => this.options.signal?.aborted === true;

  constructor(
    private readonly place: AthenaPlace,
    private readonly sql: string,
    private readonly options: RunAthenaOptions,
  ) {
    this.clock = options.clock ?? systemClock;
    this.retrying = retries(options, this.given);
    this.began = this.clock.now();
  }

  async ended(): Promise<{ execution: QueryExecution; queryId: string }> {
    this.options.signal?.throwIfAborted();
    const queryId = await this.begin();
    try {
      return { execution: await this.wait(queryId), queryId };
    } catch (error) {
      if (await this.stop(queryId)) throw error;
      const message = error instanceof Error ? error.message : String(error);
      throw new AthenaError(
        `${message}; query ${queryId} could not be stopped and may go on: aws athena stop-query-execution --query-execution-id ${queryId}`,
        queryId,
        { cause: error },
      );
    }
  }

  /** The token makes it the same query however often the call is repeated. */
  private async begin(): Promise<string> {
    const { client, workgroup, database } = this.place;
    const token = randomUUID();
    try {
      const { QueryExecutionId: id } = await this.retrying(() =>
        client.startQueryExecution({
          QueryString: this.sql,
          ClientRequestToken: token,
          QueryExecutionContext: { Database: database },
          WorkGroup: workgroup,
        }),
      );
      if (id) return id;
    } catch (error) {
      const failed = failedCall(error, "athena:StartQueryExecution");
      if (!isUnanswered(error)) throw failed;
      throw new AthenaError(
        `${failed.message} The query may have begun nevertheless, and cost what it scans: aws athena list-query-executions --work-group ${workgroup} names the newest ones first.`,
        undefined,
        { cause: error },
      );
    }
    throw new AthenaError("Athena began a query and did not say its id; repeat");
  }

  private async wait(queryId: string): Promise<QueryExecution> {
    const { deadlineMs = 1_800_000, signal, onProgress } = this.options;
    let pause = FIRST_POLL_MS;
    let lost = 0;
    for (;;) {
      const execution = await this.look(queryId).catch((error: unknown) => {
        // A query that was begun costs money whether it is looked at or not: a lost answer is no reason to leave it.
        if (!isLost(error) || ++lost >= LOST_POLLS)
          throw failedCall(error, "athena:GetQueryExecution", queryId);
        return undefined;
      });
      if (execution) {
        lost = 0;
        const { Status: status, Statistics: statistics } = execution;
        const state = status?.State ?? "";
        onProgress?.({
          queryId,
          state,
          bytes: statistics?.DataScannedInBytes ?? 0,
          seconds: (this.clock.now() - this.began) / 1000,
        });
        if (state === "SUCCEEDED" || state === "FAILED" || state === "CANCELLED") return execution;
      }
      signal?.throwIfAborted();
      if (this.clock.now() - this.began > deadlineMs)
        throw new AthenaError(
          `query ${queryId} in Athena (${placeName(this.place)}) did not end within ${deadlineMs / 1000} s and is stopped; ask for a shorter time`,
          queryId,
        );
      await this.pause(pause);
      pause = Math.min(LONGEST_POLL_MS, pause * 1.5);
    }
  }

  private async look(queryId: string): Promise<QueryExecution | undefined> {
    const { client } = this.place;
    const { QueryExecution: execution } = await this.retrying(() =>
      client.getQueryExecution({ QueryExecutionId: queryId }),
    );
    return execution;
  }

  /** Ends early where the signal is aborted. */
  private async pause(ms: number): Promise<void> {
    const { signal } = this.options;
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    signal?.addEventListener("abort", stop, { once: true });
    try {
      await Promise.race([this.clock.sleep(ms), stopped]);
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  /** @returns whether Athena took it; tried again also after an interruption */
  private async stop(queryId: string): Promise<boolean> {
    const { client } = this.place;
    const { random = Math.random } = this.options;
    try {
      await retryThrottled(() => client.stopQueryExecution({ QueryExecutionId: queryId }), {
        attempts: ATTEMPTS,
        clock: this.clock,
        random,
      });
      return true;
    } catch {
      return false;
    }
  }
}

/** Athena may have done what it was asked. */
function isUnanswered(error: unknown): boolean {
  return ["timeout", "dropped", "service"].includes(awsErrorKind(error));
}

function isLost(error: unknown): boolean {
  return ["throttled", "timeout", "unreachable", "dropped", "service"].includes(awsErrorKind(error));
}
