import { CloudTrailEvent } from "../../../../detective/event";
import { Coverage, EventSet } from "../../../../detective/source";

export const coverage: Coverage = {
  source: "test",
  regions: ["us-east-1"],
  events: 0,
  complete: true,
  gaps: [],
};

/** A clean event by user alice; `second` sets its time within 2026-01-31T12:00. */
export function event(second: number, fields: Partial<CloudTrailEvent> = {}): CloudTrailEvent {
  return {
    eventVersion: "1.11",
    eventTime: `2026-01-31T12:00:${String(second).padStart(2, "0")}Z`,
    eventID: `id-${second}`,
    eventName: "ListUsers",
    eventSource: "iam.amazonaws.com",
    sourceIPAddress: "192.0.2.7",
    userAgent: "aws-cli/2.0",
    userIdentity: { type: "IAMUser", userName: "alice", arn: "arn:aws:iam::111122223333:user/alice" },
    ...fields,
  };
}

export function eventSet(...events: CloudTrailEvent[]): EventSet {
  return { events, coverage };
}
