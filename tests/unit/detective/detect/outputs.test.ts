import assert from "node:assert/strict";
import type { Log } from "sarif";
import { Detection, RecordPlace } from "../../../../detective/detect/detection";
import { OCSF_VERSION, ocsfFinding } from "../../../../detective/detect/ocsf";
import { placeOf } from "../../../../detective/detect/placeOf";
import { MOST_SARIF_RESULTS, SarifEnd, SarifWriter } from "../../../../detective/detect/sarif";
import { LEVELS } from "../../../../detective/finding";
import { SigmaCorrelation, SigmaRule } from "../../../../detective/sigma/rule";
import { correlationOf, recordAt, ruleOn } from "../sigma/correlate/correlations";
import { SCHEMA_VERSION, breaches } from "./ocsfSchema";

const rule = ruleOn("Read", {
  id: "11111111-1111-4111-8111-111111111111",
  level: "high",
  reports: true,
  description: "Somebody reads.",
  tags: [
    "attack.credential-access",
    "attack.defense_evasion",
    "attack.t1555.006",
    "attack.t1530",
    "cis.v3.4.5",
  ],
  falsepositives: ["Readers"],
  references: ["https://example.com/read"],
});
const correlation = correlationOf([rule], { title: "Many reads", level: "critical" });
const NOW = Date.UTC(2026, 0, 6);
const FRAME = { version: "1.2.3", now: NOW };

const full = recordAt(5, "Read", {
  eventSource: "s3.amazonaws.com",
  awsRegion: "eu-central-1",
  sourceIPAddress: "192.0.2.7",
  recipientAccountId: "111122223333",
  errorCode: "AccessDenied",
  errorMessage: "no",
  requestID: "r-1",
  requestParameters: { bucketName: "b" },
  userIdentity: {
    type: "IAMUser",
    userName: "alice",
    accountId: "111122223333",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  },
});

function detectionOf(
  of: SigmaRule | SigmaCorrelation,
  record: unknown,
  more: Partial<Detection> & { source?: string } = {},
): Detection {
  const place = placeOf({ source: more.source ?? "/work/logs/a b.json", index: 7, record });
  return { rule: of, record, place, places: [place], count: 1, group: {}, why: "it matched", ...more };
}

function sarif(detections: readonly Detection[], end: Partial<SarifEnd> = {}): Log {
  const writer = new SarifWriter({ rules: [rule, correlation], version: "1.2.3", folder: "/work" });
  const results = detections.map((each) => writer.result(each));
  return JSON.parse(
    [writer.begin(), ...results, writer.end({ refused: [], missing: [], ...end })].join(""),
  ) as Log;
}

describe("detections as OCSF", () => {
  it("meet the schema's own definition, whatever the record holds", () => {
    assert.equal(OCSF_VERSION, SCHEMA_VERSION);
    const odd = [
      {},
      { eventID: 5, eventTime: "?", eventName: 1, userIdentity: "x", sourceIPAddress: {} },
      {
        sourceIPAddress: "s3.amazonaws.com",
        userIdentity: { type: "AWSService", invokedBy: "s3.amazonaws.com" },
      },
      { userIdentity: { type: "Root" }, awsRegion: "", recipientAccountId: "" },
      { eventName: "", requestParameters: { instancesSet: { items: [{ instanceId: "i-1" }] } } },
    ];
    const places: RecordPlace[] = Array.from({ length: 300 }, (_, index) => ({ source: "x", index }));
    const all = [
      ...LEVELS.map((level) => detectionOf({ ...rule, level }, full.record)),
      ...odd.map((record) => detectionOf(rule, record)),
      detectionOf(correlation, full.record, {
        places,
        count: 300,
        group: { "userIdentity.userName": "alice" },
      }),
    ];
    for (const each of all) assert.deepEqual(breaches(ocsfFinding(each, FRAME), ["cloud"]), []);
  });

  it("say who, what, from where, and which techniques", () => {
    const finding = ocsfFinding(detectionOf(rule, full.record), FRAME) as Record<
      string,
      Record<string, unknown>
    >;
    assert.deepEqual(
      [
        finding.class_uid,
        finding.type_uid,
        finding.severity_id,
        finding.time,
        finding.start_time,
        finding.message,
      ],
      [2004, 200401, 4, NOW, Date.UTC(2026, 0, 5, 8, 0, 5), "it matched"],
    );
    assert.deepEqual(finding.cloud, {
      provider: "AWS",
      region: "eu-central-1",
      account: { uid: "111122223333", type_id: 10, type: "AWS Account" },
    });
    assert.deepEqual(finding.finding_info!.attacks, [
      { tactic: { uid: "TA0006", name: "Credential Access" } },
      { tactic: { uid: "TA0005", name: "Defense Evasion" } },
      {
        technique: { uid: "T1555", name: "Credentials from Password Stores" },
        sub_technique: { uid: "T1555.006", name: "Cloud Secrets Management Stores" },
      },
      { technique: { uid: "T1530", name: "Data from Cloud Storage" } },
    ]);
    const [evidence] = finding.evidences as unknown as Record<string, Record<string, unknown>>[];
    assert.deepEqual(evidence!.src_endpoint, { ip: "192.0.2.7" });
    assert.deepEqual(evidence!.actor!.user, {
      name: "alice",
      uid: `arn:${"aws"}:iam::111122223333:user/alice`,
      credential_uid: "AKIAIOSFODNN7EXAMPLE",
      account: { uid: "111122223333" },
    });
    assert.deepEqual(evidence!.data, {
      source: "/work/logs/a b.json",
      record: 7,
      outcome: "denied",
      group: {},
    });
    assert.deepEqual(finding.resources, [{ name: "b", type: "AWS::S3::Bucket" }]);
  });

  it("have the same id in every run, and another one for another record", () => {
    const uid = (...args: Parameters<typeof detectionOf>) =>
      (ocsfFinding(detectionOf(...args), FRAME).finding_info as { uid: string }).uid;
    assert.equal(uid(rule, full.record), uid(rule, full.record, { source: "elsewhere.json" }));
    assert.notEqual(uid(rule, full.record), uid(rule, recordAt(6, "Read").record));
    assert.notEqual(uid(rule, full.record), uid(correlation, full.record));
  });
});

