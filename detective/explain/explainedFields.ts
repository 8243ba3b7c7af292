import { CloudTrailEvent } from "../event";
import { valueAt } from "../textAt";
import { count } from "../wording";

/** A field of the record that matters for the question who did what. */
export interface ExplainedField {
  /** The field's own name, for example `arn`. */
  name: string;
  /** Where it is in the record, for example `userIdentity.arn`. */
  path: string;
  value: string;
  /** What it means. */
  note?: string;
}

/** So many leaves of requestParameters, responseElements and the like each. */
const MOST_LEAVES = 24;
const MOST_DEPTH = 8;
const LONGEST_VALUE = 500;

/** The fields that are looked for, in the order in which a person asks. */
const FIELDS: readonly (readonly [path: string, note?: string])[] = [
  ["eventID", "unique for this record; `audit-trail explain` finds it by this"],
  ["eventTime", "when the request was completed, in UTC"],
  ["eventSource", "the service that was called"],
  ["eventName", "the API that was called"],
  ["eventType"],
  ["awsRegion", "the Region that the request went to"],
  ["userIdentity.type", "what kind of principal made the call"],
  ["userIdentity.arn", "the principal"],
  ["userIdentity.userName"],
  ["userIdentity.principalId", "the principal's unique id; for a role session `id:session name`"],
  ["userIdentity.accountId", "the principal's account"],
  ["userIdentity.accessKeyId", "the access key that signed the request: AKIA… is long-term, ASIA… temporary"],
  ["userIdentity.identityProvider", "who vouched for the user"],
  ["userIdentity.credentialId"],
  ["userIdentity.sessionContext.sessionIssuer.arn", "whose temporary credentials they are"],
  ["userIdentity.sessionContext.attributes.creationDate", "when the temporary credentials were issued"],
  ["userIdentity.sessionContext.attributes.mfaAuthenticated", "whether MFA was used to get them"],
  ["userIdentity.sessionContext.webIdFederationData.federatedProvider", "the identity provider they rest on"],
  [
    "userIdentity.sessionContext.sourceIdentity",
    "set when the role was assumed, and kept along a chain of roles",
  ],
  [
    "userIdentity.sessionContext.ec2RoleDelivery",
    "version of the instance metadata service that handed them out",
  ],
  ["userIdentity.sessionContext.assumedRoot"],
  ["userIdentity.onBehalfOf.userId", "the IAM Identity Center user for whom it was done"],
  ["userIdentity.onBehalfOf.identityStoreArn"],
  ["userIdentity.inScopeOf.issuerType"],
  ["userIdentity.inScopeOf.credentialsIssuedTo", "the resource whose role it is"],
  ["userIdentity.invokedBy", "the AWS service that made the request for the principal"],
  ["sessionCredentialFromConsole", "whether the credentials came from a console session"],
  ["sourceIPAddress", "where the request came from; a service's name where a service made it"],
  ["userAgent", "what the caller says it is"],
  ["vpcEndpointId", "the VPC endpoint that the request went through"],
  ["vpcEndpointAccountId"],
  ["tlsDetails.tlsVersion"],
  ["tlsDetails.clientProvidedHostHeader"],
  ["errorCode", "why it failed"],
  ["errorMessage"],
  ["requestParameters", "what was asked for"],
  ["responseElements", "what a change gave back"],
  ["resources", "the resources that were touched"],
  ["additionalEventData", "what the service adds"],
  ["serviceEventDetails", "what the service did"],
  ["insightDetails"],
  ["addendum", "why the record came late or was changed"],
  ["edgeDeviceDetails"],
  ["eventContext", "tags and request context"],
  ["readOnly", "whether it only reads"],
  ["managementEvent", "false for data events"],
  ["eventCategory"],
  ["recipientAccountId", "the account that got the record"],
  ["sharedEventID", "the same in the records of all accounts concerned"],
  ["requestID", "for AWS Support"],
];

/** What nearly every record says, and so tells nothing. */
const USUAL: Readonly<Record<string, unknown>> = {
  eventType: "AwsApiCall",
  managementEvent: true,
  eventCategory: "Management",
};

/** The fields that matter, in the order in which a person asks; absent ones are left out. */
export function explainedFields(event: CloudTrailEvent): ExplainedField[] {
  return FIELDS.flatMap(([path, note]) => {
    const leaves: ExplainedField[] = [];
    const value = valueAt(event, path);
    if (Object.hasOwn(USUAL, path) && value === USUAL[path]) return leaves;
    const left = collectLeaves(value, path, leaves, 0);
    const [first] = leaves;
    if (first && note !== undefined) first.note = note;
    if (left > 0)
      leaves.push({
        name: "…",
        path,
        value: `${count(left, "more value")}, to be seen in the record`,
      });
    return leaves;
  });
}

/** Adds one field for every scalar inside; returns how many there were no room for. */
function collectLeaves(value: unknown, path: string, leaves: ExplainedField[], depth: number): number {
  if (value === undefined || value === null) return 0;
  const nested = typeof value === "object" && depth < MOST_DEPTH;
  if (nested) {
    const list = Array.isArray(value);
    return Object.entries(value).reduce(
      (left, [name, inner]) =>
        left + collectLeaves(inner, list ? `${path}[${name}]` : `${path}.${name}`, leaves, depth + 1),
      0,
    );
  }
  if (leaves.length >= MOST_LEAVES) return 1;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const name = path.split(".").at(-1)!;
  leaves.push({
    name,
    path,
    value: text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text,
  });
  return 0;
}
