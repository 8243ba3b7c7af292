import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { S3 } from "@aws-sdk/client-s3";
import { collect } from "../../../../detective/collect";
import { EventQuery, QueryError } from "../../../../detective/source";
import { LogBucketClient, S3LogFilesOptions, s3LogFiles } from "../../../../detective/sources/s3LogFiles";
import { isS3Uri, parseS3Uri } from "../../../../detective/sources/s3Uri";

const ACCOUNT = "111122223333";

function key(
  day: string,
  { account = ACCOUNT, region = "us-east-1", kind = "CloudTrail", root = "AWSLogs/" } = {},
) {
  const time = `${day.replaceAll("/", "")}T1200Z`;
  return `${root}${account}/${kind}/${region}/${day}/${account}_${kind}_${region}_${time}_x.json.gz`;
}

function packed(...ids: string[]): Buffer {
  const records = ids.map((eventID) => ({
    eventID,
    eventTime: "2026-01-31T12:00:00Z",
    managementEvent: false,
  }));
  return gzipSync(JSON.stringify({ Records: records }));
}

/** A bucket in memory, with pages of two, that writes down what is asked of it. */
function fakeBucket(objects: Record<string, Buffer | Error>, pageSize = 2) {
  const asked: string[] = [];
  const client: LogBucketClient = {
    listObjectsV2({ Prefix = "", Delimiter, StartAfter = "", ContinuationToken }) {
      asked.push(`list ${Prefix}${StartAfter && ` after ${StartAfter.slice(Prefix.length)}`}`);
      const entries: { Key?: string; Prefix?: string }[] = [];
      for (const name of Object.keys(objects).sort()) {
        if (!name.startsWith(Prefix) || name <= StartAfter) continue;
        const end = Delimiter ? name.indexOf(Delimiter, Prefix.length) : -1;
        const folder = name.slice(0, end + 1);
        if (end < 0) entries.push({ Key: name });
        else if (!entries.some((entry) => entry.Prefix === folder)) entries.push({ Prefix: folder });
      }
      const from = Number(ContinuationToken ?? 0);
      const page = entries.slice(from, from + pageSize);
      return Promise.resolve({
        Contents: page.filter((entry) => entry.Key),
        CommonPrefixes: page.filter((entry) => entry.Prefix),
        ...(from + pageSize < entries.length && { NextContinuationToken: String(from + pageSize) }),
      });
    },
    getObject({ Key }) {
      asked.push(`get ${Key}`);
      const found = objects[Key];
      if (found instanceof Error) return Promise.reject(found);
      return Promise.resolve({
        Body: { transformToByteArray: () => Promise.resolve(new Uint8Array(found!)) },
      });
    },
  };
  return { client, asked };
}

function failure(name: string, message = name, status = 403): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

async function read(
  client: LogBucketClient,
  { query, ...options }: Partial<S3LogFilesOptions> & { query?: EventQuery } = {},
) {
  const source = s3LogFiles({ client, bucket: "logs", ...options });
  const { events, coverage } = await collect(source.read(query));
  return { ids: events.map(({ eventID }) => eventID).sort(), events, coverage };
}

