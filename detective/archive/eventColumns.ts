/** What a column of the view `events` holds: text, a moment in UTC, true or false, JSON as text, a whole number. */
export type EventColumnType = "text" | "timestamp" | "boolean" | "json" | "integer";

/** A column of the view `events`, the same in DuckDB and in Athena. */
export interface EventColumn {
  readonly name: string;
  readonly type: EventColumnType;
  /** The record's field, its parts divided by dots; absent where the place of the file says it. */
  readonly field?: string;
  /** One sentence for people who write queries. */
  readonly about: string;
  /** Whether nearly every question looks at it: those are scanned from a file without parsing it, and cached first. */
  readonly hot: boolean;
  /** Athena's table has no such column. @default false */
  readonly duckdbOnly?: boolean;
}

function hot(name: string, field: string, about: string, type: EventColumnType = "text"): EventColumn {
  return { name, type, field, about, hot: true };
}

function body(name: string, field: string, about: string): EventColumn {
  return { name, type: "json", field, about, hot: false };
}

/**
 * The columns of the view `events`, one row for each record.
 *
 * A field that a record lacks, or that is null, is NULL. In a text column a value that is no text stands as its JSON; a
 * time that can't be read, and a flag that is neither true nor false (nor the texts "true" and "false"), is NULL.
 */
export const EVENT_COLUMNS: readonly EventColumn[] = [
  hot("event_time", "eventTime", "When the call was completed.", "timestamp"),
  hot("event_id", "eventID", "The record's own id."),
  hot("event_name", "eventName", "The call, such as StopLogging."),
  hot("event_source", "eventSource", "The service that was called, such as s3.amazonaws.com."),
  hot("event_type", "eventType", "AwsApiCall, AwsConsoleSignIn, AwsServiceEvent and others."),
  hot("event_category", "eventCategory", "Management, Data, NetworkActivity or Insight."),
  hot("aws_region", "awsRegion", "The Region that the call was made to."),
  hot("account_id", "recipientAccountId", "The account whose trail recorded it."),
  hot("source_ip", "sourceIPAddress", "Where the call came from: an address, or the name of an AWS service."),
  hot("user_agent", "userAgent", "The tool, as it calls itself."),
  hot("error_code", "errorCode", "Why the call failed; NULL where it succeeded."),
  hot("error_message", "errorMessage", "The same in words."),
  hot("read_only", "readOnly", "Whether the call changes nothing.", "boolean"),
  hot("identity_type", "userIdentity.type", "Root, IAMUser, AssumedRole, AWSService and others."),
  hot("principal_id", "userIdentity.principalId", "The unique id of who called."),
  hot("principal_arn", "userIdentity.arn", "The ARN of who called; of a role, the session's."),
  hot("identity_account", "userIdentity.accountId", "The account of who called."),
  hot("access_key_id", "userIdentity.accessKeyId", "The access key that signed the call."),
  hot("user_name", "userIdentity.userName", "The user's name; of a role, see issuer_name."),
  hot("invoked_by", "userIdentity.invokedBy", "The AWS service that called in somebody's name."),
  hot("issuer_arn", "userIdentity.sessionContext.sessionIssuer.arn", "The role or user behind a session."),
  hot("issuer_name", "userIdentity.sessionContext.sessionIssuer.userName", "Its name."),
  hot(
    "mfa",
    "userIdentity.sessionContext.attributes.mfaAuthenticated",
    "Whether the session began with MFA.",
    "boolean",
  ),
  hot("request_id", "requestID", "The id of the request."),
  hot("shared_event_id", "sharedEventID", "The same in the records that several accounts have of one call."),
  hot("vpc_endpoint_id", "vpcEndpointId", "The VPC endpoint that the call came through."),
  hot("tls_version", "tlsDetails.tlsVersion", "The version of TLS."),
  body("request_parameters", "requestParameters", "What was asked, as JSON."),
  body("response_elements", "responseElements", "What was answered, as JSON; for most reads NULL."),
  body("additional_event_data", "additionalEventData", "More that the service tells, as JSON."),
  body("service_event_details", "serviceEventDetails", "What an AWS service did by itself, as JSON."),
  body("resources", "resources", "The resources that the service names, as a JSON list."),
  place("log_account", "text", "The account's folder that the file lies in."),
  place("log_region", "text", "The Region's folder that the file lies in."),
  place("log_day", "text", "The day of delivery, as 2026/01/31: compare it to read fewer files."),
  { ...place("record", "json", "The whole record, as JSON."), hot: false, duckdbOnly: true },
  { ...place("source_file", "text", "The file: a path or an s3:// address."), duckdbOnly: true },
  { ...place("record_index", "integer", "The record's place in its file, from 0."), duckdbOnly: true },
];

function place(name: string, type: EventColumnType, about: string): EventColumn {
  return { name, type, about, hot: true };
}
