import type { iam } from "@pulumi/aws";
import type { IAM } from "@aws-sdk/client-iam";
import { isApiError, unlessMissing } from "../apiErrors";
import { count, flag, json, text, textMap, unserved } from "../fields";
import { defineRecord } from "../record";
import { isNothing } from "../sameValue";
import { tagList, tagMap } from "../tags";

const gone = ["NoSuchEntityException", "NoSuchEntity"];

/** `aws:iam/role:Role` */
export const role = defineRecord<iam.RoleArgs, iam.Role, "forceDetachPolicies">({
  type: "aws:iam/role:Role",
  fields: {
    assumeRolePolicy: json({ required: true }),
    description: text(),
    forceDetachPolicies: flag({ default: false, stateOnly: true }),
    inlinePolicies: unserved("deprecated by the vendor; use aws.iam.RolePolicy"),
    managedPolicyArns: unserved("deprecated by the vendor; use aws.iam.RolePolicyAttachment"),
    maxSessionDuration: count({ default: 3600 }),
    name: text({ replaces: true }),
    namePrefix: unserved("use name"),
    path: text({ default: "/", replaces: true }),
    permissionsBoundary: text(),
    tags: textMap(),
  },
  outputs: ["arn", "createDate", "uniqueId"],
  autoName: { input: "name", maxLength: 64 },
  identity: ["name"],
  check: ({ maxSessionDuration: seconds }) =>
    typeof seconds === "number" && (seconds < 3600 || seconds > 43200)
      ? [["maxSessionDuration", `maxSessionDuration: ${seconds} is not allowed; give 3600 to 43200 seconds`]]
      : [],

  async create({ aws }, inputs, made) {
    const name = inputs.name ?? "";
    await (
      await aws.iam()
    ).createRole({
      RoleName: name,
      AssumeRolePolicyDocument: inputs.assumeRolePolicy,
      Description: inputs.description,
      MaxSessionDuration: inputs.maxSessionDuration,
      Path: inputs.path,
      PermissionsBoundary: inputs.permissionsBoundary,
      ...(!isNothing(inputs.tags) && { Tags: tagList(inputs.tags ?? {}) }),
    });
    made(name);
  },

  async read({ aws }, id) {
    const client = await aws.iam();
    const found = (await unlessMissing(client.getRole({ RoleName: id }), ...gone))?.Role;
    if (!found) return undefined;
    const [attached, inline] = await Promise.all([
      attachedPolicies(client, id),
      inlinePolicyNames(client, id),
    ]);
    return {
      arn: found.Arn ?? "",
      assumeRolePolicy: decodeURIComponent(found.AssumeRolePolicyDocument ?? ""),
      createDate: found.CreateDate?.toISOString() ?? "",
      description: found.Description,
      inlinePolicies: await Promise.all(
        inline.map(async (name) => ({ name, policy: (await findRolePolicy(client, id, name)) ?? "" })),
      ),
      managedPolicyArns: attached,
      maxSessionDuration: found.MaxSessionDuration ?? 3600,
      name: found.RoleName ?? id,
      namePrefix: "",
      path: found.Path,
      permissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn,
      tags: tagMap(found.Tags),
      uniqueId: found.RoleId ?? "",
    };
  },

  async update({ aws }, RoleName, { changed, inputs }) {
    const client = await aws.iam();
    if (changed("assumeRolePolicy")) {
      await client.updateAssumeRolePolicy({ RoleName, PolicyDocument: inputs.assumeRolePolicy });
    }
    if (changed("description", "maxSessionDuration")) {
      const { description = "", maxSessionDuration } = inputs;
      await client.updateRole({ RoleName, Description: description, MaxSessionDuration: maxSessionDuration });
    }
    if (changed("permissionsBoundary")) {
      const PermissionsBoundary = inputs.permissionsBoundary;
      if (PermissionsBoundary) await client.putRolePermissionsBoundary({ RoleName, PermissionsBoundary });
      else await client.deleteRolePermissionsBoundary({ RoleName });
    }
  },

  async tag({ aws }, RoleName, { set, unset }) {
    const client = await aws.iam();
    if (unset.length > 0) await client.untagRole({ RoleName, TagKeys: unset });
    if (!isNothing(set)) await client.tagRole({ RoleName, Tags: tagList(set) });
  },

  async remove({ aws }, RoleName, { forceDetachPolicies }) {
    const client = await aws.iam();
    try {
      if (forceDetachPolicies) await detachPolicies(client, RoleName);
      await client.deleteRole({ RoleName });
    } catch (error) {
      if (isApiError(error, "DeleteConflict", "DeleteConflictException") && !forceDetachPolicies) {
        throw new Error(
          `DeleteConflict: ${RoleName} still has policies; take them away, ` +
            "or set forceDetachPolicies: true, run an update, and destroy again",
          { cause: error },
        );
      }
      if (!isApiError(error, ...gone)) throw error;
    }
  },
});

