import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Answer } from "../../../../detective/answer";
import { collect } from "../../../../detective/collect";
import { CloudTrailEvent } from "../../../../detective/event";
import { onThread, threadNeeds } from "../../../../detective/onThread";
import { parseThread } from "../../../../detective/parseThread";
import { QuestionReads, collectReads } from "../../../../detective/questionReads";
import { bucketAccess, bucketAccessReads } from "../../../../detective/questions/bucketAccess";
import { trailTampering, trailTamperingReads } from "../../../../detective/questions/trailTampering";
import {
  unauthorisedAccess,
  unauthorisedAccessReads,
} from "../../../../detective/questions/unauthorisedAccess";
import { EventSet, Source } from "../../../../detective/source";
import { logFiles } from "../../../../detective/sources/logFiles";
import { benignDay } from "../../../support/benignDay";
import { everydayWork, stolenInstanceRole } from "../../../support/incidents";
import { by, call, denied } from "../../../support/records";

/** Calls of all kinds, some of them refused and then allowed, or on the trail and its places. */
function odd(): CloudTrailEvent[] {
  const bob = by.user("bob");
  const signIn = { eventSource: "signin.amazonaws.com", responseElements: { ConsoleLogin: "Failure" } };
  return [
    denied("lambda:CreateFunction20150331", bob),
    call("lambda:CreateFunction20150331v2", bob),
    call("lambda:CreateFunction20150331v2", by.user("alice")),
    denied("s3:GetObject", bob, { requestParameters: { bucketName: "data", key: "a" } }),
    call("s3:GetObject", bob, { requestParameters: { bucketName: "data", key: "a" } }),
    call("s3:ListBuckets", bob),
    call("sts:GetCallerIdentity", bob, { errorMessage: "User: x is not authorized to perform: a:B" }),
    call("signin:ConsoleLogin", bob, signIn),
    call("signin:ConsoleLogin", bob, { ...signIn, responseElements: { ConsoleLogin: "Success" } }),
    call("cloudtrail:StopLogging", bob, { requestParameters: { name: "main" } }),
    call("cloudtrail:StartLogging", bob, { requestParameters: { name: "main" } }),
    call("cloudtrail:UpdateTrail", bob, { requestParameters: { name: "main", s3BucketName: "logs" } }),
    call("s3:DeleteBucket", bob, { requestParameters: { bucketName: "logs" } }),
    call("s3:PutBucketPolicy", bob, { requestParameters: { bucketName: "data" } }),
    call("logs:DeleteLogGroup", bob, { requestParameters: { logGroupName: "x" } }),
  ];
}

describe("the part of the events that a question looks at", () => {
  let folder: string;
  let source: Source;
  let everything: EventSet;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "audit-trail-reads-"));
    const day = benignDay().filter((_, index) => index % 10 === 0);
    const parts = [day, stolenInstanceRole(100), everydayWork(), odd()];
    for (const [index, Records] of parts.entries()) {
      // The builders count their ids each from the beginning.
      const unlike = Records.map((record, at) => ({ ...record, eventID: `${index}-${at}` }));
      writeFileSync(join(folder, `${index}.json`), JSON.stringify({ Records: unlike }));
    }
    source = logFiles(folder, { threads: 0 });
    everything = await collect(source.read());
  });
  after(() => rmSync(folder, { recursive: true }));

  const buckets = ["data", "customer-data", "logs"];
  const questions: [string, QuestionReads, (set: EventSet) => Answer, least: number][] = [
    ["refused calls", unauthorisedAccessReads(), (set) => unauthorisedAccess(set), 4],
    ["tampering", trailTamperingReads(), (set) => trailTampering(set), 3],
    ...buckets.map((bucket): [string, QuestionReads, (set: EventSet) => Answer, number] => [
      `the bucket ${bucket}`,
      bucketAccessReads(bucket),
      (set) => bucketAccess(set, bucket),
      2,
    ]),
  ];
  for (const [name, reads, question, least] of questions) {
    it(`answers the same as all of them: ${name}`, async () => {
      const part = await collectReads(source, {}, reads);
      assert.ok(part.events.length < everything.events.length / 2, `${part.events.length} events`);
      part.coverage.events = everything.coverage.events;
      const wanted = question(everything);
      assert.deepEqual(question(part), wanted);
      assert.ok(wanted.items.length >= least, `${wanted.items.length} items`);
    });
  }

  it("holds nothing back of a thread", async () => {
    const texts = [
      "192.0.2.7",
      "ip:::ffff:192.0.2.7",
      "session:i-0abc",
      "bob",
      "AKIAIOSFODNN7EXAMPLE",
      ...everything.events.flatMap(({ userIdentity, sourceIPAddress, eventID }, index) =>
        index % 200 === 0
          ? [userIdentity?.arn, userIdentity?.accessKeyId, sourceIPAddress, `event:${eventID}`]
          : [],
      ),
    ];
    let held = 0;
    for (const text of new Set(texts)) {
      if (!text) continue;
      const thread = parseThread(text.includes("amazonaws") ? `ip:${text}` : text);
      const needs = threadNeeds(thread);
      const keep = (event: CloudTrailEvent) => onThread(event, thread);
      const { events } = await collect(source.read({ keep, ...(needs && { needs }) }));
      assert.deepEqual(
        events.map(({ eventID }) => eventID),
        everything.events.filter(keep).map(({ eventID }) => eventID),
        text,
      );
      if (needs && events.length < everything.events.length) held++;
    }
    assert.ok(held > 3, String(held));
  });
});
