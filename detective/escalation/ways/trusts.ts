import { parseArn } from "../../arn";
import { isJsonObject } from "../../json";
import { valueAt } from "../../textAt";
import { documentRights, listOf, managedPolicyRights } from "../power";
import { Trust, readTrust } from "../trust";
import { Call, Granted, Way } from "../way";

const IAM = "iam.amazonaws.com";

/** Who is let in from outside: trust policies, identity providers, permission sets, organizations, resource policies. */
export const TRUST_WAYS: readonly Way[] = [
  {
    id: "update-trust",
    eventSource: IAM,
    eventNames: ["UpdateAssumeRolePolicy"],
    attack: ["T1098.003", "T1484.002"],
    why: "Who is trusted by a role gets its rights by assuming it.",
    on: "role",
    persistence: true,
    read: (call) => {
      const role = call.target("role", call.text("roleName"));
      return trustGrant(call, role, call.text("policyDocument"), { self: "high", other: "low" });
    },
  },
  {
    id: "create-trusted-role",
    eventSource: IAM,
    eventNames: ["CreateRole"],
    attack: ["T1136.003", "T1098.003"],
    why: "A role that trusts the outside is a door into the account.",
    on: "role",
    routine: true,
    persistence: true,
    read: (call) => {
      const role = call.target("role", call.answer("role.arn") ?? call.text("roleName"));
      // A role of one's own gives nothing by itself, whoever may assume it.
      const level = { self: "informational", other: "informational" } as const;
      return trustGrant(call, role, call.text("assumeRolePolicyDocument"), level);
    },
  },
  {
    id: "identity-provider",
    eventSource: IAM,
    eventNames: [
      "CreateSAMLProvider",
      "UpdateSAMLProvider",
      "CreateOpenIDConnectProvider",
      "UpdateOpenIDConnectProviderThumbprint",
      "AddClientIDToOpenIDConnectProvider",
    ],
    attack: ["T1484.002"],
    why: "Who owns the identity provider signs in as whomever it names.",
    persistence: true,
    read: (call) => ({
      to: call.target(
        "thing",
        call.answer("sAMLProviderArn", "openIDConnectProviderArn") ??
          call.text("sAMLProviderArn", "openIDConnectProviderArn", "url", "name"),
      ),
      rights: { power: "unknown" },
      level: { self: "medium", other: "medium" },
    }),
  },
  {
    id: "roles-anywhere",
    eventSource: "rolesanywhere.amazonaws.com",
    eventNames: [
      "CreateTrustAnchor",
      "UpdateTrustAnchor",
      "CreateProfile",
      "UpdateProfile",
      "EnableTrustAnchor",
      "EnableProfile",
    ],
    attack: ["T1484.002", "T1098.001"],
    why: "Whoever holds a certificate of the trust anchor's authority gets the profile's roles from anywhere.",
    persistence: true,
    read: (call) => ({
      to: [
        ...call.target("thing", call.text("name", "trustAnchorId", "profileId")),
        ...listOf(valueAt(call.event.requestParameters, "roleArns")).flatMap((arn) =>
          typeof arn === "string" ? call.target("role", arn) : [],
        ),
      ],
      rights: { power: "unknown" },
      level: { self: "medium", other: "medium" },
    }),
  },
  {
    id: "permission-set-policy",
    eventSource: "sso.amazonaws.com",
    eventNames: [
      "AttachManagedPolicyToPermissionSet",
      "PutInlinePolicyToPermissionSet",
      "AttachCustomerManagedPolicyReferenceToPermissionSet",
    ],
    attack: ["T1098.003"],
    why: "Everyone who has the permission set gets its new rights in all of its accounts.",
    on: "permission-set",
    read: (call) => {
      const policy = call.text("managedPolicyArn");
      return {
        to: call.target("permission-set", call.text("permissionSetArn")),
        rights: policy ? managedPolicyRights(policy) : documentRights(call.text("inlinePolicy")),
      };
    },
  },
  {
    id: "account-assignment",
    eventSource: "sso.amazonaws.com",
    eventNames: ["CreateAccountAssignment"],
    attack: ["T1098.003"],
    why: "Somebody gets a permission set's rights in an account.",
    on: "permission-set",
    persistence: true,
    read: (call) => ({
      to: [
        ...call.target("thing", call.text("principalId")),
        ...call.target("permission-set", call.text("permissionSetArn")),
      ],
      rights: { power: "unknown" },
      level: { self: "high", other: "low" },
      self:
        call.event.userIdentity?.onBehalfOf?.userId !== undefined &&
        call.event.userIdentity.onBehalfOf.userId === call.text("principalId"),
    }),
  },
  {
    id: "organization-policy-removed",
    eventSource: "organizations.amazonaws.com",
    eventNames: ["DetachPolicy", "DisablePolicyType", "DeletePolicy", "LeaveOrganization"],
    attack: ["T1484"],
    why: "A limit that the organization set for its accounts is gone.",
    read: (call) => ({
      to: call.target("thing", call.text("targetId", "policyId", "rootId")),
      rights: { power: "unknown" },
      level: { self: "medium", other: "medium" },
    }),
  },
  {
    id: "organization-policy-changed",
    eventSource: "organizations.amazonaws.com",
    eventNames: ["UpdatePolicy"],
    attack: ["T1484"],
    why: "A limit that the organization sets for its accounts was changed.",
    read: (call) => ({
      to: call.target("thing", call.text("policyId")),
      rights: { power: "unknown" },
      level: { self: "low", other: "low" },
    }),
  },
  {
    id: "kms-grant",
    eventSource: "kms.amazonaws.com",
    eventNames: ["CreateGrant"],
    attack: ["T1098"],
    why: "A grant lets its grantee use a key without any policy saying so.",
    read: (call) => {
      const grantee = call.text("granteePrincipal");
      const account = grantee && parseArn(grantee)?.account;
      // Services grant themselves keys all day long.
      if (!account || !/^\d{12}$/.test(account) || account === call.account) return undefined;
      return {
        to: call.target("thing", call.text("keyId")),
        rights: { power: "broad" },
        level: { self: "medium", other: "medium" },
        found: `it lets account ${account} use the key`,
      };
    },
  },
  ...(
    [
      ["lambda.amazonaws.com", ["AddPermission", "AddLayerVersionPermission"], "functionName", "function"],
      ["kms.amazonaws.com", ["PutKeyPolicy"], "keyId", "thing"],
      ["secretsmanager.amazonaws.com", ["PutResourcePolicy"], "secretId", "thing"],
    ] as const
  ).map(([eventSource, eventNames, parameter, kind]): Way => ({
    id: `${eventSource.split(".")[0]!}-resource-policy`,
    eventSource,
    eventNames,
    attack: ["T1098"],
    why: "It opens a resource to somebody outside the account.",
    persistence: true,
    read: (call) =>
      outsideOnly(call, call.target(kind, call.text(parameter)), call.text("policy", "resourcePolicy")),
  })),
];

