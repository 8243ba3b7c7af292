import { parseEvent } from "../../../../detective/event";
import { ACCOUNT, by, call, denied, objectCall } from "../../../support/records";

const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36";
const alice = by.user("alice");
const app = by.role("app", "deploy");

/** One record of every shape that CloudTrail documents, with made-up values. */
export const records = {
  user: call("iam:AttachUserPolicy", alice, {
    requestParameters: { userName: "bob", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  }),
  consoleUser: call(
    "ec2:StopInstances",
    {
      ...alice,
      accessKeyId: "ASIAALICE00000000000",
      sessionContext: { attributes: { creationDate: "2026-01-31T11:00:00Z", mfaAuthenticated: "true" } },
    },
    { sessionCredentialFromConsole: "true", userAgent: "console.amazonaws.com" },
  ),
  root: call("iam:DeactivateMFADevice", { ...by.root(), accessKeyId: "AKIAROOT000000000000" }),
  role: denied("cloudtrail:StopLogging", app, {
    errorMessage: `User: ${app.arn} is not authorized to perform: cloudtrail:StopLogging on resource: arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main with an explicit deny in a service control policy: arn:aws:organizations::444455556666:policy/o-abc/service_control_policy/p-1`,
  }),
  instance: objectCall("GetObject", by.instance("web"), "customer-data", "cards.csv", {
    userAgent: "[aws-cli/1.16.0 Python/3.6 Linux/4.4 botocore/1.12.0]",
    vpcEndpointId: "vpce-0abc",
    tlsDetails: { tlsVersion: "TLSv1.1" },
  }),
  service: call("kms:GenerateDataKey", by.service("cloudtrail.amazonaws.com"), { sharedEventID: "shared-1" }),
  behalf: call(
    "ec2:CreateVpc",
    { ...app, invokedBy: "cloudformation.amazonaws.com" },
    {
      sourceIPAddress: "cloudformation.amazonaws.com",
      userAgent: "cloudformation.amazonaws.com",
    },
  ),
  crossAccount: call("sts:AssumeRole", by.account("444455556666"), {
    sharedEventID: "shared-2",
    requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/audit`, roleSessionName: "x" },
  }),
  saml: call("sts:AssumeRoleWithSAML", {
    type: "SAMLUser",
    principalId: "idp:carol@example.com",
    userName: "carol@example.com",
    identityProvider: "https://idp.example.com/saml",
  }),
  webIdentity: call("sts:AssumeRoleWithWebIdentity", {
    type: "WebIdentityUser",
    principalId: "accounts.google.com:1:dan",
    userName: "dan",
    identityProvider: "accounts.google.com",
  }),
  oidcSession: call(
    "s3:ListBuckets",
    by.role("ci", "build-7", {
      sessionContext: {
        webIdFederationData: { federatedProvider: `arn:aws:iam::${ACCOUNT}:oidc-provider/ci.example.com` },
        sourceIdentity: "erin",
      },
    }),
  ),
  identityCenter: call("codewhisperer:GenerateRecommendations", {
    type: "IdentityCenterUser",
    accountId: ACCOUNT,
    onBehalfOf: {
      userId: "user-123",
      identityStoreArn: `arn:aws:identitystore::${ACCOUNT}:identitystore/d-1`,
    },
    credentialId: "credential-1",
  }),
  federated: call("s3:ListBuckets", {
    type: "FederatedUser",
    principalId: `${ACCOUNT}:frank`,
    arn: `arn:aws:sts::${ACCOUNT}:federated-user/frank`,
    accountId: ACCOUNT,
    accessKeyId: "ASIAFRANK00000000000",
    sessionContext: { sessionIssuer: { type: "IAMUser", userName: "alice", arn: alice.arn } },
  }),
  signIn: call(
    "signin:ConsoleLogin",
    { ...alice, accessKeyId: "" },
    {
      eventType: "AwsConsoleSignIn",
      userAgent: CHROME,
      responseElements: { ConsoleLogin: "Success" },
      additionalEventData: { MFAUsed: "No", LoginTo: "https://console.aws.amazon.com/console/home" },
    },
  ),
  failedSignIn: call(
    "signin:ConsoleLogin",
    { type: "IAMUser", accountId: ACCOUNT, accessKeyId: "", userName: "HIDDEN_DUE_TO_SECURITY_REASONS" },
    {
      eventType: "AwsConsoleSignIn",
      userAgent: CHROME,
      errorMessage: "No username found in supplied account",
      responseElements: { ConsoleLogin: "Failure" },
      additionalEventData: { MFAUsed: "No" },
    },
  ),
  serviceEvent: parseEvent({
    eventVersion: "1.08",
    eventID: "rotate-1",
    eventTime: "2026-01-31T12:00:00Z",
    eventSource: "kms.amazonaws.com",
    eventName: "RotateKey",
    eventType: "AwsServiceEvent",
    awsRegion: "us-east-1",
    sourceIPAddress: "AWS Internal",
    userAgent: "AWS Internal",
    userIdentity: { accountId: ACCOUNT, invokedBy: "AWS Internal" },
    serviceEventDetails: { keyId: "k-1" },
    requestParameters: null,
  }),
  insight: parseEvent({
    eventVersion: "1.07",
    eventID: "insight-1",
    eventTime: "2026-01-31T12:00:00Z",
    awsRegion: "us-east-1",
    eventType: "AwsCloudTrailInsight",
    eventCategory: "Insight",
    sharedEventID: "shared-3",
    recipientAccountId: ACCOUNT,
    insightDetails: {
      state: "End",
      eventSource: "ec2.amazonaws.com",
      eventName: "RunInstances",
      insightType: "ApiCallRateInsight",
      insightContext: {
        statistics: { baseline: { average: 0.0017857 }, insight: { average: 85.5 }, insightDuration: 5 },
      },
    },
  }),
  dryRun: call("ec2:RunInstances", alice, {
    errorCode: "Client.DryRunOperation",
    errorMessage: "Request would have succeeded, but DryRun flag is set.",
  }),
  throttled: call("ec2:DescribeInstances", alice, {
    errorCode: "Client.RequestLimitExceeded",
    errorMessage: "Request limit exceeded.",
  }),
  encoded: call("ec2:RunInstances", alice, {
    errorCode: "Client.UnauthorizedOperation",
    errorMessage:
      "You are not authorized to perform this operation. Encoded authorization failure message: abcdef",
  }),
  empty: parseEvent({}),
  noRecord: parseEvent("no JSON"),
};
