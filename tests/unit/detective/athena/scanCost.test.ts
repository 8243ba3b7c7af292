import assert from "node:assert/strict";
import { ScanEstimate, estimateScan } from "../../../../detective/athena/estimateScan";
import { ScanGate, ScanRefused } from "../../../../detective/athena/scanGate";
import { bytesText, readBytes, scanUsd, usdText } from "../../../../detective/athena/scanPrice";
import { tableOf } from "../../../../detective/athena/athenaTable";
import { COLUMNS } from "../../../support/athena/cloudtrailTable";
import { PARAMETERS } from "../../../support/athenaServer";

const GB = 1024 ** 3;
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 31, 12);

const table = (parameters = PARAMETERS, keys = ["account", "region", "timestamp"]) =>
  tableOf("audit_trail", "cloudtrail_logs", {
    Columns: Object.entries(COLUMNS).map(([Name, Type]) => ({ Name, Type })),
    PartitionKeys: keys.map((Name) => ({ Name, Type: "string" })),
    Parameters: parameters,
  });

/** A bucket with so many files of a size in each folder; remembers what was listed. */
function bucket(files: (prefix: string) => number, size: number) {
  const listed: string[] = [];
  return {
    listed,
    listObjectsV2: ({ Prefix, ContinuationToken = "0" }: { Prefix: string; ContinuationToken?: string }) => {
      listed.push(Prefix);
      const left = files(Prefix) - Number(ContinuationToken);
      const page = Math.min(left, 1000);
      return Promise.resolve({
        Contents: Array.from({ length: page }, (_, at) => ({ Key: `${Prefix}${at}`, Size: size })),
        ...(left > page && { NextContinuationToken: String(Number(ContinuationToken) + page) }),
      });
    },
  };
}

