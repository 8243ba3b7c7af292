import { CloudTrailEvent, timeOf } from "../event";
import { EventQuery, Gap, QueryError } from "../source";
import { count } from "../wording";
import { LogKey } from "./logKey";

const DAY_MS = 86_400_000;

/** How far a reading of files is. */
export interface FilesProgress {
  readonly files: number;
  /** In these files, wanted or not. */
  readonly records: number;
}

/** What of an archive of log files is to be read. */
export interface LogFilesOptions {
  /** @default all of them */
  accounts?: readonly string[];
  /** @default all of them */
  regions?: readonly string[];
  /**
   * How many days after an event the file that holds it may have been delivered: files that lie further behind the end
   * of the time range are not opened. CloudTrail delivers within minutes, but tries for 30 days where a bucket refuses
   * it: then give 31.
   * @default 1
   */
  deliveryDays?: number;
  /** How many files are in work at a time, or wait to be told. @default 4 a thread */
  concurrency?: number;
  /** How many threads read them; 0 reads on the one that asks. @default one a core */
  threads?: number;
  /** Called after each file. @default nobody is told */
  onFiles?: (progress: FilesProgress) => void;
  /** Ends every reading: what was read before is kept, and the coverage says that it is not all. */
  signal?: AbortSignal;
}

/** Decides by their place what folders and files to open, and by what they say which records count. */
export class LogScope {
  private readonly accounts?: ReadonlySet<string>;
  private readonly regions?: ReadonlySet<string>;
  private readonly insight: boolean;
  readonly start: number;
  readonly end: number;
  /** When a file with something of the time range was delivered; the clocks of services differ by less than a day. */
  readonly delivered: { from: number; to: number };
  private readonly deliveryDays: number;
  /** Something was passed over as it was delivered too long after the time range. */
  private passedLate = false;

  constructor(query: EventQuery, options: LogFilesOptions) {
    this.accounts = options.accounts && new Set(options.accounts);
    this.regions = options.regions && new Set(options.regions);
    this.insight = query.category === "insight";
    this.start = query.startTime?.getTime() ?? -Infinity;
    this.end = query.endTime?.getTime() ?? Infinity;
    this.deliveryDays = options.deliveryDays ?? 1;
    this.delivered = {
      from: this.start - DAY_MS,
      to: this.end + this.deliveryDays * DAY_MS,
    };
  }

  /** Whether a file or anything in a folder may hold a record that counts. */
  opens({ kind, accountId, region, from, to }: LogKey): boolean {
    if (!this.opensKind(kind) || !this.asks(accountId, region)) return false;
    const isLate = from !== undefined && from > this.delivered.to;
    this.passedLate ||= isLate;
    return !isLate && (to === undefined || to > this.delivered.from);
  }

  /** What delivery that took longer than usual leaves open. */
  lateGap(): Gap[] {
    if (!this.passedLate) return [];
    const detail = `Files delivered more than ${count(this.deliveryDays, "day")} after the end of the time range were not opened: CloudTrail delivers within minutes, but tries for 30 days where the bucket refuses it.`;
    return [{ reason: "late-delivery", inherent: true, detail }];
  }

  /** Digests, and summaries of data events, hold no records of calls. */
  protected opensKind(kind = this.insight ? "CloudTrail-Insight" : "CloudTrail"): boolean {
    if (this.insight) return kind === "CloudTrail-Insight";
    return /^CloudTrail(-|$)/.test(kind) && !/-(Digest|Insight|Aggregated)$/.test(kind);
  }

  /** Whether a record's kind, account and Region are asked for; one that doesn't say its own has its file's. */
  counts(event: CloudTrailEvent, key: LogKey): boolean {
    const isInsight = event.eventCategory === "Insight" || event.eventType === "AwsCloudTrailInsight";
    if (isInsight !== this.insight || event.eventCategory === "Aggregated") return false;
    const account = event.recipientAccountId ?? key.accountId;
    const region = event.awsRegion ?? key.region;
    return this.asks(account, region);
  }

  protected get asksPlace(): boolean {
    return this.accounts !== undefined || this.regions !== undefined;
  }

  /** What doesn't say its account or Region may be of one that is asked for. */
  protected asks(account: string | undefined, region: string | undefined): boolean {
    return (
      (!this.accounts || account === undefined || this.accounts.has(account)) &&
      (!this.regions || region === undefined || this.regions.has(region))
    );
  }

  /** Whether a record lies in the time range; undefined where a range is asked and the record's time can't be read. */
  inRange(event: CloudTrailEvent): boolean | undefined {
    if (this.start === -Infinity && this.end === Infinity) return true;
    const time = timeOf(event);
    return time === undefined ? undefined : time >= this.start && time <= this.end;
  }
}

/** @throws QueryError where an option can't be meant */
export function checkOptions(options: LogFilesOptions): void {
  const { accounts, regions, deliveryDays, concurrency, threads } = options;
  for (const [name, list] of Object.entries({ accounts, regions })) {
    if (list?.length === 0)
      throw new QueryError(`${name}: an empty list reads nothing; leave it out for all`);
  }
  const wrong = accounts?.find((account) => !/^\d{12}$/.test(account));
  if (wrong !== undefined)
    throw new QueryError(`accounts: "${wrong}" is no account id; use its 12 digits, with leading zeros`);
  if (deliveryDays !== undefined && !(deliveryDays >= 0))
    throw new QueryError(`deliveryDays: ${deliveryDays} is not allowed; use a number from 0`);
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency >= 1))
    throw new QueryError(`concurrency: ${concurrency} is not allowed; use a whole number from 1`);
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 0))
    throw new QueryError(`threads: ${threads} is not allowed; use a whole number from 0`);
}
