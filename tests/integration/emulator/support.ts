import { CloudTrailClient, Event, LookupAttribute, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { Emulator } from "../../../sandbox/emulator/emulator";
import { EmulatorOptions, startEmulator } from "../../../sandbox/emulator/startEmulator";

/** The parts of a CloudTrail record that these tests look at. */
export interface CloudTrailRecord {
  [field: string]: unknown;
  eventID: string;
  eventName: string;
  eventSource: string;
  awsRegion: string;
  userIdentity: Record<string, unknown>;
}

export interface CallerKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** One emulator for all tests of the file; starts before the first and stops after the last. */
export function sharedEmulator(options: EmulatorOptions = {}): () => Emulator {
  let emulator: Emulator | undefined;
  before(async function () {
    this.timeout(300_000); // the first start on a machine installs it
    emulator = await startEmulator({ warmUp: false, ...options });
  });
  after(async () => {
    await emulator?.stop();
  });
  return () => {
    if (!emulator) throw new Error("the emulator has not been started");
    return emulator;
  };
}

/** What an SDK client needs to call the emulator. */
export function config(
  emulator: Emulator,
  keys: CallerKeys = emulator.rootCredentials,
  region = emulator.region,
) {
  return { endpoint: emulator.endpoint, region, credentials: keys, maxAttempts: 1, forcePathStyle: true };
}

/** A name that no other test uses. */
export function unique(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString("hex")}`;
}

/** Asks until the answer is there; fails with what was waited for. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  limitMs = 15_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not after ${limitMs / 1000} s`);
    await delay(100);
  }
}

/** A new bucket's name. */
export async function bucket(emulator: Emulator, region = emulator.region): Promise<string> {
  const name = unique("logs");
  await new S3Client(config(emulator, undefined, region)).send(
    new CreateBucketCommand({
      Bucket: name,
      ...(region === "us-east-1"
        ? {}
        : { CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" } }),
    }),
  );
  return name;
}

/** Keys of a new IAM user who may do `actions`. */
export async function user(emulator: Emulator, name: string, ...actions: string[]): Promise<CallerKeys> {
  const iam = new IAMClient(config(emulator));
  await iam.send(new CreateUserCommand({ UserName: name }));
  if (actions.length > 0) {
    const statement = { Effect: "Allow", Action: actions, Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: "allowed", PolicyDocument }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
}

/** Everything that LookupEvents shows for one attribute (or without), newest first. */
export async function lookup(
  emulator: Emulator,
  attribute?: LookupAttribute,
  { region = emulator.region, keys = emulator.rootCredentials } = {},
): Promise<Event[]> {
  const client = new CloudTrailClient(config(emulator, keys, region));
  const found: Event[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new LookupEventsCommand({ NextToken, ...(attribute ? { LookupAttributes: [attribute] } : {}) }),
    );
    found.push(...(page.Events ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

export function record(event: Event | undefined): CloudTrailRecord {
  if (!event?.CloudTrailEvent) throw new Error("there is no such event");
  return JSON.parse(event.CloudTrailEvent) as CloudTrailRecord;
}

/** The record of the newest event of that name. */
export async function newest(
  emulator: Emulator,
  eventName: string,
  region?: string,
): Promise<CloudTrailRecord> {
  const events = await lookup(emulator, { AttributeKey: "EventName", AttributeValue: eventName }, { region });
  return record(events[0]);
}

/** The keys of all log files in a bucket. */
export async function logFiles(emulator: Emulator, name: string): Promise<string[]> {
  const client = new S3Client(config(emulator));
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket: name, ContinuationToken }));
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key ?? "").filter((key) => key.endsWith(".json.gz")));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return keys;
}

/** The records in all log files of a bucket. */
export async function delivered(emulator: Emulator, name: string): Promise<CloudTrailRecord[]> {
  const client = new S3Client(config(emulator));
  const records: CloudTrailRecord[] = [];
  for (const Key of await logFiles(emulator, name)) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key }));
    const bytes = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array());
    records.push(...(JSON.parse(bytes.toString("utf8")) as { Records: CloudTrailRecord[] }).Records);
  }
  return records;
}

/** A call to a service whose SDK client the project does not have: its JSON protocol by hand (signatures aren't checked). */
export async function call(
  emulator: Emulator,
  service: string,
  target: string,
  body: object,
  { keys = emulator.rootCredentials, region = emulator.region, version = "1.1" } = {},
): Promise<Record<string, unknown>> {
  const answer = await fetch(emulator.endpoint, {
    method: "POST",
    headers: {
      ...authorization(service, keys, region),
      "content-type": `application/x-amz-json-${version}`,
      "x-amz-target": target,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${target}: ${answer.status} ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

export function authorization(service: string, keys: CallerKeys, region: string): Record<string, string> {
  const scope = `${keys.accessKeyId}/20300101/${region}/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
}
