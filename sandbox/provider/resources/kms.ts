import type { kms } from "@pulumi/aws";
import type { KMS } from "@aws-sdk/client-kms";
import { isApiError, unlessMissing } from "../apiErrors";
import { count, flag, json, region, text, textMap, unserved } from "../fields";
import { defineRecord, type Call } from "../record";

const goneStates = ["PendingDeletion", "PendingReplicaDeletion"];

/** `aws:kms/key:Key` */
export const key = defineRecord<
  kms.KeyArgs,
  kms.Key,
  "deletionWindowInDays" | "bypassPolicyLockoutSafetyCheck"
>({
  type: "aws:kms/key:Key",
  fields: {
    bypassPolicyLockoutSafetyCheck: flag({ default: false, stateOnly: true }),
    customKeyStoreId: unserved(),
    customerMasterKeySpec: text({ default: "SYMMETRIC_DEFAULT", replaces: true }),
    deletionWindowInDays: count({ stateOnly: true }),
    description: text({ computed: true }),
    enableKeyRotation: flag({ default: false }),
    isEnabled: flag({ default: true }),
    keyUsage: text({ default: "ENCRYPT_DECRYPT", replaces: true }),
    multiRegion: flag({ default: false, replaces: true }),
    policy: json({ computed: true }),
    region,
    rotationPeriodInDays: count({ computed: true }),
    tags: textMap(),
    xksKeyId: unserved(),
  },
  outputs: ["arn", "keyId"],
  identity: [],
  check: ({ deletionWindowInDays: days, rotationPeriodInDays: period }) => [
    ...outside("deletionWindowInDays", days, 7, 30),
    ...outside("rotationPeriodInDays", period, 90, 2560),
  ],

  async create({ aws }, inputs, made) {
    const client = await aws.kms();
    const { KeyMetadata } = await client.createKey({
      Description: inputs.description,
      KeySpec: inputs.customerMasterKeySpec as "SYMMETRIC_DEFAULT",
      KeyUsage: inputs.keyUsage as "ENCRYPT_DECRYPT",
      MultiRegion: inputs.multiRegion,
      Policy: inputs.policy,
      BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
      Tags: kmsTags(inputs.tags ?? {}),
    });
    const KeyId = KeyMetadata?.KeyId ?? "";
    made(KeyId);
    if (inputs.enableKeyRotation) {
      await client.enableKeyRotation({ KeyId, RotationPeriodInDays: inputs.rotationPeriodInDays });
    }
    if (inputs.isEnabled === false) await client.disableKey({ KeyId });
  },

  async read({ aws }, id) {
    const client = await aws.kms();
    const described = await unlessMissing(client.describeKey({ KeyId: id }), "NotFoundException");
    const found = described?.KeyMetadata;
    if (!found || goneStates.includes(found.KeyState ?? "")) return undefined;
    const [policy, tags, rotation] = await Promise.all([
      client.getKeyPolicy({ KeyId: id, PolicyName: "default" }),
      keyTags(client, id),
      found.KeySpec === "SYMMETRIC_DEFAULT" ? client.getKeyRotationStatus({ KeyId: id }) : undefined,
    ]);
    return {
      arn: found.Arn ?? "",
      customKeyStoreId: found.CustomKeyStoreId,
      customerMasterKeySpec: found.KeySpec,
      description: found.Description ?? "",
      enableKeyRotation: rotation?.KeyRotationEnabled ?? false,
      isEnabled: found.Enabled,
      keyId: found.KeyId ?? id,
      keyUsage: found.KeyUsage,
      multiRegion: found.MultiRegion ?? false,
      policy: policy.Policy ?? "",
      rotationPeriodInDays: rotation?.RotationPeriodInDays ?? 0,
      tags,
      xksKeyId: found.XksKeyConfiguration?.Id,
    };
  },

  async update({ aws }, KeyId, { changed, inputs }) {
    const client = await aws.kms();
    // A disabled key takes no other change: enable first, disable last.
    if (changed("isEnabled") && inputs.isEnabled) await client.enableKey({ KeyId });
    if (changed("enableKeyRotation", "rotationPeriodInDays")) {
      if (!inputs.enableKeyRotation) await client.disableKeyRotation({ KeyId });
      else await client.enableKeyRotation({ KeyId, RotationPeriodInDays: inputs.rotationPeriodInDays });
    }
    if (changed("description")) {
      await client.updateKeyDescription({ KeyId, Description: inputs.description ?? "" });
    }
    if (changed("policy")) await putKeyPolicy(client, KeyId, inputs);
    if (changed("isEnabled") && !inputs.isEnabled) await client.disableKey({ KeyId });
  },

  async tag({ aws }, KeyId, { set, unset }) {
    const client = await aws.kms();
    if (unset.length > 0) await client.untagResource({ KeyId, TagKeys: unset });
    if (Object.keys(set).length > 0) await client.tagResource({ KeyId, Tags: kmsTags(set) });
  },

  async remove({ aws }, KeyId, { deletionWindowInDays }) {
    try {
      await (await aws.kms()).scheduleKeyDeletion({ KeyId, PendingWindowInDays: deletionWindowInDays });
    } catch (error) {
      const pending =
        isApiError(error, "KMSInvalidStateException") && /pending deletion/i.test(String(error));
      if (!pending && !isApiError(error, "NotFoundException")) throw error;
    }
  },
});