function trustGrant(
  call: Call,
  to: Granted["to"],
  document: string | undefined,
  level: NonNullable<Granted["level"]>,
): Granted | undefined {
  const trust = readTrust(document, call.account);
  if (!trust) return { to, rights: { power: "unknown" }, level };
  const outside = outsideOf(trust);
  if (outside) {
    const other = trust.anyone ? "high" : "medium";
    return { to, rights: { power: "broad" }, level: { self: "high", other }, found: outside };
  }
  const self = trust.own.some((arn) => isCaller(call, arn));
  if (trust.own.length > 0 || openProvider(document)) {
    const found = openProvider(document)
      ? "it trusts an identity provider without saying whose identities"
      : `it trusts ${trust.own.slice(0, 3).join(", ")}`;
    return { to, rights: { power: "some" }, level, self, found };
  }
  // Trust of services and of a bounded identity provider is what roles are made for.
  return { to, rights: { power: "harmless" }, level: { self: "informational", other: "informational" } };
}

function outsideOf({ anyone, foreign }: Trust): string | undefined {
  if (anyone) return "it trusts anyone (*)";
  return foreign.length > 0 ? `it trusts account ${[...new Set(foreign)].slice(0, 3).join(", ")}` : undefined;
}

function outsideOnly(call: Call, to: Granted["to"], document: string | undefined): Granted | undefined {
  const principal = call.text("principal");
  // Lambda bounds `*` to an organization beside the principal.
  if (principal === "*" && call.text("principalOrgID") !== undefined) return undefined;
  const text = document ?? (principal && asPolicy(principal));
  const outside = outsideOf(
    readTrust(text, call.account) ?? { anyone: false, foreign: [], own: [], services: [], federated: [] },
  );
  if (outside === undefined) return undefined;
  const level = { self: "medium", other: "medium" } as const;
  return { to, rights: { power: "broad" }, level, found: outside };
}

/** Lambda's AddPermission names its principal outside a policy; a service is written like a host name. */
function asPolicy(principal: string): string {
  const named = /\.amazonaws\.com(\.cn)?$/.test(principal) ? { Service: principal } : { AWS: principal };
  return JSON.stringify({ Statement: { Effect: "Allow", Principal: named } });
}

/** A web identity provider that many share, trusted without a condition on who it is about. */
function openProvider(document: string | undefined): boolean {
  const text = document ?? "";
  return /AssumeRoleWithWebIdentity/.test(text) && !/:sub(%22|")|:oid(%22|")|:amr(%22|")/.test(text);
}

function isCaller({ event: { userIdentity = {} }, caller }: Call, arn: string): boolean {
  if (
    isJsonObject(userIdentity) &&
    (userIdentity.arn === arn || userIdentity.sessionContext?.sessionIssuer?.arn === arn)
  )
    return true;
  const named = parseArn(arn);
  return (
    caller !== undefined &&
    named?.account === caller.account &&
    named?.resource.split("/").at(-1) === caller.name &&
    named.resource.startsWith(`${caller.kind}/`)
  );
}