describe("what a scan costs", () => {
  it("by the terabyte, 10 MB at least, and in words", () => {
    assert.equal(scanUsd(1024 ** 4), 5);
    assert.equal(scanUsd(0), (10 / 1024 ** 2) * 5);
    assert.equal(scanUsd(20 * 1024 ** 2 + 1, 7), (21 / 1024 ** 2) * 7);
    assert.deepEqual([1234, 12.345, 0.5, 0.0478, 0.0000477, 0].map(usdText), [
      "1234 USD",
      "12.35 USD",
      "0.50 USD",
      "0.048 USD",
      "0.000048 USD",
      "0.00 USD",
    ]);
    assert.deepEqual([0, 999, 1000, 1.5 * GB, 12 * GB, 999.4 * GB, 3000 * GB, 2 ** 52].map(bytesText), [
      "0 B",
      "999 B",
      "1.0 KB",
      "1.5 GB",
      "12 GB",
      "999 GB",
      "2.9 TB",
      "4.0 PB",
    ]);
    assert.deepEqual(
      ["10GB", "500 MB", "1.5TB", "2GiB", "3k", "10", "0GB", "GB", "-1GB", "1e3GB"].map(readBytes),
      [10 * GB, 500 * 1024 ** 2, 1.5 * 1024 * GB, 2 * GB, 3072, ...Array<undefined>(5).fill(undefined)],
    );
  });

  it("is added up of the days' files", async () => {
    const client = bucket((prefix) => (prefix.includes("us-east-1") ? 1500 : 1), 1000);
    const delivered = { from: NOW - 2 * DAY, to: NOW + DAY };
    const estimate = await estimateScan(client, table(), { delivered }, NOW);
    assert.deepEqual(estimate, {
      bytes: 3 * 1501 * 1000,
      exact: true,
      how: "the sizes of 4503 files of 3 days under s3://trail-logs",
    });
    assert.equal(client.listed[0], "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/29/");
    assert.equal(client.listed.length, 3 + 3 * 2);
    const one = await estimateScan(client, table(), { delivered, regions: ["eu-central-1"] }, NOW);
    assert.equal(one.bytes, 3000);
  });

  it("is estimated from a sample of many days, and says so", async () => {
    const client = bucket(() => 10, 1000);
    const { bytes, exact, how } = await estimateScan(
      client,
      table(),
      { delivered: { from: -Infinity, to: Infinity } },
      NOW,
    );
    const days = (Date.UTC(2026, 0, 31) - Date.UTC(2020, 0, 1)) / DAY + 1;
    assert.equal(client.listed.length, 300);
    assert.equal(bytes, days * 2 * 10_000);
    assert.equal(exact, false);
    assert.equal(
      how,
      `an estimate from 300 folders of ${days * 2}, 300 of ${days} days, under s3://trail-logs`,
    );
  });

  it("is no less where today's folders are nearly empty, and there are many places", async () => {
    const regions = Array.from({ length: 170 }, (_, at) => `us-east-${at}`);
    const today = "2026/01/31";
    const client = bucket((prefix) => (prefix.includes(today) ? 0 : 1), GB);
    const { bytes = 0 } = await estimateScan(
      client,
      table({ ...PARAMETERS, "projection.region.values": regions.join(",") }),
      { delivered: { from: NOW - 365 * DAY, to: Infinity } },
      NOW,
    );
    assert.ok(bytes >= 170 * 365 * GB, String(bytes));
  });

  it("is at least so much where there are more files than are listed, and that is asked about", async () => {
    const client = bucket(() => 900_000, 1);
    const delivered = { from: NOW - DAY, to: NOW };
    const estimate = await estimateScan(client, table(), { delivered }, NOW);
    assert.equal(estimate.atLeast, true);
    assert.ok(client.listed.length < 1_000);
    await assert.rejects(
      new ScanGate().pass(estimate),
      /The query will scan at least \d+ KB, .* there are more files than were listed/,
    );
  });

  it("is unknown where nobody can say, with the reason", async () => {
    const refused = {
      listObjectsV2: () =>
        Promise.reject(Object.assign(new Error("Access Denied"), { name: "AccessDenied" })),
    };
    const scope = { delivered: { from: NOW - DAY, to: NOW } };
    const { "storage.location.template": _, ...noTemplate } = PARAMETERS;
    const injected = { ...PARAMETERS, "projection.account.type": "injected" };
    const unknown: [Promise<ScanEstimate>, RegExp][] = [
      [estimateScan(undefined, table(), scope, NOW), /^the log bucket was not listed$/],
      [estimateScan(refused, table(), scope, NOW), /^s3:\/\/trail-logs can't be listed \(.*s3:ListBucket/],
      [estimateScan(refused, table(noTemplate), scope, NOW), /does not say where each day's files lie/],
      [estimateScan(refused, table(injected), scope, NOW), /^its accounts are not known before it runs$/],
      [estimateScan(refused, table({}, []), scope, NOW), /storage\.location\.template/],
    ];
    for (const [estimate, how] of unknown) {
      const { bytes, exact, how: said } = await estimate;
      assert.deepEqual([bytes, exact], [undefined, false]);
      assert.match(said, how);
    }
  });
});

describe("the question before a scan", () => {
  const of = (bytes: number): ScanEstimate => ({ bytes, exact: true, how: "the sizes of 3 files" });

  it("is not asked below the limit, of all queries together, nor again below what was agreed to", async () => {
    const asked: string[] = [];
    const gate = new ScanGate({ maxScan: 3 * GB, agree: ({ text }) => asked.push(text) > 0 });
    await gate.pass(of(2 * GB));
    gate.scanned("a", 2 * GB);
    await gate.pass(of(GB));
    gate.scanned("b", GB);
    assert.deepEqual(asked, []);
    await gate.pass(of(2 * GB), 2);
    assert.deepEqual(asked, [
      "2 queries will scan about 4.0 GB, for about 0.020 USD (the sizes of 3 files). 3.0 GB were scanned before it (0.015 USD).",
    ]);
    gate.scanned("c", 2 * GB);
    await gate.pass(of(2 * GB));
    assert.equal(asked.length, 1);
    assert.deepEqual([gate.bytes, gate.queryIds], [5 * GB, ["a", "b", "c"]]);
  });

  it("is refused where nobody agrees, with the ways out", async () => {
    await assert.rejects(
      new ScanGate({ usdPerTb: 10 }).pass(of(20 * GB)),
      (error) =>
        error instanceof ScanRefused &&
        error.message ===
          "The query will scan about 20 GB, for about 0.20 USD (the sizes of 3 files). Ask for less with --since, --until, --region or --account, raise --max-scan (now 10 GB), or say --yes.",
    );
    await assert.rejects(
      new ScanGate({ agree: () => false }).pass({ exact: false, how: "it can't be listed" }),
      /^ScanRefused|How much the query will scan is not known: it can't be listed\. Ask for less/,
    );
    await new ScanGate({ maxScan: Infinity }).pass({ exact: false, how: "it can't be listed" });
  });

  it("knows the workgroup's own limit", async () => {
    // What is stopped at 1 GB can't scan more, even where nobody knows how much it would.
    await new ScanGate({ cutoff: GB }).pass({ exact: false, how: "?" });
    await assert.rejects(
      new ScanGate({ cutoff: GB }).pass(of(2 * GB)),
      /The workgroup stops a query at 1\.0 GB, and what it scanned until then is charged: it would not answer\./,
    );
    await assert.rejects(
      new ScanGate({ cutoff: GB, maxScan: 0.5 * GB }).pass({ exact: false, how: "?" }),
      /not known: \?\. The workgroup stops a query at 1\.0 GB\. At most 1\.0 GB, 0\.0049 USD\./,
    );
  });
});