/** `aws:kms/alias:Alias` */
export const alias = defineRecord<kms.AliasArgs, kms.Alias>({
  type: "aws:kms/alias:Alias",
  fields: {
    name: text({ replaces: true }),
    namePrefix: unserved("use name"),
    region,
    // The API tells the key's id, a program may give its ARN.
    targetKeyId: text({ required: true, same: (was, want) => lastPart(was) === lastPart(want) }),
  },
  outputs: ["arn", "targetKeyArn"],
  follows: { targetKeyArn: ["targetKeyId"] },
  autoName: { input: "name", prefix: "alias/", maxLength: 256 },
  identity: ["name"],
  check: ({ name }) => aliasNameProblems(name),

  async create({ aws }, { name = "", targetKeyId }, made) {
    await (await aws.kms()).createAlias({ AliasName: name, TargetKeyId: targetKeyId });
    made(name);
  },

  async read(call, id) {
    const found = await findAlias(call, id);
    if (!found?.TargetKeyId) return undefined;
    const arn = found.AliasArn ?? "";
    return {
      arn,
      name: id,
      namePrefix: "",
      targetKeyArn: arn.replace(/alias\/.*$/, `key/${found.TargetKeyId}`),
      targetKeyId: found.TargetKeyId,
    };
  },

  async update({ aws }, id, { inputs }) {
    await (await aws.kms()).updateAlias({ AliasName: id, TargetKeyId: inputs.targetKeyId });
  },

  async remove({ aws }, id) {
    await unlessMissing((await aws.kms()).deleteAlias({ AliasName: id }), "NotFoundException");
  },
});

/** `aws:kms/keyPolicy:KeyPolicy`: the policy of a key that something else made. */
export const keyPolicy = defineRecord<kms.KeyPolicyArgs, kms.KeyPolicy, "bypassPolicyLockoutSafetyCheck">({
  type: "aws:kms/keyPolicy:KeyPolicy",
  fields: {
    bypassPolicyLockoutSafetyCheck: flag({ default: false, stateOnly: true }),
    keyId: text({ required: true, replaces: true }),
    policy: json({ required: true }),
    region,
  },
  outputs: [],
  identity: ["keyId"],

  async create({ aws }, inputs, made) {
    await putKeyPolicy(await aws.kms(), inputs.keyId, inputs);
    made(inputs.keyId);
  },

  async read({ aws }, id) {
    const client = await aws.kms();
    const described = await unlessMissing(client.describeKey({ KeyId: id }), "NotFoundException");
    if (!described || goneStates.includes(described.KeyMetadata?.KeyState ?? "")) return undefined;
    const { Policy } = await client.getKeyPolicy({ KeyId: id, PolicyName: "default" });
    return { keyId: id, policy: Policy ?? "" };
  },

  async update({ aws }, id, { changed, inputs }) {
    if (changed("policy")) await putKeyPolicy(await aws.kms(), id, inputs);
  },

  // A key always has a policy: without this one it has the one AWS gives to a new key.
  async remove(call, id, state) {
    const client = await call.aws.kms();
    const described = await unlessMissing(client.describeKey({ KeyId: id }), "NotFoundException");
    if (!described || goneStates.includes(described.KeyMetadata?.KeyState ?? "")) return;
    await putKeyPolicy(client, id, {
      ...state,
      policy: defaultKeyPolicy(call.partition, await call.accountId()),
    });
  },
});

async function putKeyPolicy(
  client: KMS,
  KeyId: string,
  inputs: { policy?: string; bypassPolicyLockoutSafetyCheck?: boolean },
): Promise<void> {
  await client.putKeyPolicy({
    KeyId,
    PolicyName: "default",
    Policy: inputs.policy,
    BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
  });
}

/** The policy of a key made without one: the account decides by IAM (AWS KMS, "Default key policy"). */
function defaultKeyPolicy(partition: string, accountId: string): string {
  return JSON.stringify({
    Id: "default",
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}

async function findAlias({ aws }: Call, name: string) {
  const client = await aws.kms();
  let Marker: string | undefined;
  do {
    const page = await client.listAliases({ Marker });
    const found = page.Aliases?.find(({ AliasName }) => AliasName === name);
    if (found) return found;
    Marker = page.NextMarker;
  } while (Marker);
  return undefined;
}

async function keyTags(client: KMS, KeyId: string): Promise<Record<string, string>> {
  const { Tags } = await client.listResourceTags({ KeyId });
  return Object.fromEntries((Tags ?? []).map(({ TagKey, TagValue }) => [TagKey ?? "", TagValue ?? ""]));
}

const kmsTags = (tags: Record<string, string>) =>
  Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

const lastPart = (keyOrArn: unknown): string => String(keyOrArn).replace(/^.*\//, "");

function aliasNameProblems(name: unknown): [string, string][] {
  if (typeof name !== "string" || name === "") return [];
  if (!name.startsWith("alias/")) return [["name", `name: ${name} must begin with alias/`]];
  if (name.startsWith("alias/aws/")) return [["name", `name: ${name}: alias/aws/ belongs to AWS itself`]];
  return [];
}

function outside(property: string, value: unknown, least: number, most: number): [string, string][] {
  if (typeof value !== "number" || (value >= least && value <= most)) return [];
  return [[property, `${property}: ${value} is not allowed; give ${least} to ${most} days`]];
}
