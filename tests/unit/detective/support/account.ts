import { FactClients, PostureClients } from "../../../../detective/posture/clients";
import { gatherTrailFacts } from "../../../../detective/posture/gatherTrailFacts";
import { TrailFacts } from "../../../../detective/posture/trailFacts";
import { AccountFacts } from "../../../../detective/posture/accountFacts";
import { Check, Verdict } from "../../../../detective/posture/check";
import { AccountOptions, gatherFacts } from "../../../../detective/posture/gatherFacts";
import { FakeServices } from "./services";

export const ACCOUNT = "111122223333";
/** When the facts are gathered. */
export const NOW = new Date("2026-01-31T12:00:00Z");
export const OTHER_ACCOUNT = "444455556666";
export const BUCKET = "ch03-cloudtrail-111122223333";
const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

export interface PolicyStatement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  NotPrincipal?: unknown;
  Action?: unknown;
  NotAction?: unknown;
  Resource?: unknown;
  NotResource?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

/** What the account's APIs answer; an Error is thrown by the call. Tests change one part of the ideal one. */
export class FakeAccount {
  readonly trailArn: string;
  readonly keyArn: string;
  readonly bucketArn: string;
  trail: Record<string, unknown>;
  status: Record<string, unknown> | Error = {
    IsLogging: true,
    StartLoggingTime: new Date("2025-01-01T00:00:00Z"),
    LatestDeliveryTime: new Date("2026-01-31T11:55:00Z"),
    LatestDigestDeliveryTime: new Date("2026-01-31T11:20:00Z"),
    LatestCloudWatchLogsDeliveryTime: new Date("2026-01-31T11:58:00Z"),
    LatestNotificationTime: new Date("2026-01-31T11:55:00Z"),
  };
  key: Record<string, unknown> | Error;
  aliases: { AliasName: string; AliasArn: string }[] | Error;
  keyPolicy: PolicyStatement[] | string | Error;
  bucketPolicy: PolicyStatement[] | string | Error;
  encryption: { algorithm?: string; key?: string; bucketKey?: boolean }[] | Error;
  publicAccessBlock: Record<string, boolean> | Error = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  ownership: string | Error = "BucketOwnerEnforced";
  describeTrails?: Error;
  rotation: boolean | Error = true;
  /** Whatever else the account's APIs answer. */
  readonly services: FakeServices;

  constructor(
    readonly partition = "aws",
    region = "us-east-1",
    prefix?: string,
  ) {
    this.trailArn = `arn:${partition}:cloudtrail:${region}:${ACCOUNT}:trail/ch03-security-trail`;
    this.keyArn = `arn:${partition}:kms:${region}:${ACCOUNT}:key/${KEY_ID}`;
    this.bucketArn = `arn:${partition}:s3:::${BUCKET}`;
    this.trail = {
      Name: "ch03-security-trail",
      TrailARN: this.trailArn,
      S3BucketName: BUCKET,
      ...(prefix !== undefined && { S3KeyPrefix: prefix }),
      HomeRegion: region,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      CloudWatchLogsLogGroupArn: `arn:${partition}:logs:${region}:${ACCOUNT}:log-group:/cloudtrail/ch03:*`,
      CloudWatchLogsRoleArn: `arn:${partition}:iam::${ACCOUNT}:role/service/ch03-logs`,
      SnsTopicARN: `arn:${partition}:sns:${region}:${ACCOUNT}:ch03-deliveries`,
      LogFileValidationEnabled: true,
      KmsKeyId: this.keyArn,
    };
    this.key = {
      Arn: this.keyArn,
      KeyId: KEY_ID,
      KeyState: "Enabled",
      KeyManager: "CUSTOMER",
      Origin: "AWS_KMS",
    };
    const alias = "alias/ch03-cloudtrail-key";
    this.aliases = [{ AliasName: alias, AliasArn: `arn:${partition}:kms:${region}:${ACCOUNT}:${alias}` }];
    this.encryption = [{ algorithm: "aws:kms", key: this.keyArn, bucketKey: true }];
    this.keyPolicy = labKeyPolicy(this);
    this.bucketPolicy = labBucketPolicy(this, prefix);
    this.services = new FakeServices(partition, region, ACCOUNT, BUCKET);
  }

  /** Changes the statement of this Sid in place. */
  change(policy: "keyPolicy" | "bucketPolicy", sid: string, change: Partial<PolicyStatement>): this {
    const statements = this[policy] as PolicyStatement[];
    this[policy] = statements.map((statement) => {
      const changed: PolicyStatement = { ...statement, ...change };
      return statement.Sid === sid ? changed : statement;
    });
    return this;
  }

  /** Adds a statement. */
  add(policy: "keyPolicy" | "bucketPolicy", statement: PolicyStatement): this {
    this[policy] = [...(this[policy] as PolicyStatement[]), statement];
    return this;
  }

  drop(policy: "keyPolicy" | "bucketPolicy", sid: string): this {
    this[policy] = (this[policy] as PolicyStatement[]).filter(({ Sid }) => Sid !== sid);
    return this;
  }

