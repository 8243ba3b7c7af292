import { normaliseIp } from "../ipAddress";
import { CloudTrailEvent, UserIdentity } from "../event";
import { outcomeOf } from "../outcomeOf";
import { isAnonymous } from "../principal";
import { isHidden } from "./principalPhrase";
import { toolOf } from "./toolOf";

type Note = (event: CloudTrailEvent) => string | false | undefined;

/** What a reader of the record should know, or could get wrong; in this order. */
const NOTES: readonly Note[] = [
  ({ unparsed }) =>
    unparsed &&
    `Some of the record is not as CloudTrail documents it and was left out of the explanation: ${Object.keys(unparsed).slice(0, 5).join(", ")}.`,
  ({ eventTime }) =>
    (!eventTime || Number.isNaN(Date.parse(eventTime))) && "The record has no readable time.",
  ({ eventType }) =>
    eventType === "AwsServiceEvent" &&
    "An AWS service made this event itself: it is no API call, and no policy of yours decided over it.",
  ({ eventType }) =>
    eventType === "AwsCloudTrailInsight" &&
    "An Insights event is a statistic, not a call: look for the calls themselves in the same minutes.",
  ({ eventType }) =>
    eventType === "AwsVpceEvent" &&
    "A network activity event: the call went through a VPC endpoint of this account.",
  ({ sourceIPAddress: address = "", userIdentity }) =>
    isServiceAddress(address) &&
    (isServiceItself(userIdentity)
      ? "sourceIPAddress is an AWS service: the service made the call for itself, not for a user."
      : "sourceIPAddress is an AWS service: the service made the call on the principal's behalf, and the address of whoever asked it is not in this record."),
  ({ sourceIPAddress: address = "" }) =>
    isPrivate(address) &&
    "The address is a private one: the call came through a VPC endpoint, or the record is not AWS's.",
  ({ userAgent }) =>
    userAgent !== undefined &&
    toolOf(userAgent)?.kind !== "service" &&
    "The user agent is what the caller says of itself: it can be forged.",
  ({ errorCode, requestParameters, eventType }) =>
    errorCode !== undefined &&
    (requestParameters === undefined || requestParameters === null) &&
    eventType !== "AwsConsoleSignIn" &&
    errorCode !== "Client.DryRunOperation" &&
    "requestParameters are absent, as is common for calls that failed: the error message is all that says what was asked for.",
  ({ errorCode }) =>
    errorCode === "Client.DryRunOperation" &&
    "A dry run: the error says that the call would have been allowed, and nothing was done.",
  ({ errorMessage = "" }) =>
    /Encoded authorization failure message: \S/.test(errorMessage.slice(0, 20_000)) &&
    "EC2 encoded why it refused: aws sts decode-authorization-message tells whoever may call it.",
  ({ readOnly }) =>
    readOnly !== undefined &&
    (readOnly
      ? "It only reads: it changed nothing."
      : "CloudTrail counts it as a write: such calls change something when they succeed."),
  ({ managementEvent, eventCategory }) =>
    (managementEvent === false || eventCategory === "Data") &&
    "A data event: the event history (LookupEvents) never shows it, only trails that select it do.",
  ({ sharedEventID, eventType }) =>
    sharedEventID !== undefined &&
    (eventType === "AwsCloudTrailInsight"
      ? "sharedEventID joins the beginning and the end of this Insights event."
      : "sharedEventID joins this record with that of another account in which the same action was recorded."),
  ({ userIdentity, recipientAccountId }) =>
    userIdentity?.accountId !== undefined &&
    recipientAccountId !== undefined &&
    userIdentity.accountId !== recipientAccountId &&
    !isAnonymous(userIdentity) &&
    "The caller's account is not the account of the record: it is access across accounts.",
  ({ userIdentity }) =>
    userIdentity?.type === "Root" &&
    !userIdentity.invokedBy &&
    "The root user is bound by no policy of the account, and hardly ever needed.",
  ({ userIdentity }) =>
    userIdentity?.accessKeyId?.startsWith("AKIA") === true &&
    "A long-term access key has no session: whether MFA was used cannot be seen, and it works until it is disabled.",
  (event) =>
    event.eventName === "ConsoleLogin" &&
    outcomeOf(event) === "success" &&
    event.additionalEventData?.MFAUsed === "No" &&
    event.userIdentity?.type !== "AssumedRole" &&
    event.userIdentity?.type !== "FederatedUser" &&
    "A console sign-in without MFA.",
  ({ userIdentity }) =>
    isHidden(userIdentity?.userName) &&
    "CloudTrail hides a user name that does not exist: people type their password there.",
  ({ eventName, userIdentity }) =>
    eventName !== "ConsoleLogin" &&
    userIdentity?.type === "AssumedRole" &&
    userIdentity.sessionContext?.sessionIssuer !== undefined &&
    !userIdentity.sessionContext.ec2RoleDelivery &&
    "The session's name was chosen by whoever assumed the role; who that was is in the AssumeRole event that issued these credentials.",
  ({ userIdentity }) =>
    userIdentity?.sessionContext?.ec2RoleDelivery !== undefined &&
    "The credentials are those of an instance's role: whoever can send requests from the instance can get and use them.",
  ({ tlsDetails }) =>
    /^TLSv1(?:\.[01])?$/.test(tlsDetails?.tlsVersion ?? "") &&
    `The connection used ${tlsDetails?.tlsVersion}, which AWS no longer supports.`,
  ({ addendum }) =>
    addendum !== undefined && "The record was delivered late or changed afterwards; see addendum.",
];

/** What a reader of the record should know, or could get wrong. */
export function explanationNotes(event: CloudTrailEvent): string[] {
  return NOTES.flatMap((note) => note(event) || []);
}

function isServiceItself({ type, invokedBy }: UserIdentity = {}): boolean {
  return type === "AWSService" || (type === undefined && invokedBy !== undefined);
}

export function isServiceAddress(address: string): boolean {
  return /\.amazonaws\.com(\.cn)?$/.test(address) || /^AWS Internal/i.test(address);
}

function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/.test(normaliseIp(address) ?? "");
}
