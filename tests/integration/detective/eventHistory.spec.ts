import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { STS } from "@aws-sdk/client-sts";
import assert from "node:assert/strict";
import {
  type CloudTrailEvent,
  type EventQuery,
  type LookupEventsClient,
  type LookupEventsOptions,
  collect,
  enabledRegions,
  lookupEvents,
} from "../../../detective";
import { type PageProxy, pageProxy } from "../../support/pageProxy";
import { type CallerKeys, config, eventually, sharedEmulator, unique, user } from "../emulator/support";

const CALLS = 330;

describe("detective: the event history", () => {
  const emulator = sharedEmulator();
  const name = unique("alice");
  const bucket = unique("history");
  let alice: CallerKeys;
  let all: readonly CloudTrailEvent[] = [];

  before(async function () {
    this.timeout(120_000);
    alice = await user(
      emulator(),
      name,
      "sts:*",
      "s3:CreateBucket",
      "s3:GetBucket*",
      "iam:CreateUser",
      "kms:ListKeys",
    );
    const s3 = new S3(config(emulator(), alice));
    await s3.createBucket({ Bucket: bucket });
    await s3.getBucketVersioning({ Bucket: bucket });
    const made = unique("bob");
    await new IAM(config(emulator(), alice)).createUser({ UserName: made });
    await assert.rejects(new IAM(config(emulator(), alice)).deleteUser({ UserName: made }));
    await new KMS(config(emulator(), alice, "eu-west-1")).listKeys({});
    const sts = new STS(config(emulator(), alice));
    let left = CALLS;
    const caller = async () => {
      while (left-- > 0) await sts.getCallerIdentity({});
    };
    await Promise.all(Array.from({ length: 10 }, caller));
    all = await eventually("all calls in the history", async () => {
      const { events } = await read({});
      return events.filter(isCallerIdentity).length === CALLS ? events : undefined;
    });
  });

  function client(region: string, endpoint = emulator().endpoint): LookupEventsClient {
    return new CloudTrail({ ...config(emulator(), undefined, region), endpoint });
  }

  function read(query: EventQuery, options: LookupEventsOptions = {}, endpoint?: string) {
    const regions = ["us-east-1", "eu-west-1"].map((region) => ({
      region,
      client: client(region, endpoint),
    }));
    return collect(lookupEvents(regions, { requestsPerSecond: Infinity, ...options }).read(query));
  }

  /** What was there before a test's own look-ups: those are events as well. */
  const ids = (events: readonly CloudTrailEvent[]) =>
    events
      .filter(({ eventName }) => eventName !== "LookupEvents")
      .map(({ eventID }) => eventID)
      .sort();

  it("reads all pages of all Regions, each event once, newest first", () => {
    assert.equal(new Set(all.map(({ eventID }) => eventID)).size, all.length);
    const times = all.map(({ eventTime }) => Date.parse(eventTime ?? ""));
    assert.deepEqual(
      times,
      [...times].sort((a, b) => b - a),
    );
    assert.deepEqual(new Set(all.map(({ awsRegion }) => awsRegion)), new Set(["us-east-1", "eu-west-1"]));
  });

  const combinations: [string, () => EventQuery["where"], (event: CloudTrailEvent) => boolean][] = [
    ["one user", () => ({ Username: name }), (event) => event.userIdentity?.userName === name],
    [
      "one user's changes",
      () => ({ Username: name, ReadOnly: "false" }),
      (event) => event.userIdentity?.userName === name && event.readOnly === false,
    ],
    [
      "one key's calls to one service",
      () => ({ AccessKeyId: alice.accessKeyId, EventSource: "s3.amazonaws.com" }),
      (event) =>
        event.userIdentity?.accessKeyId === alice.accessKeyId && event.eventSource === "s3.amazonaws.com",
    ],
    [
      "changes of one bucket",
      () => ({ ResourceName: bucket, ResourceType: "AWS::S3::Bucket", ReadOnly: "false" }),
      (event) => event.requestParameters?.bucketName === bucket && event.readOnly === false,
    ],
    [
      "either of two",
      () => [
        { EventName: "CreateUser", Username: name },
        { EventName: "ListKeys", EventSource: "kms.amazonaws.com" },
      ],
      (event) =>
        (event.eventName === "CreateUser" && event.userIdentity?.userName === name) ||
        event.eventName === "ListKeys",
    ],
    [
      "all of one kind of resource by one user",
      () => ({ ResourceType: "AWS::IAM::User", Username: name }),
      (event) => event.eventSource === "iam.amazonaws.com" && event.userIdentity?.userName === name,
    ],
  ];
  for (const [what, where, naive] of combinations) {
    it(`finds ${what} as a plain filter does`, async () => {
      const { events, coverage } = await read({ where: where() });
      const expected = all.filter(naive);
      assert.ok(expected.length > 0, "nothing to find");
      assert.deepEqual(ids(events), ids(expected));
      assert.equal(coverage.complete, true);
    });
  }

  it("finds one event by its id and asks no further", async () => {
    const wanted = all.find(isCallerIdentity)!;
    const { events, coverage } = await read({ where: { EventId: wanted.eventID ?? "" } });
    assert.deepEqual(ids(events), [wanted.eventID]);
    assert.equal(coverage.complete, true);
  });

  it("keeps to a time range, both ends included", async () => {
    const calls = all.filter(isCallerIdentity);
    const [endTime, startTime] = [calls[50]!, calls.at(-50)!].map(
      ({ eventTime }) => new Date(eventTime ?? ""),
    ) as [Date, Date];
    const { events } = await read({ startTime, endTime });
    const expected = all.filter(({ eventTime = "" }) => {
      const time = Date.parse(eventTime);
      return time >= +startTime && time <= +endTime;
    });
    assert.deepEqual(ids(events), ids(expected));
  });

  it("gives the newest, and asks what no attribute says before it counts", async () => {
    const max = 5;
    const { events, coverage } = await read({ max, keep: isCallerIdentity });
    assert.equal(events.length, max);
    assert.equal(events[0]?.eventTime, all.find(isCallerIdentity)?.eventTime);
    assert.equal(coverage.gaps.at(-1)?.reason, "cut");
  });

  it("tells a caller without permission what is missing", async () => {
    const regions = [{ region: "us-east-1", client: new CloudTrail(config(emulator(), alice)) }];
    const { coverage } = await collect(lookupEvents(regions).read({ max: 1 }));
    assert.equal(coverage.complete, false);
    const gap = coverage.gaps.find(({ reason }) => reason === "failed-region");
    assert.match(gap?.detail ?? "", /Allow the action cloudtrail:LookupEvents/);
  });

  it("tells credentials that are not accepted", async () => {
    const keys = { accessKeyId: "AKIAQAAAAAAAANOBODY0", secretAccessKey: "nobody" };
    const regions = [{ region: "us-east-1", client: new CloudTrail(config(emulator(), keys)) }];
    const { coverage } = await collect(lookupEvents(regions).read({ max: 1 }));
    const gap = coverage.gaps.find(({ reason }) => reason === "failed-region");
    assert.match(gap?.detail ?? "", /credentials are not accepted|No permission/);
  });

  it("tells a Region that doesn't exist", async () => {
    const endpoint = "http://cloudtrail.us-nowhere-1.localhost.invalid";
    const regions = [
      { region: "us-nowhere-1", client: client("us-nowhere-1", endpoint) },
      { region: "us-east-1", client: client("us-east-1") },
    ];
    const { events, coverage } = await collect(
      lookupEvents(regions, { requestsPerSecond: Infinity }).read({ max: 3 }),
    );
    assert.equal(events.length, 3);
    const gap = coverage.gaps.find(({ region }) => region === "us-nowhere-1");
    assert.match(gap?.detail ?? "", /can't be reached.*region exists/);
  });

  it("knows the account's Regions", async () => {
    const { enabled, disabled } = await enabledRegions(new EC2(config(emulator())));
    assert.ok(enabled.includes("us-east-1"));
    assert.equal(disabled.includes("us-east-1"), false);
  });

  describe("over a bad line", () => {
    let proxy: PageProxy;
    before(async () => {
      proxy = await pageProxy(emulator().endpoint);
    });
    after(() => proxy.close());
    beforeEach(() => {
      proxy.requests = 0;
    });

    it("loses nothing of pages that break off in the middle", async () => {
      // Never the same page twice: by numbers alone, one that is asked for again beside others could meet every fault.
      proxy.fault = (request, before) => (request % 4 === 1 && before === 0 ? "drop" : "pass");
      const { events, coverage } = await read({ where: { Username: name } }, {}, proxy.endpoint);
      assert.ok(proxy.requests > 6);
      assert.deepEqual(ids(events), ids(all.filter(({ userIdentity }) => userIdentity?.userName === name)));
      assert.equal(coverage.complete, true);
    });

    it("keeps what it has when the line stays dead, and says so", async () => {
      proxy.fault = (request) => (request < 3 ? "pass" : "drop");
      const { events, coverage } = await read({ where: { Username: name } }, {}, proxy.endpoint);
      assert.ok(events.length >= 50 && events.length < CALLS, `${events.length} events`);
      assert.equal(coverage.complete, false);
      assert.match(
        coverage.gaps.find(({ reason }) => reason === "failed-region")?.detail ?? "",
        /dropped in the middle of an answer/,
      );
    });

    it("gives up an endpoint that hangs", async () => {
      proxy.fault = (request) => (request < 3 ? "pass" : "hang");
      const { events, coverage } = await read(
        { where: { Username: name } },
        { requestTimeoutMs: 1500 },
        proxy.endpoint,
      );
      assert.ok(events.length >= 50 && events.length < CALLS, `${events.length} events`);
      assert.match(
        coverage.gaps.find(({ reason }) => reason === "failed-region")?.detail ?? "",
        /gave no answer in time: no answer within 1\.5 s/,
      );
    });
  });
});

function isCallerIdentity({ eventName }: CloudTrailEvent): boolean {
  return eventName === "GetCallerIdentity";
}
