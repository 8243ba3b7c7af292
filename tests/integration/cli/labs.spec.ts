import assert from "node:assert/strict";
import { CloudTrail, type Event, type LookupAttribute } from "@aws-sdk/client-cloudtrail";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { labRows, type LabRow, type LabRowId } from "../../../scripts/docs/labRows";
import { CommandLine, type Ran } from "./commandLine";

interface Up {
  outputs: Record<string, string>;
  environment: Record<string, string>;
}

interface Listed {
  items: { eventID: string; eventName: string; eventTime: string }[];
  coverage: { complete: boolean; gaps: { reason: string }[] };
}

const LINE_02 = labRows.find(({ id }) => id === "setup-script-02")!.ours;

/** What a row's command must come to. */
type Expectation = (row: LabRow) => Promise<void>;

const TRAIL = "security-audit-trail";
const TRAIL_02 = "ch03-security-trail";
const POLICY = "arn:aws:iam::aws:policy/AdministratorAccess";

describe("every row of docs/labs.md", () => {
  let shell: CommandLine;
  /** The environment that `up` gave. */
  let aws: Record<string, string>;
  let clients: { cloudTrail: CloudTrail; s3: S3; kms: KMS; iam: IAM };
  /** Lines that build something are run once. */
  const built = new Map<string, Promise<Ran>>();

  const run = (line: string) => shell.run(line, aws);
  const once = (line: string) => {
    const running = built.get(line) ?? run(line);
    built.set(line, running);
    return running;
  };

  before(async function () {
    this.timeout(300_000);
    shell = await CommandLine.open();
    const first = labRows[0].ours;
    const { code, stdout, stderr } = await shell.run(`${first} --output json`);
    assert.equal(code, 0, stderr);
    aws = (JSON.parse(stdout) as Up).environment;
    clients = clientsOf(aws);
    const second = await once(`${LINE_02} --output json`);
    assert.equal(second.code, 0, second.stderr);
    const { iam, s3 } = clients;
    await s3.createBucket({ Bucket: "my-bucket" });
    await iam.createUser({ UserName: "test-user" });
    await iam.putUserPolicy({
      UserName: "test-user",
      PolicyName: "some",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: ["iam:AttachUserPolicy", "iam:ListUsers"], Resource: "*" }],
      }),
    });
    const { AccessKey } = await iam.createAccessKey({ UserName: "test-user" });
    const user = clientsOf({
      ...aws,
      // The bucket that `up` made refuses plain HTTP, and nobody else's does.
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
    });
    await user.iam.listUsers({});
    await assert.rejects(user.cloudTrail.stopLogging({ Name: TRAIL }), { name: /^AccessDenied/ });
    await user.iam.attachUserPolicy({ UserName: "test-user", PolicyArn: POLICY });
  });

  after(async () => {
    const { code, stderr } = await shell.run("audit-trail down");
    await shell.close();
    assert.equal(code, 0, stderr);
  });

  /** All that the API itself shows, for an attribute as the lab asks for it; our own readings leave no other traces. */
  async function theirs(attribute?: LookupAttribute): Promise<Event[]> {
    const found: Event[] = [];
    let NextToken: string | undefined;
    do {
      const page = await clients.cloudTrail.lookupEvents({
        NextToken,
        ...(attribute && { LookupAttributes: [attribute] }),
      });
      found.push(...(page.Events ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return found.filter(({ EventName }) => EventName !== "LookupEvents");
  }

  const isOurs = ({ eventName }: { eventName: string }) => eventName === "LookupEvents";

  async function list(line: string, code = 0): Promise<Listed> {
    const ran = await run(`${line} --output json`);
    assert.equal(ran.code, code, ran.stderr + ran.stdout.slice(0, 2000));
    return JSON.parse(ran.stdout) as Listed;
  }

  /** The newest n, and that nothing newer than the oldest of them is missing. */
  const newest =
    (n: number, attribute?: LookupAttribute): Expectation =>
    async ({ ours }) => {
      const { items } = await list(ours);
      assert.equal(items.length, n);
      const oldest = Date.parse(items.at(-1)?.eventTime ?? "");
      const ids = new Set(items.map(({ eventID }) => eventID));
      const all = await theirs(attribute);
      const missing = all.filter(
        ({ EventId = "", EventTime }) => EventTime!.getTime() > oldest && !ids.has(EventId),
      );
      assert.deepEqual(
        missing.map(({ EventName }) => EventName),
        [],
      );
      const known = new Set(all.map(({ EventId }) => EventId));
      assert.deepEqual(
        items.filter((item) => !isOurs(item) && !known.has(item.eventID)),
        [],
      );
    };

  /** The same events as the lab's own attribute finds, each once. */
  const same =
    (
      AttributeKey: LookupAttribute["AttributeKey"],
      AttributeValue: string,
      atLeast: readonly string[],
    ): Expectation =>
    async ({ ours }) => {
      const { items } = await list(ours);
      const expected = await theirs({ AttributeKey, AttributeValue });
      const found = items.filter((item) => !isOurs(item));
      assert.deepEqual(
        found.map(({ eventID }) => eventID).sort(),
        expected.map(({ EventId }) => EventId).sort(),
      );
      for (const name of atLeast)
        assert.ok(
          found.some(({ eventName }) => eventName === name),
          name,
        );
    };

  const upMade =
    (check: (outputs: Record<string, string>) => Promise<void>): Expectation =>
    async ({ ours }) => {
      const { code, stdout, stderr } = await once(`${ours} --output json`);
      assert.equal(code, 0, stderr);
      await check((JSON.parse(stdout) as Up).outputs);
    };

  const status =
    (trail: string): Expectation =>
    async ({ ours }) => {
      const { code, stdout, stderr } = await run(ours);
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout, /^PASS .*/m);
      assert.doesNotMatch(stdout, /^(FAIL|UNKNOWN)/m);
      assert.equal((await clients.cloudTrail.getTrailStatus({ Name: trail })).IsLogging, true);
    };

  const exercised =
    (eventName: string): Expectation =>
    async ({ ours }) => {
      const { code, stdout, stderr } = await once(`${ours} --report "${shell.folder}/reports"`);
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout, /7\/7 checks passed/);
      assert.ok(
        (await theirs({ AttributeKey: "EventName", AttributeValue: eventName })).length > 0,
        eventName,
      );
    };

  const doctor = async (line: string) => {
    const ran = await run(`${line} --output json`);
    const { diagnoses } = JSON.parse(ran.stdout) as {
      diagnoses: { id: string; question: string; status: string; says: string; command?: string }[];
    };
    return { ...ran, diagnoses };
  };

  const tried: Expectation = async ({ ours }) => {
    const { diagnoses } = await doctor(ours);
    const ofTry = diagnoses.filter(({ question }) => question === "no-events");
    assert.ok(ofTry.length > 0);
    assert.deepEqual(
      ofTry.filter(({ status: each }) => each === "problem"),
      [],
    );
  };

  const expectations: Record<LabRowId, Expectation> = {
    "setup-script": upMade(async ({ trailName, bucketName }) => {
      assert.equal(trailName, TRAIL);
      assert.equal(bucketName, "cloudtrail-logs-bucket");
      await Promise.resolve();
    }),
    "make-bucket": upMade(async () => {
      const { Buckets = [] } = await clients.s3.listBuckets({});
      assert.ok(Buckets.some(({ Name }) => Name === "cloudtrail-logs-bucket"));
    }),
    "create-trail": upMade(async () => {
      const { Trail } = await clients.cloudTrail.getTrail({ Name: TRAIL });
      assert.equal(Trail?.S3BucketName, "cloudtrail-logs-bucket");
    }),
    "start-logging": upMade(async () => {
      assert.equal((await clients.cloudTrail.getTrailStatus({ Name: TRAIL })).IsLogging, true);
    }),
    status: status(TRAIL),
    "recent-20": newest(20),
    "by-user": same("Username", "test-user", ["ListUsers", "StopLogging", "AttachUserPolicy"]),
    "by-resource": same("ResourceName", "my-bucket", ["CreateBucket"]),
    "by-time": async (row) => {
      const today = new Date().toISOString().slice(0, 10);
      // The sandbox's events are of today, or of a minute before midnight.
      const { items } = await list(row.ours.replaceAll("2025-12-11", today));
      assert.ok(items.length > 0);
      assert.deepEqual(
        items.filter(({ eventTime }) => !eventTime.startsWith(today)),
        [],
      );
      const { items: none, coverage } = await list(row.ours.replaceAll("2025-12-11", "2020-12-11"), 3);
      assert.deepEqual(none, []);
      assert.equal(coverage.complete, false);
    },
    unauthorised: async ({ ours }) => {
      const { items } = (await list(ours, 1)) as unknown as {
        items: { who: string; count: number; outcome: string; evidence: string[] }[];
      };
      const [stopped] = items.filter(({ who }) => who === "test-user");
      assert.equal(stopped?.count, 1);
      const [event] = await theirs({ AttributeKey: "EventName", AttributeValue: "StopLogging" });
      assert.deepEqual(stopped?.evidence, [event?.EventId]);
    },
    escalation: async ({ ours }) => {
      const { items } = (await list(ours, 1)) as unknown as { items: { who: string; evidence: string[] }[] };
      const [event] = await theirs({ AttributeKey: "EventName", AttributeValue: "AttachUserPolicy" });
      const chain = items.find(({ evidence }) => evidence.includes(event?.EventId ?? ""));
      assert.equal(chain?.who, "test-user");
    },
    "buckets-touched": same("ResourceType", "AWS::S3::Bucket", ["CreateBucket"]),
    "one-bucket": async ({ ours }) => {
      const ran = await run(`${ours} --output json`);
      // No object's reads are in the API's history, and an answer that does not know them is not whole.
      assert.equal(ran.code, 3, ran.stderr);
      const [access] = JSON.parse(ran.stdout) as [{ items: { who: string; kind: string; calls: unknown }[] }];
      assert.deepEqual(
        access.items.filter(({ kind }) => kind === "read").map(({ calls }) => calls),
        ["unknown"],
      );
      assert.ok(access.items.some(({ who, calls }) => who === "root" && calls === 1));
    },
    "trouble-status": async ({ ours }) => {
      const { diagnoses } = await doctor(ours);
      assert.deepEqual(
        diagnoses.filter(({ question, status: each }) => question === "not-logging" && each === "problem"),
        [],
      );
    },
    "trouble-start": async ({ ours, theirs: command }) => {
      await clients.cloudTrail.stopLogging({ Name: TRAIL });
      try {
        const { code, diagnoses } = await doctor(ours);
        assert.ok(code === 1 || code === 3, String(code));
        const problem = diagnoses.find(({ command: mends = "" }) => mends.includes("start-logging"));
        assert.equal(problem?.status, "problem");
        assert.ok(problem?.command?.startsWith("aws cloudtrail start-logging --name"), command);
      } finally {
        await clients.cloudTrail.startLogging({ Name: TRAIL });
      }
    },
    "trouble-buckets": tried,
    "trouble-users": tried,
    "recent-5": newest(5),
    identity: async ({ ours }) => {
      const { diagnoses } = await doctor(ours);
      assert.ok(
        diagnoses.some(({ question, says }) => question === "access" && says.includes("000000000000")),
      );
    },
    region: async ({ ours }) => {
      const ran = await shell.run(ours, { ...aws, AWS_REGION: "", AWS_DEFAULT_REGION: "" });
      assert.equal(ran.code, 2);
      assert.match(
        ran.stderr,
        /^audit-trail doctor: no Region is set: name one with --region, set AWS_REGION/,
      );
      const named = await shell.run(`${ours} --output json`, {
        ...aws,
        AWS_REGION: "",
        AWS_DEFAULT_REGION: "us-east-1",
      });
      assert.deepEqual((JSON.parse(named.stdout) as { regions: string[] }).regions, ["us-east-1"]);
    },
    "create-key": upMade(async ({ kmsKeyArn = "" }) => {
      const { KeyRotationEnabled } = await clients.kms.getKeyRotationStatus({ KeyId: kmsKeyArn });
      assert.equal(KeyRotationEnabled, true);
    }),
    "create-alias": upMade(async ({ kmsKeyArn = "" }) => {
      const { Aliases = [] } = await clients.kms.listAliases({ KeyId: kmsKeyArn });
      assert.deepEqual(
        Aliases.map(({ AliasName }) => AliasName),
        ["alias/ch03-cloudtrail-key"],
      );
    }),
    "describe-key": upMade(async ({ kmsKeyArn = "" }) => {
      const { KeyMetadata } = await clients.kms.describeKey({ KeyId: "alias/ch03-cloudtrail-key" });
      assert.equal(KeyMetadata?.Arn, kmsKeyArn);
    }),
    "put-key-policy": upMade(async ({ kmsKeyArn = "", trailArn = "" }) => {
      const { Policy = "" } = await clients.kms.getKeyPolicy({ KeyId: kmsKeyArn, PolicyName: "default" });
      const { Statement } = JSON.parse(Policy) as {
        Statement: {
          Principal: { Service?: string };
          Condition?: { StringEquals?: Record<string, string> };
        }[];
      };
      const ofService = Statement.filter(({ Principal }) => Principal.Service === "cloudtrail.amazonaws.com");
      assert.ok(ofService.length >= 2);
      for (const { Condition } of ofService)
        assert.equal(Condition?.StringEquals?.["aws:SourceArn"], trailArn);
    }),
    "create-bucket": upMade(async ({ bucketName = "" }) => {
      assert.equal(bucketName, "ch03-cloudtrail-000000000000");
      await clients.s3.headBucket({ Bucket: bucketName });
    }),
    "put-bucket-encryption": upMade(async ({ bucketName, kmsKeyArn }) => {
      const { ServerSideEncryptionConfiguration: found } = await clients.s3.getBucketEncryption({
        Bucket: bucketName,
      });
      const [rule] = found?.Rules ?? [];
      assert.deepEqual(
        [rule?.ApplyServerSideEncryptionByDefault, rule?.BucketKeyEnabled],
        [{ SSEAlgorithm: "aws:kms", KMSMasterKeyID: kmsKeyArn }, true],
      );
    }),
    "put-public-access-block": upMade(async ({ bucketName }) => {
      const { PublicAccessBlockConfiguration } = await clients.s3.getPublicAccessBlock({
        Bucket: bucketName,
      });
      assert.deepEqual(PublicAccessBlockConfiguration, {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      });
    }),
    "put-bucket-policy": upMade(async ({ bucketName }) => {
      const { Policy = "" } = await clients.s3.getBucketPolicy({ Bucket: bucketName });
      const { Statement } = JSON.parse(Policy) as { Statement: { Action: string | string[] }[] };
      assert.deepEqual(Statement.flatMap(({ Action }) => Action).sort(), [
        "s3:*",
        "s3:GetBucketAcl",
        "s3:PutObject",
      ]);
    }),
    "create-trail-02": upMade(async ({ bucketName, kmsKeyArn }) => {
      const { Trail } = await clients.cloudTrail.getTrail({ Name: TRAIL_02 });
      assert.deepEqual(
        [Trail?.S3BucketName, Trail?.IsMultiRegionTrail, Trail?.LogFileValidationEnabled, Trail?.KmsKeyId],
        [bucketName, true, true, kmsKeyArn],
      );
    }),
    "start-logging-02": upMade(async () => {
      assert.equal((await clients.cloudTrail.getTrailStatus({ Name: TRAIL_02 })).IsLogging, true);
    }),
    "status-02": status(TRAIL_02),
    "list-buckets": exercised("ListBuckets"),
    "describe-instances": exercised("DescribeInstances"),
    "list-users": exercised("ListUsers"),
    "recent-10": newest(10),
    "iam-5": newest(5, { AttributeKey: "EventSource", AttributeValue: "iam.amazonaws.com" }),
    "detective-exercise": exercised("AttachUserPolicy"),
    verify: async ({ ours }) => {
      const { code, stdout, stderr } = await run(ours);
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout, /^7\/7 checks passed$/m);
    },
    score: async ({ ours }) => {
      const { stdout } = await run(`${ours} --output json`);
      const { total, outOf } = JSON.parse(stdout) as { total: number; outOf: number };
      assert.equal(outOf, 100);
      // The lab expects about 40 after 25 points of its own.
      assert.ok(total >= 25, String(total));
    },
    "setup-script-02": upMade(async ({ trailName }) => {
      assert.equal(trailName, TRAIL_02);
      await Promise.resolve();
    }),
  };

  for (const row of labRows) {
    it(`${row.id}: ${row.ours}`, async function () {
      this.timeout(180_000);
      await expectations[row.id](row);
    });
  }
});

function clientsOf(environment: Record<string, string>) {
  const settings = {
    endpoint: environment.AWS_ENDPOINT_URL ?? "",
    region: environment.AWS_REGION ?? "",
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? "",
    },
  };
  return {
    cloudTrail: new CloudTrail(settings),
    s3: new S3({ ...settings, forcePathStyle: true }),
    kms: new KMS(settings),
    iam: new IAM(settings),
  };
}
