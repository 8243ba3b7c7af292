import { Option } from "commander";
import { QueryAnswer, queryArchive } from "../../detective/archive/query/archiveQuery";
import type { RenderedQuery } from "../../detective/archive/savedQuery/savedQueryText";
import { isAthenaAddress } from "../../detective/athena/athenaAddress";
import { redactText } from "../../detective/redactText";
import { QueryError } from "../../detective/source";
import { printable } from "../../detective/terminalText";
import { count } from "../../detective/wording";
import { throwIfNothing } from "../askTrail";
import type { Call, Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { athenaOptions } from "../options/athenaOptions";
import { listOption, option } from "../options/option";
import { screenOptions } from "../options/outputOptions";
import { readRange, type Range } from "../options/readTime";
import type { AccountOptions } from "../options/trailOptions";
import { coverageLines } from "../output/coverageLines";
import { json } from "../output/json";
import { PieceWriter } from "../output/pieceWriter";
import { Progress } from "../progress";
import { athenaAnswer } from "../query/athenaAnswer";
import { openArchive } from "../query/openArchive";
import { QUERY_FORMATS, QUERY_FORMS, QueryFormat } from "../query/queryForms";
import {
  SavedQueryOptions,
  allSavedQueries,
  renderedQuery,
  savedQueryFile,
  savedQueryJson,
  savedQueryLines,
  savedQueryNamed,
} from "../query/savedQueries";
import { openAccount } from "../trail/account";
import { UsageError } from "../usageError";

interface QueryOptions extends SavedQueryOptions, AccountOptions {
  from?: string;
  since?: string;
  until?: string;
  account?: string[];
  cache?: string;
  memory?: string;
  name?: string;
  list?: boolean;
  show?: string;
  explain?: boolean;
  output: QueryFormat;
  color: boolean;
  quiet?: boolean;
  utc?: boolean;
  showSecrets?: boolean;
}

export const query: Command = {
  about:
    "Asks log files in SQL, over the view events: a row for each record, its usual fields as columns and the whole of it " +
    "as JSON; DESCRIBE events lists them. Each record counts once; in the view deliveries it counts as often as it was " +
    "delivered. The SQL can read nothing else, and change nothing. Instead of SQL, --name asks a saved query. Times are " +
    "in UTC. Exit code 3 when a file could not be read.",
  arguments: [{ name: "[sql...]", text: "one SELECT, in quotes" }],
  options: [
    ...[
      option("--name <query>", "a saved query"),
      option("--param <name=value>", "a value for one of its parameters, several times").argParser(
        (value: string, before: string[] = []) => [...before, value],
      ),
      option("--list", "the saved queries, with their parameters"),
      option("--show <query>", "a saved query's SQL, and what to look at in its answer"),
      option("--queries <folder>", "saved queries of your own, besides those that come with this"),
      option("--explain", "how DuckDB would find the answer, and nothing is read"),
    ].map((each) => each.helpGroup("What is asked:")),
    ...[
      option(
        "--from <where>",
        "a folder or file with log files, s3://bucket/prefix, or athena:workgroup[/database[/table]]",
      ),
      option("--since <when>", "records from when on: 2h, 3d, 2025-12-11, 2025-12-11T00:00Z (default: all)"),
      option("--until <when>", "up to when, inclusive; a day counts to its end (default: all)"),
      option(
        "--cache <folder>",
        "a cache of it by archive build: only what is not in there is read from files",
      ),
      listOption("--account <id>", "only of this account, several times or with commas"),
      listOption("--region <region>", "only of this Region, several times or with commas"),
      option("--memory <size>", "what DuckDB may take of the memory, such as 2GB (default: 150MB)"),
    ].map((each) => each.helpGroup("What is read:")),
    ...[
      option("--profile <name>", "of your AWS configuration files, for s3://"),
      option("--endpoint <url>", "where AWS's APIs are; AWS_ENDPOINT_URL does the same"),
      option("--timeout <time>", "how long one request may take (default: 20s)"),
    ].map((each) => each.helpGroup("Which account:")),
    ...athenaOptions(),
    ...[
      new Option("-o, --output <format>", "form of the answer").choices(QUERY_FORMATS).default("table"),
      option("--show-secrets", "do not redact secrets in the answer"),
      ...screenOptions(),
    ].map((each) => each.helpGroup("How it is shown:")),
  ],
  examples: [
    {
      line: `audit-trail query "select event_name, count(*) n from events where error_code is not null group by 1 order by n desc" --from ./logs`,
      does: "which calls failed, and how often",
    },
    {
      line: "audit-trail query --name principal-activity --param principal=alice --from s3://my-trail-bucket/AWSLogs",
      does: "a saved query; --list shows them all",
    },
    {
      line: `audit-trail query "select * from events where log_day = '2026/01/31'" --from ./logs -o jsonl`,
      does: "everything that was delivered on a day, a line for each record",
    },
  ],
  async run(call) {
    const options = call.options as unknown as QueryOptions;
    if (options.list) return list(call, options);
    if (options.show !== undefined) {
      await write(call.io.stdout, await savedQueryFile(await savedQueryNamed(options.show, options)));
      return exitCode.fine;
    }
    const sql = await askedSql(call, options);
    try {
      return await ask(call, options, sql);
    } catch (error) {
      // What DuckDB can't do with a value, it says with the value.
      if (!(error instanceof QueryError) || options.showSecrets) throw error;
      throw new QueryError(redactText(error.message), { cause: error });
    }
  },
};

async function list({ io }: Call, options: QueryOptions): Promise<number> {
  const queries = await allSavedQueries(options);
  const isTable = !["json", "jsonl"].includes(options.output);
  await write(io.stdout, isTable ? savedQueryLines(queries) : `${json(savedQueryJson(queries), 2)}\n`);
  return exitCode.fine;
}

async function askedSql({ args, io }: Call, options: QueryOptions): Promise<RenderedQuery> {
  const [sql, ...more] = args;
  if (more.length > 0)
    throw new UsageError(`${more.length + 1} texts were given; put the SQL into quotes, as one`);
  if (options.name !== undefined) {
    if (sql !== undefined) throw new UsageError("both SQL and --name were given; keep one");
    return renderedQuery(options.name, options, onAthena(options) ? "athena" : "duckdb", io.now());
  }
  if (options.param) throw new UsageError("--param is for --name; write the value into the SQL");
  if (sql === undefined)
    throw new UsageError(
      `nothing is asked: give SQL in quotes, or --name of a saved query (--list shows them)`,
    );
  return { sql };
}

function onAthena({ from }: QueryOptions): boolean {
  return from !== undefined && isAthenaAddress(from);
}

/** Asks, writes, and says what was not read. */
async function ask(call: Call, options: QueryOptions, asked: RenderedQuery): Promise<number> {
  const range = readRange({ ...options, utc: true }, call.io.now());
  const answer = await (onAthena(options)
    ? athenaAnswer(call, asked, range)
    : archiveAnswer(call, options, options.explain ? `EXPLAIN ${asked.sql}` : asked.sql, range));
  return written(call, options, answer);
}

async function archiveAnswer(
  { io, signal }: Call,
  options: QueryOptions,
  sql: string,
  range: Range,
): Promise<QueryAnswer> {
  const { account, region } = options;
  const source = await openArchive(options.from, () => openAccount(accountOptions(options), io.env));
  const progress = new Progress(io, "reading", options);
  let [files, records] = [0, 0];
  let outcome: "done" | "failed" = "failed";
  try {
    const answer = await queryArchive(source, sql, {
      ...range,
      ...(account && { accounts: account }),
      ...(region && { regions: region }),
      ...(options.cache !== undefined && { cache: options.cache }),
      ...(options.memory !== undefined && { memory: memoryOf(options.memory) }),
      signal,
      onFile: (more) => progress.say(`${count((records += more), "record")} in ${count(++files, "file")}`),
    });
    outcome = "done";
    return answer;
  } finally {
    progress.end(outcome);
  }
}

async function written(call: Call, options: QueryOptions, answer: QueryAnswer): Promise<number> {
  const { io, signal } = call;
  try {
    throwIfNothing(answer.coverage, signal);
    const writer = new PieceWriter(io.stdout);
    const { output, color, showSecrets } = options;
    const form = {
      answer,
      writer,
      io,
      color,
      ...(!showSecrets && { hide: (text: string) => redactText(text) }),
    };
    const rows = await QUERY_FORMS[output](form);
    await writer.end();
    await tell(call, options, answer, rows);
    return answer.coverage.complete ? exitCode.fine : exitCode.incomplete;
  } finally {
    await answer.close();
  }
}

/** Beside the answer: how many rows, and what was read; silence is for what is in order. */
async function tell(
  { io }: Call,
  { quiet, output }: QueryOptions,
  answer: QueryAnswer,
  rows: number,
): Promise<void> {
  const { coverage } = answer;
  const isInside = output === "json" && coverage.complete;
  if (quiet && coverage.complete) return;
  const lines = isInside ? [] : coverageLines(coverage);
  if (!quiet && output === "table") lines.unshift(`${count(rows, "row")}.`);
  await write(io.stderr, lines.map((line) => `${printable(line)}\n`).join(""));
}

/** @throws UsageError on what is no size */
function memoryOf(text: string): string {
  if (/^[1-9]\d{0,5} ?[MG]B$/i.test(text)) return text;
  throw new UsageError(`--memory ${JSON.stringify(text.slice(0, 40))} is no size; write 500MB or 2GB`);
}

/** `--region` says which records; a bucket is found wherever it is. */
function accountOptions({ profile, endpoint, timeout }: QueryOptions): AccountOptions {
  return {
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    ...(timeout !== undefined && { timeout }),
  };
}
