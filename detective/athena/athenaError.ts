import { awsErrorKind, explainAwsError } from "../explainAwsError";
import { printable, cut } from "../terminalText";

/** A query that Athena did not answer: what failed, which query it was, and the way out. */
export class AthenaError extends Error {
  override readonly name = "AthenaError";

  /** @param queryId absent where no query was begun */
  constructor(
    message: string,
    readonly queryId?: string,
    options?: ErrorOptions,
    /** What Athena itself says of it. */
    readonly said?: string,
  ) {
    super(message, options);
  }
}

/** What Athena says of a query that failed, by a sign of it, and the way out. */
const WAYS_OUT: readonly (readonly [sign: RegExp, way: string | ((said: string) => string)])[] = [
  [
    /output location|ResultConfiguration.*(?:required|missing)/i,
    "the workgroup has no place for results: give it one (aws athena update-work-group --configuration-updates ResultConfigurationUpdates={OutputLocation=s3://BUCKET/PREFIX/}), or use the workgroup of TrailAnalytics",
  ],
  [
    /Bytes scanned limit/i,
    "it would scan more than the workgroup allows a query, and was stopped there (what it scanned until then is charged): ask for a shorter time with --since and --until, or for one Region or account, or raise the workgroup's limit",
  ],
  [
    /verify\/create output bucket/i,
    "the bucket for results can't be used: allow s3:GetBucketLocation, s3:ListBucket, s3:GetObject, s3:PutObject and s3:AbortMultipartUpload on the workgroup's results bucket, in the Region that is asked",
  ],
  [
    /kms:|KMS\b.*(?:denied|disabled|not found)|ciphertext/i,
    "a KMS key can't be used: allow kms:Decrypt on the key that the log files are encrypted with, and kms:GenerateDataKey and kms:Decrypt on the key of the results bucket",
  ],
  [
    /PERMISSION_DENIED|Access ?Denied|not authorized|Insufficient permissions|Status Code: 403/i,
    "a permission is missing: a query needs glue:GetTable, glue:GetDatabase and glue:GetPartitions, s3:GetObject and s3:ListBucket on the log bucket, s3:GetObject and s3:PutObject on the results bucket, kms:Decrypt where they are encrypted, and Lake Formation's grants where it governs the table",
  ],
  [
    /(?:TABLE|SCHEMA)_NOT_FOUND|(?:Table|Schema|Database)\b.*(?:does not exist|not found)/i,
    "name another as athena:WORKGROUP/DATABASE/TABLE, or make it with TrailAnalytics; see docs/athena.md",
  ],
  [
    /COLUMN_NOT_FOUND|Column '.*' cannot be resolved/i,
    "DESCRIBE events names the columns of the view, docs/athena.md those of the table; a table of your own may lack some",
  ],
  [
    /SYNTAX_ERROR|FUNCTION_NOT_FOUND|TYPE_MISMATCH|INVALID_(?:FUNCTION|CAST)_ARGUMENT|mismatched input/i,
    "Athena's engine version 3 speaks Trino's SQL, which differs from DuckDB's in places: see docs/athena.md",
  ],
  [
    /CONSTRAINT_VIOLATION|injected projected partition column|static equality condition/i,
    "a partition of the table is made up only of what a query names: name the accounts with --account",
  ],
  [
    /HIVE_(?:BAD_DATA|CURSOR_ERROR|CANNOT_OPEN_SPLIT|UNKNOWN_ERROR|INVALID_METADATA|PARTITION_SCHEMA_MISMATCH|FILESYSTEM_ERROR)/i,
    (said) => {
      const file = /s3[an]?:\/\/\S*[^\s,;:)\]"'.]/i.exec(said)?.[0];
      return `${file === undefined ? "a file of the table" : file} could not be read, and Athena then gives no answer at all: ask for a time or a Region without it, read it with --from s3://…, which names what is broken and goes on, or set ignore.malformed.json on the table's SerDe`;
    },
  ],
  [
    /EXCEEDED_(?:MEMORY|TIME|GLOBAL|LOCAL)|Query (?:timeout|timed out)|exhausted resources/i,
    "it is too large for one query: ask for a shorter time with --since and --until",
  ],
  [
    /Too many (?:queries|requests)|TOO_MANY_REQUESTS|SlowDown|Rate ?exceeded|throttl/i,
    "something else uses the same quota: repeat later",
  ],
];

/** Why a query ended without an answer, from what Athena says of it. */
export function failedQuery(state: string, said: string, queryId: string, at: string): AthenaError {
  const text = cut(printable(said).trim().replace(/\.$/, ""), 600) || "no reason given";
  const ended = state === "CANCELLED" ? "was cancelled" : "failed";
  return new AthenaError(
    `query ${queryId} in Athena (${at}) ${ended}: ${text}. ${sentence(wayOut(said, state))}`,
    queryId,
    undefined,
    said,
  );
}

/** Why a call of Athena's API failed. */
export function failedCall(error: unknown, call: string, queryId?: string): AthenaError {
  const said = error instanceof Error ? error.message : String(error);
  const id = queryId === undefined ? "" : ` (query ${queryId})`;
  const kind = awsErrorKind(error);
  const [, way] = kind === "other" ? (WAYS_OUT.find(([sign]) => sign.test(said)) ?? []) : [];
  const help = way === undefined ? "" : ` ${sentence(typeof way === "string" ? way : way(said))}`;
  return new AthenaError(`${explainAwsError(error, { call })}${help}${id}`, queryId, { cause: error });
}

function wayOut(said: string, state: string): string {
  const [, way] = WAYS_OUT.find(([sign]) => sign.test(said)) ?? [];
  if (way !== undefined) return typeof way === "string" ? way : way(said);
  return state === "CANCELLED"
    ? "somebody, or a limit of the workgroup, stopped it: look at it in the console's recent queries"
    : "look at it in the console's recent queries, or with aws athena get-query-execution";
}

function sentence(text: string): string {
  return text.startsWith("s3") ? `${text}.` : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
