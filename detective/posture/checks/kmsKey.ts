import { parseArn } from "../../arn";
import { Check } from "../check";
import { describeKeyGrant, encryptGrants } from "../deliveryGrants";
import { Findings } from "../findings";
import { auditTrail, fixNames, shellWord } from "../fixText";
import { judgeCloudTrailExcess, judgeOutsiders } from "../judgeExcess";
import { Grant, judgeGrant, judgePin, labels } from "../judgeGrant";
import { cloudTrailService, logEncryptionContext } from "../modelCalls";
import { Statement } from "../policy/document";
import { applies, decide, namesAction } from "../policy/evaluate";
import { limitsOf } from "../policy/limits";
import { cis, cloudTrailPage } from "../reference";
import { Trail, TrailFacts } from "../trailFacts";

/** Actions that show whether somebody commands the key; a name that isn't AWS's shows whether `kms:*` is meant. */
const ADMINISTRATION = [
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:DisableKey",
  "kms:CreateGrant",
  "kms:Decrypt",
];
const ANY_ACTION = "kms:AnyActionThereMayBe";
const ENCRYPTION_CONTEXT = "kms:EncryptionContext:aws:cloudtrail:arn";

export const kmsKey: Check = {
  id: "kms-key",
  title: "The KMS key is enabled, has its alias, and only this trail encrypts with it",
  pillar: "data",
  weight: 4,
  why: "Logs say who touched what; a key of one's own decides who can read them, and its policy must serve this trail alone.",
  reads: ["kms:DescribeKey", "kms:ListAliases", "kms:GetKeyPolicy", "cloudtrail:DescribeTrails"],
  references: [
    cis("4.5", "3.5"),
    cloudTrailPage("Configure AWS KMS key policies for CloudTrail", "create-kms-key-policy-for-cloudtrail"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    judgeState(findings, facts);
    judgeAlias(findings, facts);
    const trail = findings.need(facts.trail);
    const key = findings.need(facts.key);
    const policy = findings.need(facts.keyPolicy);
    if (trail && key && policy) {
      const arn = key.Arn ?? "*";
      judgeRoot(findings, policy, trail, arn);
      judgeEncrypt(findings, policy, trail, arn);
      judgeDescribe(findings, policy, trail, arn);
      judgeOutsiders(findings, policy, trail, { actions: ADMINISTRATION, resources: [arn] });
      const reserved = { actions: ADMINISTRATION.filter((a) => a !== "kms:Decrypt"), resources: [arn] };
      judgeCloudTrailExcess(findings, policy, logEncryptionContext(trail), reserved);
    }
    return findings.verdict({
      say: "Enable the key (cancel its deletion), give it its alias, and put the three statements into its policy: account root kms:*; CloudTrail kms:GenerateDataKey* with aws:SourceArn and the encryption context; CloudTrail kms:DescribeKey.",
      command: `aws kms put-key-policy --key-id ${shellWord(fixNames(facts).key)} --policy-name default --policy file://key-policy.json --region ${shellWord(fixNames(facts).region)}`,
      // An adopted key's policy is merged, so this mends one that is in use.
      pulumi: auditTrail(facts, `logBucket: { existing: { key: ${JSON.stringify(fixNames(facts).key)} } },`),
    });
  },
};

function judgeState(findings: Findings, facts: TrailFacts): void {
  const key = findings.need(facts.key);
  if (!key) return;
  const name = key.Arn ?? key.KeyId ?? "the key";
  const until = key.DeletionDate ? ` (deletion on ${key.DeletionDate.toISOString().slice(0, 10)})` : "";
  const state = key.KeyState ?? "not stated";
  findings.expect(state === "Enabled", `${name} is Enabled`, `${name} is ${state}${until}, not Enabled`);
  findings.expect(
    key.KeyManager === "CUSTOMER",
    "the key is the account's own",
    `the key's manager is ${key.KeyManager ?? "not stated"}: its policy can't be the account's own`,
  );
}

function judgeAlias(findings: Findings, { aliases, keyAlias }: TrailFacts): void {
  const list = findings.need(aliases);
  if (!list) return;
  const own = list.map(({ name }) => name).filter((name) => name && !name.startsWith("alias/aws/"));
  const found = keyAlias === undefined ? own : own.filter((name) => name === keyAlias);
  const has = own.length > 0 ? `; it has ${own.join(", ")}` : "";
  findings.expect(
    found.length > 0,
    `the key has ${found.join(", ")}`,
    `the key has no ${keyAlias === undefined ? "alias" : `alias ${keyAlias}`}${has}`,
  );
}

function judgeRoot(findings: Findings, policy: readonly Statement[], trail: Trail, key: string): void {
  const account = parseArn(key)?.account ?? trail.account;
  const arn = `arn:${trail.partition}:iam::${account}:root`;
  const context = {
    "aws:principalaccount": account,
    "kms:calleraccount": account,
    "aws:principalarn": arn,
    "aws:securetransport": "true",
    "aws:sourcearn": undefined,
    "aws:sourceaccount": undefined,
    "aws:principalisawsservice": "false",
    "aws:viaawsservice": "false",
  };
  const caller = { kind: "principal", arn } as const;
  const answers = [...ADMINISTRATION, ANY_ACTION].map((action) => ({
    action,
    ...decide(policy, { caller, action, resource: key, context }),
  }));
  const denied = answers.filter(({ outcome }) => outcome === "denied");
  const open = answers.filter(({ outcome }) => outcome === "undecided");
  if (denied.length > 0) {
    const missing = denied.map(({ action }) => (action === ANY_ACTION ? "the rest of kms:*" : action));
    findings.problem(`the account root can't do everything with the key: not ${missing.join(", ")}`);
  } else if (open.length > 0) {
    findings.doubt(`cannot tell whether the account root administers the key: ${labels(open[0]!.by)}`);
  } else {
    findings.fact(`${labels(answers.at(-1)!.by)} lets the root of ${account} administer the key`);
  }
  judgeForeignAdministrators(findings, policy, account);
}

/** Another account that is named with kms:* commands the key as its owner does. */
function judgeForeignAdministrators(findings: Findings, policy: readonly Statement[], account: string): void {
  for (const statement of policy) {
    if (statement.effect !== "Allow" || !namesAction(statement, "kms:PutKeyPolicy")) continue;
    for (const named of statement.principals?.aws ?? []) {
      const other = /^\d{12}$/.test(named) ? named : parseArn(named)?.account;
      if (other && other !== account) {
        findings.problem(`${statement.label} lets ${named}, of another account, administer the key`);
      }
    }
  }
}

function judgeEncrypt(findings: Findings, policy: readonly Statement[], trail: Trail, key: string): void {
  const grants = encryptGrants(trail, key);
  for (const grant of grants) {
    judgeGrant(findings, policy, grant);
    judgePin(findings, policy, trail, grant);
    for (const statement of encrypting(policy, grant)) judgeEncryptionContext(findings, statement, trail);
  }
}

function encrypting(policy: readonly Statement[], grant: Grant): Statement[] {
  return policy.filter(
    (statement) =>
      statement.effect === "Allow" && applies(statement, { caller: cloudTrailService, ...grant }) !== "no",
  );
}

function judgeEncryptionContext(findings: Findings, statement: Statement, trail: Trail): void {
  const limits = limitsOf(statement, ENCRYPTION_CONTEXT);
  if (!limits) {
    findings.problem(`${statement.label} has no ${ENCRYPTION_CONTEXT}: it encrypts more than trails' logs`);
    return;
  }
  for (const { value } of limits) {
    const arn = parseArn(value);
    const ours =
      arn?.service === "cloudtrail" && arn.account === trail.account && arn.resource.startsWith("trail/");
    findings.expect(
      ours,
      `${statement.label}: the encryption context is limited to ${value}`,
      `${statement.label}: the encryption context ${value} is not limited to trails of ${trail.account}`,
    );
  }
}

function judgeDescribe(findings: Findings, policy: readonly Statement[], trail: Trail, key: string): void {
  judgeGrant(findings, policy, describeKeyGrant(trail, key));
}
