import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, fixNames } from "../fixText";
import { CLOUDTRAIL, cloudTrailService } from "../modelCalls";
import { Statement } from "../policy/document";
import { decide } from "../policy/evaluate";
import { cloudTrailPage } from "../reference";
import { LogGroup, Role, Trail } from "../trailFacts";
import { hasLogGroup } from "./logGroupRetention";

const NEEDED = ["logs:CreateLogStream", "logs:PutLogEvents"];

export const logsRole: Check = {
  id: "logs-role",
  title: "The role for CloudWatch Logs lets CloudTrail write there, and nothing else",
  pillar: "detection",
  weight: 0,
  why: "Too little, and no event arrives; too much, and whoever gets hold of the role has it.",
  reads: [
    "iam:GetRole",
    "iam:ListRolePolicies",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
    "logs:DescribeLogGroups",
  ],
  references: [
    cloudTrailPage(
      "Role policy document for CloudTrail to use CloudWatch Logs",
      "cloudtrail-required-policy-for-cloudwatch-logs",
    ),
  ],
  applies: hasLogGroup,
  evaluate(facts) {
    const findings = new Findings();
    const trail = findings.need(facts.trail);
    const group = findings.need(facts.logGroup);
    const role = findings.need(facts.logsRole);
    if (trail && group && role) {
      judgeTrust(findings, role);
      judgePermissions(findings, role, trail, group);
    }
    const { partition, region, account, logGroup } = fixNames(facts);
    return findings.verdict({
      say: `Let ${CLOUDTRAIL} alone take the role, and let it ${NEEDED.join(" and ")} on arn:${partition}:logs:${region}:${account}:log-group:${logGroup}:log-stream:${account}_CloudTrail_${region}* only.`,
      command:
        "aws iam put-role-policy --role-name <role> --policy-name write-events --policy-document file://logs-role-policy.json",
      pulumi: auditTrail(facts, "cloudWatchLogs: {},"),
    });
  },
};

function judgeTrust(findings: Findings, { trust, arn }: Role): void {
  const open = trust.filter(({ effect, principals }) => {
    const { everyone = false, aws = [], services = [], others = [] } = principals ?? { everyone: true };
    return (
      effect === "Allow" &&
      (everyone || aws.length + others.length > 0 || services.some((s) => s !== CLOUDTRAIL))
    );
  });
  for (const { label } of open)
    findings.problem(`trust policy, ${label}: others than ${CLOUDTRAIL} may take the role`);
  const admits = trust.some(
    ({ effect, principals }) => effect === "Allow" && principals?.services.includes(CLOUDTRAIL) === true,
  );
  findings.expect(admits, `${CLOUDTRAIL} may take ${arn}`, `${CLOUDTRAIL} may not take ${arn}`);
}

function judgePermissions(findings: Findings, { permissions }: Role, trail: Trail, group: LogGroup): void {
  const stream = `${group.arn}:log-stream:${trail.account}_CloudTrail_${trail.region}`;
  for (const action of NEEDED) {
    const { outcome } = decide(permissions, {
      caller: cloudTrailService,
      action,
      resource: stream,
      context: {},
    });
    if (outcome === "undecided")
      findings.doubt(`cannot tell whether the role may ${action}: it hangs on a condition`);
    else findings.expect(outcome === "allowed", `it may ${action}`, `it may not ${action} on ${stream}`);
  }
  for (const statement of permissions.filter(({ effect }) => effect === "Allow"))
    judgeExcess(findings, statement, group);
}

function judgeExcess(findings: Findings, statement: Statement, group: LogGroup): void {
  const { label, actions, resources } = statement;
  const needed = NEEDED.map((action) => action.toLowerCase());
  const more = actions?.filter((action) => !needed.includes(action.toLowerCase())) ?? [
    "everything but what it names",
  ];
  if (more.length > 0) findings.problem(`${label} lets the role do more than it needs: ${more.join(", ")}`);
  const beyond = resources?.filter((resource) => !resource.startsWith(`${group.arn}:`)) ?? ["NotResource"];
  if (beyond.length > 0) findings.problem(`${label} reaches beyond ${group.name}: ${beyond.join(", ")}`);
}
