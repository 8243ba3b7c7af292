import { Fact } from "./fact";
import { Findings } from "./findings";
import { Grant } from "./judgeGrant";
import { cloudTrailService } from "./modelCalls";
import { Statement } from "./policy/document";
import { applies } from "./policy/evaluate";
import { limitsOf } from "./policy/limits";
import { Trail } from "./trailFacts";

const FULL_CONTROL = "bucket-owner-full-control";

/** Where a trail's log and digest files lie: `bucket/[prefix/]AWSLogs/account/`. */
export function logFolder(trail: Trail, bucketArn: string): string {
  return `${allLogs(trail, bucketArn)}${trail.account}/`;
}

function allLogs({ S3KeyPrefix }: Trail, bucketArn: string): string {
  return `${bucketArn}/${S3KeyPrefix ? `${S3KeyPrefix}/` : ""}AWSLogs/`;
}

/** Notes every write statement that reaches beyond the trail's folder or leaves objects to their writer. */
export function judgeWriteScope(
  findings: Findings,
  statements: readonly Statement[],
  trail: Trail,
  { bucketArn, grant, ownership }: { bucketArn: string; grant: Grant; ownership: Fact<string> },
): void {
  for (const statement of statements) {
    if (statement.effect !== "Allow") continue;
    if (applies(statement, { caller: cloudTrailService, ...grant }) === "no") continue;
    judgeResources(findings, statement, trail, bucketArn);
    judgeAcl(findings, statement, ownership);
  }
}

function judgeResources(findings: Findings, statement: Statement, trail: Trail, bucketArn: string): void {
  const { label, resources } = statement;
  if (!resources) {
    findings.problem(`${label} uses NotResource: it reaches beyond ${logFolder(trail, bucketArn)}*`);
    return;
  }
  // An organization's trail writes its members' logs beside its own account's.
  const organization = `${allLogs(trail, bucketArn)}o-`;
  for (const resource of resources) {
    if (resource === bucketArn) continue;
    const head = resource.split(/[*?]|\$\{/)[0]!;
    const inside =
      head.startsWith(logFolder(trail, bucketArn)) ||
      (trail.IsOrganizationTrail === true && head.startsWith(organization));
    findings.expect(
      inside,
      `${label} writes to ${resource} only`,
      `${label} writes to ${resource}, beyond ${logFolder(trail, bucketArn)}*`,
    );
  }
}

/** Where ACLs are switched off they can't take the object from the bucket's owner; else the statement must ask for it. */
function judgeAcl(findings: Findings, statement: Statement, ownership: Fact<string>): void {
  const limits = limitsOf(statement, "s3:x-amz-acl");
  if (limits?.every(({ value, wild }) => value === FULL_CONTROL && !wild)) return;
  if (ownership.state === "value" && ownership.value === "BucketOwnerEnforced") {
    findings.fact("ACLs are off (BucketOwnerEnforced)");
  } else if (ownership.state === "unreadable") {
    findings.doubt(`could not be read: ${ownership.error}`);
  } else {
    findings.problem(`${statement.label} does not ask for s3:x-amz-acl ${FULL_CONTROL}, and ACLs are on`);
  }
}
