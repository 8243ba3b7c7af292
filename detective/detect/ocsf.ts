import { createHash } from "node:crypto";
import { CloudTrailEvent, parseEvent } from "../event";
import { AttackTechnique, Level } from "../finding";
import { normaliseIp } from "../ipAddress";
import { outcomeOf } from "../outcomeOf";
import { principalKey, principalName } from "../principal";
import { ruleKey } from "../sigma/rule";
import { resourcesOf } from "../sources/resourcesOf";
import { taggedTactics, taggedTechniques } from "../techniques";
import { Detection, RecordPlace } from "./detection";
import { recordTime } from "./recordTime";

/** The version of the schema that findings are written in. */
export const OCSF_VERSION = "1.8.0";

/** A Detection Finding is never longer than a SIEM takes in. */
const MOST_RELATED = 100;
const MOST_RESOURCES = 20;

const SEVERITIES: Readonly<Record<Level, readonly [id: number, caption: string]>> = {
  informational: [1, "Informational"],
  low: [2, "Low"],
  medium: [3, "Medium"],
  high: [4, "High"],
  critical: [5, "Critical"],
};

/** What is said of every finding of a run. */
export interface OcsfFrame {
  /** Of this program. */
  version: string;
  /** When the finding is made, in milliseconds since 1970. */
  now: number;
}

/**
 * A detection as OCSF's Detection Finding (class 2004), with the profile `cloud`.
 *
 * Source: schema.ocsf.io/1.8.0/classes/detection_finding
 */
export function ocsfFinding(detection: Detection, { version, now }: OcsfFrame): Record<string, unknown> {
  const { rule, record, place, places, count, why, proof } = detection;
  const event = parseEvent(record);
  const [severity_id, severity] = SEVERITIES[rule.level];
  const times = places.flatMap((each) => recordTime(each) ?? []);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return {
    activity_id: 1,
    activity_name: "Create",
    category_uid: 2,
    category_name: "Findings",
    class_uid: 2004,
    class_name: "Detection Finding",
    type_uid: 200401,
    type_name: "Detection Finding: Create",
    time: now,
    ...(times.length > 0 && { start_time: first, end_time: last }),
    severity_id,
    severity,
    status_id: 1,
    status: "New",
    is_alert: true,
    message: why,
    metadata: {
      version: OCSF_VERSION,
      product: { name: "audit-trail", vendor_name: "audit-trail", version },
      profiles: ["cloud"],
      log_name: "CloudTrail",
      log_source: place.source,
      ...(place.eventID !== undefined && { original_event_uid: place.eventID }),
      ...(place.eventTime !== undefined && { original_time: place.eventTime }),
    },
    cloud: cloudOf(event),
    ...(event.eventName !== undefined && { api: apiOf(event) }),
    finding_info: {
      uid: findingUid(detection),
      title: rule.title,
      ...(rule.description !== undefined && { desc: rule.description }),
      created_time: now,
      ...(times.length > 0 && { first_seen_time: first, last_seen_time: last }),
      analytic: {
        type_id: 1,
        type: "Rule",
        uid: ruleKey(rule),
        name: rule.title,
        category: rule.kind === "rule" ? "Sigma rule" : "Sigma correlation",
      },
      attacks: [
        ...taggedTactics(rule.tags).map(({ id, name }) => ({ tactic: { uid: id, name } })),
        ...taggedTechniques(rule.tags).map(attackOf),
      ],
      data_sources: ["AWS CloudTrail"],
      related_events: relatedEvents(places),
      related_events_count: count,
    },
    evidences: [evidenceOf(event, detection)],
    ...(proof && { unmapped: { proof } }),
    resources: resourcesOf(event)
      .slice(0, MOST_RESOURCES)
      .map(({ name, type }) => ({ [name.startsWith("arn:") ? "uid" : "name"]: name, ...(type && { type }) })),
  };
}

/** The same for the same detection in another run. */
function findingUid({ rule, place, group }: Detection): string {
  const { eventID, source, index } = place;
  const hash = createHash("sha256").update(
    JSON.stringify([ruleKey(rule), eventID ?? [source, index], group]),
  );
  return hash.digest("hex").slice(0, 32);
}

function cloudOf({ awsRegion, recipientAccountId, userIdentity }: CloudTrailEvent) {
  const account = recipientAccountId ?? userIdentity?.accountId;
  return {
    provider: "AWS",
    ...(awsRegion !== undefined && { region: awsRegion }),
    ...(account !== undefined && { account: { uid: account, type_id: 10, type: "AWS Account" } }),
  };
}

function apiOf({ eventName, eventSource, errorCode, errorMessage, requestID }: CloudTrailEvent) {
  return {
    operation: eventName,
    ...(eventSource !== undefined && { service: { name: eventSource } }),
    ...(requestID !== undefined && { request: { uid: requestID } }),
    ...(errorCode !== undefined && {
      response: { error: errorCode, ...(errorMessage !== undefined && { error_message: errorMessage }) },
    }),
  };
}

/** A sub-technique stands below its technique, whose own name comes before the colon. */
function attackOf({ id, name }: AttackTechnique) {
  const [parent, sub] = id.split(".");
  if (sub === undefined) return { technique: { uid: id, name } };
  const [general = id, special] = name.split(": ");
  return {
    technique: { uid: parent, ...(special !== undefined && { name: general }) },
    sub_technique: { uid: id, name: special ?? name },
  };
}

function relatedEvents(places: readonly RecordPlace[]) {
  return places.slice(-MOST_RELATED).map((place) => {
    const time = recordTime(place);
    return {
      uid: place.eventID ?? `${place.source}#${place.index}`,
      type: "CloudTrail record",
      ...(time !== undefined && { first_seen_time: time }),
    };
  });
}

function evidenceOf(event: CloudTrailEvent, { place, group }: Detection) {
  const { sourceIPAddress, userIdentity = {}, eventName } = event;
  const ip = sourceIPAddress === undefined ? undefined : normaliseIp(sourceIPAddress);
  const account = userIdentity.accountId;
  return {
    actor: {
      user: {
        name: principalName(event),
        uid: principalKey(event),
        ...(userIdentity.accessKeyId !== undefined && { credential_uid: userIdentity.accessKeyId }),
        ...(account !== undefined && { account: { uid: account } }),
      },
      ...(userIdentity.invokedBy !== undefined && { invoked_by: userIdentity.invokedBy }),
    },
    ...(eventName !== undefined && { api: apiOf(event) }),
    ...(sourceIPAddress !== undefined && {
      src_endpoint: ip === undefined ? { svc_name: sourceIPAddress } : { ip },
    }),
    data: { source: place.source, record: place.index, outcome: outcomeOf(event), group },
  };
}
