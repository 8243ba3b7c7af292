import { JsonObject, isJsonObject } from "./json";
import { FieldKinds, readFields } from "./recordFields";

/**
 * Who made the call.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export interface UserIdentity {
  /** Root, IAMUser, AssumedRole, Role, FederatedUser, SAMLUser, WebIdentityUser, IdentityCenterUser, AWSAccount, AWSService, Directory, Unknown. */
  type?: string;
  principalId?: string;
  arn?: string;
  accountId?: string;
  accessKeyId?: string;
  userName?: string;
  /** The AWS service that made the call on someone's behalf. */
  invokedBy?: string;
  identityProvider?: string;
  credentialId?: string;
  sessionContext?: SessionContext;
  onBehalfOf?: { userId?: string; identityStoreArn?: string } & JsonObject;
  /** The resource (a function, an instance) whose role made the call. */
  inScopeOf?: { issuerType?: string; credentialsIssuedTo?: string } & JsonObject;
  [unknown: string]: unknown;
}

/** The session behind temporary credentials, and who issued it. */
export interface SessionContext {
  sessionIssuer?: {
    type?: string;
    principalId?: string;
    arn?: string;
    accountId?: string;
    userName?: string;
  } & JsonObject;
  attributes?: { creationDate?: string; mfaAuthenticated?: string } & JsonObject;
  webIdFederationData?: { federatedProvider?: string; attributes?: JsonObject } & JsonObject;
  sourceIdentity?: string;
  ec2RoleDelivery?: string;
  assumedRoot?: string;
  [unknown: string]: unknown;
}

/** A resource that the event touched, as the record names it. */
export interface EventResource {
  ARN?: string;
  ARNPrefix?: string;
  accountId?: string;
  /** The resource's CloudFormation type, for example `AWS::S3::Bucket`. */
  type?: string;
  [unknown: string]: unknown;
}

/** What LookupEvents says about an event beside the record itself; absent when the event came from a log file. */
export interface LookupNotes {
  username?: string;
  resources: readonly { type?: string; name?: string }[];
}

/**
 * One CloudTrail record, versions 1.08 to 1.11; fields of a newer version are kept under their own names.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface CloudTrailEvent {
  eventVersion?: string;
  userIdentity?: UserIdentity;
  /** When the request was completed, ISO 8601 in UTC. */
  eventTime?: string;
  eventSource?: string;
  eventName?: string;
  awsRegion?: string;
  sourceIPAddress?: string;
  userAgent?: string;
  errorCode?: string;
  errorMessage?: string;
  requestParameters?: JsonObject | null;
  responseElements?: JsonObject | null;
  additionalEventData?: JsonObject | null;
  requestID?: string;
  /** Unique for the record; two accounts' records of one action share `sharedEventID` instead. */
  eventID?: string;
  /** AwsApiCall, AwsServiceEvent, AwsConsoleAction, AwsConsoleSignIn, AwsCloudTrailInsight, AwsVpceEvent. */
  eventType?: string;
  apiVersion?: string;
  managementEvent?: boolean;
  readOnly?: boolean;
  resources?: EventResource[];
  recipientAccountId?: string;
  serviceEventDetails?: JsonObject | null;
  sharedEventID?: string;
  vpcEndpointId?: string;
  /** Since 1.09. */
  vpcEndpointAccountId?: string;
  /** Management, Data, NetworkActivity, Insight. */
  eventCategory?: string;
  addendum?: JsonObject;
  /** "true" when the session's credentials came from the console. */
  sessionCredentialFromConsole?: string;
  edgeDeviceDetails?: JsonObject;
  tlsDetails?: { tlsVersion?: string; cipherSuite?: string; clientProvidedHostHeader?: string } & JsonObject;
  /** Resource tags and request context of enriched events, since 1.11. */
  eventContext?: JsonObject;
  insightDetails?: JsonObject;
  lookup?: LookupNotes;
  /** Values that could not be read as the documented type, by their path in the record; absent on a clean record. */
  unparsed?: JsonObject;
  [unknown: string]: unknown;
}

const RECORD: FieldKinds = {
  eventVersion: "text",
  userIdentity: {
    type: "text",
    principalId: "text",
    arn: "text",
    accountId: "text",
    accessKeyId: "text",
    userName: "text",
    invokedBy: "text",
    identityProvider: "text",
    credentialId: "text",
    sessionContext: {
      sessionIssuer: { type: "text", principalId: "text", arn: "text", accountId: "text", userName: "text" },
      attributes: { creationDate: "text", mfaAuthenticated: "text" },
      webIdFederationData: { federatedProvider: "text", attributes: "object" },
      sourceIdentity: "text",
      ec2RoleDelivery: "text",
      assumedRoot: "text",
    },
    onBehalfOf: { userId: "text", identityStoreArn: "text" },
    inScopeOf: { issuerType: "text", credentialsIssuedTo: "text" },
  },
  eventTime: "text",
  eventSource: "text",
  eventName: "text",
  awsRegion: "text",
  sourceIPAddress: "text",
  userAgent: "text",
  errorCode: "text",
  errorMessage: "text",
  requestParameters: "objectOrNull",
  responseElements: "objectOrNull",
  additionalEventData: "objectOrNull",
  requestID: "text",
  eventID: "text",
  eventType: "text",
  apiVersion: "text",
  managementEvent: "flag",
  readOnly: "flag",
  resources: [{ ARN: "text", ARNPrefix: "text", accountId: "text", type: "text" }],
  recipientAccountId: "text",
  serviceEventDetails: "objectOrNull",
  sharedEventID: "text",
  vpcEndpointId: "text",
  vpcEndpointAccountId: "text",
  eventCategory: "text",
  addendum: "object",
  sessionCredentialFromConsole: "text",
  edgeDeviceDetails: "object",
  tlsDetails: { tlsVersion: "text", cipherSuite: "text", clientProvidedHostHeader: "text" },
  eventContext: "object",
  insightDetails: "object",
  // Ours: a record that brings fields of these names has them set aside, not believed.
  lookup: "reserved",
  unparsed: "reserved",
};

/**
 * Reads one record from its JSON text or from the parsed object.
 *
 * Never throws: what can't be read as documented goes to `unparsed` under its path, a text that is no JSON object
 * goes there whole (path `record`), and unknown fields stay where they are.
 */
export function parseEvent(record: unknown): CloudTrailEvent {
  const read = typeof record === "string" ? parseJson(record) : record;
  if (!isJsonObject(read)) return { unparsed: { record: read } };
  const unparsed: [path: string, value: unknown][] = [];
  const event = readFields(read, RECORD, "", unparsed);
  if (unparsed.length > 0) event.unparsed = Object.fromEntries(unparsed);
  return event;
}

/** When the event happened in milliseconds since 1970, or undefined where the record doesn't say it readably. */
export function timeOf(event: CloudTrailEvent): number | undefined {
  const time = Date.parse(event.eventTime ?? "");
  return Number.isNaN(time) ? undefined : time;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
