import { CloudTrailEvent, timeOf } from "./event";
import { outcomeOf } from "./outcomeOf";
import { isConsole } from "./sessionOf";
import { textAt } from "./textAt";

/** Credentials that a call gave out; what the record doesn't say is absent. */
export interface IssuedCredentials {
  kind:
    | "role-session"
    | "session-token"
    | "federated-session"
    | "root-session"
    | "access-key"
    | "console-session";
  accessKeyId?: string;
  /** Of the session that uses them. */
  arn?: string;
  /** `AROA…:session`. */
  principalId?: string;
  /** The user that a long-term access key is for. */
  userName?: string;
  /** ISO 8601, or as the record has it. */
  expiration?: string;
  /** The same in the other account's record of a role assumed across accounts. */
  sharedEventID?: string;
  /** Who switched to the role in the console: the ARN in the SwitchRole event. */
  from?: string;
}

/**
 * The credentials that the call gave out: by AssumeRole and its kin, GetSessionToken, GetFederationToken, AssumeRoot,
 * the access portal, CreateAccessKey, and signing in or switching roles in the console.
 *
 * @returns undefined where it gave none, or failed
 */
export function issuedCredentials(event: CloudTrailEvent): IssuedCredentials | undefined {
  if (!ISSUERS.has(`${event.eventSource}:${event.eventName}`) || outcomeOf(event) !== "success") {
    return undefined;
  }
  const { responseElements: response, sharedEventID } = event;
  const found = byName(event);
  const credentials = ["credentials", "roleCredentials"].find((name) =>
    textAt(response, `${name}.accessKeyId`),
  );
  return defined({
    accessKeyId: credentials && textAt(response, `${credentials}.accessKeyId`),
    expiration: credentials && textAt(response, `${credentials}.expiration`),
    sharedEventID,
    ...found,
  });
}

/** Calls that give out credentials, as `source:name`. */
export const ISSUERS: ReadonlySet<string> = new Set([
  ...[
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "AssumeRoot",
    "GetSessionToken",
    "GetFederationToken",
  ].map((name) => `sts.amazonaws.com:${name}`),
  "iam.amazonaws.com:CreateAccessKey",
  "sso.amazonaws.com:GetRoleCredentials",
  "signin.amazonaws.com:ConsoleLogin",
  "signin.amazonaws.com:SwitchRole",
  "rolesanywhere.amazonaws.com:CreateSession",
]);

function byName(event: CloudTrailEvent): IssuedCredentials {
  const { responseElements: response, requestParameters: request, userIdentity } = event;
  const assumed = {
    arn: textAt(response, "assumedRoleUser.arn") ?? sessionArn(event),
    principalId: textAt(response, "assumedRoleUser.assumedRoleId"),
  };
  switch (event.eventName) {
    case "CreateAccessKey":
      return {
        kind: "access-key",
        accessKeyId: textAt(response, "accessKey.accessKeyId"),
        userName:
          textAt(response, "accessKey.userName") ?? textAt(request, "userName") ?? userIdentity?.userName,
      };
    case "GetSessionToken":
      return { kind: "session-token", arn: userIdentity?.arn };
    case "GetFederationToken":
      return {
        kind: "federated-session",
        arn: textAt(response, "federatedUser.arn"),
        principalId: textAt(response, "federatedUser.federatedUserId"),
      };
    case "AssumeRoot":
      return { kind: "root-session" };
    case "ConsoleLogin":
      return { kind: "console-session", arn: userIdentity?.arn };
    case "SwitchRole":
      return {
        kind: "console-session",
        arn: userIdentity?.arn,
        from: textAt(event.additionalEventData, "SwitchFrom"),
      };
    default:
      return { kind: "role-session", ...assumed };
  }
}

/** The session's ARN, put together where the response is not in the record. */
function sessionArn({ requestParameters: request }: CloudTrailEvent): string | undefined {
  const role = /^arn:([^:]+):iam::(\d+):role\/(?:[^/]+\/)*([^/]+)$/.exec(textAt(request, "roleArn") ?? "");
  const session = textAt(request, "roleSessionName");
  return role && session ? `arn:${role[1]}:sts::${role[2]}:assumed-role/${role[3]}/${session}` : undefined;
}

/**
 * Whether a call was made with the credentials that `issue` gave out: by access key id where both records have it, else
 * by the session's ARN or id, after they were issued.
 */
export function madeWith(event: CloudTrailEvent, issued: IssuedCredentials, issue: CloudTrailEvent): boolean {
  const { accessKeyId, arn, principalId } = event.userIdentity ?? {};
  const ofConsole = issued.kind === "console-session";
  if (!ofConsole && issued.accessKeyId && accessKeyId && !isConsole(event)) {
    return accessKeyId === issued.accessKeyId;
  }
  if (ofConsole !== isConsole(event) && issued.kind !== "role-session") return false;
  const same =
    (issued.arn !== undefined && issued.arn === arn) ||
    (issued.principalId !== undefined && issued.principalId === principalId);
  return same && (timeOf(event) ?? Infinity) >= (timeOf(issue) ?? -Infinity);
}

function defined(issued: { [key in keyof IssuedCredentials]: IssuedCredentials[key] | undefined }) {
  return Object.fromEntries(
    Object.entries(issued).filter(([, value]) => value !== undefined),
  ) as unknown as IssuedCredentials;
}
