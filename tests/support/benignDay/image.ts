import { JsonObject } from "../../../detective/json";
import { PACKER, service } from "./actors";
import { Day, clock } from "./day";
import { ingress } from "./parts";

/** A golden image is built, shared with the other two accounts, and the oldest one is removed. */
export function image(day: Day): void {
  const at = clock("03:00");
  const step = (api: string, seconds: number, params: JsonObject) =>
    day.call(PACKER, api, at + seconds, params);
  step("ec2:CreateKeyPair", 0, { keyName: "packer_0a1b" });
  step("ec2:CreateSecurityGroup", 1, { groupName: "packer_0a1b" });
  step("ec2:AuthorizeSecurityGroupIngress", 2, ingress(22, { cidrIp: "192.0.2.83/32" }));
  step("ec2:RunInstances", 5, {
    instanceType: "m7g.large",
    instancesSet: { items: [{ imageId: "ami-0a1b2c3d4e5f60718", minCount: 1, maxCount: 1 }] },
  });
  step("ec2:StopInstances", 600, { instancesSet: { items: [{ instanceId: "i-0a1b2c3d4e5f60999" }] } });
  step("ec2:CreateImage", 640, { instanceId: "i-0a1b2c3d4e5f60999", name: "golden-2026-11-18" });
  for (const userId of ["123456789012", "444455556666"])
    step("ec2:ModifyImageAttribute", 900, {
      imageId: "ami-0b1b2c3d4e5f60718",
      attributeType: "launchPermission",
      launchPermission: { add: { items: [{ userId }] } },
    });
  step("ec2:TerminateInstances", 910, { instancesSet: { items: [{ instanceId: "i-0a1b2c3d4e5f60999" }] } });
  step("ec2:DeleteKeyPair", 911, { keyName: "packer_0a1b" });
  step("ec2:DeleteSecurityGroup", 912, { groupName: "packer_0a1b" });
  step("ec2:DeregisterImage", 920, { imageId: "ami-0c1b2c3d4e5f60718" });
  step("ec2:DeleteSnapshot", 921, { snapshotId: "snap-0c1b2c3d4e5f60718" });
  day.call(service("ec2.amazonaws.com"), "kms:GenerateDataKeyWithoutPlaintext", at + 650, {
    keyId: "alias/aws/ebs",
  });
}