/** `aws:iam/rolePolicy:RolePolicy` */
export const rolePolicy = defineRecord<iam.RolePolicyArgs, iam.RolePolicy>({
  type: "aws:iam/rolePolicy:RolePolicy",
  fields: {
    name: text({ replaces: true }),
    namePrefix: unserved("use name"),
    policy: json({ required: true }),
    role: text({ required: true, replaces: true }),
  },
  outputs: [],
  autoName: { input: "name", maxLength: 128 },
  identity: ["role", "name"],

  async create({ aws }, { role: RoleName, name: PolicyName = "", policy }, made) {
    await (await aws.iam()).putRolePolicy({ RoleName, PolicyName, PolicyDocument: policy });
    made(`${RoleName}:${PolicyName}`);
  },

  async read({ aws }, id) {
    const [roleName, name] = partsOf(id);
    const policy = await findRolePolicy(await aws.iam(), roleName, name);
    return policy === undefined ? undefined : { name, namePrefix: "", policy, role: roleName };
  },

  async update({ aws }, id, { inputs }) {
    const [RoleName, PolicyName] = partsOf(id);
    await (await aws.iam()).putRolePolicy({ RoleName, PolicyName, PolicyDocument: inputs.policy });
  },

  async remove({ aws }, id) {
    const [RoleName, PolicyName] = partsOf(id);
    await unlessMissing((await aws.iam()).deleteRolePolicy({ RoleName, PolicyName }), ...gone);
  },
});

/** The role's name and the policy's name in `role:policy`. */
function partsOf(id: string): [role: string, policy: string] {
  const [roleName, name] = id.split(":");
  if (!roleName || !name) throw new Error(`${id} is no id of a role policy; give role:policy`);
  return [roleName, name];
}

async function findRolePolicy(
  client: IAM,
  RoleName: string,
  PolicyName: string,
): Promise<string | undefined> {
  const found = await unlessMissing(client.getRolePolicy({ RoleName, PolicyName }), ...gone);
  return found?.PolicyDocument === undefined ? undefined : decodeURIComponent(found.PolicyDocument);
}

async function attachedPolicies(client: IAM, RoleName: string): Promise<string[]> {
  const { AttachedPolicies = [] } = await client.listAttachedRolePolicies({ RoleName });
  return AttachedPolicies.map(({ PolicyArn }) => PolicyArn ?? "");
}

async function inlinePolicyNames(client: IAM, RoleName: string): Promise<string[]> {
  return (await client.listRolePolicies({ RoleName })).PolicyNames ?? [];
}

async function detachPolicies(client: IAM, RoleName: string): Promise<void> {
  for (const PolicyArn of await attachedPolicies(client, RoleName)) {
    await client.detachRolePolicy({ RoleName, PolicyArn });
  }
  for (const PolicyName of await inlinePolicyNames(client, RoleName)) {
    await client.deleteRolePolicy({ RoleName, PolicyName });
  }
}
