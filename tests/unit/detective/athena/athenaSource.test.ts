import assert from "node:assert/strict";
import { Answer } from "../../../../detective/answer";
import { athenaSource } from "../../../../detective/athena/athenaSource";
import { collect } from "../../../../detective/collect";
import { QuestionReads, collectReads } from "../../../../detective/questionReads";
import { leastPrivilege } from "../../../../detective/leastPrivilege/leastPrivilege";
import { onThread, threadNeeds } from "../../../../detective/onThread";
import { parseThread } from "../../../../detective/parseThread";
import { bucketAccess, bucketAccessReads } from "../../../../detective/questions/bucketAccess";
import { eventsBy, eventsByReads } from "../../../../detective/questions/eventsBy";
import { failedEvents } from "../../../../detective/questions/failedEvents";
import { iamEvents } from "../../../../detective/questions/iamEvents";
import { policyAttachments } from "../../../../detective/questions/policyAttachments";
import {
  privilegeEscalation,
  privilegeEscalationReads,
} from "../../../../detective/questions/privilegeEscalation";
import { recentEvents } from "../../../../detective/questions/recentEvents";
import { resourceEvents } from "../../../../detective/questions/resourceEvents";
import { trailTampering, trailTamperingReads } from "../../../../detective/questions/trailTampering";
import {
  unauthorisedAccess,
  unauthorisedAccessReads,
} from "../../../../detective/questions/unauthorisedAccess";
import { unexpectedOrigin } from "../../../../detective/questions/unexpectedOrigin";
import { EventQuery, EventSet, QueryError, Source } from "../../../../detective/source";
import { followTimeline } from "../../../../detective/timeline/followTimeline";
import { openServer } from "../../../support/athena/openServer";
import { TwoWays, twoWays } from "../../../support/athena/twoWays";
import { benignDay } from "../../../support/benignDay";
import { STRANGER, everydayWork, stolenInstanceRole } from "../../../support/incidents";
import { by, call } from "../../../support/records";

/** Records that no service wrote. */
const DIRTY: unknown[] = [
  { eventID: "no-time", eventName: "ListUsers", awsRegion: "us-east-1" },
  { eventID: "other-zone", eventTime: "2026-01-31T14:00:00+02:00", awsRegion: "us-east-1", readOnly: "true" },
  {
    eventID: "odd",
    eventTime: "2026-01-31T12:00:00Z",
    awsRegion: "us-east-1",
    userIdentity: {},
    resources: [],
  },
  {
    eventID: "words",
    eventTime: "2026-01-31T12:00:01Z",
    awsRegion: "eu-central-1",
    eventName: 'it\'s "quoted"\n\u0001 <b>',
    requestParameters: { __proto__: { x: 1 }, nested: [[{ bucketName: 'a"b\\c/ü' }]] },
  },
  // Delivered twice.
  call("iam:ListRoles", by.user("carol"), { at: 3, eventID: "twice" }),
  call("iam:ListRoles", by.user("carol"), { at: 3, eventID: "twice" }),
];

