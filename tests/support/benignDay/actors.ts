import { JsonObject } from "../../../detective/json";
import { ACCOUNT, Actor } from "./day";

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";

/** A session of a role. */
export function role(
  name: string,
  session: string,
  ip: string,
  agent: string,
  identity: JsonObject = {},
  more: JsonObject = {},
): Actor {
  const id = name
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .padEnd(17, "0")
    .slice(0, 17);
  return {
    identity: {
      type: "AssumedRole",
      principalId: `AROA${id}:${session}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
      accountId: ACCOUNT,
      accessKeyId: `ASIA${keyOf(name + session)}`,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: `AROA${id}`,
          arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
          accountId: ACCOUNT,
          userName: name,
        },
        attributes: { creationDate: "2026-11-18T06:00:00Z", mfaAuthenticated: "false" },
      },
      ...identity,
    },
    ip,
    agent,
    more,
  };
}

/** Each session has a key of its own. */
function keyOf(session: string): string {
  let sum = 0n;
  for (const character of session) sum = (sum * 131n + BigInt(character.codePointAt(0)!)) % 36n ** 16n;
  return sum.toString(36).toUpperCase().padStart(16, "0");
}

/** What an AWS service does for itself. */
export function service(name: string): Actor {
  return { identity: { type: "AWSService", invokedBy: name }, ip: name, agent: name };
}

/** A service acting through its service-linked role. */
export function linkedRole(name: string, session: string, host: string): Actor {
  return role(`AWSServiceRoleFor${name}`, session, host, host, { invokedBy: host });
}

/** A person who came through IAM Identity Center, in the console. */
export function person(name: string, permissionSet: string, ip = "198.51.100.24"): Actor {
  const roleName = `AWSReservedSSO_${permissionSet}_1f2e3d4c5b6a7988`;
  return role(roleName, `${name}@example.com`, ip, BROWSER, {}, { sessionCredentialFromConsole: "true" });
}

/** The same person with the command line. */
export function atCommandLine(actor: Actor): Actor {
  return {
    ...actor,
    agent: "aws-cli/2.31.10 md/awscrt#0.27.6 ua/2.1 os/linux#6.8 lang/python#3.13.7",
    more: {},
  };
}

/** An instance with its role. */
export function instance(name: string, id: string, ip = "203.0.113.9"): Actor {
  const agent = "Boto3/1.40.12 md/Botocore#1.40.12 ua/2.1 os/linux#6.1.0 lang/python#3.12.3";
  const { identity, ...rest } = role(name, id, ip, agent);
  const context = { ...(identity.sessionContext as JsonObject), ec2RoleDelivery: "2.0" };
  return { ...rest, identity: { ...identity, sessionContext: context } };
}

/** One of the few IAM users that are left; in the console with a second factor. */
export const IAM_USER: Actor = {
  identity: {
    type: "IAMUser",
    principalId: "AIDAEXAMPLEJANOLD0001",
    arn: `arn:aws:iam::${ACCOUNT}:user/jan.old`,
    accountId: ACCOUNT,
    accessKeyId: "ASIAEXAMPLEJANOLD001",
    userName: "jan.old",
    sessionContext: { attributes: { creationDate: "2026-11-18T08:02:11Z", mfaAuthenticated: "true" } },
  },
  ip: "198.51.100.31",
  agent: BROWSER,
  more: { sessionCredentialFromConsole: "true" },
};

/** His access key, as his scripts use it. */
export const IAM_USER_KEY: Actor = {
  identity: {
    type: "IAMUser",
    principalId: "AIDAEXAMPLEJANOLD0001",
    arn: `arn:aws:iam::${ACCOUNT}:user/jan.old`,
    accountId: ACCOUNT,
    accessKeyId: "AKIAEXAMPLEJANOLD001",
    userName: "jan.old",
  },
  ip: "198.51.100.31",
  agent: "aws-cli/2.31.10 md/awscrt#0.27.6 ua/2.1 os/linux#6.8 lang/python#3.13.7",
};

export const ADMIN = person("mara.weiss", "PlatformAdmin");
export const DEVELOPER = person("tom.lind", "Developer", "198.51.100.40");
export const ANALYST = person("ines.roth", "SecurityAnalyst", "198.51.100.52");
const TERRAFORM =
  "APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.14.0";
export const TERRAFORM_ROLE = role("ci-deploy", "terraform-4711", "192.0.2.80", TERRAFORM);
export const PULUMI_ROLE = role(
  "ci-deploy",
  "pulumi-812",
  "192.0.2.81",
  "APN/1.0 Pulumi/1.0 PulumiAWS/7.8.0",
);
export const CDK_ROLE = role("cdk-hnb659fds-deploy-role", "aws-cdk", "192.0.2.82", "aws-cdk/2.220.0");
export const CLOUDFORMATION = role(
  "cdk-hnb659fds-cfn-exec-role",
  "AWSCloudFormation",
  "cloudformation.amazonaws.com",
  "cloudformation.amazonaws.com",
  { invokedBy: "cloudformation.amazonaws.com" },
);
export const PACKER = role("image-builder", "packer-31", "192.0.2.83", "APN/1.0 HashiCorp/1.0 Packer/1.14.2");
export const SCANNER = role("security-audit", "posture-scan", "192.0.2.99", "Boto3/1.40.12 posture-scan/3.2");
