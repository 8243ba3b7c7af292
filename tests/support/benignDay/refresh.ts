import { BUCKET_READS, OTHER_READS } from "./questions";
import { Actor, Day, times } from "./day";

const BUCKETS = times(30, (n) => `example-app-${n}`);
const INSTANCES = times(8, (n) => `i-0a1b2c3d4e5f6070${n}`);

/** Terraform compares its state with the account, thing by thing. */
export function refresh(day: Day, actor: Actor, at: number): void {
  day.call(actor, "sts:GetCallerIdentity", at);
  for (const [n, bucketName] of BUCKETS.entries()) {
    for (const [step, name] of BUCKET_READS.entries())
      day.call(actor, `s3:${name}`, at + 2 + n + step / 20, { bucketName });
  }
  for (const [n, roleName] of times(25, (each) => `app-${each}`).entries()) {
    for (const name of ["GetRole", "ListRolePolicies", "ListAttachedRolePolicies", "GetRolePolicy"])
      day.call(actor, `iam:${name}`, at + 5 + n, { roleName });
  }
  for (const [n, instanceId] of INSTANCES.entries()) {
    for (const attribute of ["userData", "disableApiTermination", "instanceInitiatedShutdownBehavior"])
      day.call(actor, "ec2:DescribeInstanceAttribute", at + 8 + n, { instanceId, attribute });
  }
  for (const [n, api] of OTHER_READS.entries()) day.call(actor, api, at + 10 + n / 2, {});
  day.each(
    actor,
    "secretsmanager:GetSecretValue",
    at + 12,
    0.5,
    times(20, (n) => ({ secretId: `prod/app-${n}/db` })),
  );
  day.each(
    actor,
    "ssm:GetParameter",
    at + 14,
    0.5,
    times(25, (n) => ({ name: `/prod/app-${n}/key`, withDecryption: true })),
  );
}
