import assert from "node:assert/strict";
import { CloudTrailEvent } from "../../../../detective/event";
import { AccessKind, accessKind } from "../../../../detective/questions/bucket/accessKind";
import { bucketAccess } from "../../../../detective/questions/bucketAccess";
import {
  ACCOUNT,
  Fields,
  NO_DATA_EVENTS,
  by,
  call,
  denied,
  eventSet,
  objectCall,
} from "../../../support/records";

const web = by.instance("Web");
const alice = by.user("alice");
const HOME = "198.51.100.4";
const AWAY = "203.0.113.66";
const ask = (events: readonly CloudTrailEvent[], burst = { count: 10, minutes: 5 }) =>
  bucketAccess(eventSet(events), "cards", { burst });
const get = (at: number, fields: Fields = {}) =>
  objectCall("GetObject", web, "cards", `k${at}`, { at, sourceIPAddress: HOME, ...fields });

describe("accessKind", () => {
  const cases: [string, AccessKind][] = [
    ["GetObject", "read"],
    ["ListObjectsV2", "list"],
    ["HeadObject", "list"],
    ["PutObject", "write"],
    ["DeleteObjects", "delete"],
    ["DeleteBucket", "delete"],
    ["PutBucketPolicy", "policy"],
    ["DeleteBucketPolicy", "policy"],
    ["PutObjectAcl", "policy"],
    ["PutBucketPublicAccessBlock", "policy"],
    ["PutBucketVersioning", "settings"],
    ["GetBucketPolicy", "inspect"],
  ];
  for (const [name, expected] of cases) {
    it(`${name} is ${expected}`, () =>
      assert.equal(
        accessKind(call(`s3:${name}`, alice, { requestParameters: { bucketName: "cards" } }), "cards"),
        expected,
      ));
  }
});

describe("bucketAccess", () => {
  it("counts per principal and kind, with refusals, addresses and bytes", () => {
    const moved = { additionalEventData: { bytesTransferredOut: 1_500_000, bytesTransferredIn: 0 } };
    const answer = ask([
      get(1, moved),
      get(61, moved),
      get(2, { errorCode: "AccessDenied", sourceIPAddress: AWAY }),
      objectCall("PutObject", alice, "cards", "k", {
        at: 3,
        additionalEventData: { bytesTransferredIn: 900 },
      }),
      call("s3:PutBucketPolicy", alice, {
        at: 4,
        requestParameters: { bucketName: "cards" },
        additionalEventData: { bytesTransferredIn: 209 },
      }),
      call("cloudtrail:CreateTrail", alice, { at: 5, requestParameters: { s3BucketName: "cards" } }),
      get(6, { requestParameters: { bucketName: "cards-2" }, resources: [] }),
    ]);
    assert.deepEqual(
      answer.rows.map(({ who, kind, calls, failed, over, from, bytesOut, bytesIn }) => [
        who,
        kind,
        calls,
        failed,
        over,
        from,
        bytesOut,
        bytesIn,
      ]),
      [
        ["alice", "policy", "1", "0", "0 s", "192.0.2.7", "", ""],
        ["alice", "write", "1", "0", "0 s", "192.0.2.7", "", "900 B"],
        ["Web/i-0abc123def4567890", "read", "3", "1", "1 min", `${HOME} +1`, "3.0 MB", ""],
        ["alice", "other", "1", "0", "0 s", "192.0.2.7", "", ""],
      ],
    );
    assert.deepEqual(answer.evidence[2], ["GetObject@1", "GetObject@2", "GetObject@61"]);
    assert.equal(answer.coverage.complete, true);
  });

  it("counts a call through a VPC endpoint once, and a refusal's message as nobody's bytes", () => {
    const bytes = (out: number) => ({ additionalEventData: { bytesTransferredOut: out } });
    const read = objectCall("GetObject", alice, "cards", "k", { at: 1, requestID: "R1", ...bytes(5000) });
    const echo = {
      ...read,
      eventID: "echo",
      eventType: "AwsVpceEvent",
      eventCategory: "NetworkActivity",
      requestParameters: null,
    };
    const refused = objectCall("GetObject", alice, "cards", "x", {
      at: 2,
      requestID: "R2",
      errorCode: "AccessDenied",
      ...bytes(243),
    });
    const [reads] = ask([read, echo, refused]).items;
    assert.deepEqual([reads!.calls, reads!.failed, reads!.bytesOut], [2, 1, 5000]);
    assert.equal(ask([{ ...echo, requestID: "R9" }]).items[0]!.calls, 1);
  });

  it("says unknown, not zero, where no data event was seen", () => {
    const policy = call("s3:PutBucketPolicy", alice, { requestParameters: { bucketName: "cards" } });
    const answer = bucketAccess(eventSet([policy], [NO_DATA_EVENTS]), "cards");
    assert.deepEqual(
      answer.rows.map(({ who, kind, calls }) => [who, kind, calls]),
      [
        ["alice", "policy", "1"],
        ["anyone", "read", "unknown"],
        ["anyone", "write", "unknown"],
      ],
    );
    assert.equal(answer.coverage.complete, false);
    assert.deepEqual(answer.coverage.gaps.at(-1)?.inherent, false);
  });

  it("counts a refusal that only its message puts on the bucket, and a copy out of it as a read", () => {
    const errorMessage =
      'User: x is not authorized to perform: s3:GetBucketPolicy on resource: "arn:aws:s3:::cards" because no';
    const copy = objectCall("CopyObject", alice, "thief", "k", {
      at: 2,
      requestParameters: { bucketName: "thief", key: "k", "x-amz-copy-source": "cards/k" },
    });
    assert.deepEqual(
      ask([
        denied("s3:GetBucketPolicy", alice, { at: 1, errorMessage }),
        { ...copy, resources: [] },
      ]).items.map(({ kind, failed }) => [kind, failed]),
      [
        ["read", 0],
        ["inspect", 1],
        ["write", 0],
      ],
    );
  });
});

