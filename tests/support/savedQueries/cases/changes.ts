import { HERE, call } from "../call";
import { QueryCase } from "../queryCase";

const ALICE = `arn:aws:iam::${HERE}:user/alice`;
const ONE = { and: { eventID: "e1" } };
const TWO = { and: { eventID: "e2" } };

/** Cases of the queries about changes that an intruder makes. */
export const CHANGE_CASES: Readonly<Record<string, QueryCase>> = {
  "privilege-changes": {
    records: [
      call("04T10:00 iam AttachUserPolicy", {
        request: { userName: "bob", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
        ...ONE,
      }),
      call("04T11:00 iam PutRolePolicy", {
        request: { roleName: "r", policyName: "p" },
        error: "AccessDenied",
        ...TWO,
      }),
      call("04T12:00 iam ListUsers"),
      call("04T13:00 sso AttachUserPolicy"),
    ],
    rows: [
      `04T10:00 | ${HERE} | ${ALICE} | AttachUserPolicy | bob | arn:aws:iam::aws:policy/AdministratorAccess | - | 198.51.100.1 | e1`,
      `04T11:00 | ${HERE} | ${ALICE} | PutRolePolicy | r | p | AccessDenied | 198.51.100.1 | e2`,
    ],
  },
  "new-identities": {
    records: [
      call("04T10:00 iam CreateUser", { request: { userName: "bob" }, ...ONE }),
      call("04T11:00 iam CreateSAMLProvider", { request: { name: "idp" }, error: "AccessDenied", ...TWO }),
      call("04T12:00 iam CreateAccessKey", { request: { userName: "bob" } }),
      call("04T13:00 cognito-idp CreateUser"),
    ],
    rows: [
      `04T10:00 | ${HERE} | ${ALICE} | CreateUser | bob | - | 198.51.100.1 | e1`,
      `04T11:00 | ${HERE} | ${ALICE} | CreateSAMLProvider | idp | AccessDenied | 198.51.100.1 | e2`,
    ],
  },
  "trail-tampering": {
    records: [
      call("04T10:00 cloudtrail StopLogging", { request: { name: "main" }, error: "AccessDenied", ...ONE }),
      call("04T11:00 guardduty DeleteDetector", { request: { detectorId: "d1" }, ...TWO }),
      call("04T12:00 cloudtrail StartLogging", { request: { name: "main" } }),
      call("04T13:00 cloudtrail GetTrailStatus", { request: { name: "main" } }),
      call("04T14:00 logs CreateLogGroup", { request: { logGroupName: "g" } }),
    ],
    rows: [
      `04T10:00 | ${HERE} | eu-west-1 | ${ALICE} | cloudtrail.amazonaws.com | StopLogging | main | AccessDenied | 198.51.100.1 | e1`,
      `04T11:00 | ${HERE} | eu-west-1 | ${ALICE} | guardduty.amazonaws.com | DeleteDetector | d1 | - | 198.51.100.1 | e2`,
    ],
  },
  "security-group-openings": {
    records: [
      call("04T10:00 ec2 AuthorizeSecurityGroupIngress", {
        request: {
          groupId: "sg-1",
          ipPermissions: {
            items: [
              { ipProtocol: "tcp", fromPort: 22, toPort: 23, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } },
            ],
          },
        },
        ...ONE,
      }),
      call("04T11:00 ec2 ModifySecurityGroupRules", {
        request: {
          ModifySecurityGroupRulesRequest: {
            GroupId: "sg-2",
            SecurityGroupRule: { SecurityGroupRule: { CidrIpv6: "::/0", FromPort: 3306 } },
          },
        },
        error: "Client.UnauthorizedOperation",
        ...TWO,
      }),
      call("04T12:00 ec2 AuthorizeSecurityGroupIngress", {
        request: { groupId: "sg-1", cidrIp: "10.0.0.0/8" },
      }),
      call("04T13:00 ec2 RevokeSecurityGroupIngress", { request: { groupId: "sg-1", cidrIp: "0.0.0.0/0" } }),
    ],
    rows: [
      `04T10:00 | ${HERE} | eu-west-1 | ${ALICE} | AuthorizeSecurityGroupIngress | sg-1 | 22 | 23 | - | 198.51.100.1 | e1`,
      `04T11:00 | ${HERE} | eu-west-1 | ${ALICE} | ModifySecurityGroupRules | sg-2 | - | - | Client.UnauthorizedOperation | 198.51.100.1 | e2`,
    ],
  },
  "code-changes": {
    records: [
      call("04T10:00 lambda UpdateFunctionCode20150331v2", { request: { functionName: "f" }, ...ONE }),
      call("04T11:00 ssm SendCommand", {
        request: { documentName: "AWS-RunShellScript" },
        error: "AccessDenied",
        ...TWO,
      }),
      call("04T12:00 lambda GetFunction20150331v2", { request: { functionName: "f" } }),
      call("04T13:00 ecs RunTask"),
    ],
    rows: [
      `04T10:00 | ${HERE} | eu-west-1 | ${ALICE} | lambda.amazonaws.com | UpdateFunctionCode20150331v2 | f | - | 198.51.100.1 | e1`,
      `04T11:00 | ${HERE} | eu-west-1 | ${ALICE} | ssm.amazonaws.com | SendCommand | AWS-RunShellScript | AccessDenied | 198.51.100.1 | e2`,
    ],
  },
};
