import assert from "node:assert/strict";
import { Clock } from "../../../../detective/clock";
import { DiagnoseOptions, diagnose } from "../../../../detective/doctor/diagnose";
import { Diagnosis } from "../../../../detective/doctor/diagnosis";
import { diagnosesText } from "../../../../detective/doctor/diagnosesText";
import { PostureClients } from "../../../../detective/posture/clients";
import { FakeAccount, NOW, awsError } from "../support/account";

const TRAIL = "ch03-security-trail";

/** A clock on which waiting takes no time. */
function fastClock(): Clock & { slept: number } {
  const clock = {
    slept: 0,
    now: () => NOW.getTime() + clock.slept,
    sleep: (ms: number) => {
      clock.slept += ms;
      return Promise.resolve();
    },
  };
  return clock;
}

function row(EventName: string, fields: Record<string, unknown> = {}) {
  const record = {
    eventID: `id-${EventName}`,
    eventName: EventName,
    eventTime: "2026-01-31T11:50:00Z",
    sourceIPAddress: "192.0.2.7",
    userIdentity: { type: "IAMUser", userName: "mallory", arn: "arn:aws:iam::111122223333:user/mallory" },
    ...fields,
  };
  return { EventId: record.eventID, EventName, CloudTrailEvent: JSON.stringify(record) };
}

/** A history as LookupEvents answers: by the event's name where it is asked for. */
function history(account: FakeAccount, ...rows: ReturnType<typeof row>[]) {
  account.services.answers["cloudTrail.lookupEvents"] = ({
    LookupAttributes: [attribute] = [],
  }: {
    LookupAttributes?: { AttributeKey: string; AttributeValue: string }[];
  }) => ({
    Events: rows.filter(({ EventName }) => !attribute || attribute.AttributeValue === EventName),
  });
}

function healthy(): FakeAccount {
  const account = new FakeAccount();
  history(account, row("DescribeInstances"));
  return account;
}

function look(account: FakeAccount, options: Partial<DiagnoseOptions> = {}): Promise<Diagnosis[]> {
  return diagnose(account.posture(), { regions: ["us-east-1"], clock: fastClock(), ...options });
}

async function find(
  account: FakeAccount,
  id: string,
  options: Partial<DiagnoseOptions> = {},
): Promise<Diagnosis> {
  const found = (await look(account, options)).find((each) => each.id === id);
  assert.ok(found, `no diagnosis ${id}`);
  return found;
}