describe("events from Athena", () => {
  let both: TwoWays;
  before(async () => {
    const made = [
      call("cloudtrail:StopLogging", by.user("mallory"), {
        at: 900,
        readOnly: false,
        requestParameters: { name: "t" },
      }),
      call("iam:AttachUserPolicy", by.user("mallory"), {
        at: 910,
        readOnly: false,
        requestParameters: { userName: "mallory", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      }),
    ];
    both = await twoWays([
      ...stolenInstanceRole(10),
      ...everydayWork(20),
      ...benignDay().slice(0, 60),
      ...made,
      ...DIRTY,
    ]);
  });
  after(() => both.close());

  const ids = ({ events }: EventSet) => events.map(({ eventID }) => eventID).sort();

  it("are the same as from files, whatever is asked", async () => {
    const start = new Date("2026-01-31T11:59:59Z");
    const end = new Date("2026-01-31T12:01:00Z");
    const queries: EventQuery[] = [
      {},
      { startTime: start },
      { endTime: end },
      { startTime: start, endTime: end },
      { max: 7 },
      { max: 3, where: { EventName: "GetObject" } },
      { max: 3, where: { Username: "mallory" }, endTime: end },
      { where: { EventName: "ListUsers", ReadOnly: "true" } },
      { where: { EventSource: "s3.amazonaws.com" } },
      { where: { EventId: "twice" } },
      { where: { AccessKeyId: by.user("mallory").accessKeyId! } },
      { where: { Username: "i-0abc123def4567890" } },
      { where: { Username: "root" } },
      { where: { Username: "no_body%" } },
      { where: { ResourceName: "card-applications" } },
      { where: { ResourceName: 'a"b\\c/ü' } },
      { where: { ResourceName: "arn:aws:iam::aws:policy/AdministratorAccess" } },
      { where: { ResourceType: "AWS::S3::Bucket" } },
      { where: { ResourceType: "AWS::Nothing::AtAll" } },
      { where: { EventName: 'it\'s "quoted"\n\u0001 <b>' } },
      { where: [{ Username: "mallory" }, { EventName: "ListBuckets" }] },
      { keep: ({ sourceIPAddress }) => sourceIPAddress === STRANGER, max: 5 },
      ...[STRANGER, "session:web-app/*", "key:AKIABACKUP0000000000"].map((text): EventQuery => {
        const thread = parseThread(text);
        return { keep: (event) => onThread(event, thread), needs: threadNeeds(thread)! };
      }),
    ];
    for (const query of queries) {
      const [files, athena] = [await collect(both.files.read(query)), await collect(both.athena.read(query))];
      assert.deepEqual(ids(athena), ids(files), JSON.stringify(query));
      const cut = ({ coverage }: EventSet) => coverage.gaps.filter(({ inherent }) => !inherent);
      assert.deepEqual(cut(athena), cut(files), JSON.stringify(query));
    }
  });

  it("answer every question as files do", async () => {
    const since = new Date("2026-01-31T12:00:00Z");
    const thread = parseThread("mallory");
    const questions: [EventQuery, (set: EventSet) => Answer | readonly Answer[]][] = [
      [{}, recentEvents],
      [{}, iamEvents],
      [{}, failedEvents],
      [{}, policyAttachments],
      [{}, (set) => resourceEvents(set, "card-applications")],
      [{ where: eventsByReads(thread)! }, (set) => eventsBy(set, thread)],
      [unauthorisedAccessReads(), unauthorisedAccess],
      [{ where: privilegeEscalationReads() }, (set) => privilegeEscalation(set)],
      [trailTamperingReads(), (set) => trailTampering(set)],
      [bucketAccessReads("card-applications"), (set) => bucketAccess(set, "card-applications")],
      [{}, (set) => unexpectedOrigin(set, { since })],
    ];
    for (const [query, question] of questions) {
      const read = (source: Source) =>
        "needs" in query ? collectReads(source, {}, query as QuestionReads) : collect(source.read(query));
      const [files, athena] = [question(await read(both.files)), question(await read(both.athena))].map(
        (answers) => [answers].flat().map(({ id, rows, evidence }) => ({ id, rows, evidence })),
      );
      assert.deepEqual(athena, files);
    }
    const policies = await Promise.all(
      [both.files, both.athena].map(async (source) =>
        leastPrivilege(await collect(source.read({})), parseThread("session:web-app/*")),
      ),
    );
    assert.deepEqual(policies[1]!.policy, policies[0]!.policy);
  });

  it("make the same timeline", async () => {
    const told = async (source: TwoWays["files"]) => {
      const { entries, threads, sessions } = await followTimeline(source, parseThread(STRANGER));
      return { entries: entries.map(({ event }) => event.eventID), threads, sessions: sessions.length };
    };
    assert.deepEqual(await told(both.athena), await told(both.files));
  });

  it("come back as the records were, but for what the table lacks", async () => {
    const asked = { where: { EventId: "twice" } };
    const [file] = (await collect(both.files.read(asked))).events;
    const { events, coverage } = await collect(both.athena.read(asked));
    const { origin, managementEvent, requestParameters, responseElements, ...rest } = file!;
    assert.deepEqual([managementEvent, requestParameters, responseElements], [true, null, null]);
    assert.deepEqual(events, [{ ...rest, origin: { file: events[0]!.origin!.file, index: NaN } }]);
    assert.ok(origin!.file.endsWith(events[0]!.origin.file));
    assert.deepEqual(coverage.regions, ["eu-central-1", "us-east-1"]);
    assert.equal(coverage.complete, true);
    assert.deepEqual(
      coverage.gaps.map(({ reason, inherent }) => [reason, inherent]),
      [["no-column", true]],
    );
    assert.match(coverage.gaps[0]!.detail, /has no column for managementEvent, eventContext, /);
    assert.ok(coverage.scanned!.bytes > 0 && coverage.scanned!.queryIds.length > 0);
  });

  it("bind the partitions, of tables laid out in several ways", async () => {
    const query: EventQuery = {
      startTime: new Date("2026-01-31T10:00:00Z"),
      endTime: new Date("2026-01-31T11:00:00.500Z"),
    };
    const timeless = { regions: ["us-east-1"], accounts: ["111122223333"], deliveryDays: 3 };
    const layouts: [keys: string[], parameters: Record<string, string>, where: RegExp][] = [
      [
        ["account", "region", "timestamp"],
        {},
        /"account" IN \('111122223333'\)\n {2}AND "region" IN \('us-east-1'\)\n {2}AND "timestamp" >= '2026\/01\/30'\n {2}AND "timestamp" <= '2026\/02\/03'/,
      ],
      [
        ["date"],
        { "projection.date.type": "date", "projection.date.format": "yyyy-MM-dd" },
        /"date" >= '2026-01-30'\n {2}AND "date" <= '2026-02-03'/,
      ],
      [
        ["region", "year", "month", "day"],
        {},
        /concat\(CAST\("year" AS varchar\), '\/', lpad\(CAST\("month" AS varchar\), 2, '0'\), '\/', lpad\(CAST\("day" AS varchar\), 2, '0'\)\) >= '2026\/01\/30'/,
      ],
      [[], {}, /WHERE \(NOT coalesce\(regexp_like\(eventtime/],
    ];
    for (const [partitionKeys, parameters, where] of layouts) {
      const server = await openServer({ partitionKeys, parameters });
      try {
        const source = athenaSource(await server.session(timeless));
        await collect(source.read(query)).catch(() => undefined);
        assert.match(server.queries[0]!, where);
        assert.match(
          server.queries[0]!,
          /eventtime >= '2026-01-31T10:00:00Z' AND eventtime <= '2026-01-31T11:00:00Z'/,
        );
      } finally {
        await server.close();
      }
    }
  });

  it("are refused where they can't be had, before anything is paid", async () => {
    assert.throws(() => both.athena.read({ category: "insight" }), QueryError);
    const server = await openServer({
      parameters: { "projection.enabled": "true", "projection.account.type": "injected" },
    });
    try {
      await assert.rejects(
        collect(athenaSource(await server.session()).read()),
        /audit_trail\.cloudtrail_logs reads no files but those of the account that is named: say which with --account/,
      );
      await assert.rejects(
        collect(athenaSource(await server.session({ maxScan: 1, accounts: ["111122223333"] })).read()),
        /How much the query will scan is not known: the log bucket was not listed/,
      );
      assert.deepEqual(server.queries, []);
    } finally {
      await server.close();
    }
  });
});
