import { Call, Granted, Way, targetKey } from "../way";

const IAM = "iam.amazonaws.com";
const OF_ANOTHER = { self: "informational", other: "medium" } as const;

/** Credentials made for somebody: an attacker becomes that user, or comes back as one. */
export const CREDENTIAL_WAYS: readonly Way[] = [
  {
    id: "create-access-key",
    eventSource: IAM,
    eventNames: ["CreateAccessKey"],
    attack: ["T1098.001"],
    why: "Whoever holds a user's new key has that user's rights until it is deleted.",
    on: "user",
    persistence: true,
    read: (call) => {
      const owner = call.text("userName") ?? call.answer("accessKey.userName");
      const key = call.target("access-key", call.answer("accessKey.accessKeyId"));
      if (
        call.caller?.kind === "root" &&
        (owner === undefined || owner === "root" || owner === "<root_account>")
      ) {
        const level = { self: "medium", other: "medium" } as const;
        return {
          to: [call.caller, ...key],
          rights: { power: "admin" },
          level,
          found: "it is a key of the root user",
        };
      }
      return ofAnother(call, owner, key);
    },
  },
  {
    id: "activate-access-key",
    eventSource: IAM,
    eventNames: ["UpdateAccessKey"],
    attack: ["T1098.001"],
    why: "An old key that was off works again.",
    on: "user",
    persistence: true,
    read: (call) =>
      call.text("status") === "Active"
        ? ofAnother(call, call.text("userName"), call.target("access-key", call.text("accessKeyId")))
        : undefined,
  },
  {
    id: "set-console-password",
    eventSource: IAM,
    eventNames: ["CreateLoginProfile", "UpdateLoginProfile"],
    attack: ["T1098.001"],
    why: "Whoever knows the new password signs in to the console as that user.",
    on: "user",
    persistence: true,
    read: (call) => ofAnother(call, call.text("userName") ?? call.answer("loginProfile.userName")),
  },
  {
    id: "other-user-credential",
    eventSource: IAM,
    eventNames: [
      "CreateServiceSpecificCredential",
      "ResetServiceSpecificCredential",
      "UploadSSHPublicKey",
      "UploadSigningCertificate",
    ],
    attack: ["T1098.001"],
    why: "It is one more credential of that user.",
    on: "user",
    persistence: true,
    read: (call) => ofAnother(call, call.text("userName")),
  },
  {
    id: "remove-mfa",
    eventSource: IAM,
    eventNames: ["DeactivateMFADevice", "DeleteVirtualMFADevice"],
    attack: ["T1556.006"],
    why: "Without MFA a stolen password is enough, and conditions on MFA can be met by a device of the attacker's.",
    on: "user",
    read: (call) =>
      // The device of DeleteVirtualMFADevice is mostly called after its user.
      ofAnother(call, call.text("userName") ?? call.text("serialNumber")?.split("/").at(-1), [], {
        self: "low",
        other: "medium",
      }),
  },
  {
    id: "enable-mfa-for-another",
    eventSource: IAM,
    eventNames: ["EnableMFADevice"],
    attack: ["T1556.006"],
    why: "Who holds the device meets conditions on MFA in that user's name.",
    on: "user",
    persistence: true,
    read: (call) => ofAnother(call, call.text("userName"), [], { self: "informational", other: "low" }),
  },
  {
    id: "create-user",
    eventSource: IAM,
    eventNames: ["CreateUser"],
    attack: ["T1136.003"],
    why: "A user of one's own is a way to come back.",
    on: "user",
    routine: true,
    persistence: true,
    read: (call) => ({ to: call.target("user", call.text("userName")), rights: { power: "harmless" } }),
  },
  {
    id: "federation-token",
    eventSource: "sts.amazonaws.com",
    eventNames: ["GetFederationToken"],
    attack: ["T1550.001", "T1078.004"],
    why: "Its credentials go on working for up to 36 hours after the user's key is deleted.",
    read: (call) => ({
      to: [
        ...(call.caller ? [call.caller] : []),
        ...call.target("access-key", call.answer("credentials.accessKeyId")),
      ],
      rights: { power: "unknown" },
      level: { self: "low", other: "low" },
    }),
  },
  {
    id: "assume-root",
    eventSource: "sts.amazonaws.com",
    eventNames: ["AssumeRoot"],
    attack: ["T1548.005"],
    why: "It gives a task's rights of a member account's root user.",
    read: (call) => ({
      to: call.target("root", call.text("targetPrincipal")),
      rights: { power: "broad" },
      level: { self: "medium", other: "medium" },
    }),
  },
  {
    id: "ssh-key-pushed",
    eventSource: "ec2-instance-connect.amazonaws.com",
    eventNames: ["SendSSHPublicKey", "SendSerialConsoleSSHPublicKey"],
    attack: ["T1098.004"],
    why: "A shell on an instance is also its role's rights.",
    on: "instance",
    routine: true,
    read: (call) => ({ to: call.target("instance", call.text("instanceId")), rights: { power: "unknown" } }),
  },
];

/** None where the user is the caller: who changes their own key or password gains nothing. */
function ofAnother(
  call: Call,
  user: string | undefined,
  more: Granted["to"] = [],
  level: NonNullable<Granted["level"]> = OF_ANOTHER,
): Granted | undefined {
  // What root does for itself names it like a user: `AWS ROOT USER`, `root-account-mfa-device`.
  const root =
    call.caller?.kind === "root" && /^(aws root user|root|<root_account>|root-account-mfa-device)$/i;
  if (root && user !== undefined && root.test(user)) user = undefined;
  const to = call.target("user", user);
  const own = user === undefined || (call.caller && to[0] && targetKey(call.caller) === targetKey(to[0]));
  if (own && level === OF_ANOTHER) return undefined;
  const whom = to.length === 0 && root && call.caller ? [call.caller] : to;
  return { to: [...whom, ...more], rights: { power: "unknown" }, level };
}
