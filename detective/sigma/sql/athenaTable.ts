/**
 * What a column of the CloudTrail table is: a text; JSON as text; a struct with texts or structs by the names that
 * records have (the table has them in small letters); a list of such structs.
 */
export type AthenaColumn =
  | "text"
  | "json"
  | { readonly struct: Readonly<Record<string, AthenaColumn>> }
  | { readonly list: Readonly<Record<string, "text">> };

const ISSUER = struct({
  type: "text",
  principalId: "text",
  arn: "text",
  accountId: "text",
  userName: "text",
});

/**
 * The columns of AWS's table over a trail's log files, by the fields of a record.
 *
 * Source: docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
export const CLOUDTRAIL_TABLE: Readonly<Record<string, AthenaColumn>> = {
  eventVersion: "text",
  userIdentity: struct({
    type: "text",
    principalId: "text",
    arn: "text",
    accountId: "text",
    invokedBy: "text",
    accessKeyId: "text",
    userName: "text",
    onBehalfOf: struct({ userId: "text", identityStoreArn: "text" }),
    sessionContext: struct({
      attributes: struct({ mfaAuthenticated: "text", creationDate: "text" }),
      sessionIssuer: ISSUER,
      ec2RoleDelivery: "text",
      webIdFederationData: struct({ federatedProvider: "text" }),
    }),
  }),
  eventTime: "text",
  eventSource: "text",
  eventName: "text",
  awsRegion: "text",
  sourceIPAddress: "text",
  userAgent: "text",
  errorCode: "text",
  errorMessage: "text",
  requestParameters: "json",
  responseElements: "json",
  additionalEventData: "json",
  requestID: "text",
  eventID: "text",
  readOnly: "text",
  resources: { list: { ARN: "text", accountId: "text", type: "text" } },
  eventType: "text",
  apiVersion: "text",
  recipientAccountId: "text",
  serviceEventDetails: "json",
  sharedEventID: "text",
  vpcEndpointId: "text",
  vpcEndpointAccountId: "text",
  eventCategory: "text",
  addendum: struct({
    reason: "text",
    updatedFields: "text",
    originalRequestID: "text",
    originalEventID: "text",
  }),
  sessionCredentialFromConsole: "text",
  edgeDeviceDetails: "json",
  tlsDetails: struct({ tlsVersion: "text", cipherSuite: "text", clientProvidedHostHeader: "text" }),
};

function struct(fields: Readonly<Record<string, AthenaColumn>>): AthenaColumn {
  return { struct: fields };
}
