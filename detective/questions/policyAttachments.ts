import { Answer, eventTable } from "../answer";
import { newestFirst } from "../collect";
import { CloudTrailEvent } from "../event";
import { principalName } from "../principal";
import { EventSet } from "../source";
import { IAM_SOURCE } from "./iamEvents";

/** Who attached a policy to a user (a way to more rights), to whom, which one, and did it succeed? */
export function policyAttachments(
  set: EventSet,
): Answer<"time" | "who" | "toWhom" | "policy" | "outcome", CloudTrailEvent> {
  return eventTable(
    {
      id: "policyAttachments",
      title: "Policies attached to users (AttachUserPolicy)",
      columns: {
        time: ["Time", "time"],
        who: ["Who", "who"],
        toWhom: ["To whom", "who"],
        policy: ["Policy", "arn"],
        outcome: "Outcome",
      },
    },
    newestFirst(set.events.filter(isAttachment)),
    (event) => ({
      time: event.eventTime ?? "",
      who: principalName(event),
      toWhom: textParameter(event, "userName") ?? deniedUser(event) ?? "not recorded",
      policy: textParameter(event, "policyArn") ?? "not recorded",
      outcome: event.errorCode ? `failed: ${event.errorCode}` : "success",
    }),
    set,
  );
}

function isAttachment({ eventSource, eventName }: CloudTrailEvent): boolean {
  return eventSource === IAM_SOURCE && eventName === "AttachUserPolicy";
}

function textParameter(event: CloudTrailEvent, name: string): string | undefined {
  const value = event.requestParameters?.[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A denied call's record has no request parameters, but its message names the user: "… on resource: user bob because …". */
function deniedUser({ errorCode, errorMessage }: CloudTrailEvent): string | undefined {
  if (!errorCode || !errorMessage) return undefined;
  return /on resource: (?:user |arn:[^:]+:iam::\d*:user\/(?:[^\s/]+\/)*)([^\s/]+)/.exec(errorMessage)?.[1];
}
