import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { seededRandom, type SeededRandom } from "./seededRandom";

/** What a synthetic trail is made of. */
export interface SyntheticTrailOptions {
  events: number;
  /** The same seed makes the same trail, byte for byte. @default 1 */
  seed?: number;
  /** The day that it is about. @default 2026-01-31 */
  day?: string;
  /** How many minutes a file covers. @default 5, about what CloudTrail does */
  fileMinutes?: number;
}

/** What was written, and whom to look for in it. */
export interface SyntheticTrail {
  events: number;
  files: number;
  /** As they lie on disk. */
  bytes: number;
  unpackedBytes: number;
  incident: Incident;
}

/** A stolen access key among the day's work, the role session that it made, and what both did. */
export interface Incident {
  user: string;
  accessKeyId: string;
  /** Of the role session. */
  sessionKeyId: string;
  /** How many events the two made. */
  events: number;
}

type Entry = Record<string, unknown>;

interface Identity {
  userIdentity: Entry;
  from: string;
  userAgent: string;
}

const ACCOUNT = "111122223333";
const REGIONS = ["us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2"] as const;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SESSION_MS = 60 * 60_000;
const CLI =
  "aws-cli/2.31.5 md/awscrt#0.27.6 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.13.7 cfg/retry-mode#standard";
const SDK =
  "aws-sdk-js/3.901.0 ua/2.1 os/linux#6.1.0 lang/js md/nodejs#22.19.0 api/s3#3.901.0 exec-env/AWS_ECS_FARGATE";

/**
 * Writes a day of an account's life as CloudTrail would deliver it: gzip files in its key layout, one for every five
 * minutes (or `fileMinutes`) and region, with administrators, applications on roles, services, refused calls, reads of objects, and an
 * incident among them.
 */
export function writeSyntheticTrail(folder: string, options: SyntheticTrailOptions): SyntheticTrail {
  const day = new SyntheticDay(options);
  const trail = { events: 0, files: 0, bytes: 0, unpackedBytes: 0, incident: day.incident };
  for (const { key, records } of day.files()) {
    const text = JSON.stringify({ Records: records });
    const packed = gzipSync(text);
    const file = join(folder, key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, packed);
    trail.events += records.length;
    trail.files++;
    trail.bytes += packed.length;
    trail.unpackedBytes += Buffer.byteLength(text);
  }
  return trail;
}

class SyntheticDay {
  readonly incident: Incident;
  private readonly random: SeededRandom;
  private readonly start: number;
  private readonly slotMs: number;
  private readonly sessions = new Map<string, { identity: Identity; issued: Entry }>();
  private readonly incidentEvents: { at: number; record: Entry }[];

  constructor(private readonly options: SyntheticTrailOptions) {
    this.random = seededRandom(options.seed ?? 1);
    this.start = Date.parse(`${options.day ?? "2026-01-31"}T00:00:00Z`);
    this.slotMs = (options.fileMinutes ?? 5) * MINUTE_MS;
    const accessKeyId = this.random.id("AKIA", 16);
    const sessionKeyId = this.random.id("ASIA", 16);
    const room = Math.floor(options.events / 10);
    this.incidentEvents = this.makeIncident(accessKeyId, sessionKeyId).slice(0, room);
    this.incident = { user: "mallory", accessKeyId, sessionKeyId, events: this.incidentEvents.length };
  }

  *files(): Generator<{ key: string; records: Entry[] }> {
    const slots = DAY_MS / this.slotMs;
    const normal = this.options.events - this.incidentEvents.length;
    for (let slot = 0; slot < slots; slot++) {
      const from = this.start + slot * this.slotMs;
      const records = new Map<string, Entry[]>(REGIONS.map((region) => [region, []]));
      const add = (record: Entry) => records.get(String(record.awsRegion))!.push(record);
      const count = Math.floor(((slot + 1) * normal) / slots) - Math.floor((slot * normal) / slots);
      for (let index = 0; index < count; index++) add(this.everyday(from));
      for (const { at, record } of this.incidentEvents)
        if (at >= from && at < from + this.slotMs) add(record);
      for (const [region, list] of records) {
        if (list.length > 0)
          yield { key: this.key(region, from + this.slotMs), records: this.random.shuffled(list) };
      }
    }
  }

  private key(region: string, delivered: number): string {
    const time = new Date(delivered).toISOString();
    const name = `${ACCOUNT}_CloudTrail_${region}_${time.slice(0, 16).replace(/[-:]/g, "")}Z_${this.random.id("", 16)}`;
    return `AWSLogs/${ACCOUNT}/CloudTrail/${region}/${time.slice(0, 10).replaceAll("-", "/")}/${name}.json.gz`;
  }

  private everyday(from: number): Entry {
    const at = from + this.random.below(this.slotMs);
    const region = this.random.one(REGIONS);
    const dice = this.random.below(100);
    if (dice < 45) return this.objectCall(at, region, this.application(at), "app-data");
    if (dice < 55) return this.keyUse(at, region, this.application(at));
    // Applications assume their role again and again; each time is an event of its own.
    if (dice < 63) {
      const { issued } = this.sessions.get(this.application(at).from)!;
      return {
        ...issued,
        eventTime: isoTime(at),
        eventID: this.random.uuid(),
        requestID: this.random.uuid(),
      };
    }
    if (dice < 88) return this.look(at, region, this.administrator());
    if (dice < 92) return this.refused(at, region, this.administrator());
    if (dice < 97) return this.change(at, region, this.administrator());
    return this.serviceEvent(at, region);
  }

