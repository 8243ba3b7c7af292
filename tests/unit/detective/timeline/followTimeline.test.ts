import assert from "node:assert/strict";
import { CloudTrailEvent } from "../../../../detective/event";
import { followTimeline } from "../../../../detective/timeline/followTimeline";
import { Timeline } from "../../../../detective/timeline/timeline";
import { everydayWork, stolenInstanceRole } from "../../../support/incidents";
import { memorySource } from "../../../support/memorySource";
import { ACCOUNT, NO_DATA_EVENTS } from "../../../support/records";

const WHO = { kind: "user", value: "backup-svc" } as const;

function ids({ entries }: Timeline): string[] {
  return entries.map(({ event }) => event.eventID ?? "").sort();
}

/** As LookupEvents gives them: with the resources that AWS lists for calls that issue credentials. */
function asLookedUp(event: CloudTrailEvent): CloudTrailEvent {
  const issued = event.responseElements as {
    credentials?: { accessKeyId: string };
    accessKey?: { accessKeyId: string; userName: string };
  } | null;
  const names = [
    issued?.credentials?.accessKeyId,
    issued?.accessKey?.accessKeyId,
    issued?.accessKey?.userName,
    event.eventSource === "iam.amazonaws.com" ? (event.requestParameters?.userName as string) : undefined,
  ].filter((name) => name !== undefined);
  const { userIdentity = {} } = event;
  const username = userIdentity.userName ?? userIdentity.arn?.split("/").at(-1);
  return {
    ...event,
    lookup: {
      ...(username && { username }),
      resources: names.map((name) => ({ type: "AWS::IAM::User", name })),
    },
  };
}

describe("followTimeline", () => {
  const everything = [...everydayWork(), ...stolenInstanceRole(20)].reverse();

  it("asks a source that selects cheaply for each thread once, until none comes up any more", async () => {
    const managed = everything.filter(({ managementEvent }) => managementEvent !== false).map(asLookedUp);
    const source = memorySource(managed, { targeted: true, gaps: [NO_DATA_EVENTS] });
    const timeline = await followTimeline(source, WHO);
    assert.deepEqual(ids(timeline), [
      "AssumeRole@-3600",
      "AssumeRole@400",
      "AttachUserPolicy@425",
      "CreateAccessKey@430",
      "CreateUser@420",
      "DescribeTrails@470",
      "GetCallerIdentity@0",
      "GetSecretValue@500",
      "ListBuckets@15",
      "ListSecrets@9",
      "ListUsers@4",
      "StopLogging@480",
    ]);
    const asked = source.queries.flatMap(({ where }) => where as object[]).map((one) => JSON.stringify(one));
    assert.equal(new Set(asked).size, asked.length);
    assert.equal(asked[0], '{"Username":"backup-svc"}');
    assert.match(timeline.story.data, /not visible here/);
    assert.match(timeline.notes!.join(), /Others who called from the same addresses were not looked for/);
    assert.equal(timeline.coverage.events < managed.length / 4, true);
    assert.equal(timeline.coverage.complete, true);
  });

  it("reads any other source once when it can hold it, and twice when not, with the same result", async () => {
    const small = memorySource(everything);
    const held = await followTimeline(small, WHO);
    assert.equal(small.queries.length, 1);
    const large = memorySource(everything);
    const twice = await followTimeline(large, WHO, { hold: 10 });
    assert.equal(large.queries.length, 2);
    assert.deepEqual(ids(twice), ids(held));
    assert.deepEqual(
      twice.entries.map(({ what, marks }) => [what, marks]),
      held.entries.map(({ what, marks }) => [what, marks]),
    );
    assert.deepEqual(twice.story, held.story);
    // The second time by conditions, so that files which can't meet them needn't be taken apart.
    assert.notEqual(large.queries[1]!.where, undefined);
  });

  it("looks at every event again where a thread can't be asked for", async () => {
    const source = memorySource(everything);
    const from = { kind: "resource", value: "card-applications" } as const;
    const timeline = await followTimeline(source, from, { hold: 1 });
    assert.equal(ids(timeline).includes("StopLogging@480"), true);
    const role = { kind: "arn", value: `arn:aws:iam::${ACCOUNT}:role/ops` } as const;
    const ofRole = await followTimeline(memorySource(everything), role, { hold: 1 });
    assert.equal(ids(ofRole).includes("StopLogging@480"), true);
  });

  it("keeps to the time range and the limit, and passes on what was not read", async () => {
    const cut = { reason: "cut", inherent: false, detail: "Cut after the newest 5 events." } as const;
    const source = memorySource(everything, { gaps: [cut] });
    const startTime = new Date("2026-01-31T12:08:00Z");
    const timeline = await followTimeline(source, WHO, { startTime, max: 5 });
    assert.deepEqual(
      source.queries.map(({ startTime: from, max }) => [from, max]),
      [[startTime, 5]],
    );
    assert.deepEqual(timeline.coverage.gaps, [cut]);
    assert.equal(timeline.coverage.complete, false);
    assert.equal(timeline.coverage.from, "2026-01-31T12:08:00.000Z");
  });

  it("tells how far it is", async () => {
    const told: number[] = [];
    await followTimeline(memorySource(everything), WHO, { onProgress: ({ read }) => told.push(read) });
    assert.deepEqual(told, [everything.length]);
  });

  it("has no event for a thread that isn't there", async () => {
    const timeline = await followTimeline(memorySource(everything, { targeted: true }), {
      kind: "access-key",
      value: "AKIANOBODY",
    });
    assert.equal(timeline.entries.length, 0);
    assert.equal(timeline.story.what, "No event of the access key AKIANOBODY is in what was read.");
  });

  it("holds its own with a hundred thousand events", async () => {
    const day = everydayWork();
    const many: CloudTrailEvent[] = Array.from({ length: 100_000 }, (_, n) => ({
      ...day[n % day.length]!,
      eventID: `many-${n}`,
    }));
    many.push(...stolenInstanceRole(20));
    const timeline = await followTimeline(memorySource(many), WHO);
    assert.equal(timeline.entries.length, 53);
  });
});
