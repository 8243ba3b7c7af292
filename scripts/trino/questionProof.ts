import { DuckDBInstance } from "@duckdb/node-api";
import { athenaSource } from "../../detective/athena/athenaSource";
import { collect } from "../../detective/collect";
import { JsonObject, isJsonObject } from "../../detective/json";
import { bucketAccessReads } from "../../detective/questions/bucketAccess";
import { eventsByReads } from "../../detective/questions/eventsBy";
import { privilegeEscalationReads } from "../../detective/questions/privilegeEscalation";
import { trailTamperingReads } from "../../detective/questions/trailTampering";
import { unauthorisedAccessReads } from "../../detective/questions/unauthorisedAccess";
import { parseThread } from "../../detective/parseThread";
import { EventQuery } from "../../detective/source";
import { FiledRecord, cloudtrailTable } from "../../tests/support/athena/cloudtrailTable";
import { trinoFunctions } from "../../tests/support/athena/trinoFunctions";
import { trinoInDuckdb } from "../../tests/support/athena/trinoInDuckdb";
import { openServer } from "../../tests/support/athena/openServer";
import { benignDay } from "../../tests/support/benignDay";
import { everydayWork, stolenInstanceRole } from "../../tests/support/incidents";
import { by, call } from "../../tests/support/records";
import { Proof } from "./proof";
import { tableOf } from "./tableOf";

/** What the page calls them. */
export const QUESTION = "question, as --from athena: asks it";

/** What questions and timelines read, in their own ways. */
const QUERIES: Readonly<Record<string, EventQuery>> = {
  everything: {},
  "from a moment to another": {
    startTime: new Date("2026-01-31T11:59:59Z"),
    endTime: new Date("2026-01-31T12:01:00Z"),
  },
  "the newest": { max: 7 },
  "by event name, the newest": { where: { EventName: "GetObject" }, max: 3 },
  "by user name": { where: { Username: "mallory" } },
  "by session name": { where: { Username: "i-0abc123def4567890" } },
  "by service": { where: { EventSource: "s3.amazonaws.com" } },
  "by id": { where: { EventId: "twice" } },
  "by access key": { where: { AccessKeyId: by.user("mallory").accessKeyId! } },
  "by name and flag": { where: { EventName: "ListUsers", ReadOnly: "true" } },
  "by resource": { where: { ResourceName: "card-applications" } },
  "by resource with signs": { where: { ResourceName: 'a"b\\c/ü' } },
  "by resource type": { where: { ResourceType: "AWS::S3::Bucket" } },
  "by text with quotes": { where: { EventName: 'it\'s "quoted"\n\u0001 <b>' } },
  "by user or event": { where: [{ Username: "mallory" }, { EventName: "ListBuckets" }] },
  "events by a thread": { where: eventsByReads(parseThread("mallory")) },
  "privilege escalation": { where: privilegeEscalationReads() },
  "unauthorised access": { ...unauthorisedAccessReads() },
  "tampering with trails": { ...trailTamperingReads() },
  "access to a bucket": { ...bucketAccessReads("card-applications") },
};

/** What `--from athena:` asks of the table, against DuckDB's answer to the translation that tests run. */
export async function questionProofs(): Promise<Proof[]> {
  const records: JsonObject[] = [
    ...stolenInstanceRole(10),
    ...everydayWork(20),
    ...benignDay().slice(0, 60),
    ...[call("iam:ListRoles", by.user("carol"), { at: 3, eventID: "twice" })],
    ...[{ eventID: "no-time", eventName: "ListUsers", awsRegion: "us-east-1" }],
    ...[
      {
        eventID: "words",
        eventTime: "2026-01-31T12:00:01Z",
        eventName: 'it\'s "quoted"\n\u0001 <b>',
        requestParameters: { nested: [[{ bucketName: 'a"b\\c/ü' }]] },
      },
    ],
  ].filter(isJsonObject);
  const filed = records.map(fileOf);
  const from = tableOf(filed.map(({ path, ...placed }) => ({ ...placed, file: path })));
  const server = await openServer({ records: filed });
  const source = athenaSource(await server.session());
  const proofs: Proof[] = [];
  try {
    for (const [name, query] of Object.entries(QUERIES)) {
      const before = server.queries.length;
      await collect(source.read(query));
      const [text = ""] = server.queries.slice(before);
      const expected = JSON.stringify(await inDuckdb(text, filed));
      proofs.push({
        kind: QUESTION,
        name,
        text,
        sql: () => [text.replace('FROM "cloudtrail_logs"', () => `FROM ${from}`)],
        judge: (rows) => {
          const found = JSON.stringify(rows.map((row) => JSON.stringify(row)).sort());
          return found === expected ? undefined : `other rows than DuckDB's: ${found.slice(0, 300)}`;
        },
      });
    }
  } finally {
    await server.close();
  }
  return proofs;
}

function fileOf(record: JsonObject): FiledRecord & { readonly record: JsonObject } {
  return {
    ...{ record, account: "111122223333", region: "us-east-1", day: "2026/01/31" },
    path: "s3://trail-logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/31/a.json.gz",
  };
}

async function inDuckdb(sql: string, records: readonly FiledRecord[]): Promise<string[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const duckdb = await instance.connect();
  try {
    trinoFunctions(duckdb);
    await cloudtrailTable(duckdb, "cloudtrail_logs", records);
    const rows = (await duckdb.runAndReadAll(trinoInDuckdb(sql))).getRowsJS();
    return rows.map((row) => JSON.stringify(row)).sort();
  } finally {
    duckdb.closeSync();
    instance.closeSync();
  }
}