describe("bursts on a bucket", () => {
  const many = (count: number, step: number, fields: Fields = {}) =>
    Array.from({ length: count }, (_, index) => get(100 + index * step, fields));

  it("finds as many calls as the limit within its minutes, and not one fewer", () => {
    assert.equal(ask(many(9, 1)).bursts.items.length, 0);
    const [burst] = ask(many(10, 1)).bursts.items;
    assert.deepEqual(
      [burst!.kind, burst!.level, burst!.title],
      ["bucket-burst", "high", "10 read and listing calls on cards in 9 s"],
    );
    assert.equal(burst!.evidence.length, 10);
    assert.deepEqual(
      burst!.attack.map(({ id }) => id),
      ["T1530", "T1619"],
    );
    // 10 calls in 306 s: the window of 5 minutes never holds more than nine.
    assert.equal(ask(many(10, 34)).bursts.items.length, 0);
  });

  it("keeps one long run together and two apart", () => {
    assert.deepEqual(
      ask(many(60, 20)).bursts.items.map(({ evidence }) => evidence.length),
      [60],
    );
    const later = many(12, 1).map((event, index) => ({
      ...event,
      eventTime: `2026-01-31T15:00:${10 + index}Z`,
      eventID: `l${index}`,
    }));
    assert.deepEqual(
      ask([...many(11, 1), ...later])
        .bursts.items.map(({ evidence }) => evidence.length)
        .sort(),
      [11, 12],
    );
  });

  it("takes ListBuckets of the same caller in, but makes no burst of it alone", () => {
    const lists = Array.from({ length: 9 }, (_, at) =>
      call("s3:ListBuckets", web, { at, sourceIPAddress: HOME }),
    );
    assert.equal(ask(lists).bursts.items.length, 0);
    assert.equal(ask([...lists, ...lists]).bursts.items.length, 0);
    assert.equal(ask([...lists, get(20)]).bursts.items[0]!.evidence.length, 10);
  });

  it("reports deletions apart from reads", () => {
    const gone = Array.from({ length: 10 }, (_, at) =>
      objectCall("DeleteObject", alice, "cards", `k${at}`, { at }),
    );
    const [burst] = ask(gone).bursts.items;
    assert.deepEqual([burst!.level, burst!.attack[0]!.id], ["high", "T1485"]);
  });
});

describe("an instance's credentials", () => {
  const first = call("ec2:DescribeTags", web, { at: 1, sourceIPAddress: HOME });

  it("are reported when used from a second public address", () => {
    const [found] = ask([first, get(50, { sourceIPAddress: AWAY })]).bursts.items;
    assert.deepEqual(
      [found!.kind, found!.level, found!.from],
      ["instance-credentials-elsewhere", "critical", [AWAY]],
    );
    assert.match(found!.why, new RegExp(`${HOME} first; then 1 call came from ${AWAY}`));
  });

  it("are not when the other address is inside a VPC, the bucket is another, or the role is no instance's", () => {
    const quiet = (event: CloudTrailEvent) => assert.deepEqual(ask([first, event]).bursts.items, []);
    quiet(get(50, { sourceIPAddress: "10.0.0.5" }));
    quiet(get(50, { sourceIPAddress: AWAY, vpcEndpointId: "vpce-1" }));
    quiet(objectCall("GetObject", web, "other", "k", { at: 50, sourceIPAddress: AWAY }));
    const role = by.role("Deploy", "ci");
    assert.deepEqual(
      ask([
        call("ec2:DescribeTags", role, { at: 1 }),
        objectCall("GetObject", role, "cards", "k", { at: 2, sourceIPAddress: AWAY }),
      ]).bursts.items,
      [],
    );
  });

  it(`are told by the session's name in ARNs of account ${ACCOUNT}, or by how they were delivered`, () => {
    const named = { ...web, sessionContext: undefined };
    const calls = [HOME, AWAY].map((sourceIPAddress, at) =>
      objectCall("GetObject", named, "cards", "k", { at, sourceIPAddress }),
    );
    assert.equal(ask(calls).bursts.items.length, 1);
  });
});
