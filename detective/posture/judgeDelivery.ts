import { count } from "../wording";
import { TrailStatus } from "./clients";
import { explainDeliveryError } from "./deliveryErrors";
import { Findings } from "./findings";

const HOUR_MS = 3_600_000;

export interface Delivery {
  /** In words, for example `log file`. */
  what: string;
  time: Date | undefined;
  error: string | undefined;
  /** Hours after which something should have come; counted from the start of logging too. */
  hours: number;
}

/** Notes whether something was delivered lately, and without an error. */
export function judgeDelivery(
  findings: Findings,
  { what, time, error, hours }: Delivery,
  { IsLogging, StartLoggingTime: started }: TrailStatus,
  now: Date,
): void {
  if (error) findings.problem(`the latest ${what} could not be delivered: ${error}${meaning(error)}`);
  if (IsLogging !== true) {
    findings.problem(`the trail is not logging: no ${what} comes`);
    return;
  }
  const age = time ? (now.getTime() - time.getTime()) / HOUR_MS : NaN;
  if (Number.isNaN(age)) {
    const since = started ? (now.getTime() - started.getTime()) / HOUR_MS : Infinity;
    if (since < hours) findings.doubt(`no ${what} has come yet; logging began ${hoursText(since)} ago`);
    else findings.problem(`no ${what} was ever delivered`);
  } else if (age > hours) {
    findings.problem(`the latest ${what} came ${hoursText(age)} ago, on ${time!.toISOString()}`);
  } else {
    findings.fact(`latest ${what} ${time!.toISOString()}`);
  }
}

function meaning(error: string): string {
  const explained = explainDeliveryError(error);
  return explained ? `: ${explained.means}` : "";
}

function hoursText(hours: number): string {
  if (hours < 1) return count(Math.max(0, Math.round(hours * 60)), "minute");
  return hours < 48 ? count(Math.round(hours), "hour") : count(Math.round(hours / 24), "day");
}
