import { CloudTrailEvent } from "../../event";
import { Level } from "../../finding";
import { techniques } from "../../techniques";
import { textAt, valueAt } from "../../textAt";
import { Judgement, always, rules } from "./judgement";
import { LogPlaces, lastName } from "./logPlaces";
import { selectorLosses } from "./selectorLosses";

const LOGS = techniques("T1562.008");
const WEAKER: readonly (readonly [
  field: string,
  off: (value: unknown) => boolean,
  level: Level,
  effect: string,
])[] = [
  ["isMultiRegionTrail", isFalse, "high", "other Regions are no longer recorded"],
  [
    "includeGlobalServiceEvents",
    isFalse,
    "high",
    "IAM, STS and other global services are no longer recorded",
  ],
  ["isOrganizationTrail", isFalse, "high", "the organization's other accounts are no longer recorded"],
  [
    "enableLogFileValidation",
    isFalse,
    "high",
    "no digest files are made any more, so that changed logs can't be told",
  ],
  ["kmsKeyId", isEmpty, "medium", "new log files are no longer encrypted with the trail's own key"],
  ["cloudWatchLogsLogGroupArn", isEmpty, "medium", "events no longer reach CloudWatch Logs and its alarms"],
  ["snsTopicName", isEmpty, "low", "deliveries are no longer announced"],
];

/** Calls to CloudTrail itself. */
export const TRAIL_RULES = rules({
  StopLogging: always("high", "the trail records nothing until StartLogging", LOGS),
  DeleteTrail: always("high", "the trail is gone, and nothing more is delivered", LOGS),
  UpdateTrail: updateTrail,
  PutEventSelectors: putEventSelectors,
  PutInsightSelectors: (event) => {
    const selectors = valueAt(event.requestParameters, "insightSelectors");
    if (Array.isArray(selectors) && selectors.length > 0) return undefined;
    return {
      level: "low",
      effect: "unusual rates of calls and errors are no longer reported (Insights)",
      attack: LOGS,
    };
  },
  DeleteEventDataStore: always("high", "the event data store goes, with the events in it", LOGS),
  StopEventDataStoreIngestion: always("high", "the event data store takes no more events", LOGS),
  UpdateEventDataStore: updateEventDataStore,
  DeleteChannel: always("medium", "events from outside AWS no longer arrive", LOGS),
  DeregisterOrganizationDelegatedAdmin: always(
    "low",
    "the delegated administrator loses the organization's trails",
    LOGS,
  ),
});

function updateTrail(event: CloudTrailEvent, places: LogPlaces): Judgement {
  const { requestParameters: request } = event;
  const weaker = WEAKER.filter(([field, off]) => off(valueAt(request, field)));
  const moved = bucketMove(event, places);
  const effects = [...(moved ? [moved] : []), ...weaker.map(([, , level, effect]) => ({ level, effect }))];
  if (effects.length > 0) {
    return { level: heaviest(effects), effect: effects.map(({ effect }) => effect).join("; "), attack: LOGS };
  }
  if (!request)
    return { level: "medium", effect: "what was to be changed isn't in the record", attack: LOGS };
  return { level: "informational", effect: "no setting that it changes weakens the trail", attack: LOGS };
}

function bucketMove(event: CloudTrailEvent, places: LogPlaces): { level: Level; effect: string } | undefined {
  const bucket = textAt(event.requestParameters, "s3BucketName")?.slice(0, 100);
  if (bucket === undefined) return undefined;
  const before = places.bucketOf.get(lastName(textAt(event.requestParameters, "name") ?? ""));
  if (before === bucket) return undefined;
  return before === undefined
    ? { level: "medium", effect: `log files go to the bucket ${bucket}; where they went before isn't known` }
    : { level: "critical", effect: `log files go to the bucket ${bucket} instead of ${before}` };
}

function putEventSelectors({ requestParameters: request }: CloudTrailEvent): Judgement {
  const given = valueAt(request, "eventSelectors") ?? valueAt(request, "advancedEventSelectors");
  if (!given)
    return {
      level: "medium",
      effect: "what is recorded was to be changed; the record doesn't say how",
      attack: LOGS,
    };
  const losses = selectorLosses(request);
  if (losses.length === 0) {
    return {
      level: "informational",
      effect: "the selectors given record all management events",
      attack: LOGS,
    };
  }
  const what = losses.map((loss) => loss.what).join("; ");
  return { level: heaviest(losses), effect: `${what} are not recorded any more`, attack: LOGS };
}

function updateEventDataStore({ requestParameters: request }: CloudTrailEvent): Judgement {
  const off = ["multiRegionEnabled", "organizationEnabled", "terminationProtectionEnabled"].filter((field) =>
    isFalse(valueAt(request, field)),
  );
  const days = textAt(request, "retentionPeriod");
  const effects = [
    ...off.map((field) => `${field} is off`),
    ...(days === undefined ? [] : [`events are kept for ${days} days`]),
  ];
  return off.length > 0
    ? { level: "medium", effect: effects.join("; "), attack: LOGS }
    : { level: "low", effect: effects.join("; ") || "its settings are changed", attack: LOGS };
}

function heaviest(all: readonly { level: Level }[]): Level {
  const order: readonly Level[] = ["critical", "high", "medium", "low"];
  return order.find((level) => all.some((each) => each.level === level)) ?? "informational";
}

function isFalse(value: unknown): boolean {
  return value === false || value === "false";
}

function isEmpty(value: unknown): boolean {
  return value === "";
}
