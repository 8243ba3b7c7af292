import { ACCOUNT, Fields, call } from "../../../support/records";
import { HOUR, TERRAFORM, ci } from "./cast";

/** A preview of a branch is taken down. */
export function teardown(): object[] {
  const at = (n: number): Fields => ({
    at: 3 * HOUR + n,
    sourceIPAddress: "198.51.100.20",
    userAgent: TERRAFORM,
  });
  const gone = (n: number, api: string, requestParameters: Fields["requestParameters"]) =>
    call(api, ci, { ...at(n), requestParameters });
  return [
    gone(0, "s3:DeleteBucket", { bucketName: "acme-preview-17-assets" }),
    gone(1, "s3:DeleteBucketPolicy", { bucketName: "acme-preview-17-assets" }),
    gone(2, "kms:ScheduleKeyDeletion", {
      keyId: "0a0a0a0a-5e6f-4a1b-8c2d-3e4f5a6b7c8d",
      pendingWindowInDays: 7,
    }),
    gone(3, "logs:DeleteLogGroup", { logGroupName: "/aws/lambda/preview-17" }),
    gone(4, "lambda:DeleteFunction20150331", { functionName: "preview-17" }),
    gone(5, "secretsmanager:DeleteSecret", { secretId: "preview-17/database", recoveryWindowInDays: 7 }),
    gone(6, "ec2:TerminateInstances", { instancesSet: { items: [{ instanceId: "i-0777777777777777a" }] } }),
    gone(7, "iam:DetachRolePolicy", {
      roleName: "preview-17",
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    }),
    gone(8, "iam:DeleteRole", { roleName: "preview-17" }),
    gone(9, "ec2:DeleteSecurityGroup", { groupId: "sg-0777777777777777a" }),
    gone(10, "monitoring:DeleteAlarms", { alarmNames: ["preview-17-errors"] }),
    gone(11, "cloudformation:DeleteStack", { stackName: "preview-17" }),
    gone(12, "sns:DeleteTopic", { topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:preview-17` }),
  ];
}
