import assert from "node:assert/strict";
import { CloudTrailEvent } from "../../../detective/event";
import { principalKey, principalName } from "../../../detective/principal";
import { sessionOf } from "../../../detective/sessionOf";

describe("principalName", () => {
  const role = "arn:aws-cn:sts::111122223333:assumed-role/Deploy/ci-42";
  const cases: [string, CloudTrailEvent, string][] = [
    ["user", { userIdentity: { type: "IAMUser", userName: "alice" } }, "alice"],
    ["root", { userIdentity: { type: "Root", userName: "alias" } }, "root"],
    ["role session", { userIdentity: { type: "AssumedRole", arn: role } }, "Deploy/ci-42"],
    [
      "role session over LookupEvents' session name",
      { userIdentity: { type: "AssumedRole", arn: role }, lookup: { username: "ci-42", resources: [] } },
      "Deploy/ci-42",
    ],
    [
      "federated user",
      { userIdentity: { type: "FederatedUser", arn: "arn:aws:sts::1:federated-user/bob" } },
      "bob",
    ],
    [
      "service",
      { userIdentity: { type: "AWSService", invokedBy: "config.amazonaws.com" } },
      "config.amazonaws.com",
    ],
    [
      "other account",
      { userIdentity: { type: "AWSAccount", accountId: "444455556666" } },
      "account 444455556666",
    ],
    [
      "Identity Center",
      { userIdentity: { type: "IdentityCenterUser", onBehalfOf: { userId: "u-1" } } },
      "u-1",
    ],
    ["broken role ARN", { userIdentity: { type: "AssumedRole", arn: "nonsense" } }, "nonsense"],
    ["only LookupEvents knows", { lookup: { username: "carol", resources: [] } }, "carol"],
    ["only a key", { userIdentity: { accessKeyId: "AKIA" } }, "AKIA"],
    ["empty name", { userIdentity: { type: "IAMUser", userName: "", principalId: "AIDA" } }, "AIDA"],
    ["nobody", {}, "unknown"],
    [
      "nobody signed",
      { userIdentity: { type: "AWSAccount", principalId: "", accountId: "anonymous" } },
      "anonymous",
    ],
    [
      "nobody signed, newer records",
      { userIdentity: { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" } },
      "anonymous",
    ],
    [
      "a user without a name, through a service",
      {
        userIdentity: {
          type: "IAMUser",
          arn: "arn:aws:iam::111122223333:user/bob",
          invokedBy: "secretsmanager.amazonaws.com",
        },
      },
      "arn:aws:iam::111122223333:user/bob",
    ],
    [
      "AWS itself",
      { userIdentity: { accountId: "111122223333", invokedBy: "AWS Internal" } },
      "AWS Internal",
    ],
  ];
  for (const [name, event, expected] of cases) {
    it(name, () => assert.equal(principalName(event), expected));
  }
});

describe("principalKey", () => {
  const failed = { type: "IAMUser", principalId: "AIDACAROL", accountId: "111122223333", userName: "carol" };
  const cases: [string, CloudTrailEvent, string][] = [
    [
      "a sign-in through a role is the role's",
      {
        eventSource: "signin.amazonaws.com",
        userIdentity: { type: "AssumedRole", arn: "arn:aws-cn:sts::111122223333:assumed-role/Adm/carol" },
      },
      "arn:aws-cn:iam::111122223333:role/Adm",
    ],
    ["a sign-in that failed names no ARN", { userIdentity: failed }, "arn:aws:iam::111122223333:user/carol"],
    [
      "the same in China",
      { userIdentity: failed, awsRegion: "cn-north-1" },
      "arn:aws-cn:iam::111122223333:user/carol",
    ],
    [
      "the same in GovCloud",
      { userIdentity: failed, awsRegion: "us-gov-west-1" },
      "arn:aws-us-gov:iam::111122223333:user/carol",
    ],
    [
      "a hidden name is nobody's",
      { userIdentity: { ...failed, userName: "HIDDEN_DUE_TO_SECURITY_REASONS" } },
      "HIDDEN_DUE_TO_SECURITY_REASONS",
    ],
    [
      "another account's role, whatever its session is called",
      { userIdentity: { type: "AWSAccount", accountId: "444455556666", principalId: "AROAVENDOR:x-17" } },
      "account 444455556666 AROAVENDOR",
    ],
    [
      "another account",
      { userIdentity: { type: "AWSAccount", accountId: "444455556666", principalId: "444455556666" } },
      "account 444455556666",
    ],
    ["nobody signed", { userIdentity: { type: "AWSAccount", accountId: "anonymous" } }, "anonymous"],
  ];
  for (const [name, event, expected] of cases) {
    it(name, () => assert.equal(principalKey(event), expected));
  }
});

describe("sessionOf", () => {
  const account = "111122223333";
  const cases: [string, CloudTrailEvent, string][] = [
    [
      "two people who sign in to Identity Center are two",
      {
        eventSource: "signin.amazonaws.com",
        userIdentity: {
          type: "Unknown",
          principalId: account,
          arn: "",
          accountId: account,
          userName: "dave",
        },
      },
      "dave (console)",
    ],
    [
      "a failed sign-in goes with the one that worked",
      {
        eventSource: "signin.amazonaws.com",
        userIdentity: { type: "IAMUser", principalId: "AIDACAROL", accountId: account, userName: "carol" },
      },
      "arn:aws:iam::111122223333:user/carol (console)",
    ],
    [
      "AWS itself",
      { userIdentity: { accountId: account, invokedBy: "AWS Internal" }, sourceIPAddress: "AWS Internal" },
      "AWS Internal",
    ],
  ];
  for (const [name, event, expected] of cases) {
    it(name, () => assert.equal(sessionOf(event).id, expected));
  }
});
