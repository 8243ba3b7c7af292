// The same questions in DuckDB, straight from the files in the quickest way that it has; prints what they took as JSON.
import { cpus } from "node:os";
import { DuckDBInstance } from "@duckdb/node-api";
import { DENIED, USER, type ArchiveQuestion, type ArchiveTimes } from "./archiveQuestions";

/** Typed columns, and each file one line: everything else takes longer, most of all columns of JSON. */
function scanOf(folder: string, columns: string): string {
  const file = `'${folder.replaceAll("'", "''")}/**/*.json.gz'`;
  const options = `columns = {Records: 'STRUCT(${columns})[]'}, format = 'newline_delimited', maximum_object_size = 67108864`;
  return `(select unnest(Records) as r from read_json(${file}, ${options}))`;
}

const list = (texts: readonly string[]) => texts.map((text) => `'${text}'`).join(", ");

const QUERIES: Record<
  Exclude<ArchiveQuestion, "four">,
  (folder: string, from: string, to: string) => string
> = {
  names: (folder) =>
    `select r.eventName as key, count(*) as n from ${scanOf(folder, "eventName VARCHAR")} group by 1`,
  denials: (folder) =>
    `select r.userIdentity.arn as key, count(*) as n
     from ${scanOf(folder, "errorCode VARCHAR, userIdentity STRUCT(arn VARCHAR)")}
     where r.errorCode in (${list(DENIED)}) group by 1`,
  user: (folder, from, to) =>
    `select '${USER}' as key, count(*) as n
     from ${scanOf(folder, "eventTime VARCHAR, userIdentity STRUCT(userName VARCHAR)")}
     where r.userIdentity.userName = '${USER}' and r.eventTime between '${from}' and '${to}'`,
};

async function main(
  folder: string,
  question: ArchiveQuestion,
  from: string,
  to: string,
): Promise<ArchiveTimes> {
  if (question === "four") throw new Error("DuckDB is asked one question");
  const database = await DuckDBInstance.create(":memory:", { threads: String(cpus().length) });
  const connection = await database.connect();
  const begun = performance.now();
  const rows = await connection.runAndReadAll(QUERIES[question](folder, from, to));
  const seconds = (performance.now() - begun) / 1000;
  const answer = Object.fromEntries(rows.getRows().map(([key, n]) => [String(key ?? ""), Number(n)]));
  const { user, system } = process.cpuUsage();
  return { seconds, cpuSeconds: (user + system) / 1e6, files: 0, records: 0, answer };
}

const [folder = "", question = "names", from = "", to = ""] = process.argv.slice(2);
main(folder, question as ArchiveQuestion, from, to).then(
  (times) => process.stdout.write(JSON.stringify(times)),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
