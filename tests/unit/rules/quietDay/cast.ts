import { UserIdentity } from "../../../../detective/event";
import { ACCOUNT, by } from "../../../support/records";

/** Seconds after noon, so that a day's work lies between -4 and +6 hours. */
export const HOUR = 3_600;
export const NAT = "203.0.113.10";
export const OFFICE = "192.0.2.7";
export const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
export const TERRAFORM =
  "APN/1.0 HashiCorp/1.0 Terraform/1.13.4 (+https://www.terraform.io) terraform-provider-aws/6.17.0 aws-sdk-go-v2/1.39.3 ua/2.1 os/linux lang/go#1.24.6";

const sso = (role: string, person: string): UserIdentity =>
  by.role(`AWSReservedSSO_${role}_0f1e2d3c4b5a6978`, person);
export const jane = sso("AdministratorAccess", "jane.doe");
export const john = sso("ReadOnlyAccess", "john.roe");
export const ci = by.role("ci-deploy", "GitHubActions");
export const web = by.instance("web-app");
export const worker = by.instance("batch-worker", "i-0fedcba9876543210");
export const orders = by.role("orders-api", "orders-api");
const forService = (role: string, service: string): UserIdentity =>
  by.role(role, role, {
    invokedBy: service,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: "AROASERVICEROLE000000",
        arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/${service}/${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
    },
  });
export const config = forService("AWSServiceRoleForConfig", "config.amazonaws.com");
export const scaling = forService("AWSServiceRoleForAutoScaling", "autoscaling.amazonaws.com");
export const tables = forService(
  "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
  "dynamodb.application-autoscaling.amazonaws.com",
);
export const backup = forService("AWSServiceRoleForBackup", "backup.amazonaws.com");
export const balancer = by.role("alb-controller", "1763716447000000000");