describe("diagnose", () => {
  it("finds nothing wrong with the ideal account", async () => {
    const found = await look(healthy());
    assert.deepEqual(
      found.map(({ question, id, status }) => `${question} ${id} ${status}`),
      [
        "access credentials ok",
        "access clock ok",
        "not-logging logging ok",
        "not-logging delivery ok",
        "not-logging bucket ok",
        "not-logging key ok",
        "not-logging selectors ok",
        "not-logging log-group ok",
        "no-events history ok",
        "no-events delay ok",
        "no-events data-events ok",
      ],
    );
  });

  it("says ok of nothing that it could not look at", async () => {
    for (const name of ["AccessDenied", "ThrottlingException", "Unheard"]) {
      const client = new Proxy({}, { get: () => () => Promise.reject(awsError(name)) });
      const sts = { getCallerIdentity: () => Promise.resolve({ Account: "111122223333", Arn: "a" }) };
      const clients = {
        forRegion: () => new Proxy({}, { get: (_, service) => (service === "sts" ? sts : client) }),
      } as unknown as PostureClients;
      const found = await diagnose(clients, { regions: ["us-east-1"], trailName: TRAIL, clock: fastClock() });
      const ok = found.filter(({ status }) => status === "ok").map(({ id }) => id);
      // What a data event is hangs on nobody's rights.
      assert.deepEqual(ok, ["credentials", "clock", "data-events"], name);
    }
  });

  describe("who asks", () => {
    const cases: [name: string, message: string, id: string, status: string, says: RegExp][] = [
      ["CredentialsProviderError", "Could not load", "credentials", "problem", /no credentials/],
      ["ExpiredToken", "expired", "credentials", "problem", /have expired/],
      ["InvalidClientTokenId", "invalid", "credentials", "problem", /does not know this access key/],
      ["SignatureDoesNotMatch", "does not match", "credentials", "problem", /secret access key/],
      ["SignatureDoesNotMatch", "Signature not yet current: 2026", "credentials", "problem", /clock/],
      ["Error", "connect ECONNREFUSED 127.0.0.1:4566", "credentials", "problem", /nobody answers/],
      ["InternalFailure", "oops", "credentials", "unknown", /does not say who/],
    ];
    for (const [name, message, id, status, says] of cases) {
      it(`${name}: ${message}`, async () => {
        const account = healthy();
        account.services.answers["sts.getCallerIdentity"] = awsError(name, message);
        const found = await find(account, id);
        assert.equal(found.status, status);
        assert.match(found.says, says);
        assert.deepEqual(found.evidence, [`sts:GetCallerIdentity: ${name}: ${message}`]);
        // With credentials that don't work there is nothing else to ask.
        assert.equal((await look(account)).length === 1, status === "problem");
      });
    }

    it("says that the trail is another account's", async () => {
      const trailName = `arn:aws:cloudtrail:us-east-1:444455556666:trail/${TRAIL}`;
      const found = await find(healthy(), "account", { trailName });
      assert.match(found.says, /account 444455556666, you are in 111122223333/);
    });
  });

  describe("not logging", () => {
    it("says who stopped it, when and from where, and starts it", async () => {
      const account = healthy();
      account.status = { IsLogging: false, StopLoggingTime: new Date("2026-01-31T11:50:00Z") };
      history(
        account,
        row("StopLogging", { eventID: "other", requestParameters: { name: "another" } }),
        row("StopLogging", {
          eventID: "denied",
          errorCode: "AccessDenied",
          requestParameters: { name: TRAIL },
        }),
        row("StopLogging", { requestParameters: { name: account.trailArn } }),
      );
      const found = await find(account, "logging");
      assert.equal(found.status, "problem");
      assert.equal(
        found.says,
        "it was stopped on 2026-01-31T11:50:00.000Z: StopLogging by mallory at 2026-01-31T11:50:00Z from 192.0.2.7",
      );
      assert.deepEqual(found.evidence, ["IsLogging is false", "event id-StopLogging"]);
      assert.equal(found.command, `aws cloudtrail start-logging --name ${TRAIL} --region us-east-1`);
      assert.equal(found.subject, TRAIL);
    });

    it("says that it was never started", async () => {
      const account = healthy();
      account.status = { IsLogging: false };
      assert.match((await find(account, "logging")).says, /never started/);
    });

    it("says that it can't tell who stopped it", async () => {
      const account = healthy();
      account.status = { IsLogging: false, StopLoggingTime: new Date("2026-01-31T11:50:00Z") };
      account.services.answers["cloudTrail.lookupEvents"] = awsError(
        "AccessDeniedException",
        "not authorized",
      );
      const { status, evidence } = await find(account, "logging");
      assert.equal(status, "problem");
      assert.match(evidence.join("\n"), /who stopped it could not be read: .*cloudtrail:LookupEvents/);
    });

    it("finds the trail in another Region", async () => {
      const account = healthy();
      account.services.answers["cloudTrail.listTrails"] = {
        Trails: [
          { Name: "x", HomeRegion: "eu-west-3" },
          { Name: "lost", HomeRegion: "eu-west-1" },
        ],
      };
      const found = await find(account, "trail", { trailName: "lost" });
      assert.equal(found.says, "lost is not in us-east-1 but in eu-west-1");
      assert.equal(found.command, "aws cloudtrail get-trail-status --name lost --region eu-west-1");
    });

    it("names the trails that there are where the one asked for isn't", async () => {
      const found = await find(healthy(), "trail", { trailName: "lost" });
      assert.equal(found.status, "problem");
      assert.match(
        found.evidence.join("\n"),
        /there is arn:aws:cloudtrail:us-east-1:111122223333:trail\/ch03/,
      );
    });

    it("says who deleted it", async () => {
      const account = healthy();
      history(account, row("DeleteTrail", { requestParameters: { name: "lost" } }));
      const found = await find(account, "trail", { trailName: "lost" });
      assert.equal(
        found.says,
        "it was deleted: DeleteTrail by mallory at 2026-01-31T11:50:00Z from 192.0.2.7",
      );
    });

    for (const [error, says] of [
      ["NoSuchBucket", /does not exist any more/],
      ["AccessDenied", /policy/],
      ["KMS.DisabledException", /key is disabled/],
      ["SomethingNew", /fails with SomethingNew/],
    ] as const) {
      it(`explains ${error}`, async () => {
        const account = healthy();
        account.status = { ...account.status, LatestDeliveryError: error };
        const found = await find(account, "delivery");
        assert.equal(found.status, "problem");
        assert.match(found.says, says);
      });
    }

    it("adds to the bucket's policy what it lacks, and takes nothing away", async () => {
      const account = healthy();
      account.change("bucketPolicy", "Write", {
        Condition: { StringEquals: { "aws:SourceArn": `${account.trailArn}-other` } },
      });
      const found = await find(account, "bucket");
      assert.equal(found.status, "problem");
      assert.match(found.says, /no statement lets CloudTrail write log files .*-other/);
      const [, json = ""] = /--policy '(.*)'$/s.exec(found.command ?? "") ?? [];
      const { Statement } = JSON.parse(json) as { Statement: { Sid: string }[] };
      assert.deepEqual(
        Statement.map(({ Sid }) => Sid),
        [
          "AclCheck",
          "Write",
          "Tls",
          "CloudTrailAclCheckch03securitytrail",
          "CloudTrailWritech03securitytrail",
        ],
      );
      account.bucketPolicy = Statement as never;
      assert.equal((await find(account, "bucket")).status, "ok");
    });

    it("does not add to a policy whose Deny stands in the way", async () => {
      const account = healthy();
      account.add("bucketPolicy", {
        Sid: "No",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `${account.bucketArn}/*`,
      });
      const found = await find(account, "bucket");
      assert.match(found.says, /\(No\) denies CloudTrail to write/);
      assert.match(found.command ?? "", /^aws s3api get-bucket-policy /);
    });

    it("says that the bucket is gone, and to whom the name may go", async () => {
      const account = healthy();
      account.services.answers["s3.getBucketLocation"] = awsError("NoSuchBucket");
      const found = await find(account, "bucket");
      assert.match(found.says, /does not exist: whoever makes one of that name gets the logs/);
      assert.match(found.command ?? "", /update-trail .*--s3-bucket-name <bucket>$/);
    });

    it("enables a key, cancels its deletion, and lets CloudTrail encrypt", async () => {
      const account = healthy();
      account.key = { ...account.key, KeyState: "Disabled" };
      assert.match(
        (await find(account, "key")).command ?? "",
        /^aws kms enable-key --key-id \S+ --region us-east-1$/,
      );
      account.key = { ...account.key, KeyState: "PendingDeletion" };
      assert.match(
        (await find(account, "key")).command ?? "",
        /^aws kms cancel-key-deletion .* && aws kms enable-key/,
      );
      account.key = { ...account.key, KeyState: "Enabled" };
      account.drop("keyPolicy", "Encrypt");
      const found = await find(account, "key");
      const [, json = ""] = /--policy '(.*)'$/s.exec(found.command ?? "") ?? [];
      account.keyPolicy = (JSON.parse(json) as { Statement: [] }).Statement;
      assert.equal((await find(account, "key")).status, "ok");
    });

    it("names what the selectors leave out", async () => {
      const account = healthy();
      account.services.answers["cloudTrail.getEventSelectors"] = {
        EventSelectors: [
          { ReadWriteType: "WriteOnly", ExcludeManagementEventSources: ["kms.amazonaws.com"] },
        ],
      };
      assert.equal(
        (await find(account, "selectors")).says,
        "management events that read are left out; left out: kms.amazonaws.com",
      );
    });
  });

  describe("no events", () => {
    it("says that a Region's history is empty", async () => {
      const account = healthy();
      history(account);
      const found = await find(account, "history");
      assert.equal(found.status, "problem");
      assert.match(found.says, /empty/);
      assert.equal((await find(account, "delay")).status, "unknown");
    });

    it("says which right is missing", async () => {
      const account = healthy();
      account.services.answers["cloudTrail.lookupEvents"] = awsError(
        "AccessDeniedException",
        "not authorized",
      );
      const found = await find(account, "history");
      assert.match(found.says, /cloudtrail:LookupEvents is missing/);
    });

    it("says where IAM's events are", async () => {
      const account = healthy();
      const found = await find(account, "global-events", { regions: ["eu-west-1"] });
      assert.match(found.says, /in us-east-1, which was not looked at/);
    });

    it("finds that this machine's clock is behind", async () => {
      const account = healthy();
      history(account, row("DescribeInstances", { eventTime: "2026-01-31T12:10:00Z" }));
      const clocks = (await look(account)).filter(({ id }) => id === "clock");
      assert.deepEqual(
        clocks.map(({ status }) => status),
        ["ok", "problem"],
      );
    });

    it("waits for the event of a call of its own, by its request's id", async () => {
      const account = healthy();
      const clock = fastClock();
      const posture = account.posture();
      const clients = posture.forRegion("us-east-1");
      const late = {
        ...clients.cloudTrail,
        describeTrails: () =>
          Promise.resolve({ trailList: [account.trail], $metadata: { requestId: "r-1" } }),
        lookupEvents: () =>
          Promise.resolve({
            Events: [
              row("DescribeTrails", { eventID: "not-it", requestID: "r-0" }),
              ...(clock.slept >= 45_000 ? [row("DescribeTrails", { eventID: "it", requestID: "r-1" })] : []),
            ],
          }),
      };
      const says: string[] = [];
      const found = await diagnose(
        { forRegion: () => ({ ...clients, cloudTrail: late }) },
        {
          regions: ["us-east-1"],
          clock,
          tryCall: { patienceMs: 900_000, progress: (text) => says.push(text) },
        },
      );
      const tried = found.at(-1);
      assert.equal(tried?.status, "ok");
      assert.match(tried?.says ?? "", /after 4[5-9] s|after 5\d s/);
      assert.deepEqual(tried?.evidence, ["event it", "request r-1"]);
      assert.ok(says.length >= 4);
    });

    it("gives up when its patience ends", async () => {
      const account = healthy();
      const clients = account.posture().forRegion("us-east-1");
      const cloudTrail = {
        ...clients.cloudTrail,
        describeTrails: () =>
          Promise.resolve({ trailList: [account.trail], $metadata: { requestId: "r-1" } }),
      };
      const found = await diagnose(
        { forRegion: () => ({ ...clients, cloudTrail }) },
        { regions: ["us-east-1"], clock: fastClock(), tryCall: { patienceMs: 60_000 } },
      );
      assert.equal(found.at(-1)?.status, "problem");
      assert.match(found.at(-1)?.says ?? "", /within 60 s/);
    });
  });
});

describe("diagnosesText", () => {
  it("groups by question, keeps commands whole, and sends no control characters", () => {
    const text = diagnosesText([
      {
        question: "access",
        id: "credentials",
        title: "Credentials",
        status: "ok",
        says: "you are x",
        evidence: ["hidden"],
      },
      {
        question: "not-logging",
        id: "logging",
        subject: "t\u001b[31m",
        title: "Logging",
        status: "problem",
        says: "it was stopped",
        evidence: ["event 1"],
        command: `aws cloudtrail start-logging --name ${"x".repeat(120)}`,
      },
    ]);
    assert.deepEqual(text.split("\n"), [
      "Who asks",
      "OK       Credentials: you are x",
      "",
      "Does the trail log? (t\ufffd[31m)",
      "PROBLEM  Logging: it was stopped",
      "         event 1",
      `           aws cloudtrail start-logging --name ${"x".repeat(120)}`,
    ]);
  });
});
