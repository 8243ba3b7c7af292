import { Option } from "commander";
import {
  LOOKUP_ATTRIBUTES,
  eventsWhere,
  type EventConditions,
  type LookupAttributeKey,
} from "../../detective";
import { answerQuestion } from "../answerQuestion";
import type { Command } from "../command";
import { note } from "../note";
import { option } from "../options/option";
import { outputOptions } from "../options/outputOptions";
import { proveOptions } from "../options/proveOptions";
import { trailOptions, type TrailOptions } from "../options/trailOptions";
import { spellingHint } from "../output/spellingHint";
import { UsageError } from "../usageError";

/** Without `--max`, so that a first look at a busy account does not take an hour. */
const FEW = 50;

interface LookupOptions extends TrailOptions {
  user?: string;
  eventName?: string;
  eventSource?: string;
  resourceType?: string;
  resource?: string;
  accessKey?: string;
  eventId?: string;
  readOnly?: boolean;
  writeOnly?: boolean;
  attribute?: string[];
  insight?: boolean;
}

export const lookup: Command = {
  about:
    `Lists events, newest first. Conditions all have to hold, in any combination: the API takes one, the rest is ` +
    `filtered here. Without --max the newest ${FEW}.`,
  options: [
    ...[
      option("--user <name>", "made by: a user's name, a role session's name, or root"),
      option("--event-name <name>", "for example ConsoleLogin"),
      option("--event-source <service>", "for example iam.amazonaws.com, or just iam"),
      option("--resource-type <type>", "for example AWS::S3::Bucket"),
      option("--resource <name>", "a resource's name or ARN, as the event has it"),
      option("--access-key <id>", "made with this access key"),
      option("--event-id <id>", "this event"),
      option("--read-only", "calls that only read").conflicts("writeOnly"),
      option("--write-only", "calls that change something"),
      new Option(
        "--attribute <key=value...>",
        `the same in the API's spelling: ${LOOKUP_ATTRIBUTES.join(", ")}`,
      ),
      option("--insight", "CloudTrail Insights events instead of management events"),
    ].map((each) => each.helpGroup("Which events:")),
    ...trailOptions(),
    ...proveOptions(),
    ...outputOptions(),
  ],
  examples: [
    {
      line: "audit-trail lookup --event-source iam --write-only --since 2d",
      does: "every change in IAM of the last two days",
    },
    {
      line: "audit-trail lookup --user alice --event-name ConsoleLogin --all-regions --output json",
      does: "alice's sign-ins, wherever they were recorded, as JSON",
    },
  ],
  run(call) {
    const options = call.options as unknown as LookupOptions;
    const where = conditions(options);
    return answerQuestion(call, {
      wanted: {
        ...(Object.keys(where).length > 0 && { where }),
        ...(options.insight && { category: "insight" as const }),
        ...(options.max === undefined && { max: FEW }),
      },
      question: (set) => {
        if (set.events.length === 0) note(call, spellingHint(where));
        return eventsWhere(set, { where });
      },
      listing: true,
    });
  },
};

/** @throws UsageError on an attribute that there is not, and on two values for one */
export function conditions(options: LookupOptions): EventConditions {
  const named: (readonly [LookupAttributeKey, string | undefined])[] = [
    ["Username", options.user],
    ["EventName", options.eventName],
    ["EventSource", options.eventSource],
    ["ResourceType", options.resourceType],
    ["ResourceName", options.resource],
    ["AccessKeyId", options.accessKey],
    ["EventId", options.eventId],
    ["ReadOnly", options.readOnly ? "true" : options.writeOnly ? "false" : undefined],
    ...(options.attribute ?? []).map(attribute),
  ];
  const found = new Map<LookupAttributeKey, string>();
  for (const [key, given] of named) {
    if (given === undefined) continue;
    const value = key === "EventSource" ? eventSource(given) : given;
    const before = found.get(key);
    if (before !== undefined && before !== value) {
      throw new UsageError(
        `${key} cannot be both ${JSON.stringify(before)} and ${JSON.stringify(value)}: no event is; ask twice`,
      );
    }
    found.set(key, value);
  }
  return Object.fromEntries(found);
}

/** `IAM` and `iam` are iam.amazonaws.com: sources are written in small letters, and the API compares exactly. */
function eventSource(given: string): string {
  const source = given.toLowerCase();
  return source.includes(".") ? source : `${source}.amazonaws.com`;
}

/** `Key=Value`, and also the AWS CLI's own `AttributeKey=Key,AttributeValue=Value`. */
function attribute(text: string): readonly [LookupAttributeKey, string] {
  const [, key = "", value = ""] =
    /^AttributeKey=(\w+),AttributeValue=(.*)$/s.exec(text) ?? /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const known = LOOKUP_ATTRIBUTES.find((each) => each.toLowerCase() === key.toLowerCase());
  if (known === undefined || value === "") {
    throw new UsageError(
      `--attribute ${JSON.stringify(text)} is none: use Key=Value with one of ${LOOKUP_ATTRIBUTES.join(", ")}`,
    );
  }
  return [known, value];
}
