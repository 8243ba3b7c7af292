import assert from "node:assert/strict";
import { JsonObject } from "../../../../detective/json";
import { CloudTrailEvent } from "../../../../detective/event";
import { selectorLosses } from "../../../../detective/questions/tampering/selectorLosses";
import { trailTampering } from "../../../../detective/questions/trailTampering";
import { ACCOUNT, Fields, by, call, denied, eventSet, objectCall } from "../../../support/records";

const eve = by.user("eve");
const cloudtrail = by.service("cloudtrail.amazonaws.com");
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1111`;
const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;
const LOG_KEY = `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/2026/01/31/x.json.gz`;
const delivery = call("kms:GenerateDataKey", cloudtrail, {
  requestParameters: {
    keyId: KEY,
    encryptionContext: { "aws:cloudtrail:arn": TRAIL, "aws:s3:arn": `arn:aws:s3:::logs/${LOG_KEY}` },
  },
});
const ask = (...events: CloudTrailEvent[]) => trailTampering(eventSet(events)).items;
const told = (...events: CloudTrailEvent[]) => ask(...events).map(({ level, api, why }) => [level, api, why]);
const onTrail = (name: string, requestParameters: JsonObject, fields: Fields = {}) =>
  call(`cloudtrail:${name}`, eve, { requestParameters: { name: TRAIL, ...requestParameters }, ...fields });

describe("trailTampering: the trail", () => {
  it("says how long a stopped trail was blind, and who started it again", () => {
    const [stop] = ask(
      onTrail("StopLogging", {}, { at: 10 }),
      call("cloudtrail:StartLogging", by.user("alice"), { at: 130, requestParameters: { name: "other" } }),
      call("cloudtrail:StartLogging", by.user("alice"), { at: 2410, requestParameters: { name: "main" } }),
    );
    assert.equal(stop!.level, "high");
    assert.equal(stop!.target, "the trail main");
    assert.equal(stop!.blindMs, 2_400_000);
    assert.equal(
      stop!.why,
      "The trail records nothing until StartLogging; it was blind for 40 min, until StartLogging by alice.",
    );
    assert.deepEqual(stop!.attack, [
      { id: "T1562.008", name: "Impair Defenses: Disable or Modify Cloud Logs" },
    ]);
  });

  it("doesn't call a trail started that nobody started", () => {
    const [stop] = ask(onTrail("StopLogging", {}));
    assert.equal(stop!.blindMs, undefined);
    assert.match(stop!.why, /no start of it was seen since\.$/);
  });

  it("weighs a refused call less, and finds its trail in the message", () => {
    const [tried] = ask(
      denied("cloudtrail:DeleteTrail", eve, {
        errorMessage: `User: ${eve.arn} is not authorized to perform: cloudtrail:DeleteTrail on resource: ${TRAIL} because no identity-based policy allows the cloudtrail:DeleteTrail action`,
      }),
    );
    assert.deepEqual([tried!.level, tried!.outcome, tried!.target], ["medium", "denied", "the trail main"]);
    assert.match(tried!.why, /^Refused \(AccessDenied\), nothing changed/);
  });

  it("reads what an update weakens", () => {
    assert.deepEqual(told(onTrail("UpdateTrail", { isMultiRegionTrail: false, kmsKeyId: "" })), [
      [
        "high",
        "UpdateTrail",
        "Other Regions are no longer recorded; new log files are no longer encrypted with the trail's own key.",
      ],
    ]);
    assert.deepEqual(
      told(onTrail("UpdateTrail", { isMultiRegionTrail: true, enableLogFileValidation: true }))[0]!.slice(
        0,
        1,
      ),
      ["informational"],
    );
  });

  it("tells a moved bucket from the one that it was", () => {
    const made = onTrail("CreateTrail", { name: "main", s3BucketName: "logs" }, { at: 1 });
    const same = onTrail("UpdateTrail", { s3BucketName: "logs" }, { at: 2 });
    const moved = onTrail("UpdateTrail", { s3BucketName: "elsewhere" }, { at: 3 });
    assert.deepEqual(told(made, same, moved), [
      ["critical", "UpdateTrail", "Log files go to the bucket elsewhere instead of logs."],
      ["informational", "UpdateTrail", "No setting that it changes weakens the trail."],
    ]);
    assert.deepEqual(told(moved)[0]![0], "medium");
  });

  it("asks for the trails given only", () => {
    const set = eventSet([
      onTrail("StopLogging", {}),
      call("cloudtrail:StopLogging", eve, { requestParameters: { name: "other" } }),
    ]);
    assert.deepEqual(
      trailTampering(set, { trails: [TRAIL] }).items.map(({ target }) => target),
      ["the trail main"],
    );
  });
});

describe("selectorLosses", () => {
  const basic = (...eventSelectors: JsonObject[]) => ({ eventSelectors });
  const advanced = (...selectors: JsonObject[][]) => ({
    advancedEventSelectors: selectors.map((fieldSelectors) => ({ fieldSelectors })),
  });
  const management = { field: "eventCategory", equals: ["Management"] };
  const cases: [string, JsonObject, string[]][] = [
    ["all", basic({ readWriteType: "All", includeManagementEvents: true }), []],
    ["none given is all", basic({}), []],
    ["no management events", basic({ includeManagementEvents: false }), ["management events"]],
    ["only reads", basic({ readWriteType: "ReadOnly" }), ["management events that write"]],
    ["reads and writes apart", basic({ readWriteType: "ReadOnly" }, { readWriteType: "WriteOnly" }), []],
    [
      "KMS left out",
      basic({ excludeManagementEventSources: ["kms.amazonaws.com"] }),
      ["events of kms.amazonaws.com"],
    ],
    [
      "KMS left out by one selector and taken by another",
      basic({ excludeManagementEventSources: ["kms.amazonaws.com"] }, {}),
      [],
    ],
    ["advanced: all", advanced([management]), []],
    ["advanced: data only", advanced([{ field: "eventCategory", equals: ["Data"] }]), ["management events"]],
    [
      "advanced: only reads",
      advanced([management, { field: "readOnly", equals: ["true"] }]),
      ["management events that write"],
    ],
    [
      "advanced: RDS Data left out",
      advanced([management, { field: "eventSource", notEquals: ["rdsdata.amazonaws.com"] }]),
      ["events of rdsdata.amazonaws.com"],
    ],
    ["dirty", { eventSelectors: [null, 7], advancedEventSelectors: "x" }, []],
  ];
  for (const [name, request, expected] of cases) {
    it(name, () =>
      assert.deepEqual(
        selectorLosses(request).map(({ what }) => what),
        expected,
      ),
    );
  }
});

describe("trailTampering: bucket, key and watchers", () => {
  it("learns bucket and key from CloudTrail's own delivery, and leaves others alone", () => {
    assert.deepEqual(
      told(
        delivery,
        call("s3:PutBucketVersioning", eve, {
          at: 1,
          requestParameters: { bucketName: "logs", VersioningConfiguration: { Status: "Suspended" } },
        }),
        call("s3:PutBucketVersioning", eve, {
          at: 2,
          requestParameters: { bucketName: "scratch", VersioningConfiguration: { Status: "Suspended" } },
        }),
        call("kms:ScheduleKeyDeletion", eve, { at: 3, requestParameters: { keyId: KEY } }),
        call("kms:ScheduleKeyDeletion", eve, { at: 4, requestParameters: { keyId: `${KEY}2` } }),
        call("s3:DeleteBucket", eve, { at: 5, requestParameters: { bucketName: "scratch" } }),
      ),
      [
        ["critical", "ScheduleKeyDeletion", "Once the key is deleted nobody can ever read the log files."],
        [
          "high",
          "PutBucketVersioning",
          "Overwritten and deleted log files are gone for good (versioning suspended).",
        ],
      ],
    );
  });

  it("doesn't learn from somebody who calls themselves CloudTrail", () => {
    const forged = { ...delivery, userIdentity: { ...eve, invokedBy: "cloudtrail.amazonaws.com" } };
    const answer = trailTampering(
      eventSet([forged, call("s3:DeleteBucket", eve, { requestParameters: { bucketName: "logs" } })]),
    );
    assert.deepEqual(answer.items, []);
    assert.equal(answer.coverage.complete, false);
    assert.deepEqual(
      answer.coverage.gaps.map(({ reason }) => reason),
      ["log-places"],
    );
  });

  it("shows a key's deletion with less weight where no trail's key is known", () => {
    const [unknown] = ask(call("kms:ScheduleKeyDeletion", eve, { requestParameters: { keyId: KEY } }));
    assert.equal(unknown!.level, "medium");
    assert.match(unknown!.why, /which key it uses isn't known here/);
  });

  it("takes deleted and foreign log files as one finding each, and CloudTrail's own delivery not at all", () => {
    assert.deepEqual(
      ask(
        delivery,
        objectCall("PutObject", cloudtrail, "logs", LOG_KEY, { at: 1 }),
        ...[2, 3, 4].map((at) => objectCall("DeleteObject", eve, "logs", LOG_KEY, { at })),
        objectCall("PutObject", eve, "logs", LOG_KEY, { at: 5 }),
        objectCall("DeleteObject", eve, "logs", "other/key", { at: 6 }),
      ).map(({ level, api, count, evidence }) => [level, api, count, evidence]),
      [
        ["critical", "DeleteObject", 3, ["DeleteObject@2", "DeleteObject@3", "DeleteObject@4"]],
        ["high", "PutObject", 1, ["PutObject@5"]],
      ],
    );
  });

  it("reads policies, lifecycle and public access of the log bucket given", () => {
    const change = (name: string, requestParameters: JsonObject) =>
      trailTampering(
        eventSet([
          call(`s3:${name}`, eve, { requestParameters: { bucketName: "logs", ...requestParameters } }),
        ]),
        { buckets: ["logs"] },
      ).items.map(({ level }) => level);
    const allow = { Statement: [{ Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } }] };
    assert.deepEqual(change("PutBucketPolicy", { bucketPolicy: allow }), ["low"]);
    assert.deepEqual(change("PutBucketPolicy", { bucketPolicy: { Statement: [] } }), ["high"]);
    assert.deepEqual(
      change("PutBucketLifecycle", { LifecycleConfiguration: { Rule: { Expiration: { Days: 1 } } } }),
      ["high"],
    );
    assert.deepEqual(
      change("PutBucketLifecycle", {
        LifecycleConfiguration: { Rule: [{ Expiration: { Days: 2555 } }, { Transition: { Days: 30 } }] },
      }),
      ["low"],
    );
    const off = { ID: "a", Status: "Disabled", Expiration: { Days: 1 } };
    const old = { ID: "b", Status: "Enabled", NoncurrentVersionExpiration: { NoncurrentDays: 7 } };
    assert.deepEqual(
      [off, [off, old], [off, old, { Status: "Enabled", Expiration: { Days: 3 } }]].map((Rule) =>
        change("PutBucketLifecycle", { LifecycleConfiguration: { Rule } }),
      ),
      [["low"], ["low"], ["high"]],
    );
    assert.deepEqual(
      change("PutBucketPublicAccessBlock", { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
      [],
    );
    assert.deepEqual(
      change("PutBucketPublicAccessBlock", { PublicAccessBlockConfiguration: { BlockPublicAcls: false } }),
      ["high"],
    );
    assert.deepEqual(change("PutBucketVersioning", { VersioningConfiguration: { Status: "Enabled" } }), []);
  });

  it("weighs the trail's own log group more than any", () => {
    const drop = (logGroups: string[]) =>
      trailTampering(
        eventSet([call("logs:DeleteLogGroup", eve, { requestParameters: { logGroupName: "trail" } })]),
        { logGroups },
      ).items[0]!.level;
    assert.equal(drop([`arn:aws:logs:us-east-1:${ACCOUNT}:log-group:trail:*`]), "high");
    assert.equal(drop([]), "low");
  });

  it("names alarms, and the account's other detectors", () => {
    assert.deepEqual(
      ask(
        call("monitoring:DeleteAlarms", eve, {
          at: 1,
          requestParameters: { alarmNames: ["root", "denied"] },
        }),
        call("guardduty:UpdateDetector", eve, {
          at: 2,
          requestParameters: { detectorId: "d", enable: false },
        }),
        call("guardduty:UpdateDetector", eve, {
          at: 3,
          requestParameters: { detectorId: "d", enable: true },
        }),
      ).map(({ level, api, target }) => [level, api, target]),
      [
        ["high", "UpdateDetector", "the detector d"],
        ["medium", "DeleteAlarms", "the alarm root and 1 more"],
      ],
    );
  });
});
