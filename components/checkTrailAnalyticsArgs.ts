import type * as pulumi from "@pulumi/pulumi";
import { createViewName, createViewStatement, viewColumnTypes, viewText } from "./athenaView";
import { cloudTrailTableName } from "./cloudTrailTable";
import { atMost, InputProblems, matching, oneOf, wholeNumberFrom, type Rule } from "./inputProblems";
import * as rule from "./inputRules";
import type { AnalyticsViewArgs, SavedQueryArgs, TrailAnalyticsArgs } from "./trailAnalyticsArgs";

/**
 * Athena's own limits, and one of ours: it calls a few dozen values of an enum the most that it plans well.
 * Source: Athena API, CreateNamedQuery and WorkGroupConfiguration; Athena user guide, "Enum type".
 */
const limits = {
  accounts: 200,
  leastScanBytes: 10_485_760,
  queryName: 128,
  queryBytes: 262_144,
  /** Of a table in Glue's catalogue. Source: Glue API, TableInput. */
  descriptionBytes: 2048,
  viewTextBytes: 409_600,
  /** A hundred years. */
  retentionDays: 36_500,
  scanBytes: 2 ** 50,
} as const;

/** The arguments with what stands for a missing one put in. */
export type CheckedTrailAnalytics = TrailAnalyticsArgs & {
  bucketName: pulumi.Input<string>;
  keyArn: pulumi.Input<string>;
  startDay: string;
  databaseName: string;
  workgroupName: string;
  engineVersion: string;
  resultsRetentionDays: number;
  scanLimitBytes: number | undefined;
  savedQueries: SavedQueryArgs[];
  views: AnalyticsViewArgs[];
};

/**
 * Judges all inputs of a TrailAnalytics together.
 * @throws InputPropertiesError that lists every problem.
 */
export function checkTrailAnalyticsArgs(name: string, args: TrailAnalyticsArgs): CheckedTrailAnalytics {
  const problems = new InputProblems(`TrailAnalytics "${name}"`);
  const [savedQueries, views] = [args.savedQueries ?? [], args.views ?? []];
  const databaseName = args.databaseName ?? "audit_trail";
  for (const field of ["bucketName", "keyArn"] as const) {
    if (!args[field]) problems.add(field, "is missing; give AuditTrail's output of that name");
  }
  checkPartitions(problems, args);
  checkLimits(problems, args);
  checkQueries(problems, savedQueries, views);
  checkViews(problems, views, databaseName);
  problems.judge("databaseName", args.databaseName, nameRule);
  problems.judge("workgroupName", args.workgroupName, workgroupRule);
  problems.judge("engineVersion", args.engineVersion, oneOf(["Athena engine version 3", "AUTO"]));
  const checked = {
    ...args,
    bucketName: problems.check("bucketName", args.bucketName || undefined, rule.bucketNameRule) ?? "",
    keyArn: problems.check("keyArn", args.keyArn || undefined, rule.keyArnRule) ?? "",
    keyPrefix: problems.check("keyPrefix", args.keyPrefix, rule.keyPrefixRule),
    organizationId: problems.check("organizationId", args.organizationId, rule.organizationIdRule),
    resultsBucketName: problems.check("resultsBucketName", args.resultsBucketName, rule.bucketNameRule),
    startDay: args.startDay ?? "2013/11/13",
    databaseName,
    workgroupName: args.workgroupName ?? "audit-trail",
    engineVersion: args.engineVersion ?? "Athena engine version 3",
    resultsRetentionDays: args.resultsRetentionDays ?? 30,
    scanLimitBytes: args.withoutScanLimit ? undefined : (args.scanLimitBytes ?? 100 * 1024 ** 3),
    savedQueries,
    views,
  };
  if (typeof args.bucketName === "string" && args.bucketName === args.resultsBucketName) {
    problems.add(
      "resultsBucketName",
      `"${args.bucketName}" is the log bucket, where nothing but CloudTrail writes; name another, or leave it out`,
    );
  }
  problems.throwIfAny();
  return checked;
}

function checkPartitions(problems: InputProblems, { accounts, regions, startDay }: TrailAnalyticsArgs): void {
  if (accounts?.length === 0) {
    problems.add(
      "accounts",
      "[] names nothing; leave it out for the caller's account, or the organization's",
    );
  }
  if (accounts && accounts.length > limits.accounts) {
    problems.add(
      "accounts",
      `names ${accounts.length} accounts, and Athena plans queries over more than ${limits.accounts} slowly or not at all; leave it out with organizationId, and each query names the accounts that it asks`,
    );
  }
  accounts?.forEach((account, index) => {
    void problems.check(`accounts[${index}]`, account, rule.accountIdRule);
  });
  namedOnce(problems, "accounts", accounts ?? []);
  if (regions?.length === 0) {
    problems.add("regions", "[] names nothing; leave it out for every Region");
  }
  regions?.forEach((region, index) => problems.judge(`regions[${index}]`, region, rule.regionRule));
  namedOnce(problems, "regions", regions ?? []);
  problems.judge("startDay", startDay, dayRule);
}

