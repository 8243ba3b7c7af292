import { apiError } from "../fakeAws";
import type { RecordCase } from "../recordCase";

const noBucket = apiError("NoSuchBucket");
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "a", Effect: "Deny" }] });
const region = "eu-west-1";

/** Settings of a bucket: the id is the bucket's name, and another bucket means another resource. */
const setting = (
  part: Pick<
    RecordCase,
    "type" | "inputs" | "answers" | "creates" | "state" | "updates" | "removes" | "gone"
  >,
): RecordCase => ({
  ...part,
  inputs: { bucket: "logs", ...part.inputs },
  state: { bucket: "logs", region, ...part.state },
  id: "logs",
  replaces: [{ change: { bucket: "other" } }],
});

const block = (on: boolean) => ({
  BlockPublicAcls: on,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
});
const encryption = {
  Rules: [
    {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "arn:aws:kms:::key/1" },
      BucketKeyEnabled: true,
    },
  ],
};
const lock = (Days: number) => ({
  ObjectLockEnabled: "Enabled",
  Rule: { DefaultRetention: { Days, Mode: "GOVERNANCE" } },
});

export const s3Cases: RecordCase[] = [
  {
    type: "aws:s3/bucket:Bucket",
    inputs: { bucket: "logs", forceDestroy: true, tags: { a: "b" } },
    answers: {
      "s3.createBucket": {},
      "s3.putBucketTagging": {},
      "s3.deleteBucket": {},
      "s3.headBucket": { BucketRegion: region },
      "s3.getObjectLockConfiguration": apiError("ObjectLockConfigurationNotFoundError"),
      "s3.getBucketTagging": {
        TagSet: [
          { Key: "a", Value: "b" },
          { Key: "owner", Value: "sec" },
          { Key: "aws:cloudformation:stack-name", Value: "x" },
        ],
      },
    },
    id: "logs",
    creates: [
      ["s3.createBucket", { Bucket: "logs", CreateBucketConfiguration: { LocationConstraint: region } }],
      [
        "s3.putBucketTagging",
        {
          Bucket: "logs",
          Tagging: {
            TagSet: [
              { Key: "owner", Value: "sec" },
              { Key: "a", Value: "b" },
            ],
          },
        },
      ],
    ],
    state: {
      arn: "arn:aws:s3:::logs",
      bucket: "logs",
      bucketDomainName: "logs.s3.amazonaws.com",
      bucketNamespace: "global",
      bucketPrefix: "",
      bucketRegion: region,
      bucketRegionalDomainName: "logs.s3.eu-west-1.amazonaws.com",
      forceDestroy: true,
      hostedZoneId: "",
      objectLockEnabled: false,
      region,
      tags: { a: "b" },
      tagsAll: { a: "b", owner: "sec" },
    },
    updates: [
      { change: { forceDestroy: false }, calls: [] },
      {
        change: { tags: undefined },
        calls: [
          ["s3.putBucketTagging", { Bucket: "logs", Tagging: { TagSet: [{ Key: "owner", Value: "sec" }] } }],
        ],
      },
    ],
    replaces: [
      { change: { bucket: "other" } },
      { change: { objectLockEnabled: true }, deleteBeforeReplace: true },
    ],
    removes: [["s3.deleteBucket", { Bucket: "logs" }]],
    gone: { "s3.headBucket": apiError("NotFound"), "s3.deleteBucket": noBucket },
  },
  setting({
    type: "aws:s3/bucketPolicy:BucketPolicy",
    inputs: { policy },
    answers: {
      "s3.putBucketPolicy": {},
      "s3.deleteBucketPolicy": {},
      "s3.getBucketPolicy": { Policy: '{"Statement":{"Effect":"Deny","Sid":"a"},"Version":"2012-10-17"}' },
    },
    creates: [["s3.putBucketPolicy", { Bucket: "logs", Policy: policy }]],
    state: { policy },
    updates: [
      { change: { policy: "{}" }, calls: [["s3.putBucketPolicy", { Bucket: "logs", Policy: "{}" }]] },
    ],
    removes: [["s3.deleteBucketPolicy", { Bucket: "logs" }]],
    gone: { "s3.getBucketPolicy": apiError("NoSuchBucketPolicy"), "s3.deleteBucketPolicy": noBucket },
  }),
  setting({
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    inputs: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    answers: {
      "s3.putPublicAccessBlock": {},
      "s3.deletePublicAccessBlock": {},
      "s3.getPublicAccessBlock": { PublicAccessBlockConfiguration: block(true) },
    },
    creates: [["s3.putPublicAccessBlock", { Bucket: "logs", PublicAccessBlockConfiguration: block(true) }]],
    state: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    updates: [
      {
        change: { blockPublicAcls: undefined },
        calls: [
          ["s3.putPublicAccessBlock", { Bucket: "logs", PublicAccessBlockConfiguration: block(false) }],
        ],
      },
      { change: { skipDestroy: true }, calls: [] },
    ],
    removes: [["s3.deletePublicAccessBlock", { Bucket: "logs" }]],
    gone: {
      "s3.getPublicAccessBlock": apiError("NoSuchPublicAccessBlockConfiguration"),
      "s3.deletePublicAccessBlock": noBucket,
    },
  }),
  setting({
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    inputs: { rule: { objectOwnership: "BucketOwnerEnforced" } },
    answers: {
      "s3.putBucketOwnershipControls": {},
      "s3.deleteBucketOwnershipControls": {},
      "s3.getBucketOwnershipControls": {
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      },
    },
    creates: [
      [
        "s3.putBucketOwnershipControls",
        { Bucket: "logs", OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } },
      ],
    ],
    state: { rule: { objectOwnership: "BucketOwnerEnforced" } },
    updates: [
      {
        change: { rule: { objectOwnership: "ObjectWriter" } },
        calls: [
          [
            "s3.putBucketOwnershipControls",
            { Bucket: "logs", OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] } },
          ],
        ],
      },
    ],
    removes: [["s3.deleteBucketOwnershipControls", { Bucket: "logs" }]],
    gone: {
      "s3.getBucketOwnershipControls": apiError("OwnershipControlsNotFoundError"),
      "s3.deleteBucketOwnershipControls": noBucket,
    },
  }),
  setting({
    type: "aws:s3/bucketVersioning:BucketVersioning",
    inputs: { versioningConfiguration: { status: "Enabled" } },
    answers: { "s3.putBucketVersioning": {}, "s3.getBucketVersioning": { Status: "Enabled" } },
    creates: [["s3.putBucketVersioning", { Bucket: "logs", VersioningConfiguration: { Status: "Enabled" } }]],
    state: { versioningConfiguration: { mfaDelete: "", status: "Enabled" } },
    updates: [
      {
        change: { versioningConfiguration: { status: "Suspended" } },
        calls: [
          ["s3.putBucketVersioning", { Bucket: "logs", VersioningConfiguration: { Status: "Suspended" } }],
        ],
      },
    ],
    removes: [
      ["s3.putBucketVersioning", { Bucket: "logs", VersioningConfiguration: { Status: "Suspended" } }],
    ],
    gone: { "s3.getBucketVersioning": noBucket, "s3.putBucketVersioning": noBucket },
  }),
  setting({
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    inputs: {
      rules: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: "aws:kms",
            kmsMasterKeyId: "arn:aws:kms:::key/1",
          },
          bucketKeyEnabled: true,
        },
      ],
    },
    answers: {
      "s3.putBucketEncryption": {},
      "s3.deleteBucketEncryption": {},
      "s3.getBucketEncryption": { ServerSideEncryptionConfiguration: encryption },
    },
    creates: [["s3.putBucketEncryption", { Bucket: "logs", ServerSideEncryptionConfiguration: encryption }]],
    state: {
      rules: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: "aws:kms",
            kmsMasterKeyId: "arn:aws:kms:::key/1",
          },
          blockedEncryptionTypes: [],
          bucketKeyEnabled: true,
        },
      ],
    },
    updates: [
      {
        change: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
        calls: [
          [
            "s3.putBucketEncryption",
            {
              Bucket: "logs",
              ServerSideEncryptionConfiguration: {
                Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
              },
            },
          ],
        ],
      },
    ],
    removes: [["s3.deleteBucketEncryption", { Bucket: "logs" }]],
    gone: {
      "s3.getBucketEncryption": apiError("ServerSideEncryptionConfigurationNotFoundError"),
      "s3.deleteBucketEncryption": noBucket,
    },
  }),
  setting({
    type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    inputs: {
      rules: [
        {
          id: "log-files",
          status: "Enabled",
          filter: {},
          transitions: [{ days: 90, storageClass: "GLACIER_IR" }],
        },
      ],
    },
    answers: {
      "s3.putBucketLifecycleConfiguration": {},
      "s3.deleteBucketLifecycle": {},
      "s3.getBucketLifecycleConfiguration": {
        Rules: [
          {
            ID: "log-files",
            Status: "Enabled",
            Filter: { Prefix: "" },
            Transitions: [{ Days: 90, StorageClass: "GLACIER_IR" }],
          },
        ],
      },
    },
    creates: [
      [
        "s3.putBucketLifecycleConfiguration",
        {
          Bucket: "logs",
          LifecycleConfiguration: {
            Rules: [
              {
                ID: "log-files",
                Status: "Enabled",
                Filter: { Prefix: "" },
                Transitions: [{ Days: 90, StorageClass: "GLACIER_IR" }],
              },
            ],
          },
        },
      ],
    ],
    state: {
      expectedBucketOwner: "",
      rules: [
        {
          filter: { objectSizeGreaterThan: 0, objectSizeLessThan: 0, prefix: "" },
          id: "log-files",
          prefix: "",
          status: "Enabled",
          transitions: [{ days: 90, storageClass: "GLACIER_IR" }],
        },
      ],
      transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
    },
    updates: [
      { change: { timeouts: { create: "10m" } }, calls: [] },
      {
        change: {
          rules: [
            {
              id: "old",
              status: "Disabled",
              filter: { and: { prefix: "a/", tags: { x: "y" } } },
              expiration: { days: 400 },
              noncurrentVersionExpiration: { noncurrentDays: 365, newerNoncurrentVersions: 3 },
              noncurrentVersionTransitions: [{ noncurrentDays: 30, storageClass: "GLACIER_IR" }],
              abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
            },
          ],
        },
        calls: [
          [
            "s3.putBucketLifecycleConfiguration",
            {
              Bucket: "logs",
              LifecycleConfiguration: {
                Rules: [
                  {
                    ID: "old",
                    Status: "Disabled",
                    Filter: { And: { Prefix: "a/", Tags: [{ Key: "x", Value: "y" }] } },
                    Expiration: { Days: 400 },
                    NoncurrentVersionTransitions: [{ NoncurrentDays: 30, StorageClass: "GLACIER_IR" }],
                    NoncurrentVersionExpiration: { NewerNoncurrentVersions: 3, NoncurrentDays: 365 },
                    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
                  },
                ],
              },
            },
          ],
        ],
      },
    ],
    removes: [["s3.deleteBucketLifecycle", { Bucket: "logs" }]],
    gone: {
      "s3.getBucketLifecycleConfiguration": apiError("NoSuchLifecycleConfiguration"),
      "s3.deleteBucketLifecycle": noBucket,
    },
  }),
  setting({
    type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    inputs: { rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } } },
    answers: {
      "s3.putObjectLockConfiguration": {},
      "s3.getObjectLockConfiguration": { ObjectLockConfiguration: lock(30) },
    },
    creates: [["s3.putObjectLockConfiguration", { Bucket: "logs", ObjectLockConfiguration: lock(30) }]],
    state: {
      objectLockEnabled: "Enabled",
      rule: { defaultRetention: { days: 30, mode: "GOVERNANCE" } },
    },
    updates: [
      {
        change: { rule: { defaultRetention: { mode: "GOVERNANCE", days: 60 } } },
        calls: [["s3.putObjectLockConfiguration", { Bucket: "logs", ObjectLockConfiguration: lock(60) }]],
      },
    ],
    removes: [
      [
        "s3.putObjectLockConfiguration",
        { Bucket: "logs", ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } },
      ],
    ],
    gone: {
      "s3.getObjectLockConfiguration": apiError("ObjectLockConfigurationNotFoundError"),
      "s3.putObjectLockConfiguration": noBucket,
    },
  }),
  setting({
    type: "aws:s3/bucketLogging:BucketLogging",
    inputs: { targetBucket: "access", targetPrefix: "access/" },
    answers: {
      "s3.putBucketLogging": {},
      "s3.getBucketLogging": { LoggingEnabled: { TargetBucket: "access", TargetPrefix: "access/" } },
    },
    creates: [
      [
        "s3.putBucketLogging",
        {
          Bucket: "logs",
          BucketLoggingStatus: { LoggingEnabled: { TargetBucket: "access", TargetPrefix: "access/" } },
        },
      ],
    ],
    state: { targetBucket: "access", targetPrefix: "access/" },
    updates: [
      {
        change: { targetPrefix: "x/" },
        calls: [
          [
            "s3.putBucketLogging",
            {
              Bucket: "logs",
              BucketLoggingStatus: { LoggingEnabled: { TargetBucket: "access", TargetPrefix: "x/" } },
            },
          ],
        ],
      },
    ],
    removes: [["s3.putBucketLogging", { Bucket: "logs", BucketLoggingStatus: {} }]],
    gone: { "s3.getBucketLogging": {}, "s3.putBucketLogging": noBucket },
  }),
];
