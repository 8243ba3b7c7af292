import { kmsKey } from "../../../../detective/posture/checks/kmsKey";
import { ACCOUNT, FakeAccount, OTHER_ACCOUNT, PolicyStatement, awsError } from "../support/account";
import { checkCases } from "../support/verdicts";

const CONTEXT = "kms:EncryptionContext:aws:cloudtrail:arn";
const trails = (account: string) => `arn:aws:cloudtrail:*:${account}:trail/*`;
const ARN = new FakeAccount().trailArn;
const cloudTrail = { Service: "cloudtrail.amazonaws.com" };

/** Another Condition for the Encrypt statement. */
const encrypt = (Condition: PolicyStatement["Condition"]) => (account: FakeAccount) =>
  account.change("keyPolicy", "Encrypt", { Condition });
const source = (operator: string, value: unknown) => {
  const context = { StringLike: { [CONTEXT]: trails(ACCOUNT) } };
  const pin = {
    [operator]: { ...(operator === "StringLike" && context.StringLike), "aws:SourceArn": value },
  };
  return encrypt({ ...context, ...pin });
};

describe("check kms-key", () => {
  describe("key and alias", () => {
    checkCases(kmsKey, [
      { name: "the lab's key", change: () => {}, status: "pass", says: /key\/1234.* is Enabled/ },
      {
        name: "with the alias asked for",
        change: () => {},
        keyAlias: "alias/ch03-cloudtrail-key",
        status: "pass",
      },
      { name: "rotation off is not its business", change: (a) => (a.rotation = false), status: "pass" },
      {
        name: "rotation unreadable neither",
        change: (a) => (a.rotation = awsError("AccessDenied")),
        status: "pass",
      },
      {
        name: "another alias than the one asked for",
        change: () => {},
        keyAlias: "alias/other",
        status: "fail",
        says: /no alias alias\/other; it has alias\/ch03-cloudtrail-key/,
      },
      { name: "no alias", change: (a) => (a.aliases = []), status: "fail", says: /no alias/ },
      {
        name: "only AWS's alias",
        change: (a) => (a.aliases = [{ AliasName: "alias/aws/s3", AliasArn: "x" }]),
        status: "fail",
        says: /no alias/,
      },
      ...["Disabled", "PendingImport", "Unavailable"].map((KeyState) => ({
        name: KeyState,
        change: (a: FakeAccount) => (a.key = { ...a.key, KeyState }),
        status: "fail" as const,
        says: new RegExp(`is ${KeyState}, not Enabled`),
      })),
      {
        name: "pending deletion",
        change: (a) =>
          (a.key = { ...a.key, KeyState: "PendingDeletion", DeletionDate: new Date("2026-03-01T00:00:00Z") }),
        status: "fail",
        says: /PendingDeletion \(deletion on 2026-03-01\)/,
      },
      {
        name: "a key that AWS manages",
        change: (a) => (a.key = { ...a.key, KeyManager: "AWS" }),
        status: "fail",
        says: /manager is AWS/,
      },
      {
        name: "no such key",
        change: (a) => (a.key = awsError("NotFoundException")),
        status: "fail",
        says: /does not exist/,
      },
      {
        name: "no such trail",
        change: (a) => (a.trail = { ...a.trail, Name: "x", TrailARN: "x" }),
        status: "fail",
        says: /no trail named/,
      },
      {
        name: "no key on the trail, but on the bucket: judged there",
        change: (a) => (a.trail = { ...a.trail, KmsKeyId: undefined }),
        status: "pass",
      },
      {
        name: "no key anywhere",
        change: (a) => {
          a.trail = { ...a.trail, KmsKeyId: undefined };
          a.encryption = [{ algorithm: "AES256" }];
        },
        status: "fail",
        says: /neither the trail nor its bucket uses a KMS key/,
      },
    ]);
  });

  describe("what can't be read", () => {
    checkCases(kmsKey, [
      {
        name: "key",
        change: (a) => (a.key = awsError("AccessDeniedException")),
        status: "unknown",
        says: /kms:DescribeKey: AccessDenied/,
      },
      {
        name: "aliases",
        change: (a) => (a.aliases = awsError("AccessDeniedException")),
        status: "unknown",
        says: /kms:ListAliases/,
      },
      {
        name: "policy",
        change: (a) => (a.keyPolicy = awsError("ThrottlingException")),
        status: "unknown",
        says: /kms:GetKeyPolicy: Throttling/,
      },
      {
        name: "trail",
        change: (a) => (a.describeTrails = awsError("AccessDeniedException")),
        status: "unknown",
        says: /cloudtrail:DescribeTrails/,
      },
      {
        name: "a policy that is no JSON",
        change: (a) => (a.keyPolicy = "{oops"),
        status: "unknown",
        says: /no JSON/,
      },
      {
        name: "unreadable aliases don't hide a disabled key",
        change: (a) => {
          a.aliases = awsError("AccessDeniedException");
          a.key = { ...a.key, KeyState: "Disabled" };
        },
        status: "fail",
      },
    ]);
  });

  describe("root administers", () => {
    const root = (change: Partial<PolicyStatement>) => (a: FakeAccount) =>
      a.change("keyPolicy", "Root", change);
    checkCases(kmsKey, [
      { name: "by account number", change: root({ Principal: { AWS: ACCOUNT } }), status: "pass" },
      { name: "with all of *", change: root({ Action: ["*"] }), status: "pass" },
      {
        name: "no statement",
        change: (a) => a.drop("keyPolicy", "Root"),
        status: "fail",
        says: /root can't do everything/,
      },
      {
        name: "a list of actions",
        change: root({ Action: ["kms:Put*", "kms:Schedule*", "kms:Disable*", "kms:Create*", "kms:Decrypt"] }),
        status: "fail",
        says: /not the rest of kms:\*/,
      },
      {
        name: "one user instead",
        change: root({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/x` } }),
        status: "fail",
      },
      {
        name: "another account's root",
        change: root({ Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` } }),
        status: "fail",
      },
      {
        name: "another account's root too",
        change: root({ Principal: { AWS: [ACCOUNT, OTHER_ACCOUNT] } }),
        status: "fail",
        says: /lets 444455556666, of another account, administer/,
      },
      {
        name: "everyone",
        change: root({ Principal: "*" }),
        status: "fail",
        says: /lets anyone without an account/,
      },
      { name: "everyone, as an AWS principal", change: root({ Principal: { AWS: ["*"] } }), status: "fail" },
      {
        name: "everyone of the account",
        change: root({ Principal: "*", Condition: { StringEquals: { "kms:CallerAccount": ACCOUNT } } }),
        status: "pass",
      },
      {
        name: "NotPrincipal",
        change: root({ Principal: undefined, NotPrincipal: { AWS: OTHER_ACCOUNT } }),
        status: "fail",
      },
      {
        name: "under a condition that can't be seen",
        change: root({ Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
        status: "unknown",
        says: /cannot tell whether the account root administers/,
      },
      {
        name: "but denied",
        change: (a) =>
          a.add("keyPolicy", { Effect: "Deny", Principal: "*", Action: "kms:PutKeyPolicy", Resource: "*" }),
        status: "fail",
        says: /not kms:PutKeyPolicy/,
      },
    ]);
  });

  describe("CloudTrail encrypts for this trail", () => {
    checkCases(kmsKey, [
      ...["StringLike", "ArnLike", "ArnEquals", "StringEqualsIgnoreCase"].map((operator) => ({
        name: `pinned by ${operator}`,
        change: source(operator, ARN),
        status: "pass" as const,
      })),
      { name: "a list with only this trail", change: source("StringEquals", [ARN]), status: "pass" },
      {
        name: "a sibling trail named beside it",
        change: source("StringEquals", [ARN, `${ARN}-2`]),
        status: "pass",
        says: /also serves .*trail-2/,
      },
      {
        name: "actions in a list",
        change: (a) => a.change("keyPolicy", "Encrypt", { Action: ["kms:generatedatakey*"] }),
        status: "pass",
      },
      {
        name: "a further use of the key that is not log files",
        change: (a) =>
          a.add("keyPolicy", {
            Effect: "Allow",
            Principal: cloudTrail,
            Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
            Resource: "*",
            Condition: {
              StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:us-east-1:1:t" },
            },
          }),
        status: "pass",
      },
      {
        name: "no statement",
        change: (a) => a.drop("keyPolicy", "Encrypt"),
        status: "fail",
        says: /no statement lets CloudTrail encrypt/,
      },
      {
        name: "no aws:SourceArn",
        change: encrypt({ StringLike: { [CONTEXT]: trails(ACCOUNT) } }),
        status: "fail",
        says: /no aws:SourceArn: it serves every trail of any account/,
      },
      {
        name: "only aws:SourceAccount",
        change: encrypt({
          StringEquals: { "aws:SourceAccount": ACCOUNT },
          StringLike: { [CONTEXT]: trails(ACCOUNT) },
        }),
        status: "fail",
        says: /every trail of the account/,
      },
      {
        name: "another trail",
        change: source("StringEquals", `${ARN}-2`),
        status: "fail",
        says: /does not: stringequals aws:sourcearn is .*-2/,
      },
      {
        name: "another account's trail",
        change: source("StringEquals", ARN.replace(ACCOUNT, OTHER_ACCOUNT)),
        status: "fail",
      },
      {
        name: "another account's trail too",
        change: source("StringEquals", [ARN, ARN.replace(ACCOUNT, OTHER_ACCOUNT)]),
        status: "fail",
        says: /a trail of another account/,
      },
      {
        name: "a pattern",
        change: source("ArnLike", `${ARN}*`),
        status: "fail",
        says: /stands for more than this trail/,
      },
      {
        name: "a pattern for one character",
        change: source("StringLike", ARN.replace("ch03", "ch0?")),
        status: "fail",
        says: /stands for more/,
      },
      {
        name: "a pattern where patterns don't count",
        change: source("StringEquals", `${ARN.slice(0, -1)}*`),
        status: "fail",
      },
      {
        name: "a pattern in the account",
        change: source("ArnLike", ARN.replace(ACCOUNT, "*")),
        status: "fail",
        says: /stands for more/,
      },
      {
        name: "…IfExists",
        change: source("StringEqualsIfExists", ARN),
        status: "fail",
        says: /no aws:SourceArn/,
      },
      {
        name: "ForAllValues",
        change: source("ForAllValues:StringEquals", ARN),
        status: "fail",
        says: /no aws:SourceArn/,
      },
      { name: "negated", change: source("StringNotEquals", "x"), status: "fail", says: /no aws:SourceArn/ },
      { name: "a policy variable", change: source("StringEquals", "${aws:PrincipalTag/x}"), status: "fail" },
      {
        name: "no encryption context",
        change: encrypt({ StringEquals: { "aws:SourceArn": ARN } }),
        status: "fail",
        says: /no kms:EncryptionContext/,
      },
      {
        name: "any account's encryption context",
        change: encrypt({
          StringEquals: { "aws:SourceArn": ARN },
          StringLike: { [CONTEXT]: "arn:aws:cloudtrail:*:*:trail/*" },
        }),
        status: "fail",
        says: /not limited to trails of 111122223333/,
      },
      {
        name: "another account's encryption context",
        change: encrypt({
          StringEquals: { "aws:SourceArn": ARN },
          StringLike: { [CONTEXT]: trails(OTHER_ACCOUNT) },
        }),
        status: "fail",
      },
      {
        name: "a pattern for the encryption context where patterns don't count",
        change: encrypt({ StringEquals: { "aws:SourceArn": ARN, [CONTEXT]: trails(ACCOUNT) } }),
        status: "fail",
      },
      {
        name: "only GenerateDataKey",
        change: (a) => a.change("keyPolicy", "Encrypt", { Action: "kms:GenerateDataKey" }),
        status: "fail",
        says: /WithoutPlaintext/,
      },
      {
        name: "everyone",
        change: (a) => a.change("keyPolicy", "Encrypt", { Principal: "*" }),
        status: "fail",
        says: /names everyone/,
      },
      {
        name: "another service",
        change: (a) => a.change("keyPolicy", "Encrypt", { Principal: { Service: "config.amazonaws.com" } }),
        status: "fail",
        says: /its principal is not cloudtrail/,
      },
      {
        name: "Deny instead of Allow",
        change: (a) => a.change("keyPolicy", "Encrypt", { Effect: "Deny" }),
        status: "fail",
      },
      {
        name: "NotAction: far more than encrypting",
        change: (a) => a.change("keyPolicy", "Encrypt", { Action: undefined, NotAction: "kms:Decrypt" }),
        status: "fail",
        says: /lets CloudTrail kms:PutKeyPolicy/,
      },
      {
        name: "kms:*",
        change: (a) => a.change("keyPolicy", "Encrypt", { Action: "kms:*" }),
        status: "fail",
        says: /lets CloudTrail kms:PutKeyPolicy/,
      },
      {
        name: "another statement that undoes the pin",
        change: (a) =>
          a.add("keyPolicy", {
            Effect: "Allow",
            Principal: cloudTrail,
            Action: "kms:GenerateDataKey",
            Resource: "*",
          }),
        status: "fail",
        says: /statement 4 has no aws:SourceArn/,
      },
      {
        name: "a Deny that stops it",
        change: (a) =>
          a.add("keyPolicy", {
            Sid: "No",
            Effect: "Deny",
            Principal: "*",
            Action: "kms:GenerateDataKey*",
            Resource: "*",
            Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } },
          }),
        status: "fail",
        says: /statement 4 \(No\) denies CloudTrail/,
      },
      {
        name: "a Deny that spares services",
        change: (a) =>
          a.add("keyPolicy", {
            Effect: "Deny",
            Principal: "*",
            Action: "kms:GenerateDataKey*",
            Resource: "*",
            Condition: {
              StringNotEquals: { "aws:PrincipalOrgID": "o-1" },
              Bool: { "aws:PrincipalIsAWSService": "false" },
            },
          }),
        status: "pass",
      },
      {
        name: "a Deny that can't be decided",
        change: (a) =>
          a.add("keyPolicy", {
            Effect: "Deny",
            Principal: "*",
            Action: "kms:GenerateDataKey*",
            Resource: "*",
            Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
          }),
        status: "unknown",
        says: /hangs on aws:sourceip/,
      },
    ]);
  });

  describe("CloudTrail describes the key", () => {
    const describeKey = (change: Partial<PolicyStatement>) => (a: FakeAccount) =>
      a.change("keyPolicy", "Describe", change);
    checkCases(kmsKey, [
      {
        name: "pinned, as AWS documents it",
        change: describeKey({ Condition: { StringEquals: { "aws:SourceArn": ARN } } }),
        status: "pass",
      },
      {
        name: "no statement",
        change: (a) => a.drop("keyPolicy", "Describe"),
        status: "fail",
        says: /no statement lets CloudTrail look at the key/,
      },
      {
        name: "under the encryption context, which DescribeKey doesn't carry",
        change: (a) =>
          a
            .drop("keyPolicy", "Describe")
            .change("keyPolicy", "Encrypt", { Action: ["kms:GenerateDataKey*", "kms:DescribeKey"] }),
        status: "fail",
        says: /look at the key/,
      },
      {
        name: "pinned to another trail",
        change: describeKey({ Condition: { StringEquals: { "aws:SourceArn": `${ARN}-2` } } }),
        status: "fail",
      },
    ]);
  });
});
