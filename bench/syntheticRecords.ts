import type { SeededRandom } from "./seededRandom";

/** A CloudTrail record, as JSON has it. */
export type Entry = Record<string, unknown>;

/** Who calls, and by what. */
export interface Identity {
  userIdentity: Entry;
  from: string;
  userAgent: string;
}

export const ACCOUNT = "111122223333";
export const CLI =
  "aws-cli/2.31.5 md/awscrt#0.27.6 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.13.7 cfg/retry-mode#standard";
export const SDK =
  "aws-sdk-js/3.901.0 ua/2.1 os/linux#6.1.0 lang/js md/nodejs#22.19.0 api/s3#3.901.0 exec-env/AWS_ECS_FARGATE";

/** Records of calls as CloudTrail writes them, with ids from a seeded random. */
export class SyntheticRecords {
  constructor(private readonly random: SeededRandom) {}

  administrator(): Identity {
    const number = this.random.below(8);
    const userName = `admin-${number}`;
    return {
      userIdentity: {
        type: "IAMUser",
        principalId: `AIDAEXAMPLE${number}`,
        arn: `arn:aws:iam::${ACCOUNT}:user/${userName}`,
        accountId: ACCOUNT,
        accessKeyId: `AKIAEXAMPLEADMIN000${number}`,
        userName,
      },
      from: `203.0.113.${10 + number}`,
      userAgent: CLI,
    };
  }

  roleSession(
    role: string,
    session: string,
    since: number,
    accessKeyId: string,
    from: string,
    userAgent: string,
  ): Identity {
    const principalId = `AROA${role.toUpperCase().replace(/\W/g, "")}EXAMPLE`;
    const sessionIssuer = {
      type: "Role",
      principalId,
      arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      accountId: ACCOUNT,
      userName: role,
    };
    return {
      userIdentity: {
        type: "AssumedRole",
        principalId: `${principalId}:${session}`,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
        accountId: ACCOUNT,
        accessKeyId,
        sessionContext: {
          sessionIssuer,
          attributes: { creationDate: isoTime(since), mfaAuthenticated: "false" },
        },
      },
      from,
      userAgent,
    };
  }

