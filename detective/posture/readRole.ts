import { parseArn } from "../arn";
import { IamReader } from "./accountClients";
import { Fact, readFact, unreadable, value } from "./fact";
import { Statement } from "./policy/document";
import { readPages } from "./readPages";
import { readIamPolicyText } from "./readPolicyText";
import { Role } from "./trailFacts";

/** A role with all of its policies; where one of them can't be read, the role is unreadable: a part would mislead. */
export function readRole(iam: IamReader, arn: string): Promise<Fact<Role>> {
  // A role's name is what follows its path.
  const RoleName = parseArn(arn)?.resource.split("/").at(-1) ?? arn;
  return readFact(
    "iam:GetRole",
    async () => {
      const { Role: role } = await iam.getRole({ RoleName });
      const trust = readIamPolicyText("iam:GetRole", role?.AssumeRolePolicyDocument ?? "", "trust");
      if (trust.state !== "value") return trust;
      const parts = await Promise.all([readInline(iam, RoleName), readAttached(iam, RoleName)]);
      const permissions: Statement[] = [];
      for (const part of parts) {
        if (part.state !== "value") return part;
        permissions.push(...part.value);
      }
      return value({ arn: role?.Arn ?? arn, trust: trust.value, permissions });
    },
    { NoSuchEntityException: `role ${arn} does not exist`, NoSuchEntity: `role ${arn} does not exist` },
  );
}

function readInline(iam: IamReader, RoleName: string): Promise<Fact<readonly Statement[]>> {
  return readFact("iam:GetRolePolicy", async () => {
    const names = await readPages("iam:ListRolePolicies", async (Marker) => {
      const page = await iam.listRolePolicies({ RoleName, ...(Marker !== undefined && { Marker }) });
      return { items: page.PolicyNames, next: page.IsTruncated ? page.Marker : undefined };
    });
    if (names.state !== "value") return names;
    return joined(
      names.value.map(async (PolicyName) => {
        const { PolicyDocument = "" } = await iam.getRolePolicy({ RoleName, PolicyName });
        return readIamPolicyText(`iam:GetRolePolicy ${PolicyName}`, PolicyDocument, "identity");
      }),
    );
  });
}

function readAttached(iam: IamReader, RoleName: string): Promise<Fact<readonly Statement[]>> {
  return readFact("iam:GetPolicyVersion", async () => {
    const attached = await readPages("iam:ListAttachedRolePolicies", async (Marker) => {
      const page = await iam.listAttachedRolePolicies({ RoleName, ...(Marker !== undefined && { Marker }) });
      return { items: page.AttachedPolicies, next: page.IsTruncated ? page.Marker : undefined };
    });
    if (attached.state !== "value") return attached;
    return joined(
      attached.value.map(async ({ PolicyArn }) => {
        if (PolicyArn === undefined)
          return unreadable("iam:ListAttachedRolePolicies: a policy without an ARN");
        const { Policy } = await iam.getPolicy({ PolicyArn });
        const VersionId = Policy?.DefaultVersionId ?? "v1";
        const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId });
        return readIamPolicyText(
          `iam:GetPolicyVersion ${PolicyArn}`,
          PolicyVersion?.Document ?? "",
          "identity",
        );
      }),
    );
  });
}

async function joined(
  parts: readonly Promise<Fact<readonly Statement[]>>[],
): Promise<Fact<readonly Statement[]>> {
  const all: Statement[] = [];
  for (const part of await Promise.all(parts)) {
    if (part.state !== "value") return part;
    all.push(...part.value);
  }
  return value(all);
}
