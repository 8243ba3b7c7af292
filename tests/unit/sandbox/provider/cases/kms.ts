import { apiError } from "../fakeAws";
import type { RecordCase } from "../recordCase";

const notFound = apiError("NotFoundException");
const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/k-1";
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const other = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny" }] });

export const kmsCases: RecordCase[] = [
  {
    type: "aws:kms/key:Key",
    inputs: {
      description: "logs",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy,
      tags: { a: "b" },
    },
    answers: {
      "kms.createKey": { KeyMetadata: { KeyId: "k-1" } },
      "kms.enableKeyRotation": {},
      "kms.disableKeyRotation": {},
      "kms.enableKey": {},
      "kms.disableKey": {},
      "kms.updateKeyDescription": {},
      "kms.putKeyPolicy": {},
      "kms.tagResource": {},
      "kms.untagResource": {},
      "kms.scheduleKeyDeletion": {},
      "kms.describeKey": {
        KeyMetadata: {
          KeyId: "k-1",
          Arn: keyArn,
          Description: "logs",
          Enabled: true,
          KeySpec: "SYMMETRIC_DEFAULT",
          KeyState: "Enabled",
          KeyUsage: "ENCRYPT_DECRYPT",
          MultiRegion: false,
        },
      },
      "kms.getKeyPolicy": { Policy: '{ "Statement": [], "Version": "2012-10-17" }' },
      "kms.listResourceTags": {
        Tags: [
          { TagKey: "a", TagValue: "b" },
          { TagKey: "owner", TagValue: "sec" },
        ],
      },
      "kms.getKeyRotationStatus": { KeyRotationEnabled: true, RotationPeriodInDays: 365 },
    },
    id: "k-1",
    creates: [
      [
        "kms.createKey",
        {
          Description: "logs",
          KeySpec: "SYMMETRIC_DEFAULT",
          KeyUsage: "ENCRYPT_DECRYPT",
          MultiRegion: false,
          Policy: policy,
          BypassPolicyLockoutSafetyCheck: false,
          Tags: [
            { TagKey: "owner", TagValue: "sec" },
            { TagKey: "a", TagValue: "b" },
          ],
        },
      ],
      ["kms.enableKeyRotation", { KeyId: "k-1" }],
    ],
    state: {
      arn: keyArn,
      bypassPolicyLockoutSafetyCheck: false,
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      deletionWindowInDays: 30,
      description: "logs",
      enableKeyRotation: true,
      isEnabled: true,
      keyId: "k-1",
      keyUsage: "ENCRYPT_DECRYPT",
      multiRegion: false,
      policy,
      region: "eu-west-1",
      rotationPeriodInDays: 365,
      tags: { a: "b" },
      tagsAll: { a: "b", owner: "sec" },
    },
    updates: [
      {
        change: { description: "more" },
        calls: [["kms.updateKeyDescription", { KeyId: "k-1", Description: "more" }]],
      },
      {
        change: { policy: other },
        calls: [
          [
            "kms.putKeyPolicy",
            { KeyId: "k-1", PolicyName: "default", Policy: other, BypassPolicyLockoutSafetyCheck: false },
          ],
        ],
      },
      { change: { enableKeyRotation: false }, calls: [["kms.disableKeyRotation", { KeyId: "k-1" }]] },
      {
        change: { rotationPeriodInDays: 90 },
        calls: [["kms.enableKeyRotation", { KeyId: "k-1", RotationPeriodInDays: 90 }]],
      },
      {
        change: { isEnabled: false, description: "off" },
        calls: [
          ["kms.updateKeyDescription", { KeyId: "k-1", Description: "off" }],
          ["kms.disableKey", { KeyId: "k-1" }],
        ],
      },
      { change: { deletionWindowInDays: 7 }, calls: [] },
      {
        change: { tags: { c: "d" } },
        calls: [
          ["kms.untagResource", { KeyId: "k-1", TagKeys: ["a"] }],
          ["kms.tagResource", { KeyId: "k-1", Tags: [{ TagKey: "c", TagValue: "d" }] }],
        ],
      },
    ],
    replaces: [
      { change: { keyUsage: "SIGN_VERIFY" } },
      { change: { customerMasterKeySpec: "RSA_2048" } },
      { change: { multiRegion: true } },
      { change: { region: "eu-north-1" } },
    ],
    removes: [["kms.scheduleKeyDeletion", { KeyId: "k-1", PendingWindowInDays: 30 }]],
    gone: {
      "kms.describeKey": { KeyMetadata: { KeyId: "k-1", KeyState: "PendingDeletion" } },
      "kms.scheduleKeyDeletion": apiError("KMSInvalidStateException", "k-1 is pending deletion."),
    },
  },
  {
    type: "aws:kms/alias:Alias",
    inputs: { name: "alias/logs", targetKeyId: keyArn },
    answers: {
      "kms.createAlias": {},
      "kms.updateAlias": {},
      "kms.deleteAlias": {},
      "kms.listAliases": (input: { Marker?: string }) =>
        input.Marker
          ? {
              Aliases: [
                {
                  AliasName: "alias/logs",
                  AliasArn: "arn:aws:kms:eu-west-1:111122223333:alias/logs",
                  TargetKeyId: "k-1",
                },
              ],
            }
          : { Aliases: [{ AliasName: "alias/logs2" }], NextMarker: "2" },
    },
    id: "alias/logs",
    creates: [["kms.createAlias", { AliasName: "alias/logs", TargetKeyId: keyArn }]],
    state: {
      arn: "arn:aws:kms:eu-west-1:111122223333:alias/logs",
      name: "alias/logs",
      namePrefix: "",
      region: "eu-west-1",
      targetKeyArn: keyArn,
      targetKeyId: keyArn,
    },
    updates: [
      // The same key by its id is no change.
      { change: { targetKeyId: "k-1" }, calls: [] },
      {
        change: { targetKeyId: "k-2" },
        calls: [["kms.updateAlias", { AliasName: "alias/logs", TargetKeyId: "k-2" }]],
      },
    ],
    replaces: [{ change: { name: "alias/other" } }],
    removes: [["kms.deleteAlias", { AliasName: "alias/logs" }]],
    gone: { "kms.listAliases": { Aliases: [] }, "kms.deleteAlias": notFound },
  },
  {
    type: "aws:kms/keyPolicy:KeyPolicy",
    inputs: { keyId: "k-1", policy },
    answers: {
      "kms.putKeyPolicy": {},
      "kms.describeKey": { KeyMetadata: { KeyId: "k-1", KeyState: "Enabled" } },
      "kms.getKeyPolicy": { Policy: policy },
      "sts.getCallerIdentity": { Account: "111122223333" },
    },
    id: "k-1",
    creates: [
      [
        "kms.putKeyPolicy",
        { KeyId: "k-1", PolicyName: "default", Policy: policy, BypassPolicyLockoutSafetyCheck: false },
      ],
    ],
    state: { bypassPolicyLockoutSafetyCheck: false, keyId: "k-1", policy, region: "eu-west-1" },
    updates: [
      {
        change: { policy: other, bypassPolicyLockoutSafetyCheck: true },
        calls: [
          [
            "kms.putKeyPolicy",
            { KeyId: "k-1", PolicyName: "default", Policy: other, BypassPolicyLockoutSafetyCheck: true },
          ],
        ],
      },
    ],
    replaces: [{ change: { keyId: "k-2" } }],
    removes: [
      [
        "kms.putKeyPolicy",
        {
          KeyId: "k-1",
          PolicyName: "default",
          Policy: JSON.stringify({
            Id: "default",
            Version: "2012-10-17",
            Statement: [
              {
                Sid: "Enable IAM User Permissions",
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::111122223333:root" },
                Action: "kms:*",
                Resource: "*",
              },
            ],
          }),
          BypassPolicyLockoutSafetyCheck: false,
        },
      ],
    ],
    gone: { "kms.describeKey": notFound },
  },
];
