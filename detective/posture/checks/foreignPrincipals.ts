import { parseArn } from "../../arn";
import { Check } from "../check";
import { Findings } from "../findings";
import { bucketCommand, resource, fixNames } from "../fixText";
import { CLOUDTRAIL } from "../modelCalls";
import { Statement } from "../policy/document";
import { awsPage, cis } from "../reference";

export const foreignPrincipals: Check = {
  id: "foreign-principals",
  title: "No other account is let into the log bucket or to its key",
  pillar: "data",
  weight: 0,
  why: "Whom a policy names once reads every log to come; a partner that left, or an account nobody remembers, still does.",
  reads: ["s3:GetBucketPolicy", "kms:GetKeyPolicy", "cloudtrail:DescribeTrails"],
  references: [
    cis("2.21", "2.1.4"),
    awsPage(
      "AWS JSON policy elements: Principal",
      "IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const trail = findings.need(facts.trail);
    const bucket = findings.need(facts.bucketPolicy);
    const key = findings.need(facts.keyPolicy);
    if (trail) {
      const own = [trail.account, ...facts.asked.logAccounts];
      for (const statement of bucket ?? []) judgeStatement(findings, "bucket", statement, own);
      for (const statement of key ?? []) judgeStatement(findings, "key", statement, own);
      findings.fact(`let in may be ${own.join(", ")}`);
    }
    const { bucket: name } = fixNames(facts);
    return findings.verdict({
      say: "Take the statement out of the policy, or name the account as one that may read logs (logAccounts).",
      command: bucketCommand(facts, "get-bucket-policy"),
      pulumi: resource(
        "s3.BucketPolicy",
        "audit-policy",
        `bucket: ${JSON.stringify(name)},`,
        "policy: JSON.stringify({",
        '  Version: "2012-10-17",',
        "  Statement: [ /* the statements without that one */ ],",
        "}),",
      ),
    });
  },
};

function judgeStatement(findings: Findings, of: string, statement: Statement, own: readonly string[]): void {
  const { effect, label, principals, notPrincipals, conditions } = statement;
  if (effect !== "Allow") return;
  const where = `${of}: ${label}`;
  if (notPrincipals) findings.problem(`${where} lets in everyone but those whom it names`);
  if (!principals) return;
  if (principals.everyone) {
    // What the conditions leave of everyone, the check of the whole policy tells as far as it can be told.
    const keys = conditions.map(({ key }) => key).join(", ");
    if (keys === "") findings.problem(`${where} lets in everyone`);
    else findings.doubt(`${where} lets in everyone under ${keys}`);
  }
  for (const named of principals.aws.filter((each) => each !== "*")) {
    const account = /^\d{12}$/.test(named) ? named : parseArn(named)?.account;
    // The id of a user or role that is gone stands in the place of its ARN.
    if (account === undefined) findings.doubt(`${where} names ${named}, which is nobody's ARN`);
    else if (own.includes(account)) findings.fact(`${where} lets ${named} in`);
    else findings.problem(`${where} lets ${named} in`);
  }
  for (const named of principals.others)
    findings.doubt(`${where} names ${named}: whose that is, the policy does not say`);
  const services = principals.services.filter((service) => service !== CLOUDTRAIL);
  if (services.length > 0) findings.fact(`${where} lets ${services.join(", ")} in`);
}
