import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { loadSavedQueries, savedQueryText } from "../../../detective";
import { queryArchive } from "../../../detective/archive/query/archiveQuery";
import { diskArchive } from "../../../detective/archive/query/querySource";
import { PlacedRecord } from "../../support/savedQueries/call";
import { rowTexts } from "../../support/savedQueries/queryCase";
import { QUERY_CASES } from "../../support/savedQueries/queryCases";

/** Where a file lies says its account, so that one can't hold records of two. */
const OF_FILES: Readonly<Record<string, readonly string[]>> = {
  "volume-per-day": [
    "2026/05/04 | 2 | 2 | 1 | 2 | 04T10:00 | 04T11:00",
    "2026/05/05 | 2 | 2 | 2 | 1 | 04T23:00 | 05T10:00",
  ],
};

describe("saved queries over log files", () => {
  it("find what they find in a table", async () => {
    const { queries } = await loadSavedQueries();
    const wrong: Record<string, unknown> = {};
    for (const query of queries) {
      const { values, records, rows } = QUERY_CASES[query.name]!;
      const { sql } = savedQueryText(query, { from: "2026-05-01", to: "2026-05-31", ...values }, "duckdb");
      const folder = logFolder([...records, ...records.map((one) => ({ ...one, day: "2026/04/30" }))]);
      try {
        const found = await rowsOf(folder, sql);
        const expected = OF_FILES[query.name] ?? rows;
        if (JSON.stringify(found) !== JSON.stringify(expected)) wrong[query.name] = { found, expected };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    assert.deepEqual(wrong, {});
  });
});

/** CloudTrail's folders with the records; a day that none of them can have is left out. */
function logFolder(records: readonly PlacedRecord[]): string {
  const folder = mkdtempSync(join(tmpdir(), "saved-queries-"));
  const files = new Map<string, unknown[]>();
  let id = 0;
  for (const { record, account, region, day, file } of records) {
    if (!/^\d{4}\/\d{2}\/\d{2}$/.test(day ?? "")) continue;
    const unique = Buffer.from(file).toString("hex").slice(0, 16).padEnd(16, "0");
    const name = `${account}_CloudTrail_${region}_${day!.replaceAll("/", "")}T1200Z_${unique}.json.gz`;
    const path = join("AWSLogs", account!, "CloudTrail", region!, day!, name);
    // Without an id of their own they would be taken for each other.
    const own = record.eventID === undefined ? { ...record, eventID: `x${id++}` } : record;
    files.set(path, [...(files.get(path) ?? []), own]);
  }
  for (const [path, all] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), gzipSync(JSON.stringify({ Records: all })));
  }
  return folder;
}

async function rowsOf(folder: string, sql: string): Promise<string[]> {
  const answer = await queryArchive(diskArchive(folder), sql);
  try {
    const rows: (string | undefined)[][] = [];
    for await (const some of answer.rows()) rows.push(...some.map((row) => row.texts()));
    const asDuckdb = (text: string | undefined) =>
      text?.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.0+)?Z?$/, "$1 $2");
    return rowTexts(rows.map((row) => row.map(asDuckdb)));
  } finally {
    await answer.close();
  }
}
