import { parseArn } from "../arn";
import { aclCheckGrant, describeKeyGrant, encryptGrants, writeGrant } from "../posture/deliveryGrants";
import { Findings } from "../posture/findings";
import { bucketCommand, fixNames, shellWord, trailCommand } from "../posture/fixText";
import { Grant, judgeGrant } from "../posture/judgeGrant";
import { cloudTrailService } from "../posture/modelCalls";
import { Statement } from "../posture/policy/document";
import { decide } from "../posture/policy/evaluate";
import { Trail, TrailFacts } from "../posture/trailFacts";
import { Found, Part, fromFindings } from "./found";
import { bucketPolicyCommand, keyPolicyCommand } from "./policyCommands";

/** Whether the bucket is there and lets the trail's files in. */
export function diagnoseBucket(facts: TrailFacts, trail: Trail): Found {
  const part: Part = { id: "bucket", title: "The bucket and its policy" };
  const findings = new Findings();
  const name = findings.need(facts.bucketName);
  const place = findings.need(facts.place);
  if (place && place.account === undefined) {
    findings.fact(`bucket ${name ?? ""} belongs to another account than ${trail.account}`);
  }
  // What isn't there at all needs no statement.
  const policy = facts.place.state === "absent" ? undefined : findings.need(facts.bucketPolicy);
  if (name && policy) {
    const bucketArn = `arn:${trail.partition}:s3:::${name}`;
    const grants = [aclCheckGrant(trail, bucketArn), writeGrant(trail, bucketArn, "CloudTrail")];
    for (const grant of grants) judgeGrant(findings, policy, grant);
    // A Deny wins over whatever is added: somebody has to look at it.
    if (isDenied(policy, grants))
      return fromFindings(part, findings, bucketCommand(facts, "get-bucket-policy"));
  }
  const command =
    facts.place.state === "absent"
      ? trailCommand(facts, "update-trail", "--s3-bucket-name <bucket>")
      : bucketPolicyCommand(facts, trail);
  return fromFindings(part, findings, command);
}

/** Whether the key works and lets CloudTrail encrypt with it. */
export function diagnoseKey(facts: TrailFacts, trail: Trail): Found {
  const part: Part = { id: "key", title: "The key and its policy" };
  if (!trail.KmsKeyId) {
    return { ...part, status: "ok", says: "the trail encrypts with no key of its own", evidence: [] };
  }
  const findings = new Findings();
  const metadata = findings.need(facts.key);
  const policy = findings.need(facts.keyPolicy);
  const state = metadata?.KeyState ?? "not stated";
  const { key: id } = fixNames(facts);
  const at = `--key-id ${shellWord(id)} --region ${shellWord(parseArn(id)?.region ?? trail.region)}`;
  if (metadata) {
    findings.expect(
      state === "Enabled",
      "the key is Enabled",
      `the key is ${state}: nothing can be encrypted`,
    );
  }
  if (metadata && policy) {
    const arn = metadata.Arn ?? "*";
    const grants = [...encryptGrants(trail, arn), describeKeyGrant(trail, arn)];
    for (const grant of grants) judgeGrant(findings, policy, grant);
    if (state === "Enabled" && isDenied(policy, grants)) {
      return fromFindings(part, findings, `aws kms get-key-policy ${at} --policy-name default`);
    }
  }
  const region = metadata?.Arn && parseArn(metadata.Arn)?.region;
  if (region && facts.place.state === "value" && facts.place.value.region !== region) {
    findings.problem(`the key is in ${region}, the bucket in ${facts.place.value.region}`);
  }
  return fromFindings(part, findings, keyCommand(state, at) ?? keyPolicyCommand(facts, trail));
}

/** Whether a Deny, and not the lack of an Allow, stands in the way. */
function isDenied(policy: readonly Statement[], grants: readonly Grant[]): boolean {
  return grants.some((grant) => {
    const { outcome, by } = decide(policy, { caller: cloudTrailService, ...grant });
    return outcome === "denied" && by.length > 0;
  });
}

function keyCommand(state: string, at: string): string | undefined {
  if (state === "Disabled") return `aws kms enable-key ${at}`;
  if (state === "PendingDeletion") return `aws kms cancel-key-deletion ${at} && aws kms enable-key ${at}`;
  return undefined;
}
