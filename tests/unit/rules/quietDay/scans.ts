import { Fields, by, call, denied } from "../../../support/records";
import { HOUR } from "./cast";

/** A scanner of the security team goes through everything, and is not let in everywhere. */
export function scans(): object[] {
  const scanner = by.role("security-audit", "prowler");
  const at = (n: number): Fields => ({
    at: 5 * HOUR + n,
    sourceIPAddress: "198.51.100.20",
    userAgent: "Boto3/1.40.60 md/Botocore#1.40.60 APN_1826889",
  });
  const services = [
    "ec2",
    "iam",
    "s3",
    "kms",
    "rds",
    "lambda",
    "cloudtrail",
    "guardduty",
    "secretsmanager",
    "sns",
    "sqs",
    "dynamodb",
    "ecs",
    "eks",
    "organizations",
  ];
  return [
    ...services.flatMap((service, n) =>
      Array.from({ length: 6 }, (_, m) =>
        call(`${service}:${m % 2 ? "List" : "Describe"}Things${m}`, scanner, at(n * 6 + m)),
      ),
    ),
    ...["macie2:GetMacieSession", "shield:DescribeSubscription", "support:DescribeTrustedAdvisorChecks"].map(
      (api, n) => denied(api, scanner, at(100 + n)),
    ),
  ];
}
