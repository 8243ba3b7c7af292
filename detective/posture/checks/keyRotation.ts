import { Check } from "../check";
import { Findings } from "../findings";
import { fixNames, resource, shellWord } from "../fixText";
import { awsPage, cis } from "../reference";

export const keyRotation: Check = {
  id: "key-rotation",
  title: "The key's material is renewed every year",
  pillar: "data",
  weight: 0,
  why: "The longer one key encrypts, the more is lost with it.",
  reads: ["kms:GetKeyRotationStatus", "kms:DescribeKey"],
  references: [
    cis("4.6", "3.6"),
    awsPage("Rotate AWS KMS keys", "kms/latest/developerguide/rotate-keys.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const key = findings.need(facts.key);
    const rotates = findings.need(facts.rotation);
    if (key && rotates !== undefined) {
      const origin = key.Origin && key.Origin !== "AWS_KMS" ? `; its material comes from ${key.Origin}` : "";
      findings.expect(rotates, "rotation is on", `rotation is off${origin}`);
    }
    const { key: id, region } = fixNames(facts);
    return findings.verdict({
      say: "Switch the key's rotation on.",
      command: `aws kms enable-key-rotation --key-id ${shellWord(id)} --region ${shellWord(region)}`,
      pulumi: resource("kms.Key", "audit-key", "enableKeyRotation: true,"),
    });
  },
};