describe("s3LogFiles", () => {
  it("takes the SDK's client as it is", () => {
    const client: LogBucketClient = new S3({ region: "us-east-1" });
    assert.equal(s3LogFiles({ client, bucket: "logs", prefix: "p/" }).name, "log files in s3://logs/p/");
  });

  it("reads a bucket to the bottom, page by page, and never lists digests", async () => {
    const { client, asked } = fakeBucket({
      [key("2026/01/31")]: packed("a"),
      [key("2026/01/30")]: packed("b", "a"),
      [key("2026/01/29")]: packed("c"),
      [key("2026/01/31", { region: "eu-west-1" })]: packed("d"),
      [key("2026/01/31", { account: "444455556666", root: "AWSLogs/o-abc123/" })]: packed("e"),
      [key("2026/01/31", { kind: "CloudTrail-Digest" })]: packed("digest"),
      [`AWSLogs/${ACCOUNT}/vpcflowlogs/us-east-1/2026/01/31/x.log.gz`]: packed("flow"),
      "AWSLogs/": Buffer.alloc(0),
      "notes.txt": Buffer.from("notes"),
    });
    const { ids, events, coverage } = await read(client);
    assert.deepEqual(ids, ["a", "b", "c", "d", "e"]);
    assert.deepEqual(events.find(({ eventID }) => eventID === "d")?.origin, {
      file: `s3://logs/${key("2026/01/31", { region: "eu-west-1" })}`,
      index: 0,
    });
    assert.deepEqual(coverage, {
      source: "log files in s3://logs/",
      regions: ["eu-west-1", "us-east-1"],
      events: 5,
      files: 5,
      complete: true,
      gaps: [],
    });
    assert.ok(
      !asked.some((what) => /Digest|vpcflowlogs\/.|get AWSLogs\/$|notes/.test(what)),
      asked.join("\n"),
    );
  });

  it("lists and gets only what the time range, accounts and regions leave", async () => {
    const days = [
      "2026/01/01",
      "2026/01/29",
      "2026/01/30",
      "2026/01/31",
      "2026/02/01",
      "2026/02/02",
      "2026/03/01",
    ];
    const { client, asked } = fakeBucket({
      ...Object.fromEntries(days.map((day) => [key(day), packed(day)])),
      [key("2026/01/31", { region: "eu-west-1" })]: packed("eu"),
      [key("2026/01/31", { account: "444455556666" })]: packed("other"),
    });
    await read(client, {
      query: { startTime: new Date("2026-01-31T11:00:00Z"), endTime: new Date("2026-01-31T13:00:00Z") },
      accounts: [ACCOUNT],
      regions: ["us-east-1"],
    });
    const region = `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/`;
    assert.deepEqual(asked, [
      "list ",
      "list AWSLogs/",
      `list AWSLogs/${ACCOUNT}/`,
      `list AWSLogs/${ACCOUNT}/CloudTrail/`,
      // A page of two: 30, 31; as there are more, the year goes on from there: 1 and 2 February, where it ends.
      `list ${region} after 2026/01/30`,
      `list ${region}`,
      `list ${region}2026/ after ${key(days[3]!).slice(`${region}2026/`.length)}`,
      ...days.slice(2, 5).map((day) => `get ${key(day)}`),
    ]);
  });

  for (const prefix of [
    "trail",
    "trail/",
    "trail/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01",
    key("2026/01/31", { root: "trail/AWSLogs/" }),
  ]) {
    it(`reads the prefix ${prefix}`, async () => {
      const { client } = fakeBucket({
        [key("2026/01/31", { root: "trail/AWSLogs/" })]: packed("a"),
        [key("2026/01/31", { root: "trail-of-others/AWSLogs/" })]: packed("b"),
      });
      assert.deepEqual((await read(client, { prefix })).ids, ["a"]);
    });
  }

  const kms =
    "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/1-2 because no identity-based policy allows it";
  const failures: [string, Error, RegExp][] = [
    [
      "no permission for the key",
      failure("AccessDenied", kms),
      /allow kms:Decrypt on arn:aws:kms:us-east-1:111122223333:key\/1-2, in the caller's IAM policy, or in the key's/,
    ],
    [
      "no permission for the object",
      failure("AccessDenied"),
      /allow s3:GetObject on logs\/\*, and kms:Decrypt/,
    ],
    [
      "a key that is disabled",
      failure("KMS.DisabledException", "arn:… is disabled.", 400),
      /key can't be used: .* is disabled; enable the key/,
    ],
    ["an object in an archive", failure("InvalidObjectState"), /S3 Glacier\); restore it/],
    ["an object that is gone", failure("NoSuchKey", "gone", 404), /deleted since it was listed/],
    ["expired credentials", failure("ExpiredToken"), /credentials have expired/],
    ["a connection that breaks off", new Error("aborted"), /connection was dropped/],
  ];
  for (const [name, error, reason] of failures) {
    it(`names an object and reads the rest: ${name}`, async () => {
      const lost = key("2026/01/30");
      const { client, asked } = fakeBucket({ [lost]: error, [key("2026/01/31")]: packed("a") });
      const { ids, coverage } = await read(client);
      assert.deepEqual(ids, ["a"]);
      assert.equal(coverage.complete, false);
      assert.equal(coverage.gaps.length, 1);
      const [{ reason: why, region, detail }] = coverage.gaps as [(typeof coverage.gaps)[0]];
      assert.deepEqual([why, region], ["unreadable-file", "us-east-1"]);
      assert.ok(detail.startsWith(`s3://logs/${lost}: `), detail);
      assert.match(detail, reason);
      assert.match(detail, /[^.]\.$/);
      assert.equal(asked.filter((what) => what === `get ${lost}`).length, "$metadata" in error ? 1 : 4);
    });
  }

  it("names a folder that can't be listed, keeps what was listed of it, and lists the rest", async () => {
    const { client, asked } = fakeBucket({
      [key("2026/01/29")]: packed("a"),
      [key("2026/01/30")]: packed("b"),
      [key("2026/01/31")]: packed("c"),
      [key("2026/01/31", { region: "eu-west-1" })]: packed("d"),
    });
    const listObjectsV2 = client.listObjectsV2.bind(client);
    client.listObjectsV2 = (input) =>
      /us-east-1/.test(input.Prefix ?? "") && asked.some((what) => /list .*us-east-1/.test(what))
        ? Promise.reject(failure("AccessDenied"))
        : listObjectsV2(input);
    const { ids, coverage } = await read(client);
    assert.deepEqual(ids, ["a", "b", "d"]);
    assert.deepEqual(coverage.regions, ["eu-west-1"]);
    assert.match(
      coverage.gaps[0]!.detail,
      /us-east-1\/: could not be listed to the end: no permission to list the bucket: allow s3:ListBucket on logs\.$/,
    );
  });

  it("does not read in a circle where pages repeat a token", async () => {
    const { client } = fakeBucket({ "a.json": packed("a") });
    const listObjectsV2 = client.listObjectsV2.bind(client);
    client.listObjectsV2 = async (input) => ({ ...(await listObjectsV2(input)), NextContinuationToken: "0" });
    const { ids, coverage } = await read(client);
    assert.deepEqual(ids, ["a"]);
    assert.match(coverage.gaps[0]!.detail, /same page token twice/);
  });

  const redirect = Object.assign(failure("PermanentRedirect", "x", 301), { Region: "eu-west-1" });
  it("names the region of a bucket that is elsewhere", async () => {
    const { client } = fakeBucket({});
    client.listObjectsV2 = () => Promise.reject(redirect);
    const { coverage } = await read(client);
    assert.equal(coverage.complete, false);
    assert.match(coverage.gaps[0]!.detail, /the bucket is in another region, eu-west-1; give the client/);
  });

  it("refuses a bucket that isn't there, a prefix without log files, and names that can't be", async () => {
    const { client } = fakeBucket({ "a/b.json": packed("a") });
    await assert.rejects(
      read(client, { prefix: "other/" }),
      /QueryError: s3:\/\/logs\/other\/: no log file is there/,
    );
    await assert.rejects(read(client, { bucket: "" }), QueryError);
    client.listObjectsV2 = () => Promise.reject(failure("NoSuchBucket", "x", 404));
    await assert.rejects(read(client), /QueryError: s3:\/\/logs: there is no such bucket/);
  });

  it("is no error where only the time range leaves nothing", async () => {
    const { client } = fakeBucket({ [key("2026/01/31")]: packed("a") });
    const { ids, coverage } = await read(client, { query: { startTime: new Date("2026-03-01T00:00:00Z") } });
    assert.deepEqual([ids, coverage.complete], [[], true]);
  });
});

describe("parseS3Uri", () => {
  it("takes an address apart", () => {
    assert.deepEqual(parseS3Uri("s3://logs"), { bucket: "logs", prefix: "" });
    assert.deepEqual(parseS3Uri("s3://logs/"), { bucket: "logs", prefix: "" });
    assert.deepEqual(parseS3Uri("S3://my.logs/a b/c"), { bucket: "my.logs", prefix: "a b/c" });
    assert.equal(isS3Uri("s3://x"), true);
    assert.equal(isS3Uri("./s3:/x"), false);
  });

  for (const wrong of ["logs", "s3:/logs", "s3://", "s3:///x", "s3://a_b-/x", "s3://a/x", "https://logs"]) {
    it(`refuses ${wrong}`, () => assert.throws(() => parseS3Uri(wrong), QueryError));
  }
});