describe("detections as SARIF", () => {
  it("have what GitHub's code scanning asks of rules and results", () => {
    const places = [4, 5, 6].map((index) => placeOf({ source: "logs/x.json", index, record: {} }));
    const log = sarif([
      detectionOf(rule, full.record),
      detectionOf(correlation, {}, { places, place: places[2]!, count: 3, group: { a: "b" } }),
    ]);
    assert.equal(log.version, "2.1.0");
    const { tool, results = [] } = log.runs[0]!;
    const [one, two] = tool.driver.rules!;
    assert.deepEqual(one, {
      id: "11111111-1111-4111-8111-111111111111",
      shortDescription: { text: "Read" },
      fullDescription: { text: "Somebody reads." },
      help: {
        text: "Somebody reads.\n\nFalse positives: Readers\n\nATT&CK: T1555.006 Credentials from Password Stores: Cloud Secrets Management Stores; T1530 Data from Cloud Storage\n\nReferences: https://example.com/read",
      },
      defaultConfiguration: { level: "error" },
      properties: {
        tags: ["security", ...rule.tags],
        precision: "medium",
        "problem.severity": "error",
        "security-severity": "8.0",
      },
    });
    assert.equal(two?.id, "Many reads");
    const [first, second] = results;
    const { eventID } = full.record as { eventID: string };
    assert.deepEqual(first, {
      ruleId: one?.id,
      ruleIndex: 0,
      level: "error",
      message: { text: "Read. it matched" },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "logs/a%20b.json" }, region: { startLine: 1 } },
          logicalLocations: [{ fullyQualifiedName: "Records[7]", kind: "object" }],
        },
      ],
      partialFingerprints: first?.partialFingerprints,
      properties: { eventID, eventTime: "2026-01-05T08:00:05Z", record: 7 },
    });
    assert.match(String(first?.partialFingerprints?.primaryLocationLineHash), /^[0-9a-f]{32}:1$/);
    assert.deepEqual([second?.ruleIndex, second?.relatedLocations?.length], [1, 2]);
    assert.deepEqual(second?.properties, { record: 6, group: { a: "b" }, records: 3 });
  });

  it("weigh what a level weighs", () => {
    const weights = LEVELS.map((level) => {
      const writer = new SarifWriter({ rules: [{ ...rule, level }], version: "", folder: "/" });
      const log = JSON.parse(`${writer.begin()}${writer.end({ refused: [], missing: [] })}`) as Log;
      const [{ defaultConfiguration, properties } = {}] = log.runs[0]!.tool.driver.rules!;
      return [defaultConfiguration?.level, properties?.["security-severity"] as unknown];
    });
    assert.deepEqual(weights, [
      ["note", undefined],
      ["note", "2.0"],
      ["warning", "5.5"],
      ["error", "8.0"],
      ["error", "9.5"],
    ]);
  });

  it("name files as addresses that are valid, whatever they are called", () => {
    const uris: [source: string, uri: string][] = [
      ["/work/logs/a.json", "logs/a.json"],
      ["logs/a#b?c.json", "logs/a%23b%3Fc.json"],
      ["/elsewhere/a b.json", "file:///elsewhere/a%20b.json"],
      ["s3://bucket/AWSLogs/a b.json.gz", "s3://bucket/AWSLogs/a%20b.json.gz"],
      ["LookupEvents", "LookupEvents"],
      ["odd:\ud800.json", "odd%3A%EF%BF%BD.json"],
    ];
    for (const [source, uri] of uris) {
      const [result] = sarif([detectionOf(rule, {}, { source })]).runs[0]!.results!;
      assert.equal(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri, uri);
    }
  });

  it("say what was not asked, not read, or left out", () => {
    const problem = { at: { file: "r.yml", line: 3, column: 5 }, problem: "bad", help: "mend it" };
    const many = Array.from({ length: MOST_SARIF_RESULTS + 2 }, () => detectionOf(rule, {}));
    const { results = [], invocations = [] } = sarif(many, {
      refused: [problem],
      missing: ["x was not read."],
    }).runs[0]!;
    assert.equal(results.length, MOST_SARIF_RESULTS);
    const [{ toolConfigurationNotifications, toolExecutionNotifications }] = invocations as [
      (typeof invocations)[0],
    ];
    assert.deepEqual(
      [...(toolConfigurationNotifications ?? []), ...(toolExecutionNotifications ?? [])].map(
        ({ message }) => message.text,
      ),
      ["r.yml:3:5: bad; mend it", "x was not read.", "2 further detections are left out."],
    );
  });
});
