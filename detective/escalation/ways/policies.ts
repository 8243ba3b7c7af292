import { documentRights, managedPolicyRights } from "../power";
import { Call, TargetKind, Way } from "../way";

const IAM = "iam.amazonaws.com";

const OWNERS = [
  ["User", "user", "userName"],
  ["Group", "group", "groupName"],
  ["Role", "role", "roleName"],
] as const;

/**
 * Rights given through policies, groups and boundaries.
 *
 * Source: docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
 */
export const POLICY_WAYS: readonly Way[] = [
  ...OWNERS.flatMap(([word, kind, parameter]): Way[] => [
    {
      id: `attach-${kind}-policy`,
      eventSource: IAM,
      eventNames: [`Attach${word}Policy`],
      attack: ["T1098.003"],
      why: `A managed policy attached to a ${kind} takes effect at once.`,
      on: kind,
      read: (call) => {
        const policy = call.text("policyArn");
        return {
          to: [...call.target(kind, call.text(parameter)), ...customerPolicy(call, policy)],
          rights: policy ? managedPolicyRights(policy) : { power: "unknown" },
        };
      },
    },
    {
      id: `put-${kind}-policy`,
      eventSource: IAM,
      eventNames: [`Put${word}Policy`],
      attack: ["T1098.003"],
      why: `An inline policy written to a ${kind} takes effect at once, and stands in no list of policies.`,
      on: kind,
      read: (call) => ({
        to: call.target(kind, call.text(parameter)),
        rights: documentRights(call.text("policyDocument")),
      }),
    },
  ]),
  {
    id: "create-policy-version",
    eventSource: IAM,
    eventNames: ["CreatePolicyVersion"],
    attack: ["T1098.003"],
    why: "A new default version changes the rights of everyone who has the policy.",
    on: "policy",
    read: (call) => {
      if (call.text("setAsDefault") === "false") return undefined;
      return policyGrant(call, call.text("policyDocument"));
    },
  },
  {
    id: "set-default-policy-version",
    eventSource: IAM,
    eventNames: ["SetDefaultPolicyVersion"],
    attack: ["T1098.003"],
    why: "Another default version changes the rights of everyone who has the policy; an old one may give more.",
    on: "policy",
    read: (call) => policyGrant(call, undefined),
  },
  {
    id: "create-policy",
    eventSource: IAM,
    eventNames: ["CreatePolicy"],
    attack: ["T1098.003"],
    why: "A policy gives nothing until somebody has it.",
    on: "policy",
    routine: true,
    read: (call) => ({
      to: call.target("policy", call.answer("policy.arn") ?? call.text("policyName")),
      rights: documentRights(call.text("policyDocument")),
    }),
  },
  {
    id: "add-user-to-group",
    eventSource: IAM,
    eventNames: ["AddUserToGroup"],
    attack: ["T1098.003"],
    why: "Who joins a group has all of its rights at once.",
    on: "group",
    read: (call) => {
      const group = call.text("groupName");
      return {
        to: [...call.target("user", call.text("userName")), ...call.target("group", group)],
        rights:
          group && /admin|root|power|security/i.test(group)
            ? { power: "broad", because: `by its name the group ${group}` }
            : { power: "unknown" },
      };
    },
  },
  ...(["user", "role"] as const).flatMap((kind): Way[] => {
    const word = kind === "user" ? "User" : "Role";
    return [
      {
        id: `delete-${kind}-boundary`,
        eventSource: IAM,
        eventNames: [`Delete${word}PermissionsBoundary`],
        attack: ["T1098.003"],
        why: `Without its boundary a ${kind} may do all that its policies say.`,
        on: kind,
        read: (call) => ({
          to: call.target(kind, call.text(`${kind}Name`)),
          rights: { power: "unknown" },
          level: { self: "high", other: "medium" },
        }),
      },
      {
        id: `put-${kind}-boundary`,
        eventSource: IAM,
        eventNames: [`Put${word}PermissionsBoundary`],
        attack: ["T1098.003"],
        why: `Another boundary may let a ${kind} do more than the one before.`,
        on: kind,
        read: (call) => {
          const boundary = call.text("permissionsBoundary");
          return {
            to: call.target(kind, call.text(`${kind}Name`)),
            rights: boundary ? managedPolicyRights(boundary) : { power: "unknown" },
            level: { self: "high", other: "informational" },
          };
        },
      },
    ];
  }),
];

function customerPolicy(call: Call, policyArn: string | undefined) {
  return policyArn && !/:iam::aws:/.test(policyArn) ? call.target("policy", policyArn) : [];
}

function policyGrant(call: Call, document: string | undefined) {
  const kind: TargetKind = "policy";
  return { to: call.target(kind, call.text("policyArn")), rights: documentRights(document) };
}
