import assert from "node:assert/strict";
import { CloudTrailEvent } from "../../../../detective/event";
import { parseThread } from "../../../../detective/parseThread";
import { Thread } from "../../../../detective/thread";
import { TimelineOptions, buildTimeline } from "../../../../detective/timeline/buildTimeline";
import { Mark, Timeline } from "../../../../detective/timeline/timeline";
import { STRANGER, assumed, everydayWork, stolenInstanceRole } from "../../../support/incidents";
import { ACCOUNT, NO_DATA_EVENTS, by, call, denied, eventSet } from "../../../support/records";

const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const mallory = by.user("mallory");

function timelineOf(
  events: readonly CloudTrailEvent[],
  from: string | Thread,
  options?: TimelineOptions,
): Timeline {
  const start = typeof from === "string" ? parseThread(from) : from;
  return buildTimeline(eventSet([...events].reverse()), start, options);
}

function threadsOf({ threads }: Timeline): string[] {
  return threads.map(({ kind, value }) => `${kind} ${value}`).sort();
}

function marked({ entries }: Timeline, mark: Mark): string[] {
  return entries.filter(({ marks }) => marks.includes(mark)).map(({ what }) => what);
}

function ids({ entries }: Timeline): (string | undefined)[] {
  return entries.map(({ event }) => event.eventID);
}

