import { CloudTrailEvent } from "./event";

/**
 * The events without the network activity events of calls that are there themselves.
 *
 * A call through a VPC endpoint is recorded twice where a trail selects network activity: by its service, and once more
 * without its request; both have the request's id.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
 */
export function withoutEchoes(events: readonly CloudTrailEvent[]): readonly CloudTrailEvent[] {
  if (!events.some(isNetworkActivity)) return events;
  const calls = new Set(events.filter((event) => !isNetworkActivity(event)).map(requestOf));
  return events.filter(
    (event) => !isNetworkActivity(event) || !event.requestID || !calls.has(requestOf(event)),
  );
}

function isNetworkActivity({ eventType, eventCategory }: CloudTrailEvent): boolean {
  return eventType === "AwsVpceEvent" || eventCategory === "NetworkActivity";
}

function requestOf({ eventSource, eventName, requestID }: CloudTrailEvent): string {
  return JSON.stringify([eventSource, eventName, requestID]);
}
