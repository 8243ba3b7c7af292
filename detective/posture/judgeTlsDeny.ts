import { Findings } from "./findings";
import { Condition, Statement } from "./policy/document";
import { namesAction, namesResource } from "./policy/evaluate";

/** Witnesses: a statement that names all of these, among them one that isn't AWS's, names every action. */
const ANY_ACTIONS = ["s3:GetObject", "s3:ListBucket", "s3:AnyActionThereMayBe"];

/** Notes whether everything is denied to everyone, on the bucket and its objects, where a request isn't over TLS. */
export function judgeTlsDeny(findings: Findings, statements: readonly Statement[], bucketArn: string): void {
  const denies = statements.filter(
    ({ effect, conditions }) => effect === "Deny" && conditions.some(isAboutTls),
  );
  for (const [what, samples] of [
    ["the bucket", [bucketArn]],
    ["its objects", [`${bucketArn}/a`, `${bucketArn}/AWSLogs/any_key/2026-01-31.json.gz`]],
  ] as const) {
    const found = denies.find((statement) => shortcoming(statement, samples) === undefined);
    if (found) {
      findings.fact(`${found.label} denies requests to ${what} without TLS`);
      continue;
    }
    const reasons = denies.map((deny) => `${deny.label} ${shortcoming(deny, samples) ?? ""}`);
    const why = reasons.length > 0 ? ` (${reasons.join("; ")})` : "";
    findings.problem(`no statement denies all requests to ${what} without TLS${why}`);
  }
}

function isAboutTls({ key }: Condition): boolean {
  return key === "aws:securetransport";
}

/** Why the statement doesn't deny everything without TLS; undefined when it does. */
function shortcoming(statement: Statement, samples: readonly string[]): string | undefined {
  if (!statement.principals?.everyone) return "does not speak of everyone";
  if (!ANY_ACTIONS.every((action) => namesAction(statement, action))) return "does not deny every action";
  if (!samples.every((sample) => namesResource(statement, sample))) return "does not name them all";
  const further = statement.conditions.filter((condition) => !isAboutTls(condition));
  if (further.length > 0) return `holds only under ${further.map(({ key }) => key).join(", ")}`;
  const onFalse = statement.conditions.every(
    ({ operator, values }) => operator === "bool" && values.some((value) => value.toLowerCase() === "false"),
  );
  return onFalse ? undefined : "does not ask for Bool aws:SecureTransport false";
}
