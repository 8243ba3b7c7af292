import { isJsonObject } from "../json";
import { LogKey } from "../sources/logKey";
import { LogScope } from "../sources/logScope";
import { recordTime } from "./recordTime";

/** Decides by what it says whether a record is asked; of whatever kind it is, as long as it is a record. */
export class RecordScope extends LogScope {
  /** Neither a time nor an account nor a Region is asked for. */
  get takesAll(): boolean {
    return !this.asksPlace && this.start === -Infinity && this.end === Infinity;
  }

  /** Undefined where a time range is asked, and the record's time can't be read. */
  takes(record: unknown, key: LogKey): boolean | undefined {
    if (!isJsonObject(record)) return true;
    const text = (name: string) => (typeof record[name] === "string" ? record[name] : undefined);
    const account = text("recipientAccountId") ?? key.accountId;
    const region = text("awsRegion") ?? key.region;
    if (!this.asks(account, region)) return false;
    if (this.start === -Infinity && this.end === Infinity) return true;
    const time = recordTime(record);
    return time === undefined ? undefined : time >= this.start && time <= this.end;
  }

  /** Digests, and summaries of data events, are no records; Insights are. */
  protected override opensKind(kind = "CloudTrail"): boolean {
    return /^CloudTrail(-|$)/.test(kind) && !/-(Digest|Aggregated)$/.test(kind);
  }
}