  /** What AssumeRole is asked and answers for a session. */
  assumed({ userIdentity }: Identity, role: string, session: string): Entry {
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/${role}`;
    return {
      readOnly: true,
      requestParameters: { roleArn, roleSessionName: session, durationSeconds: 3600 },
      responseElements: {
        credentials: {
          accessKeyId: userIdentity.accessKeyId,
          sessionToken: this.random.id("IQoJb3JpZ2lu", 700),
          expiration: "Feb 1, 2026, 1:00:00 AM",
        },
        assumedRoleUser: { assumedRoleId: userIdentity.principalId, arn: userIdentity.arn },
      },
      resources: [{ accountId: ACCOUNT, type: "AWS::IAM::Role", ARN: roleArn }],
    };
  }

  objectCall(at: number, region: string, identity: Identity, bucket: string): Entry {
    const eventName = this.random.one(["GetObject", "GetObject", "GetObject", "PutObject", "HeadObject"]);
    const key = `2026/01/31/part-${this.random.below(100_000)}-${this.random.uuid()}-c000.snappy.parquet`;
    return this.record(at, region, "s3.amazonaws.com", eventName, identity, {
      readOnly: eventName !== "PutObject",
      managementEvent: false,
      eventCategory: "Data",
      requestParameters: { bucketName: bucket, Host: `${bucket}.s3.${region}.amazonaws.com`, key },
      additionalEventData: {
        SignatureVersion: "SigV4",
        CipherSuite: "TLS_AES_128_GCM_SHA256",
        bytesTransferredIn: 0,
        SSEApplied: "SSE_KMS",
        AuthenticationMethod: "AuthHeader",
        "x-amz-id-2": this.random.id("", 76),
        bytesTransferredOut: this.random.below(5_000_000),
      },
      resources: [
        { type: "AWS::S3::Object", ARN: `arn:aws:s3:::${bucket}/${key}` },
        { accountId: ACCOUNT, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucket}` },
      ],
    });
  }

  /** By a service, in the caller's name. */
  keyUse(at: number, region: string, identity: Identity): Entry {
    const ARN = `arn:aws:kms:${region}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    const userIdentity = { ...identity.userIdentity, invokedBy: "AWS Internal" };
    return this.record(
      at,
      region,
      "kms.amazonaws.com",
      this.random.one(["Decrypt", "GenerateDataKey"]),
      { userIdentity, from: "AWS Internal", userAgent: "AWS Internal" },
      {
        readOnly: true,
        requestParameters: {
          encryptionContext: { "aws:s3:arn": `arn:aws:s3:::app-data/${this.random.uuid()}` },
          encryptionAlgorithm: "SYMMETRIC_DEFAULT",
        },
        resources: [{ accountId: ACCOUNT, type: "AWS::KMS::Key", ARN }],
      },
    );
  }

  look(at: number, region: string, identity: Identity): Entry {
    const [source, eventName] = this.random.one([
      ["ec2", "DescribeInstances"],
      ["ec2", "DescribeSecurityGroups"],
      ["rds", "DescribeDBInstances"],
      ["lambda", "ListFunctions20150331"],
      ["monitoring", "DescribeAlarms"],
      ["logs", "DescribeLogGroups"],
    ] as const);
    return this.record(at, region, `${source}.amazonaws.com`, eventName, identity, {
      readOnly: true,
      requestParameters: {
        maxResults: 100,
        filterSet: { items: [{ name: "tag:team", valueSet: { items: [{ value: "payments" }] } }] },
      },
    });
  }

  refused(at: number, region: string, identity: Identity): Entry {
    return this.record(at, region, "ec2.amazonaws.com", "TerminateInstances", identity, {
      readOnly: false,
      errorCode: "Client.UnauthorizedOperation",
      errorMessage: `You are not authorized to perform this operation. Encoded authorization failure message: ${this.random.id("", 800)}`,
      requestParameters: {
        instancesSet: { items: [{ instanceId: this.random.id("i-", 17).toLowerCase() }] },
      },
    });
  }

  change(at: number, region: string, identity: Identity): Entry {
    const instanceId = this.random.id("i-", 17).toLowerCase();
    return this.record(at, region, "ec2.amazonaws.com", "CreateTags", identity, {
      readOnly: false,
      requestParameters: {
        resourcesSet: { items: [{ resourceId: instanceId }] },
        tagSet: { items: [{ key: "Name", value: "web" }] },
      },
      responseElements: { requestId: this.random.uuid(), _return: true },
    });
  }

  serviceEvent(at: number, region: string): Entry {
    const identity = {
      userIdentity: { accountId: ACCOUNT, invokedBy: "kms.amazonaws.com" },
      from: "kms.amazonaws.com",
      userAgent: "kms.amazonaws.com",
    };
    return this.record(at, region, "kms.amazonaws.com", "RotateKey", identity, {
      eventType: "AwsServiceEvent",
      readOnly: false,
      serviceEventDetails: {
        rotationType: "AUTOMATIC",
        keyOrigin: "AWS_KMS",
        keyId: `arn:aws:kms:${region}:${ACCOUNT}:key/1`,
      },
    });
  }

  record(
    at: number,
    awsRegion: string,
    eventSource: string,
    eventName: string,
    { userIdentity, from, userAgent }: Identity,
    more: Entry,
  ): Entry {
    const isService = /amazonaws\.com$|^AWS Internal$/.test(from);
    const host = `${eventSource.split(".")[0]}.${awsRegion}.amazonaws.com`;
    return {
      eventVersion: "1.11",
      userIdentity,
      eventTime: isoTime(at),
      eventSource,
      eventName,
      awsRegion,
      sourceIPAddress: from.startsWith("task-") ? `10.0.${from.split("-")[1]}.17` : from,
      userAgent,
      requestParameters: null,
      responseElements: null,
      requestID: this.random.uuid(),
      eventID: this.random.uuid(),
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      eventCategory: "Management",
      ...more,
      ...(!isService && {
        tlsDetails: {
          tlsVersion: "TLSv1.3",
          cipherSuite: "TLS_AES_128_GCM_SHA256",
          clientProvidedHostHeader: host,
        },
      }),
    };
  }
}

/** To the second, as records have it. */
export function isoTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
