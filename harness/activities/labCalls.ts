import type { Activity } from "../activity";

/** Lab 02's three calls: what is there, in storage, in machines, in people? */
export const labCalls: Activity = {
  id: "lab-calls",
  does: "lists buckets, describes instances and lists users",
  expects: ({ names: { newcomer: user } }) => [
    { eventSource: "s3.amazonaws.com", eventName: "ListBuckets", user },
    { eventSource: "ec2.amazonaws.com", eventName: "DescribeInstances", user },
    { eventSource: "iam.amazonaws.com", eventName: "ListUsers", user },
  ],
  async run({ newcomer, allowed }) {
    const { s3, ec2, iam } = newcomer();
    await allowed(() => s3.listBuckets({}));
    await allowed(() => ec2.describeInstances({}));
    await allowed(() => iam.listUsers({}));
  },
};
