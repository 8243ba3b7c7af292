import { CloudTrailEvent } from "../event";
import { outcomeOf } from "../outcomeOf";
import { wordedTime } from "./wordedTime";

/** By which credentials the call was made, as whole sentences; none where the record doesn't say. */
export function credentialsPhrases(event: CloudTrailEvent): string[] {
  if (event.eventName === "ConsoleLogin") return signInPhrases(event);
  const identity = event.userIdentity ?? {};
  const { accessKeyId = "", sessionContext } = identity;
  const attributes = sessionContext?.attributes;
  const fromConsole = event.sessionCredentialFromConsole?.toLowerCase() === "true";
  if (accessKeyId.startsWith("AKIA") && identity.type === "Root")
    return [`It was signed with a long-term access key of the root user, ${accessKeyId}.`];
  if (accessKeyId.startsWith("AKIA")) return [`It was signed with the long-term access key ${accessKeyId}.`];
  if (!accessKeyId && !sessionContext)
    return identity.credentialId ? [`It was authorised by the credential ${identity.credentialId}.`] : [];
  const key = accessKeyId ? `temporary credentials (${accessKeyId})` : "temporary credentials";
  const where = fromConsole ? " of a console session" : "";
  const since = attributes?.creationDate ? `, issued ${wordedTime(attributes.creationDate)}` : "";
  return [
    `It was made with ${key}${where}${since}${issuerPhrase(event)}${sessionContext?.ec2RoleDelivery ? "" : mfaPhrase(attributes?.mfaAuthenticated)}.`,
  ];
}

function issuerPhrase({ userIdentity = {} }: CloudTrailEvent): string {
  const { sessionContext, type, inScopeOf } = userIdentity;
  const provider = sessionContext?.webIdFederationData?.federatedProvider;
  const issuer = sessionContext?.sessionIssuer;
  const parts = [
    type === "AssumedRole" && issuer?.arn ? ` for the role ${issuer.arn}` : "",
    provider ? ` on the word of the identity provider ${provider}` : "",
    sessionContext?.ec2RoleDelivery ? " through an instance's metadata service" : "",
    sessionContext?.assumedRoot?.toLowerCase() === "true" ? " by assuming root for a task" : "",
    inScopeOf?.credentialsIssuedTo ? ` to ${inScopeOf.credentialsIssuedTo}` : "",
    sessionContext?.sourceIdentity ? `, with the source identity ${sessionContext.sourceIdentity}` : "",
  ];
  return parts.join("");
}

function mfaPhrase(mfa: string | undefined): string {
  if (mfa === undefined) return "";
  return mfa.toLowerCase() === "true" ? ", with MFA" : ", without MFA";
}

function signInPhrases(event: CloudTrailEvent): string[] {
  const { additionalEventData, userIdentity = {} } = event;
  // A sign-in that failed may not have come as far as MFA.
  if (outcomeOf(event) !== "success") return [];
  const used = additionalEventData?.MFAUsed;
  const federated = userIdentity.type === "AssumedRole" || userIdentity.type === "FederatedUser";
  const mfa =
    used === "Yes"
      ? "with MFA"
      : used === "No"
        ? federated
          ? "by federation; an MFA at the identity provider does not show here"
          : "without MFA"
        : undefined;
  return mfa ? [`The sign-in was ${mfa}.`] : [];
}
