import { PRIVATE_NETWORKS } from "../../cidr";
import { CloudTrailEvent } from "../../event";
import { Finding } from "../../finding";
import { groupBy } from "../../groupBy";
import { normaliseIp } from "../../ipAddress";
import { principalName } from "../../principal";
import { techniques } from "../../techniques";
import { fromWhere } from "../listEvents";
import { spanOf } from "../wordsOfTime";
import { isOnBucket } from "./accessKind";
import { count } from "../../wording";

/** An instance's credentials used from another address than before. */
export interface InstanceElsewhere extends Finding {
  kind: "instance-credentials-elsewhere";
}

/** Whether the credentials were handed out to an EC2 instance: the session bears its id. */
export function isInstance({ userIdentity }: CloudTrailEvent): boolean {
  if (userIdentity?.sessionContext?.ec2RoleDelivery) return true;
  return /^arn:[^:]+:sts::\d*:assumed-role\/[^/:]+\/i-[0-9a-f]{8,17}$/.test(userIdentity?.arn ?? "");
}

/**
 * Instances whose credentials called on the bucket from a public address that isn't the first one they were seen at.
 *
 * Addresses inside a VPC say nothing: a call through an endpoint has the instance's private one.
 */
export function instancesElsewhere(
  oldestFirst: readonly CloudTrailEvent[],
  bucket: string,
): InstanceElsewhere[] {
  const byInstance = groupBy(
    oldestFirst.filter((event) => isInstance(event) && publicAddress(event) !== undefined),
    principalName,
  );
  return [...byInstance].flatMap(([who, events]) => {
    const usual = publicAddress(events[0])!;
    const elsewhere = [...groupBy(events, fromWhere)].filter(([address]) => address !== usual);
    return elsewhere
      .filter(([, calls]) => calls.some((event) => isOnBucket(event, bucket)))
      .map(([address, calls]) => finding({ who, usual, address, calls, bucket }));
  });
}

function finding(seen: {
  who: string;
  usual: string;
  address: string;
  calls: readonly CloudTrailEvent[];
  bucket: string;
}): InstanceElsewhere {
  const { who, usual, address, calls, bucket } = seen;
  const worked = calls.some(({ errorCode }) => !errorCode);
  return {
    kind: "instance-credentials-elsewhere",
    level: worked ? "critical" : "high",
    title: `The credentials of an instance used from ${address}`,
    why: `The instance's own calls came from ${usual} first; then ${count(calls.length, "call")} came from ${address}: the credentials may have left the instance.`,
    who,
    from: [address],
    target: `the bucket ${bucket}`,
    outcome: worked ? "success" : "denied",
    ...spanOf(calls),
    attack: techniques("T1552.005", "T1078.004"),
    evidence: calls.flatMap(({ eventID }) => eventID ?? []),
  };
}

function publicAddress({ sourceIPAddress = "", vpcEndpointId }: CloudTrailEvent): string | undefined {
  const address = vpcEndpointId ? undefined : normaliseIp(sourceIPAddress);
  return address !== undefined && !PRIVATE_NETWORKS.has(address) ? address : undefined;
}
