import { ifThere, type Activity, type World } from "../activity";
import type { AwsClients } from "../awsClients";

const policyName = "exercise";

/** Two IAM users of the run's own, each with as little as it needs for what follows. */
export const twoUsers: Activity = {
  id: "two-users",
  does: "makes two IAM users with access keys",
  expects: ({ names }) =>
    Object.values(names).flatMap(() =>
      ["CreateUser", "PutUserPolicy", "CreateAccessKey"].map((eventName) => ({
        eventSource: "iam.amazonaws.com",
        eventName,
      })),
    ),
  async run(world) {
    const { iam } = world.operator;
    for (const who of ["newcomer", "auditor"] as const) {
      const UserName = world.names[who];
      await iam.createUser({ UserName });
      await iam.putUserPolicy({ UserName, PolicyName: policyName, PolicyDocument: permissions(world, who) });
      const { AccessKey } = await iam.createAccessKey({ UserName });
      await world.admit(who, AccessKey?.AccessKeyId ?? "", AccessKey?.SecretAccessKey ?? "");
    }
  },
  async undo({ operator: { iam }, names }) {
    const failures: Error[] = [];
    for (const UserName of Object.values(names)) {
      await removeUser(iam, UserName).catch((cause: unknown) =>
        failures.push(new Error(`${UserName} is still there: ${String(cause)}`, { cause })),
      );
    }
    if (failures.length > 0)
      throw new AggregateError(failures, failures.map(({ message }) => message).join("; "));
  },
};

async function removeUser(iam: AwsClients["iam"], UserName: string): Promise<void> {
  await ifThere(async () => {
    const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName });
    for (const { AccessKeyId } of AccessKeyMetadata) await iam.deleteAccessKey({ UserName, AccessKeyId });
  });
  await ifThere(() => iam.deleteUserPolicy({ UserName, PolicyName: policyName }));
  await ifThere(() => iam.deleteUser({ UserName }));
}

/** The newcomer may look around, and attach policies: the mistake that the escalation uses. */
function permissions({ partition, names, bucketName }: World, who: "newcomer" | "auditor"): string {
  const self = `arn:${partition}:iam::*:user/${names.newcomer}`;
  const logs = `arn:${partition}:s3:::${bucketName}`;
  const statements =
    who === "newcomer"
      ? [
          allow(["s3:ListAllMyBuckets", "ec2:DescribeInstances", "iam:ListUsers"], "*"),
          allow(["iam:AttachUserPolicy"], self),
        ]
      : [allow(["s3:GetBucketPolicy", "s3:GetEncryptionConfiguration", "s3:ListBucket"], logs)];
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function allow(actions: string[], resource: string) {
  return { Effect: "Allow", Action: actions, Resource: resource };
}
