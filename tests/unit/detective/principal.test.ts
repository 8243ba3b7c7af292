import assert from "node:assert/strict";
import { CloudTrailEvent } from "../../../detective/event";
import { principalName } from "../../../detective/principal";

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
  ];
  for (const [name, event, expected] of cases) {
    it(name, () => assert.equal(principalName(event), expected));
  }
});
