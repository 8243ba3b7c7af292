/**
 * What AWS's own records hold in a field, as far as that is documented. Event patterns and metric filters see only records
 * that AWS has just written, and need to know it: their languages ask lists, objects, numbers and texts in different
 * ways. A call's own parameters and answers can be anything, `unknown`.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export type FieldShape = "text" | "boolean" | "object" | "list" | "unknown";

const OBJECTS = [
  "userIdentity",
  "userIdentity.sessionContext",
  "userIdentity.sessionContext.sessionIssuer",
  "userIdentity.sessionContext.attributes",
  "userIdentity.sessionContext.webIdFederationData",
  "userIdentity.onBehalfOf",
  "userIdentity.inScopeOf",
  "userIdentity.invokedByDelegate",
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "serviceEventDetails",
  "tlsDetails",
  "addendum",
] as const;

const TEXTS = [
  ...[
    "eventVersion",
    "eventTime",
    "eventSource",
    "eventName",
    "eventType",
    "eventCategory",
    "eventID",
    "awsRegion",
  ],
  ...[
    "sourceIPAddress",
    "userAgent",
    "errorCode",
    "errorMessage",
    "requestID",
    "apiVersion",
    "sharedEventID",
  ],
  ...["recipientAccountId", "vpcEndpointId", "vpcEndpointAccountId", "sessionCredentialFromConsole"],
  ...under(
    "userIdentity",
    "type principalId arn accountId accessKeyId userName invokedBy identityProvider credentialId",
  ),
  ...under("userIdentity.sessionContext", "sourceIdentity ec2RoleDelivery assumedRoot"),
  ...under("userIdentity.sessionContext.sessionIssuer", "type principalId arn accountId userName"),
  ...under("userIdentity.sessionContext.attributes", "creationDate mfaAuthenticated"),
  "userIdentity.sessionContext.webIdFederationData.federatedProvider",
  ...under("userIdentity.onBehalfOf", "userId identityStoreArn"),
  ...under("userIdentity.inScopeOf", "sourceArn sourceAccount issuerType credentialsIssuedTo"),
  ...under("tlsDetails", "tlsVersion cipherSuite clientProvidedHostHeader"),
  // Of a sign-in: cloudtrail-event-reference-aws-console-sign-in-events.html in the same guide.
  ...under("additionalEventData", "LoginTo MobileVersion MFAUsed"),
  "responseElements.ConsoleLogin",
  // Names and ARNs that are texts in whatever call has them: IAM's and S3's API references.
  ...under("requestParameters", "userName roleName groupName policyArn bucketName"),
];

const SHAPES: ReadonlyMap<string, FieldShape> = new Map<string, FieldShape>([
  ...OBJECTS.map((field) => [field, "object"] as const),
  ...TEXTS.map((field) => [field, "text"] as const),
  ["readOnly", "boolean"],
  ["managementEvent", "boolean"],
  ["resources", "list"],
]);

export function fieldShape(field: string): FieldShape {
  return SHAPES.get(field) ?? "unknown";
}

/**
 * Fields whose values AWS writes in one spelling always, with what that spelling looks like: in them a comparison that
 * minds the case comes to the same as one that doesn't, provided that the rule spells as AWS does.
 */
const SPELLINGS: ReadonlyMap<string, RegExp> = new Map([
  ...["eventName", "eventType", "eventCategory", "errorCode", "userIdentity.type"].map(capitalised),
  ...["userIdentity.sessionContext.sessionIssuer.type", "additionalEventData.MFAUsed"].map(capitalised),
  ...["responseElements.ConsoleLogin"].map(capitalised),
  ...[
    "eventSource",
    "awsRegion",
    "sourceIPAddress",
    "sessionCredentialFromConsole",
    "userIdentity.invokedBy",
  ].map(small),
  ...["userIdentity.sessionContext.attributes.mfaAuthenticated"].map(small),
  ["errorMessage", /^[A-Z][^*]*$/],
  ["userIdentity.accessKeyId", /^[A-Z0-9]*$/],
]);

/** Whether a part of a value is spelled as AWS always spells what stands in this field. */
export function spelledByAws(field: string, text: string): boolean {
  return SPELLINGS.get(field)?.test(text) ?? false;
}

function capitalised(field: string): [string, RegExp] {
  return [field, /^[A-Z][A-Za-z0-9_.]*$/];
}

function small(field: string): [string, RegExp] {
  return [field, /^[a-z0-9.-]*$/];
}

function under(object: string, names: string): string[] {
  return names.split(" ").map((name) => `${object}.${name}`);
}
