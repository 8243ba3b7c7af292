import { JsonObject, isJsonObject } from "./json";
import { readTime } from "./readTime";
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
  /** The account of a partner to whom access was delegated. */
  invokedByDelegate?: { accountId?: string } & JsonObject;
  /** The external identity provider of a SAMLUser or WebIdentityUser. */
  identityProvider?: string;
  /** Of a bearer token, where the call was made with one. */
  credentialId?: string;
  sessionContext?: SessionContext;
  onBehalfOf?: { userId?: string; identityStoreArn?: string } & JsonObject;
  /** What the service acted for (a function, an instance), and whom its credentials were issued to. */
  inScopeOf?: {
    sourceArn?: string;
    sourceAccount?: string;
    issuerType?: string;
    credentialsIssuedTo?: string;
  } & JsonObject;
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
  /** Set when a role was assumed, and kept along the chain of roles. */
  sourceIdentity?: string;
  /** `1.0` or `2.0`: the version of the instance metadata service that handed out the credentials. */
  ec2RoleDelivery?: string;
  /** "true" for a session that AssumeRoot issued. */
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

/** Why a record came late, or what it adds to another one. */
export interface Addendum {
  /** DELIVERY_DELAY, UPDATED_DATA or SERVICE_OUTAGE. */
  reason?: string;
  updatedFields?: string;
  originalRequestID?: string;
  originalEventID?: string;
  [unknown: string]: unknown;
}

/**
 * What a trail was told to add to its events, since 1.11.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-context-events.html
 */
export interface EventContext {
  /** Condition keys of the request, each with its value. */
  requestContext?: JsonObject;
  /** `resourceTags` (of each ARN) and `principalTags`. */
  tagContext?: JsonObject;
  [unknown: string]: unknown;
}

/**
 * What was unusual, in an Insights event.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
 */
export interface InsightDetails {
  /** Start or End of the unusual activity; the two share their `sharedEventID`. */
  state?: string;
  eventSource?: string;
  eventName?: string;
  /** ApiCallRateInsight or ApiErrorRateInsight. */
  insightType?: string;
  /** Of the calls that failed unusually often. */
  errorCode?: string;
  /** Management or Data: what the unusual calls were. */
  sourceEventCategory?: string;
  insightContext?: {
    statistics?: {
      /** Calls or errors a minute. */
      baseline?: { average?: number } & JsonObject;
      /** Calls or errors a minute. */
      insight?: { average?: number } & JsonObject;
      /** Minutes. */
      insightDuration?: number;
      /** Minutes. */
      baselineDuration?: number;
    } & JsonObject;
    attributions?: InsightAttribution[];
  } & JsonObject;
  [unknown: string]: unknown;
}

/** Who or what was behind the unusual calls, next to who is usually. */
export interface InsightAttribution {
  /** userIdentityArn, userAgent or errorCode. */
  attribute?: string;
  insight?: ({ value?: string; average?: number } & JsonObject)[];
  baseline?: ({ value?: string; average?: number } & JsonObject)[];
  [unknown: string]: unknown;
}

/** Where a record was read from. */
export interface EventOrigin {
  /** A path, or an `s3://` address. */
  file: string;
  /** Position in that file, from 0; records that could not be read count as well. */
  index: number;
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
  /** AwsApiCall, AwsServiceEvent, AwsConsoleAction, AwsConsoleSignIn, AwsVpceEvent, AwsCloudTrailInsight. */
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
  addendum?: Addendum;
  /** "true" when the session's credentials came from the console. */
  sessionCredentialFromConsole?: string;
  edgeDeviceDetails?: JsonObject;
  tlsDetails?: { tlsVersion?: string; cipherSuite?: string; clientProvidedHostHeader?: string } & JsonObject;
  eventContext?: EventContext;
  insightDetails?: InsightDetails;
  lookup?: LookupNotes;
  /** Absent when the event did not come from a file. */
  origin?: EventOrigin;
  /** Values that could not be read as the documented type, by their path in the record; absent on a clean record. */
  unparsed?: JsonObject;
  [unknown: string]: unknown;
}

const ATTRIBUTED: FieldKinds = { value: "text", average: "number" };

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
    invokedByDelegate: { accountId: "text" },
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
    inScopeOf: {
      sourceArn: "text",
      sourceAccount: "text",
      issuerType: "text",
      credentialsIssuedTo: "text",
    },
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
  addendum: { reason: "text", updatedFields: "text", originalRequestID: "text", originalEventID: "text" },
  sessionCredentialFromConsole: "text",
  edgeDeviceDetails: "object",
  tlsDetails: { tlsVersion: "text", cipherSuite: "text", clientProvidedHostHeader: "text" },
  eventContext: { requestContext: "object", tagContext: "object" },
  insightDetails: {
    state: "text",
    eventSource: "text",
    eventName: "text",
    insightType: "text",
    errorCode: "text",
    sourceEventCategory: "text",
    insightContext: {
      statistics: {
        baseline: { average: "number" },
        insight: { average: "number" },
        insightDuration: "number",
        baselineDuration: "number",
      },
      attributions: [{ attribute: "text", insight: [ATTRIBUTED], baseline: [ATTRIBUTED] }],
    },
  },
  // Ours: a record that brings fields of these names has them set aside, not believed.
  lookup: "reserved",
  origin: "reserved",
  unparsed: "reserved",
};

/**
 * Reads one record from its JSON text or from the parsed object.
 *
 * Never throws: what can't be read as documented goes to `unparsed` under its path, a text that is no JSON object
 * goes there whole (path `record`), and unknown fields stay where they are. What JSON itself loses is lost: of two
 * fields of one name the last counts, and numbers past 2^53 are rounded (AWS writes long numbers as text).
 * @returns of a record that is clean and was given as an object, that object itself
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
  return readTime(event.eventTime);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