function checkLimits(problems: InputProblems, args: TrailAnalyticsArgs): void {
  problems.judge(
    "scanLimitBytes",
    args.scanLimitBytes,
    wholeNumberFrom(limits.leastScanBytes, "Athena takes no lower limit, and withoutScanLimit: true is none"),
  );
  problems.judge(
    "scanLimitBytes",
    args.scanLimitBytes,
    atMost(limits.scanBytes, "withoutScanLimit: true is no limit"),
  );
  problems.judge(
    "resultsRetentionDays",
    args.resultsRetentionDays,
    atMost(limits.retentionDays, "results that are to stay belong into a bucket of their own"),
  );
  if (args.scanLimitBytes !== undefined && args.withoutScanLimit) {
    problems.add(
      "withoutScanLimit",
      "true goes without a limit, and scanLimitBytes is one; leave one of the two out",
    );
  }
  problems.judge(
    "resultsRetentionDays",
    args.resultsRetentionDays,
    wholeNumberFrom(1, "results that are to stay belong into a bucket of their own"),
  );
}

function checkQueries(
  problems: InputProblems,
  queries: readonly SavedQueryArgs[],
  views: readonly AnalyticsViewArgs[],
): void {
  queries.forEach(({ name, query }, index) => {
    const at = `savedQueries[${index}]`;
    problems.judge(`${at}.name`, name ?? "", queryNameRule);
    checkQuery(problems, `${at}.query`, query);
  });
  namedOnce(problems, "savedQueries", [...queries.map(({ name }) => name), ...views.map(createViewName)]);
}

function checkViews(
  problems: InputProblems,
  views: readonly AnalyticsViewArgs[],
  databaseName: string,
): void {
  views.forEach((view, index) => {
    const { name, query, columns = [], description = "" } = view;
    const at = `views[${index}]`;
    problems.judge(`${at}.name`, name ?? "", viewNameRule);
    if (name === cloudTrailTableName) {
      problems.add(`${at}.name`, `"${name}" is the name of the table; name the view otherwise`);
    }
    checkQuery(problems, `${at}.query`, query, () => createViewStatement(view));
    if (typeof query === "string" && Buffer.byteLength(viewText(view, databaseName)) > limits.viewTextBytes) {
      problems.add(
        `${at}.query`,
        `and its columns take more than the ${limits.viewTextBytes} bytes that Glue keeps of a view; shorten it`,
      );
    }
    if (Buffer.byteLength(description) > limits.descriptionBytes) {
      problems.add(
        `${at}.description`,
        `has ${Buffer.byteLength(description)} bytes, and Glue keeps ${limits.descriptionBytes}; shorten it`,
      );
    }
    if (columns.length === 0) {
      problems.add(`${at}.columns`, "is empty; name the columns that the query gives, in order");
    }
    columns.forEach((column, position) => {
      problems.judge(`${at}.columns[${position}].name`, column.name ?? "", nameRule);
      problems.judge(
        `${at}.columns[${position}].type`,
        column.type ?? "",
        oneOf(Object.keys(viewColumnTypes)),
      );
    });
    namedOnce(
      problems,
      `${at}.columns`,
      columns.map((column) => column.name),
    );
  });
  namedOnce(
    problems,
    "views",
    views.map(({ name }) => name),
  );
}

/** @param statement what Athena keeps of it */
function checkQuery(problems: InputProblems, at: string, query: string, statement = () => query): void {
  if (typeof query !== "string" || query.trim() === "") {
    problems.add(at, "is empty; give the statement");
    return;
  }
  const bytes = Buffer.byteLength(statement());
  if (bytes > limits.queryBytes)
    problems.add(at, `has ${bytes} bytes, and Athena keeps ${limits.queryBytes} of a query; shorten it`);
}

function namedOnce(problems: InputProblems, at: string, names: readonly unknown[]): void {
  const seen = new Set<unknown>();
  for (const name of names) {
    if (typeof name !== "string") continue;
    if (seen.has(name)) problems.add(at, `names ${JSON.stringify(name)} twice; name each once`);
    seen.add(name);
  }
}

/** What Hive and Glue take for the name of a database, a table or a column; a query need not quote it either. */
const nameRule = matching(
  /^[a-z][a-z0-9_]{0,127}$/,
  "1 to 128 small letters, digits and _, the first a letter",
  "name it otherwise",
);

/** The saved query that makes it again has a name too. */
const viewNameRule: Rule<string> = (name) =>
  nameRule(name) ??
  (createViewName({ name }).length > limits.queryName
    ? `makes the name of a saved query longer than ${limits.queryName} characters; shorten it by ${createViewName({ name }).length - limits.queryName}`
    : undefined);

const workgroupRule: Rule<string> = (name) =>
  name === "primary"
    ? "is there in every account already; name the workgroup otherwise"
    : matching(
        /^[A-Za-z0-9._-]{1,128}$/,
        "1 to 128 letters, digits and . _ -",
        "name the workgroup otherwise",
      )(name);

const queryNameRule: Rule<string> = (name) =>
  typeof name === "string" && name.trim() !== "" && name.length <= limits.queryName
    ? undefined
    : `is not 1 to ${limits.queryName} characters; name the query otherwise`;

const dayRule: Rule<string> = (day) => {
  const wayOut = "write it as 2024/01/31";
  if (!/^\d{4}\/\d\d\/\d\d$/.test(day)) return `is not a day; ${wayOut}`;
  const time = Date.parse(`${day.replaceAll("/", "-")}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day.replaceAll("/", "-")) {
    return `is no day of the calendar; ${wayOut}`;
  }
  return time > Date.now()
    ? "has not come yet, so there would be nothing to ask; name an earlier day"
    : undefined;
};
