import { CloudTrailEvent } from "../../event";
import { normaliseIp } from "../../ipAddress";
import { agentProduct } from "./agentProduct";

/** What tells where a call came from. */
export type OriginKind = "address" | "agent" | "region";

export interface Origin {
  kind: OriginKind;
  /** What two origins are compared by: an IPv6 address by its network of 64 bits, an endpoint by its id. */
  key: string;
  /** As a person reads it. */
  shown: string;
}

/** Services whose events are all recorded in one Region, wherever the caller is. */
const GLOBAL =
  /^(iam|sts|route53|route53domains|cloudfront|organizations|signin|support|waf|shield|globalaccelerator|account|billingconsole|health|sso)\./;

/**
 * Where a call came from: its address (or VPC endpoint), its user agent's product, its Region.
 *
 * None where an AWS service made it, for itself or on someone's behalf.
 */
export function originsOf(event: CloudTrailEvent): readonly Origin[] {
  const { sourceIPAddress = "", vpcEndpointId, userIdentity, awsRegion, eventSource = "", userAgent } = event;
  if (userIdentity?.type === "AWSService" || isService(sourceIPAddress) || userIdentity?.invokedBy) return [];
  // EC2 attaches encrypted volumes in its own role, from addresses of its own.
  if (/:assumed-role\/aws:ec2-infrastructure\//.test(userIdentity?.arn ?? "")) return [];
  const address = normaliseIp(sourceIPAddress);
  const agent = isService(userAgent ?? "") ? undefined : agentProduct(userAgent);
  return [
    ...(vpcEndpointId
      ? [
          origin(
            "address",
            vpcEndpointId,
            address === undefined ? vpcEndpointId : `${vpcEndpointId} (${address})`,
          ),
        ]
      : address === undefined
        ? []
        : [origin("address", networkOf(address), address)]),
    ...(agent === undefined ? [] : [origin("agent", agent, agent)]),
    ...(awsRegion === undefined || GLOBAL.test(eventSource) ? [] : [origin("region", awsRegion, awsRegion)]),
  ];
}

function origin(kind: OriginKind, key: string, shown: string): Origin {
  return { kind, key, shown };
}

/** `AWS Internal`, or a service's name as sourceIPAddress and userAgent hold it; the console's sign-in is a person. */
function isService(text: string): boolean {
  if (/^(signin|console)\.(aws\.)?amazon(aws)?\.com/.test(text)) return false;
  return text === "AWS Internal" || /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(text);
}

/** IPv6 hosts change their address within their network every day. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => "0");
  return `${[...left, ...zeros, ...right].slice(0, 4).join(":")}::/64`;
}