  facts(keyAlias?: string): Promise<TrailFacts> {
    const options = { trailName: "ch03-security-trail", ...(keyAlias !== undefined && { keyAlias }) };
    return gatherTrailFacts(this.clients(), options);
  }

  async judge(check: Check, keyAlias?: string): Promise<Verdict> {
    return check.evaluate(await this.facts(keyAlias));
  }

  /** The facts of the whole account, gathered in one Region. */
  accountFacts(options: Partial<AccountOptions> = {}): Promise<AccountFacts> {
    return gatherFacts(this.posture(), { regions: [this.trail.HomeRegion as string], now: NOW, ...options });
  }

  /** Every Region has the same clients: what a test wants to differ, it changes in `services`. */
  posture(): PostureClients {
    const services = this.services.clients();
    const own = this.clients();
    const clients = { ...services, ...own, cloudTrail: { ...services.cloudTrail, ...own.cloudTrail } };
    return { forRegion: () => clients };
  }

  clients(): FactClients {
    const { cloudTrail, s3 } = this.services.clients();
    return {
      cloudTrail: {
        ...cloudTrail,
        describeTrails: () =>
          answer(this.describeTrails ?? { trailList: [this.trail, ...this.services.otherTrails] }),
        getTrailStatus: ({ Name }) =>
          Name === this.trailArn ? answer(this.status) : cloudTrail.getTrailStatus({ Name }),
      },
      kms: {
        describeKey: () => answer(wrap(this.key, (KeyMetadata) => ({ KeyMetadata }))),
        listAliases: () => answer(wrap(this.aliases, (Aliases) => ({ Aliases }))),
        getKeyPolicy: () => answer(wrap(this.keyPolicy, policyAnswer)),
        getKeyRotationStatus: () =>
          answer(wrap(this.rotation, (KeyRotationEnabled) => ({ KeyRotationEnabled }))),
      },
      s3: {
        ...s3,
        getBucketEncryption: () => answer(wrap(this.encryption, encryptionAnswer)),
        getPublicAccessBlock: () =>
          answer(
            wrap(this.publicAccessBlock, (PublicAccessBlockConfiguration) => ({
              PublicAccessBlockConfiguration,
            })),
          ),
        getBucketPolicy: () => answer(wrap(this.bucketPolicy, policyAnswer)),
        getBucketOwnershipControls: () =>
          answer(
            wrap(this.ownership, (ObjectOwnership) => ({
              OwnershipControls: { Rules: [{ ObjectOwnership }] },
            })),
          ),
      },
    };
  }
}

export function awsError(name: string, message = "refused"): Error {
  return Object.assign(new Error(message), { name });
}

function answer<T>(result: T | Error): Promise<T> {
  return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
}

function wrap<T, R>(result: T | Error, make: (result: T) => R): R | Error {
  return result instanceof Error ? result : make(result);
}

function policyAnswer(policy: PolicyStatement[] | string): { Policy: string } {
  return {
    Policy:
      typeof policy === "string" ? policy : JSON.stringify({ Version: "2012-10-17", Statement: policy }),
  };
}

function encryptionAnswer(rules: { algorithm?: string; key?: string; bucketKey?: boolean }[]) {
  return {
    ServerSideEncryptionConfiguration: {
      Rules: rules.map(({ algorithm, key, bucketKey }) => ({
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: algorithm,
          ...(key !== undefined && { KMSMasterKeyID: key }),
        },
        ...(bucketKey !== undefined && { BucketKeyEnabled: bucketKey }),
      })),
    },
  };
}

const cloudTrail = { Service: "cloudtrail.amazonaws.com" };

/** Lab 02's key policy. */
function labKeyPolicy({ partition, trailArn }: FakeAccount): PolicyStatement[] {
  return [
    {
      Sid: "Root",
      Effect: "Allow",
      Principal: { AWS: `arn:${partition}:iam::${ACCOUNT}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "Encrypt",
      Effect: "Allow",
      Principal: cloudTrail,
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        StringEquals: { "AWS:SourceArn": trailArn },
        StringLike: {
          "kms:EncryptionContext:aws:cloudtrail:arn": `arn:${partition}:cloudtrail:*:${ACCOUNT}:trail/*`,
        },
      },
    },
    { Sid: "Describe", Effect: "Allow", Principal: cloudTrail, Action: "kms:DescribeKey", Resource: "*" },
  ];
}

/** Lab 02's bucket policy. */
function labBucketPolicy({ trailArn, bucketArn }: FakeAccount, prefix?: string): PolicyStatement[] {
  const folder = prefix === undefined ? "" : `${prefix}/`;
  return [
    {
      Sid: "AclCheck",
      Effect: "Allow",
      Principal: cloudTrail,
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: { StringEquals: { "AWS:SourceArn": trailArn } },
    },
    {
      Sid: "Write",
      Effect: "Allow",
      Principal: cloudTrail,
      Action: "s3:PutObject",
      Resource: `${bucketArn}/${folder}AWSLogs/${ACCOUNT}/*`,
      Condition: {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "AWS:SourceArn": trailArn },
      },
    },
    {
      Sid: "Tls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
}
