import { CloudTrailEvent, timeOf } from "../event";
import { groupBy } from "../groupBy";
import { outcomeOf } from "../outcomeOf";
import { IncidentIndex } from "./incidentIndex";
import { TimelineSession } from "./timeline";

/** The sessions that the events were made in, in the order of their first event. */
export function sessionsOf(events: readonly CloudTrailEvent[], index: IncidentIndex): TimelineSession[] {
  const groups = groupBy(events, (event) => index.session(event).id);
  return [...groups.values()].map((group) => sessionOfGroup(group, index));
}

function sessionOfGroup(
  group: readonly [CloudTrailEvent, ...CloudTrailEvent[]],
  index: IncidentIndex,
): TimelineSession {
  const { id, who, arn, accessKeyId } = index.session(group[0]);
  const issue = index.issueOf(group[0]);
  const times = group.filter((event) => timeOf(event) !== undefined).map(({ eventTime }) => eventTime!);
  return {
    id,
    who,
    ...(arn !== undefined && { arn }),
    ...(accessKeyId !== undefined && { accessKeyId }),
    from: unique(group.map((event) => index.context.address(event) ?? event.sourceIPAddress)),
    userAgents: unique(group.map(({ userAgent }) => userAgent)),
    first: times[0] ?? "",
    last: times.at(-1) ?? "",
    events: group.length,
    denied: group.filter((event) => outcomeOf(event) === "denied").length,
    ...(issue && {
      issuedBy: {
        ...(issue.eventID !== undefined && { eventID: issue.eventID }),
        eventName: issue.eventName ?? "",
        session: index.session(issue).id,
      },
    }),
  };
}

function unique(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts)].filter((text) => text !== undefined && text !== "") as string[];
}