describe("buildTimeline", () => {
  const incident = [...everydayWork(), ...stolenInstanceRole(50)];

  it("follows a stolen instance role to the role it assumed, the user it left behind and that user's key", () => {
    const timeline = timelineOf(incident, "session:web-app/i-0abc123def4567890");
    assert.deepEqual(
      timeline.sessions.map(({ who, events, denied: refused, issuedBy }) => [
        who,
        events,
        refused,
        issuedBy?.eventName,
      ]),
      [
        ["ec2.amazonaws.com", 1, 0, undefined],
        ["web-app/i-0abc123def4567890", 76, 2, "AssumeRole"],
        ["ops/web", 3, 0, "AssumeRole"],
        ["backup-svc", 3, 0, "CreateAccessKey"],
      ],
    );
    assert.equal(timeline.entries.length, 83);
    assert.deepEqual(marked(timeline, "tracks-covered"), ["stopped the logging of the trail main"]);
    assert.deepEqual(marked(timeline, "escalation"), [
      "attached AdministratorAccess to the user backup-svc",
      "created the access key AKIABACKUP0000000000 for the user backup-svc",
    ]);
    assert.deepEqual(marked(timeline, "persistence"), [
      "created the user backup-svc",
      "created the access key AKIABACKUP0000000000 for the user backup-svc",
    ]);
    assert.equal(marked(timeline, "data-access").length, 71);
    assert.deepEqual(marked(timeline, "denied"), ["was denied ListUsers", "was denied ListSecrets"]);
    // Of the session, from the stranger's address, of the two sessions that came of it.
    assert.deepEqual(marked(timeline, "first-contact").slice(2), [
      "asked who it is",
      "created the user backup-svc",
      "listed the trails",
    ]);
    assert.deepEqual(
      timeline.findings.map(({ kind, level }) => [kind, level]),
      [
        ["trail-tampering", "high"],
        ["privilege-escalation", "high"],
      ],
    );
  });

  it("comes from any end to the same story", () => {
    const whole = ids(timelineOf(incident, "session:web-app/i-0abc123def4567890"));
    const ends = [
      "backup-svc",
      "AKIABACKUP0000000000",
      "ASIAOPSWEB0000000000",
      STRANGER,
      "event:StopLogging@480",
    ];
    for (const end of ends) assert.deepEqual(ids(timelineOf(incident, end)), whole, end);
  });

  it("says of each thread because of which event it is followed", () => {
    const { threads } = timelineOf(incident, "ASIAOPSWEB0000000000");
    assert.equal(threads[0]!.because, undefined);
    const user = threads.find(({ kind }) => kind === "user");
    assert.deepEqual(user, {
      kind: "user",
      value: "backup-svc",
      because: { eventID: "CreateUser@420", what: "ops/web created the user backup-svc" },
      since: "2026-01-31T12:07:00Z",
    });
    assert.equal(
      threads.slice(1).every(({ because }) => because !== undefined),
      true,
    );
  });

  it("tells what, when, who, from where and what data", () => {
    const { story } = timelineOf(incident, "backup-svc");
    assert.match(
      story.what,
      /^The timeline holds 83 calls in 4 sessions, 2 of them denied\. It begins where ec2/,
    );
    assert.match(
      story.what,
      /Rights were gained: ops\/web attached AdministratorAccess to the user backup-svc/,
    );
    assert.match(
      story.what,
      /Tracks were covered, or that was tried: backup-svc stopped the logging of the trail main/,
    );
    assert.match(story.when, /^From 2026-01-31T11:00:00Z to 2026-01-31T12:08:20Z/);
    assert.match(
      story.who,
      /backup-svc \(3 calls, key AKIABACKUP0000000000, credentials from CreateAccessKey by ops\/web\)/,
    );
    assert.match(
      story.where,
      /^From 198\.51\.100\.66 \(62 calls, first 2026-01-31T12:00:00Z\), 10\.0\.1\.17 \(20 calls/,
    );
    assert.match(story.data, /objects of card-applications by web-app\/i-0abc123def4567890 \(50 calls/);
    assert.match(story.data, /secrets of prod\/db by backup-svc \(1 call, at 2026-01-31T12:08:20Z\)/);
  });

  it("says what can't be known: data events that the source doesn't show, and that nothing was found", () => {
    const set = eventSet(stolenInstanceRole(0), [NO_DATA_EVENTS]);
    assert.match(buildTimeline(set, { kind: "user", value: "backup-svc" }).story.data, /not visible here/);
    const cut = { reason: "cut", inherent: false, detail: "Cut." } as const;
    const none = buildTimeline(eventSet([], [cut]), { kind: "user", value: "nobody" });
    assert.equal(
      none.story.what,
      "No event of the user nobody is in what was read, and that was not all there is: see the coverage.",
    );
    assert.deepEqual([none.entries, none.sessions, none.findings], [[], [], []]);
  });

  it("does not follow an office's address, the machine's own, or one of several instances, and says so", () => {
    const office = (name: string, at: number, sourceIPAddress: string) =>
      call("s3:ListBuckets", by.user(name), { at, eventID: `${name}-${sourceIPAddress}`, sourceIPAddress });
    const names = ["mallory", "ann", "bob", "cem"];
    const shared = timelineOf(
      names.map((name, at) => office(name, at, "203.0.113.5")),
      "mallory",
    );
    assert.deepEqual(ids(shared), ["mallory-203.0.113.5"]);
    assert.deepEqual(shared.notes, [
      "Other calls from 203.0.113.5 were not followed: 4 principals share it.",
    ]);
    const own = timelineOf(
      names.slice(0, 2).map((name, at) => office(name, at, "::ffff:127.0.0.1")),
      "mallory",
    );
    assert.deepEqual(own.notes, ["Other calls from 127.0.0.1 were not followed: it is the machine's own."]);
    const two = timelineOf(
      names.slice(0, 2).map((name, at) => office(name, at, STRANGER)),
      "mallory",
    );
    assert.deepEqual(threadsOf(two), ["access-key AKIAANN0000000000000", `ip ${STRANGER}`, "user mallory"]);
  });

  it("takes an intruder's users and roles for one person, and follows who else calls from that address", () => {
    const eve = by.user("eve");
    const deploy = by.role("deploy", "m", { accessKeyId: "ASIADEPLOY" });
    const prod = by.role("prod", "m", { accessKeyId: "ASIAPROD" });
    const at = (seconds: number) => ({ at: seconds, sourceIPAddress: STRANGER });
    const timeline = timelineOf(
      [
        call("iam:CreateAccessKey", mallory, {
          ...at(1),
          requestParameters: { userName: "eve" },
          responseElements: { accessKey: { userName: "eve", accessKeyId: eve.accessKeyId } },
        }),
        assumed(eve, "deploy", "m", "ASIADEPLOY", at(2)),
        assumed(deploy, "prod", "m", "ASIAPROD", at(3)),
        call("s3:ListBuckets", prod, at(4)),
        denied("cloudtrail:StopLogging", by.user("bob"), at(5)),
      ],
      "mallory",
    );
    assert.deepEqual(ids(timeline).at(-1), "StopLogging@5");
    assert.equal(timeline.notes, undefined);
  });

  it("takes a change of the log bucket for covered tracks where that bucket is known, from whomever", () => {
    const lifecycle = call("s3:PutBucketLifecycle", mallory, {
      requestParameters: {
        bucketName: "logs",
        LifecycleConfiguration: { Rule: { Status: "Enabled", Expiration: { Days: 1 } } },
      },
    });
    const marks = (options: TimelineOptions) => timelineOf([lifecycle], "mallory", options).entries[0]!.marks;
    assert.deepEqual(marks({ places: { buckets: ["logs"] } }), ["first-contact", "tracks-covered"]);
    assert.deepEqual(marks({}), ["first-contact"]);
  });

  it("calls what others gave before neither a way back nor the beginning", () => {
    const events = [
      call("iam:CreateUser", by.root(), { at: 1, requestParameters: { userName: "mallory" } }),
      call("iam:CreateAccessKey", by.root(), {
        at: 2,
        requestParameters: { userName: "mallory" },
        responseElements: { accessKey: { userName: "mallory", accessKeyId: mallory.accessKeyId } },
      }),
      call("s3:ListBuckets", mallory, { at: 9, sourceIPAddress: STRANGER }),
    ];
    const timeline = timelineOf(events, "mallory");
    assert.deepEqual(
      timeline.entries.map(({ marks }) => marks),
      [[], [], ["first-contact"]],
    );
    assert.match(timeline.story.what, /It begins where mallory listed the buckets/);
    assert.match(
      timeline.story.what,
      /Its users have their keys and rights from others: root created the user mallory/,
    );
  });

  it("shows who made a user's key and does not take the administrator's whole day for a part of it", () => {
    const admin = by.user("admin");
    const timeline = timelineOf(
      [
        call("ec2:DescribeVpcs", admin, { at: 1, sourceIPAddress: "203.0.113.8" }),
        call("iam:CreateAccessKey", admin, {
          at: 2,
          sourceIPAddress: "203.0.113.8",
          requestParameters: { userName: "mallory" },
          responseElements: { accessKey: { userName: "mallory", accessKeyId: mallory.accessKeyId } },
        }),
        call("s3:ListBuckets", mallory, { at: 9, sourceIPAddress: STRANGER }),
      ],
      "mallory",
    );
    assert.deepEqual(ids(timeline), ["CreateAccessKey@2", "ListBuckets@9"]);
    assert.match(timeline.notes![0]!, /Who made the key AKIAMALLORY000000000 is shown and not followed/);
  });

  it("shows where a user's rights come from, the user's making first", () => {
    const root = by.root();
    const events = [
      call("iam:CreateUser", root, { at: 1, requestParameters: { userName: "mallory" } }),
      call("iam:CreateUser", root, { at: 2, requestParameters: { userName: "auditor" } }),
      call("iam:PutUserPolicy", root, {
        at: 3,
        requestParameters: { userName: "mallory", policyName: "p", policyDocument: "{}" },
      }),
      call("s3:ListBuckets", mallory, { at: 9, sourceIPAddress: STRANGER }),
    ];
    assert.deepEqual(ids(timelineOf(events, "mallory")), [
      "CreateUser@1",
      "PutUserPolicy@3",
      "ListBuckets@9",
    ]);
  });

  it("takes of a user that was given rights what came after, not the life before", () => {
    const bob = by.user("bob");
    const timeline = timelineOf(
      [
        call("s3:ListBuckets", bob, { at: 1, sourceIPAddress: "203.0.113.8" }),
        call("iam:AttachUserPolicy", mallory, {
          at: 5,
          requestParameters: { userName: "bob", policyArn: ADMIN },
        }),
        call("iam:ListUsers", bob, { at: 9, sourceIPAddress: "203.0.113.8" }),
      ],
      "mallory",
    );
    assert.deepEqual(ids(timeline), ["AttachUserPolicy@5", "ListUsers@9"]);
  });

  it("follows a role whose trust was opened to those who then assume it", () => {
    const trust = JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "sts:AssumeRole" }],
    });
    const session = by.role("prod", "x", { accessKeyId: "ASIAX" });
    const timeline = timelineOf(
      [
        call("ec2:DescribeVpcs", by.role("prod", "deploy"), { at: 0 }),
        call("iam:UpdateAssumeRolePolicy", mallory, {
          at: 1,
          sourceIPAddress: STRANGER,
          requestParameters: { roleName: "prod", policyDocument: trust },
        }),
        assumed(by.account("999999999999"), "prod", "x", "ASIAX", { at: 5, sourceIPAddress: "192.0.2.99" }),
        call("s3:ListBuckets", session, { at: 9, sourceIPAddress: "192.0.2.99" }),
      ],
      "mallory",
    );
    assert.deepEqual(ids(timeline), ["UpdateAssumeRolePolicy@1", "AssumeRole@5", "ListBuckets@9"]);
  });

  it("shows others' calls on what was made, bounded, and follows them no further", () => {
    const app = by.role("app", "a");
    const timeline = timelineOf(
      [
        call("ec2:CreateSnapshot", mallory, {
          at: 1,
          sourceIPAddress: STRANGER,
          requestParameters: { volumeId: "vol-1" },
          responseElements: { snapshotId: "snap-1" },
        }),
        ...Array.from({ length: 30 }, (_, n) =>
          call("ec2:DescribeSnapshotAttribute", app, {
            at: 10 + n,
            requestParameters: { snapshotId: "snap-1" },
          }),
        ),
        call("ec2:DescribeVpcs", app, { at: 50 }),
      ],
      "mallory",
    );
    assert.equal(timeline.entries.length, 21);
    assert.deepEqual(timeline.notes, [
      "snap-1 was touched by others in 10 further calls, not shown; ask for the resource.",
    ]);
  });

  it("starts from a resource: who touched it, and what else they did", () => {
    const timeline = timelineOf(incident, { kind: "resource", value: "card-applications" });
    assert.equal(ids(timeline).includes("StopLogging@480"), true);
  });

  it("ends with roles that assume each other in a circle", () => {
    const a = by.role("A", "s", { accessKeyId: "ASIAA" });
    const b = by.role("B", "s", { accessKeyId: "ASIAB" });
    const timeline = timelineOf(
      Array.from({ length: 40 }, (_, n) =>
        n % 2 ? assumed(b, "A", "s", "ASIAA", { at: n }) : assumed(a, "B", "s", "ASIAB", { at: n }),
      ),
      { kind: "access-key", value: "ASIAA" },
    );
    assert.equal(timeline.entries.length, 40);
    assert.equal(timeline.sessions.length, 2);
  });

  it("follows a role that is assumed a thousand times as one thread, and says when there are too many", () => {
    const sessions = Array.from({ length: 1000 }, (_, n) => [
      assumed(mallory, "ops", "mallory", `ASIA${n}`, { at: n * 3 }),
      call("s3:ListBuckets", by.role("ops", "mallory", { accessKeyId: `ASIA${n}` }), { at: n * 3 + 1 }),
    ]).flat();
    const timeline = timelineOf(sessions, "mallory");
    assert.equal(timeline.entries.length, 2000);
    assert.equal(timeline.threads.length < 20, true);
    const users = Array.from({ length: 80 }, (_, n) =>
      call("iam:CreateUser", mallory, { at: n, requestParameters: { userName: `u${n}` } }),
    );
    const many = timelineOf(users, "mallory", { maxThreads: 10 });
    assert.equal(many.threads.length, 10);
    assert.match(many.notes![0]!, /^71 further threads not followed: the limit of 10 was reached/);
  });

  it("keeps the entries that mean most when there are too many, and says how many are left out", () => {
    const timeline = timelineOf(incident, "backup-svc", { maxEntries: 80 });
    assert.equal(timeline.entries.length, 80);
    assert.deepEqual(marked(timeline, "tracks-covered").length, 1);
    assert.match(timeline.notes!.at(-1)!, /^3 of 83 calls are not listed/);
    assert.match(timeline.story.what, /^The timeline holds 83 calls/);
  });

  it("counts a record once that comes twice", () => {
    const twice = [...incident, ...incident.map((event) => ({ ...event }))];
    assert.equal(timelineOf(twice, "backup-svc").entries.length, 83);
  });

  it("groups what the console does under ever new keys, and a service on somebody's behalf", () => {
    const console = (n: number) =>
      call("s3:ListBuckets", by.role("Admin", "carol", { accessKeyId: `ASIA${n}` }), {
        at: n,
        sessionCredentialFromConsole: "true",
      });
    const { sessions } = timelineOf([console(1), console(2), console(3)], "session:Admin/carol");
    assert.deepEqual(
      sessions.map(({ id, events }) => [id, events]),
      [[`arn:aws:sts::${ACCOUNT}:assumed-role/Admin/carol (console)`, 3]],
    );
  });

  it("survives records that are not as they should be", () => {
    const dirty: CloudTrailEvent[] = [
      {},
      { userIdentity: { userName: "mallory" }, eventTime: "yesterday" },
      call("iam:CreateUser", mallory, { requestParameters: { userName: { a: 1 } }, at: 1 }),
      call("sts:AssumeRole", mallory, { responseElements: { credentials: "x" }, at: 2 }),
      call("ec2:RunInstances", mallory, {
        at: 3,
        responseElements: { instancesSet: { items: [null, 3, { instanceId: 9 }] } },
      }),
      denied("__proto__:constructor", mallory, { at: 4 }),
      call("s3:CreateBucket", mallory, { at: 5, requestParameters: { bucketName: "__proto__" } }),
    ];
    const timeline = timelineOf(dirty, "mallory");
    assert.equal(timeline.entries.length, 6);
    // What has no time comes last.
    assert.equal(timeline.entries.at(-1)!.event.eventTime, "yesterday");
  });
});
