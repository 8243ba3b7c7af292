import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { athenaSource } from "../../../detective/athena/athenaSource";
import { CloudTrailEvent } from "../../../detective/event";
import { groupBy } from "../../../detective/groupBy";
import { isJsonObject } from "../../../detective/json";
import { Source } from "../../../detective/source";
import { logFiles } from "../../../detective/sources/logFiles";
import { FiledRecord } from "./cloudtrailTable";
import { OpenServer, openServer } from "./openServer";

/** The same records as log files in a folder and as a table in Athena. */
export interface TwoWays {
  folder: string;
  files: Source;
  athena: Source;
  server: OpenServer;
  close(): Promise<void>;
}

const ACCOUNT = "111122223333";

/** Puts records into CloudTrail's folders, by what they say of their Region and day. */
export async function twoWays(records: readonly unknown[]): Promise<TwoWays> {
  const folder = mkdtempSync(join(tmpdir(), "athena-"));
  const filed = records.map(fileOf);
  const byPath = groupBy(filed, ({ path }) => path);
  for (const [path, all] of byPath) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify({ Records: all.map(({ record }) => record) }));
  }
  const server = await openServer({ records: filed });
  return {
    folder,
    files: logFiles(folder),
    athena: athenaSource(await server.session()),
    server,
    async close() {
      rmSync(folder, { recursive: true, force: true });
      await server.close();
    },
  };
}

function fileOf(record: unknown): FiledRecord {
  const { awsRegion: region, eventTime } = isJsonObject(record) ? (record as CloudTrailEvent) : {};
  const time = Date.parse(String(eventTime));
  const day = new Date(Number.isNaN(time) ? Date.UTC(2026, 0, 31) : time)
    .toISOString()
    .slice(0, 10)
    .replaceAll("-", "/");
  const place = region ?? "us-east-1";
  const name = `${ACCOUNT}_CloudTrail_${place}_${day.replaceAll("/", "")}T1200Z_0123456789abcdef.json`;
  const path = `AWSLogs/${ACCOUNT}/CloudTrail/${place}/${day}/${name}`;
  return { record, account: ACCOUNT, region: place, day, path };
}