  /** One of twelve applications, with the session that its role has in this hour. */
  private application(at: number): Identity {
    const number = this.random.below(12);
    const hour = Math.floor(at / SESSION_MS);
    const name = `task-${number}-${hour}`;
    const known = this.sessions.get(name);
    if (known) return { ...known.identity, from: name };
    const identity = this.roleSession(
      `app-${number}`,
      name,
      hour * SESSION_MS,
      this.random.id("ASIA", 16),
      `10.0.${number}.17`,
      SDK,
    );
    const issued = this.record(
      hour * SESSION_MS,
      "us-east-1",
      "sts.amazonaws.com",
      "AssumeRole",
      {
        userIdentity: { type: "AWSService", invokedBy: "ecs-tasks.amazonaws.com" },
        from: "ecs-tasks.amazonaws.com",
        userAgent: "ecs-tasks.amazonaws.com",
      },
      this.assumed(identity, `app-${number}`, name),
    );
    this.sessions.set(name, { identity, issued });
    return { ...identity, from: name };
  }

  private administrator(): Identity {
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

  private roleSession(
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

  private assumed({ userIdentity }: Identity, role: string, session: string): Entry {
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/${role}`;
    return {
      readOnly: true,
      requestParameters: { roleArn, roleSessionName: session, durationSeconds: 3600 },
      responseElements: {
        credentials: {
          accessKeyId: userIdentity.accessKeyId,
          sessionToken: this.random.id("IQoJb3JpZ2lu", 300),
          expiration: "Feb 1, 2026, 1:00:00 AM",
        },
        assumedRoleUser: { assumedRoleId: userIdentity.principalId, arn: userIdentity.arn },
      },
      resources: [{ accountId: ACCOUNT, type: "AWS::IAM::Role", ARN: roleArn }],
    };
  }

  private objectCall(at: number, region: string, identity: Identity, bucket: string): Entry {
    const eventName = this.random.one(["GetObject", "GetObject", "GetObject", "PutObject", "HeadObject"]);
    const key = `2026/01/31/part-${this.random.below(100_000)}.parquet`;
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

  private keyUse(at: number, region: string, identity: Identity): Entry {
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
          encryptionContext: { "aws:s3:arn": "arn:aws:s3:::app-data" },
          encryptionAlgorithm: "SYMMETRIC_DEFAULT",
        },
        resources: [{ accountId: ACCOUNT, type: "AWS::KMS::Key", ARN }],
      },
    );
  }

  private look(at: number, region: string, identity: Identity): Entry {
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

  private refused(at: number, region: string, identity: Identity): Entry {
    return this.record(at, region, "ec2.amazonaws.com", "TerminateInstances", identity, {
      readOnly: false,
      errorCode: "Client.UnauthorizedOperation",
      errorMessage: `You are not authorized to perform this operation. Encoded authorization failure message: ${this.random.id("", 200)}`,
      requestParameters: {
        instancesSet: { items: [{ instanceId: this.random.id("i-", 17).toLowerCase() }] },
      },
    });
  }

  private change(at: number, region: string, identity: Identity): Entry {
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

  private serviceEvent(at: number, region: string): Entry {
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

  /** Looks around, makes itself an administrator and a second key, takes a role, reads a bucket, stops the trail. */
  private makeIncident(accessKeyId: string, sessionKeyId: string): { at: number; record: Entry }[] {
    const userIdentity = {
      type: "IAMUser",
      principalId: "AIDAMALLORYEXAMPLE",
      arn: `arn:aws:iam::${ACCOUNT}:user/mallory`,
      accountId: ACCOUNT,
      accessKeyId,
      userName: "mallory",
    };
    const user: Identity = { userIdentity, from: "198.51.100.7", userAgent: CLI };
    const events: { at: number; record: Entry }[] = [];
    let at = this.start + 14 * SESSION_MS;
    const call = (who: Identity, service: string, eventName: string, more: Entry) => {
      at += 2000 + this.random.below(8000);
      events.push({
        at,
        record: this.record(at, "us-east-1", `${service}.amazonaws.com`, eventName, who, more),
      });
    };
    const denied = {
      errorCode: "AccessDenied",
      errorMessage: `User: arn:aws:iam::${ACCOUNT}:user/mallory is not authorized to perform this action`,
    };
    call(user, "sts", "GetCallerIdentity", { readOnly: true });
    for (const name of [
      "ListUsers",
      "ListRoles",
      "ListAttachedUserPolicies",
      "GetAccountAuthorizationDetails",
    ])
      call(user, "iam", name, { readOnly: true, ...(name.startsWith("GetAccount") && denied) });
    call(user, "iam", "AttachUserPolicy", {
      readOnly: false,
      requestParameters: { userName: "mallory", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    });
    const accessKey = {
      userName: "backup",
      accessKeyId: this.random.id("AKIA", 16),
      status: "Active",
      createDate: "Jan 31, 2026, 2:00:00 PM",
    };
    call(user, "iam", "CreateAccessKey", {
      readOnly: false,
      requestParameters: { userName: "backup" },
      responseElements: { accessKey },
    });
    const session = this.roleSession(
      "data-reader",
      "botocore-session-1",
      at,
      sessionKeyId,
      "198.51.100.7",
      CLI,
    );
    call(user, "sts", "AssumeRole", this.assumed(session, "data-reader", "botocore-session-1"));
    for (let index = 0; index < 300; index++) {
      at += 500;
      events.push({ at, record: this.objectCall(at, "us-east-1", session, "customer-records") });
    }
    call(user, "cloudtrail", "StopLogging", {
      readOnly: false,
      requestParameters: { name: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main` },
    });
    return events;
  }

  private record(
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

function isoTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
